"""Reading staff changes, and who will be where on a day to come."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from espalier.cycle.learning_map.requirements import queries as requirements
from espalier.cycle.learning_map.requirements.types import HeldRequirement
from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.people.units import queries as units
from espalier.cycle.plan.future_needs import rules
from espalier.cycle.plan.future_needs.models import StaffChange
from espalier.cycle.plan.future_needs.types import (
    Change,
    ChangeKind,
    ChangeState,
    PersonFact,
    Staff,
)
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.errors import NotFound

KIND = "plan.StaffChange"


def changes(scope: Scope = EVERYTHING) -> QuerySet[StaffChange]:
    """Changes about people or units of the scope, the next first."""
    place = Coalesce("employee__unit__scope__path", "unit__scope__path", Value(""))
    return (
        StaffChange.objects.annotate(place=place)
        .filter(scope.q("place"))
        .select_related("employee__unit", "employee__position", "unit", "position")
        .order_by("on", "pk")
    )


def change_or_404(change_id: int, scope: Scope = EVERYTHING) -> StaffChange:
    """Raises: NotFound when there is none, or it is about somebody outside the scope."""
    found = changes(scope).filter(pk=change_id).first()
    if found is None:
        raise NotFound
    return found


def expected() -> list[Change]:
    """Every change still expected. One query."""
    rows = StaffChange.objects.filter(state=ChangeState.EXPECTED).order_by("on", "pk")
    return [
        Change(
            id=row.pk,
            kind=ChangeKind(row.kind),
            on=row.on,
            employee_id=row.employee_id,
            unit_id=row.unit_id,
            position_id=row.position_id,
            headcount=row.headcount,
        )
        for row in rows
    ]


def expected_by_person() -> dict[int, list[tuple[str, ChangeKind, date]]]:
    """Code, kind and day of every change still expected of each person. One query."""
    rows = StaffChange.objects.filter(state=ChangeState.EXPECTED, employee__isnull=False)
    found: dict[int, list[tuple[str, ChangeKind, date]]] = {}
    for row in rows.order_by("on", "pk"):
        if row.employee_id is not None:
            found.setdefault(row.employee_id, []).append((row.code, ChangeKind(row.kind), row.on))
    return found


def people_by_number() -> dict[str, PersonFact]:
    """Everybody as the rules of changes see them, by number. One query."""
    return {
        number: PersonFact(row.pk, row.unit_id, row.position_id, row.hired_on, row.left_on)
        for number, row in employees.employees_by_number().items()
    }


def units_by_code() -> dict[str, int]:
    """One query."""
    return {code: unit.pk for code, unit in units.units_by_code().items()}


def positions_by_code() -> dict[str, int]:
    """One query."""
    return dict(positions.positions().values_list("code", "pk"))


def staff_on(on: date, *, today: date, scope: Scope = EVERYTHING) -> Staff:
    """Who will be there on a day: the roster as it stands, with the changes still expected. Five queries at most.

    Who may be seen is decided by where people stand today, hires by the unit they come to.
    """
    now = {person.id: person for person in employees.people_on(on=today, today=today, scope=scope)}
    then = employees.people_on(on=on, today=today, scope=scope)
    leavers = employees.employees(scope).filter(left_on__gte=min(on, today)).order_by("pk")
    left_on = {pk: last for pk, last in leavers.values_list("pk", "left_on") if last is not None}
    rows = expected()
    if not scope.is_everything:
        seen = set(changes(scope).values_list("pk", flat=True))
        rows = [each for each in rows if each.id in seen]
    return rules.staff_of(then, now, left_on, rows, on=on)


def required_levels_on(
    on: date, *, position_ids: Sequence[int] | None = None
) -> list[HeldRequirement]:
    """What positions require on a day. One query."""
    return requirements.requirements_on(on, position_ids=position_ids)


def overdue(today: date, scope: Scope = EVERYTHING) -> QuerySet[StaffChange]:
    """Changes still expected on a day that is over: they are settled or dropped, or the day is moved."""
    return changes(scope).filter(state=ChangeState.EXPECTED, on__lt=today)


def unit_choices(scope: Scope) -> list[tuple[str, str]]:
    """One query."""
    return units.unit_choices(scope)


def units_below(unit_id: int | None, scope: Scope) -> frozenset[int] | None:
    """Ids of a unit and all below it; None for everybody. Raises: NotFound outside the scope. Two queries at most."""
    if unit_id is None:
        return None
    found = units.unit_or_404(unit_id, scope)
    path = found.scope.path
    return frozenset(each.pk for each in units.units(scope) if each.scope.path.startswith(path))


def names(found: Iterable[StaffChange]) -> dict[int, str]:
    """How changes are called where a row names one, by id."""
    return {each.pk: f"{each.code} {each.get_kind_display()}" for each in found}


def labels_of(grouping: str) -> dict[int, str]:
    """Names of all units or positions by id. One query."""
    rows = units.units() if grouping == "unit_id" else positions.positions()
    return {each.pk: f"{each.code} {each.name}" for each in rows}
