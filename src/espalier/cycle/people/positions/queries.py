"""Reading functions, grades and positions."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from espalier.cycle.people.positions.models import Grade, JobFunction, Position
from espalier.cycle.people.positions.rules import fields_in, unmet_prerequisites
from espalier.cycle.people.positions.types import (
    GradeHead,
    GridRow,
    PersonFacts,
    PositionCard,
    PositionGrid,
    PositionNeeds,
    Unmet,
)
from espalier.kit.errors import NotFound


def positions() -> QuerySet[Position]:
    """All positions with function and grade, functions first, then from the lowest grade upwards."""
    return Position.objects.select_related("function", "grade").order_by(
        "function__order", "function__code", "grade__rank", "code"
    )


def grades() -> QuerySet[Grade]:
    return Grade.objects.order_by("rank")


def functions() -> QuerySet[JobFunction]:
    return JobFunction.objects.order_by("order", "code")


def position_or_404(position_id: int) -> Position:
    """Raises: NotFound."""
    found = positions().filter(pk=position_id).first()
    if found is None:
        raise NotFound
    return found


def holders_on(on: date) -> dict[int, int]:
    """How many people hold each position today, by position id. One query."""
    present = Q(employees__left_on=None) | Q(employees__left_on__gte=on)
    counted = Position.objects.filter(present, employees__hired_on__lte=on)
    return dict(counted.annotate(n=Count("employees")).values_list("pk", "n"))


def position_grid(*, on: date) -> PositionGrid:
    """The grid of functions × grades with the number of holders. Three queries."""
    holders = holders_on(on)
    heads = list(grades())
    cards: dict[tuple[int, int], list[PositionCard]] = {}
    rows: dict[int, JobFunction] = {}
    n_positions = 0
    for position in positions():
        rows[position.function_id] = position.function
        place = (position.function_id, position.grade_id)
        cards.setdefault(place, []).append(_card(position, holders.get(position.pk, 0)))
        n_positions += 1
    return PositionGrid(
        grades=tuple(GradeHead(g.code, g.name, g.get_tier_display()) for g in heads),
        rows=tuple(
            GridRow(
                function.code,
                function.name,
                tuple(tuple(cards.get((function.pk, grade.pk), ())) for grade in heads),
            )
            for function in rows.values()
        ),
        n_positions=n_positions,
    )


def _card(position: Position, n_holders: int) -> PositionCard:
    return PositionCard(
        position.pk,
        position.code,
        position.name,
        position.name_en,
        n_holders,
        position.is_active,
    )


def needs_of(position: Position) -> PositionNeeds:
    """The prerequisites of a position in the shape the rule takes."""
    return PositionNeeds(
        position.min_degree, fields_in(position.fields_of_study), position.min_experience_months
    )


def unmet_by(person: PersonFacts, position: Position) -> list[Unmet]:
    """What of the position's prerequisites the person is not shown to meet."""
    return unmet_prerequisites(person, needs_of(position))


def positions_by_code() -> dict[str, Position]:
    """Every position by its code. One query."""
    return {position.code: position for position in positions()}


def grades_by_code() -> dict[str, Grade]:
    """Every grade by its code. One query."""
    return {grade.code: grade for grade in grades()}


def functions_by_code() -> dict[str, JobFunction]:
    """Every function by its code. One query."""
    return {function.code: function for function in functions()}


def position_choices() -> list[tuple[str, str]]:
    """Ids with "code name", for filters and forms. One query."""
    rows = positions().filter(is_active=True).values_list("pk", "code", "name")
    return [(str(pk), f"{code} {name}") for pk, code, name in rows]


def degree_choices() -> list[tuple[str, Any]]:
    """Degrees from none to the highest, with their names."""
    return list(Position.Degree.choices)


def degree_words() -> dict[str, str]:
    """The name of every degree in the reader's language."""
    return {value: str(label) for value, label in Position.Degree.choices if value}


def tier_choices() -> list[tuple[str, Any]]:
    return list(Grade.Tier.choices)
