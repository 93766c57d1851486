"""What the pages of goals show, prepared from the rows of the queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.cycle.policy.goals import queries
from espalier.cycle.policy.goals.types import ClauseRef, GoalRow, Level, Matrix
from espalier.cycle.policy.goals.wording import FIELDS
from espalier.cycle.policy.history import Change, history_of
from espalier.cycle.policy.numbers import number_text

IMPORT_KINDS = {
    Level.BUSINESS: "business_goals",
    Level.DEVELOPMENT: "development_goals",
    Level.DIRECTION: "directions",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One broken link with the act that mends it."""

    kind: str
    label: str
    url: str
    message: str
    act: str
    act_url: str


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """Rows of goals, heads of directions, the line of clauses, and what is missing."""

    heads: tuple[tuple[GoalRow, str], ...]
    rows: tuple[tuple[GoalRow, str, tuple[tuple[tuple[str, str], ...], ...]], ...]
    clauses: tuple[tuple[ClauseRef, ...], ...]
    missing: tuple[Missing, ...]
    counts: tuple[tuple[str, int], ...]


def matrix_page(found: Matrix) -> MatrixPage:
    heads = tuple((d, _url(Level.DIRECTION, d.id)) for d in found.directions)
    rows = tuple(
        (
            goal,
            _url(Level.BUSINESS, goal.id),
            tuple(
                tuple(
                    (each.key, _url(Level.DEVELOPMENT, each.id))
                    for each in found.cells.get((goal.id, direction.id), ())
                )
                for direction in found.directions
            ),
        )
        for goal in found.goals
    )
    return MatrixPage(
        heads=heads,
        rows=rows,
        clauses=tuple(found.clauses.get(d.id, ()) for d in found.directions),
        missing=tuple(_missing(found)),
        counts=(
            (_("Business goals"), len(found.goals)),
            (_("People-development goals"), len(found.developments)),
            (_("Policy directions"), len(found.directions)),
            (_("Clauses that carry out a direction"), _n_clauses(found)),
        ),
    )


def _n_clauses(found: Matrix) -> int:
    shown = {d.id for d in found.directions}
    return len({ref.id for key, refs in found.clauses.items() if key in shown for ref in refs})


def _missing(found: Matrix) -> Iterable[Missing]:
    developed = {goal for goal, _development in found.goal_links}
    for goal in found.uncovered:
        first = goal.id in developed
        level = Level.DIRECTION if first else Level.DEVELOPMENT
        ids = [dev for g, dev in sorted(found.goal_links) if g == goal.id] if first else [goal.id]
        ticked = "&".join(f"serves={pk}" for pk in ids)
        yield Missing(
            "uncovered",
            f"{goal.key} {goal.text}",
            _url(Level.BUSINESS, goal.id),
            _("No policy direction pursues this goal."),
            _("Write a policy direction") if first else _("Write a people-development goal"),
            f"{reverse('policy:goal_new', args=[level.value])}?{ticked}",
        )
    for direction in found.unjustified:
        yield Missing(
            "unjustified",
            f"{direction.key}. {direction.text}",
            _url(Level.DIRECTION, direction.id),
            _("No business goal asks for this direction."),
            _("Say which people-development goal it pursues"),
            reverse("policy:goal_edit", args=[Level.DIRECTION.value, direction.id]),
        )
    for direction in found.without_clause:
        yield Missing(
            "without_clause",
            f"{direction.key}. {direction.text}",
            _url(Level.DIRECTION, direction.id),
            _("No clause of the handbook carries it out."),
            _("Write a clause"),
            f"{reverse('policy:clause_new')}?directions={direction.id}",
        )


def _url(level: Level, record_id: int) -> str:
    return reverse("policy:goal", args=[level.value, record_id])


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One record with its neighbours on the chain and what happened to it."""

    title: str
    key: str
    english: str
    facts: tuple[tuple[object, object], ...]
    serves: tuple[tuple[str, str], ...]
    served_by: tuple[tuple[str, str], ...]
    clauses: tuple[ClauseRef, ...]
    history: tuple[Change, ...]


def record_page(level: Level, record: Any) -> RecordPage:
    upper = {Level.DEVELOPMENT: Level.BUSINESS, Level.DIRECTION: Level.DEVELOPMENT}.get(level)
    served = queries.serves_of(level, record.pk)
    ups = queries.records(upper).filter(pk__in=served) if upper else []
    return RecordPage(
        title=record.text,
        key=queries.key_of(level, record),
        english=record.text_en if (get_language() or "").startswith("zh") else "",
        facts=tuple(_facts(level, record)),
        serves=tuple((_label(upper, row), _url(upper, row.pk)) for row in ups if upper),
        served_by=tuple(
            (_label(below, row), _url(below, row.pk))
            for below, row in queries.served_by(level, record.pk)
        ),
        clauses=tuple(queries.clauses_resting_on(level, record.pk)),
        history=history_of(record, FIELDS),
    )


def _label(level: Level, record: Any) -> str:
    return f"{queries.key_of(level, record)} {record.text}"


def _facts(level: Level, record: Any) -> Iterable[tuple[object, object]]:
    if level is Level.BUSINESS:
        yield FIELDS["perspective"], record.get_perspective_display()
    yield FIELDS["measure"], record.measure
    yield FIELDS["baseline"], _baseline(record)
    yield FIELDS["target"], number_text(record.target, record.unit)
    yield _("Period"), period_text(record.starts_on, record.ends_on)
    yield FIELDS["owner_id"], record.owner.name if record.owner else ""
    if record.ended_on:
        yield FIELDS["ended_on"], f"{record.ended_on:%Y/%m/%d}　{record.end_reason}"


def _baseline(record: Any) -> str:
    """The number with where it comes from, or "" when there is none."""
    if record.baseline is None:
        return ""
    notes = [record.baseline_period, f"n = {record.baseline_n}", record.source]
    return f"{number_text(record.baseline, record.unit)}（{'，'.join(n for n in notes if n)}）"


def period_text(starts_on: date | None, ends_on: date | None) -> str:
    """From – to with an open end where there is none."""
    if starts_on is None and ends_on is None:
        return ""
    begun = f"{starts_on:%Y/%m/%d}" if starts_on else ""
    due = f"{ends_on:%Y/%m/%d}" if ends_on else ""
    return f"{begun}–{due}"
