"""Reading goals, directions and the links between them."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet

from espalier.cycle.policy.goals import rules
from espalier.cycle.policy.goals.models import (
    BusinessGoal,
    DevelopmentDirection,
    DevelopmentGoal,
    Direction,
    DirectionClause,
    GoalDevelopment,
)
from espalier.cycle.policy.goals.types import ClauseRef, DirectionRow, GoalRow, Level, Matrix
from espalier.kit.errors import NotFound

MODELS: dict[Level, type[Any]] = {
    Level.BUSINESS: BusinessGoal,
    Level.DEVELOPMENT: DevelopmentGoal,
    Level.DIRECTION: Direction,
}
KEY = {Level.BUSINESS: "code", Level.DEVELOPMENT: "code", Level.DIRECTION: "number"}
IN_FORCE = Q(ended_on=None)


def records(level: Level) -> QuerySet[Any]:
    """All goals or directions of a level, ended ones too, with the post that answers for them."""
    rows: QuerySet[Any] = MODELS[level].objects.select_related("owner").order_by(KEY[level])
    return rows


def record_or_404(level: Level, record_id: int) -> Any:
    """Raises: NotFound."""
    found = records(level).filter(pk=record_id).first()
    if found is None:
        raise NotFound
    return found


def key_of(level: Level, record: Any) -> str:
    """The code of a goal or the number of a direction, as text."""
    return str(getattr(record, KEY[level]))


def goals() -> list[GoalRow]:
    """Business goals in force, by code. One query."""
    return _rows(Level.BUSINESS)


def development_goals() -> list[GoalRow]:
    """People-development goals in force, by code. One query."""
    return _rows(Level.DEVELOPMENT)


def policy_directions() -> list[GoalRow]:
    """Policy directions in force with everything they say, by number. One query."""
    return _rows(Level.DIRECTION)


def directions() -> list[DirectionRow]:
    """Policy directions in force, by number. One query."""
    return [
        DirectionRow(r.id, int(r.key), r.text, r.text_en, r.owner, r.measure, r.target, r.unit)
        for r in _rows(Level.DIRECTION)
    ]


def _rows(level: Level) -> list[GoalRow]:
    return [_row(level, record) for record in records(level).filter(IN_FORCE)]


def _row(level: Level, record: Any) -> GoalRow:
    return GoalRow(
        id=record.pk,
        key=key_of(level, record),
        text=record.text,
        text_en=record.text_en,
        perspective=getattr(record, "perspective", ""),
        measure=record.measure,
        measure_en=record.measure_en,
        baseline=record.baseline,
        target=record.target,
        unit=record.unit,
        unit_en=record.unit_en,
        baseline_period=record.baseline_period,
        baseline_n=record.baseline_n,
        source=record.source,
        source_en=record.source_en,
        owner=record.owner.name if record.owner else "",
        owner_en=record.owner.name_en if record.owner else "",
        starts_on=record.starts_on,
        ends_on=record.ends_on,
    )


def goal_links() -> frozenset[tuple[int, int]]:
    """(business goal, development goal) of those in force."""
    rows = GoalDevelopment.objects.filter(goal__ended_on=None, development__ended_on=None)
    return frozenset(rows.values_list("goal_id", "development_id"))


def direction_links() -> frozenset[tuple[int, int]]:
    """(development goal, direction) of those in force."""
    rows = DevelopmentDirection.objects.filter(development__ended_on=None, direction__ended_on=None)
    return frozenset(rows.values_list("development_id", "direction_id"))


def clauses_of_directions() -> dict[int, tuple[ClauseRef, ...]]:
    """Direction → the clauses in force that carry it out, in their order. One query."""
    rows = (
        DirectionClause.objects.filter(clause__ended_on=None)
        .order_by("clause__chapter", "clause__number")
        .values_list(
            "direction_id", "clause_id", "clause__chapter", "clause__number", "clause__title"
        )
    )
    found: dict[int, list[ClauseRef]] = defaultdict(list)
    for direction, clause, chapter, number, title in rows:
        found[direction].append(ClauseRef(clause, f"{chapter}.{number}", title))
    return {direction: tuple(refs) for direction, refs in found.items()}


def direction_ids_of_clauses() -> dict[int, list[int]]:
    """Clause → the directions in force that it carries out. One query."""
    rows = DirectionClause.objects.filter(direction__ended_on=None).order_by("direction__number")
    found: dict[int, list[int]] = defaultdict(list)
    for clause, direction in rows.values_list("clause_id", "direction_id"):
        found[clause].append(direction)
    return dict(found)


def matrix() -> Matrix:
    """Goals × directions × clauses with what is missing. Six queries, whatever the records."""
    all_goals, developments, all_directions = goals(), development_goals(), policy_directions()
    up, down, clauses = goal_links(), direction_links(), clauses_of_directions()
    ways = rules.chains(up, down)
    between = {row.id: row for row in developments}
    bare = set(rules.uncovered([g.id for g in all_goals], ways))
    loose = set(rules.unjustified([d.id for d in all_directions], ways))
    return Matrix(
        goals=tuple(all_goals),
        developments=tuple(developments),
        directions=tuple(all_directions),
        goal_links=up,
        direction_links=down,
        cells={pair: tuple(between[pk] for pk in ids) for pair, ids in ways.items()},
        clauses=clauses,
        uncovered=tuple(g for g in all_goals if g.id in bare),
        unjustified=tuple(d for d in all_directions if d.id in loose),
        without_clause=tuple(d for d in all_directions if d.id not in clauses),
    )


def serves_of(level: Level, record_id: int) -> frozenset[int]:
    """The ids one step up that a record is linked to."""
    if level is Level.DEVELOPMENT:
        rows: Any = GoalDevelopment.objects.filter(development_id=record_id)
        return frozenset(rows.values_list("goal_id", flat=True))
    if level is Level.DIRECTION:
        rows = DevelopmentDirection.objects.filter(direction_id=record_id)
        return frozenset(rows.values_list("development_id", flat=True))
    return frozenset()


def serves_keys(level: Level, record_id: int) -> list[str]:
    """The codes one step up that a record is linked to."""
    if level is Level.DEVELOPMENT:
        rows: Any = GoalDevelopment.objects.filter(development_id=record_id)
        return list(rows.order_by("goal__code").values_list("goal__code", flat=True))
    rows = DevelopmentDirection.objects.filter(direction_id=record_id)
    return list(rows.order_by("development__code").values_list("development__code", flat=True))


def served_by(level: Level, record_id: int) -> list[tuple[Level, Any]]:
    """The records one step down that rest on this one; directions are carried out by clauses."""
    if level is Level.BUSINESS:
        rows = DevelopmentGoal.objects.filter(goals__goal_id=record_id).order_by("code")
        return [(Level.DEVELOPMENT, row) for row in rows]
    if level is Level.DEVELOPMENT:
        found = Direction.objects.filter(developments__development_id=record_id).order_by("number")
        return [(Level.DIRECTION, row) for row in found]
    return []


def clauses_resting_on(level: Level, record_id: int) -> list[ClauseRef]:
    """Every clause, ended ones too, that rests on a goal or direction along the links."""
    path = {
        Level.BUSINESS: "direction__developments__development__goals__goal_id",
        Level.DEVELOPMENT: "direction__developments__development_id",
        Level.DIRECTION: "direction_id",
    }[level]
    rows = (
        DirectionClause.objects.filter(**{path: record_id})
        .order_by("clause__chapter", "clause__number")
        .values_list("clause_id", "clause__chapter", "clause__number", "clause__title")
        .distinct()
    )
    return [ClauseRef(pk, f"{chapter}.{number}", title) for pk, chapter, number, title in rows]


def choices(level: Level) -> list[tuple[str, str]]:
    """Ids with "key text" of what is in force, for forms. One query."""
    key = KEY[level]
    rows = records(level).filter(IN_FORCE).values_list("pk", key, "text")
    return [(str(pk), f"{code} {text}") for pk, code, text in rows]


def ids_by_key(level: Level) -> dict[str, int]:
    """Every code or number, ended ones too. One query."""
    return {str(k): pk for k, pk in MODELS[level].objects.values_list(KEY[level], "pk")}


def link_rows() -> list[tuple[str, str]]:
    """All links as keys: business goal → development goal, then development goal → direction."""
    first = GoalDevelopment.objects.order_by("goal__code", "development__code")
    found = list(first.values_list("goal__code", "development__code"))
    second = DevelopmentDirection.objects.order_by("development__code", "direction__number")
    return found + [
        (code, str(number))
        for code, number in second.values_list("development__code", "direction__number")
    ]


def perspectives() -> list[tuple[str, Any]]:
    """The four perspectives with their names."""
    return list(BusinessGoal.Perspective.choices)
