"""What the pages of staff changes and future needs show, from what the queries read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.plan.future_needs import outlook, queries
from espalier.cycle.plan.future_needs.forms import OutlookForm
from espalier.cycle.plan.future_needs.outlook import Held, NeedRow, Outlook, Show
from espalier.cycle.plan.future_needs.types import ChangeState
from espalier.cycle.plan.future_needs.wording import KINDS, STATES
from espalier.kit.errors import Text
from espalier.kit.organisation import queries as organisation

MOVES: dict[ChangeState, Text] = {
    ChangeState.SETTLED: gettext_lazy("It has happened"),
    ChangeState.DROPPED: gettext_lazy("It will not happen"),
    ChangeState.EXPECTED: gettext_lazy("It is expected again"),
}
SHOWN: dict[Show, Text] = {
    Show.LACK_TODAY: gettext_lazy("People who lack it today"),
    Show.LACK_THEN: gettext_lazy("People who will lack it"),
    Show.ARISE: gettext_lazy("Gaps that arise"),
    Show.VANISH: gettext_lazy("Gaps that vanish"),
    Show.UNRATED: gettext_lazy("People nobody rated"),
    Show.REQUIRED: gettext_lazy("People it will be required of"),
}


def facts_of(change: Any) -> list[tuple[Text, object]]:
    """The facts of a change; what nobody wrote is left out."""
    person, number = change.employee, change.headcount
    found: list[tuple[Text, object]] = [
        (_("Kind of change"), KINDS[change.kind]),
        (_("State"), STATES[change.state]),
        (_("Day"), date_format(change.on, "SHORT_DATE_FORMAT")),
        (_("Person"), f"{person.number} {person.name}" if person else ""),
        (_("Number of people"), "" if person else number),
        (_("Unit"), change.unit.name if change.unit else ""),
        (_("Position"), change.position.name if change.position else ""),
        (_("Source"), change.source),
        (_("Note"), change.note),
    ]
    return [(name, value) for name, value in found if value != ""]


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the address of the rows behind it; no address where there are none. ``text`` ＊: hidden."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class CompetencyLine:
    code: str
    name: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class HeadLine:
    label: str
    url: str
    row: outlook.HeadRow


@dataclass(frozen=True, slots=True)
class PersonLine:
    number: str
    name: str
    url: str
    today: str
    then: str
    change: str
    change_url: str


def outlook_context(found: Outlook, form: OutlookForm, *, today: date) -> dict[str, Any]:
    """Everything the page draws; two queries for names."""
    minimum = organisation.current().suppression_minimum
    rows = outlook.need_rows(found, minimum=minimum)
    link, heads = _linker(form), _head_lines(found, form)
    changed = queries.changes().filter(state=ChangeState.EXPECTED, on__lte=form.day)
    names = queries.names(changed)
    return {
        "form": form,
        "on": form.day,
        "today": today,
        "minimum": minimum,
        "n_today": len(found.people_today),
        "n_then": found.staff.headcount,
        "n_hires": sum(each.headcount for each in found.staff.hires),
        "n_goes": len(found.staff.gone),
        "n_arise": sum(row.n_arise for row in rows if not row.hidden),
        "n_vanish": sum(row.n_vanish for row in rows if not row.hidden),
        "heads": [line for line in heads if line.row.n_comes or line.row.n_goes],
        "still": [line for line in heads if not (line.row.n_comes or line.row.n_goes)],
        "lines": [_line(row, link) for row in rows if row.changes],
        "others": [_line(row, link) for row in rows if not row.changes],
        "opened": _opened(found, form, rows, names),
    }


Link = Callable[[int, Show], str]


def _linker(form: OutlookForm) -> Link:
    asked = {"on": form.day.isoformat(), "unit": form.unit_id or "", "by": form.grouping}

    def link(competency_id: int, show: Show) -> str:
        told = urlencode({**asked, "competency": competency_id, "show": show.value})
        return f"{reverse('plan:future_needs')}?{told}#people"

    return link


def _line(row: NeedRow, link: Link) -> CompetencyLine:
    """Numbers in the order of the columns: required today and then, lacking today and then, arise, vanish, unrated."""

    def number(n: int, show: Show | None) -> Number:
        if row.hidden:
            return Number("＊")
        return Number(str(n), link(row.head.id, show) if n and show else "")

    return CompetencyLine(
        row.head.code,
        row.head.name,
        (
            Number(str(row.n_required_today)),
            Number(str(row.n_required_then), link(row.head.id, Show.REQUIRED)),
            Number(str(row.n_hired)),
            number(row.n_lack_today, Show.LACK_TODAY),
            number(row.n_lack_then, Show.LACK_THEN),
            number(row.n_arise, Show.ARISE),
            number(row.n_vanish, Show.VANISH),
            number(row.n_unrated, Show.UNRATED),
        ),
    )


def _head_lines(found: Outlook, form: OutlookForm) -> list[HeadLine]:
    """Units or positions with their names; whoever changes has a link to the changes."""
    labels = queries.labels_of(form.grouping)
    address = reverse("plan:staff_changes") + f"?on_until={form.day.isoformat()}&state=expected"
    rows = outlook.head_rows(found, by=form.grouping)
    nobody = _("No position")
    return [
        HeadLine(
            labels.get(row.key, nobody) if row.key is not None else nobody,
            address if row.n_comes or row.n_goes else "",
            row,
        )
        for row in rows
    ]


def _opened(
    found: Outlook, form: OutlookForm, rows: list[NeedRow], names: dict[int, str]
) -> dict[str, Any] | None:
    """The rows behind the number somebody clicked; those of small groups stay closed."""
    if form.opened is None:
        return None
    competency_id, show = form.opened
    row = next((each for each in rows if each.head.id == competency_id), None)
    if row is None or (row.hidden and show is not Show.REQUIRED):
        return None
    people = outlook.person_rows(found, competency_id, show)
    return {
        "title": SHOWN[show],
        "head": row.head,
        "people": [
            PersonLine(
                each.person.number,
                each.person.name,
                reverse("people:employee", args=[each.person.id]),
                _told(each.today, row.hidden),
                _told(each.then, row.hidden),
                names.get(each.change_id, "") if each.change_id else "",
                reverse("plan:staff_change", args=[each.change_id]) if each.change_id else "",
            )
            for each in people
        ],
    }


def _told(held: Held | None, hidden: bool) -> str:
    """Current / required; a dash for what is not there, empty when nothing is required."""
    if held is None:
        return ""
    current = "＊" if hidden else "—" if held.current is None else f"{held.current:g}"
    return f"{current}/{held.required:g}"
