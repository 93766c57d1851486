"""The lists of the annual plan: its table in local practice, people, changes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espalier.cycle.people.employees.queries import below_unit
from espalier.cycle.people.units.queries import unit_choices
from espalier.cycle.plan.annual_plan import queries, wording
from espalier.cycle.plan.annual_plan.models import Line
from espalier.cycle.plan.annual_plan.rules import months_of
from espalier.cycle.plan.annual_plan.wording import CHANGE_KINDS, CHANGE_STATES, EVALUATION
from espalier.kit.ui.languages import listed
from espalier.kit.ui.listing import ListPage
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec


def title_of(row: Any) -> str:
    return wording.in_words(row.title or row.module.code, getattr(row, "title_en", ""))


def offer_of(line: Any) -> Any:
    """How its module can be run; None where nobody has said."""
    return getattr(line.module, "offer", None)


def _month_day(day: date) -> str:
    """``3/12``: short enough for a cell that holds several."""
    return f"{day.month}/{day.day}"


def when(line: Any) -> str:
    """Days of its sessions as far as they are dated, else the months wished."""
    firsts = sorted(
        min(meeting.starts_at for meeting in session.meetings.all())
        for session in line.dated.all()
        if session.meetings.all()
    )
    if firsts:
        days = [_month_day(timezone.localdate(at)) for at in firsts]
        return listed(dict.fromkeys(days))
    months = months_of(line.months)
    return listed(str(_("month %(n)s")) % {"n": n} for n in months)


def _joined(names: Any) -> str:
    return listed(dict.fromkeys(name for name in names if name))


def instructors(line: Any) -> str:
    return _joined(s.instructor.name for s in line.dated.all() if s.instructor)


def rooms(line: Any) -> str:
    return _joined(s.room.name for s in line.dated.all() if s.room)


def mode(line: Any) -> str:
    found = offer_of(line)
    return str(wording.KINDS_OF_RUN.get(found.kind, "")) if found else ""


def assessment(line: Any) -> str:
    """How it is assessed: what the module says, and the level of evaluation."""
    level = EVALUATION.get(line.evaluation_level or 0, "")
    return "；".join(part for part in (line.assessment or "", str(level)) if part)


def basis(line: Any) -> str:
    """依據: law, gap, request, strategy, or a person's word."""
    people = line.reasons.get("people", {})
    parts = [str(word) for key, word in BASIS.items() if people.get(key)]
    return listed(parts) or str(_("by hand"))


BASIS = {
    "legal": _("law"),
    "gap": _("competency gap"),
    "request": _("request of a unit"),
    "helper": _("prerequisite"),
    "hand": _("by hand"),
}
LINES = ListSpec(
    key="plan.lines",
    title=_("Lines of the annual plan"),
    columns=(
        Column("number", _("Line no."), sort=("number",)),
        Column("title", _("Course"), value=title_of, sort=("title",)),
        Column("category", _("Category of the line"), sort=("category",),
               value=lambda row: row.get_category_display()),
        Column("basis", _("Basis"), value=basis),
        Column("headcount", _("People"), sort=("headcount",), numeric=True),
        Column("sessions", _("Sessions"), sort=("sessions",), numeric=True),
        Column("minutes", _("Hours of a session"), sort=("minutes",), numeric=True,
               value=lambda row: row.minutes / 60, format=lambda value: f"{value:g}"),
        Column("when", _("Month or days"), value=when, sort=("months",)),
        Column("mode", pgettext_lazy("column of the plan", "Run as"), value=mode,
               sort=("module__offer__kind",)),
        Column("instructor", _("Instructor"), value=instructors),
        Column("place", _("Place of the class"), value=rooms),
        Column("assessment", _("Assessment"), value=assessment, sort=("evaluation_level",)),
        Column("cost", _("Budget (NT$)"), sort=("cost",), numeric=True),
        Column("grant_amount", _("Grant (NT$)"), sort=("grant_amount",), numeric=True),
        Column("owner", _("Responsible"), sort=("owner",)),
        Column("state", _("State of the line"), sort=("state",),
               value=lambda row: row.get_state_display()),
        Column("code", _("Module code"), value=lambda row: row.module.code,
               sort=("module__code",), shown=False),
        Column("origin", _("Comes from"), value=lambda row: row.get_origin_display(),
               sort=("origin",), shown=False),
        Column("is_by_hand", _("Kept by hand"), sort=("is_by_hand",), shown=False),
        Column("reason", _("Reason in words"), shown=False),
    ),
    filters=(
        Filter("category", _("Category of the line"), choices=Line.Category.choices),
        Filter("kind", pgettext_lazy("column of the plan", "Run as"), lookup="module__offer__kind",
               choices=list(wording.KINDS_OF_RUN.items())),
        Filter("state", _("State of the line"), choices=Line.State.choices),
        Filter("hand", _("Kept by hand"), choices=[("yes", _("Yes")), ("no", _("No"))],
               apply=lambda value: Q(is_by_hand=value == "yes")),
    ),
    search_fields=("number", "module__code", "title", "title_en", "owner"),
    default_sort="number",
    row_url=lambda row: reverse("plan:line", args=[row.pk]),
    empty=EmptyState(
        _("No line yet"),
        _("Let the planner work on this scenario, or add a line by hand."),
    ),
)  # fmt: skip


def people_list(scenario_id: int, open_weight: Mapping[int, tuple[int, int]]) -> ListSpec:
    """Who attends what; ``open_weight`` is (closed, all) weight of gaps by employee."""

    def share(row: Any) -> float | None:
        closed, whole = open_weight.get(row.pk, (0, 0))
        return closed / whole if whole else None

    return ListSpec(
        key="plan.people",
        title=_("Who attends what"),
        columns=(
            Column("number", _("Employee number"), sort=("number",)),
            Column("name", _("Name"), sort=("name",)),
            Column("unit", _("Unit"), value=lambda row: row.unit.name, sort=("unit__name",)),
            Column("position", _("Position"), sort=("position__name",),
                   value=lambda row: row.position.name if row.position else ""),
            Column("n_places", _("Modules"), sort=("n_places",), numeric=True),
            Column("plan_minutes", _("Hours in the year"), sort=("plan_minutes",), numeric=True,
                   value=lambda row: row.plan_minutes / 60, format=lambda value: f"{value:g}"),
            Column("share", _("Gap closed"), value=share, numeric=True,
                   format=lambda value: "–" if value is None else f"{value:.0%}"),
        ),
        filters=(
            Filter("unit", _("Unit"), choices=unit_choices, apply=below_unit),
            Filter("in", _("In the plan"), choices=[("yes", _("Yes")), ("no", _("No"))],
                   apply=lambda value: Q(n_places__gt=0) if value == "yes" else Q(n_places=0)),
        ),
        search_fields=("number", "name", "name_en"),
        default_sort="number",
        row_url=lambda row: reverse("plan:person", args=[scenario_id, row.pk]),
        empty=EmptyState(_("Nobody to show"), _("You see the people of your own units.")),
    )  # fmt: skip


CHANGES = ListSpec(
    key="plan.changes",
    title=_("Changes of the plan"),
    columns=(
        Column("number", _("Change no."), sort=("number",)),
        Column("kind", _("Kind of change"), value=lambda row: CHANGE_KINDS[row.kind],
               sort=("kind",)),
        Column("title", _("Course"), value=title_of, sort=("title",)),
        Column("line", _("Line no."), value=lambda row: row.line.number if row.line else "",
               sort=("line__number",)),
        Column("effective_on", _("Counts from"), sort=("effective_on",)),
        Column("state", _("State of the change"), value=lambda row: CHANGE_STATES[row.state],
               sort=("state",)),
        Column("reason", _("Reason of the change")),
        Column("asked_by", _("Asked by"), sort=("asked_by",)),
        Column("decided_by", _("Decided by"), sort=("decided_by",), shown=False),
        Column("decided_at", _("Decided"), sort=("decided_at",), shown=False),
    ),
    filters=(
        Filter("kind", _("Kind of change"), choices=list(CHANGE_KINDS.items())),
        Filter("state", _("State of the change"), choices=list(CHANGE_STATES.items())),
    ),
    search_fields=("number", "title", "module__code", "reason", "asked_by"),
    default_sort="-number",
    row_url=lambda row: reverse("plan:change", args=[row.pk]),
    empty=EmptyState(
        _("No change yet"),
        _("Additions, changes and cancellations of the approved plan are asked for here."),
    ),
)  # fmt: skip


def page_of(request: HttpRequest, scenario_id: int) -> ListPage:
    """The table of a scenario, for an answer that shows it below something refused."""
    return ListPage.from_request(LINES, queries.lines(scenario_id), request)
