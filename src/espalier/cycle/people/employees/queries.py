"""Reading employees and the dated facts about them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Lower

from espalier.cycle.people.employees.models import (
    Employee,
    Leave,
    Licence,
    PositionHolding,
    Wage,
)
from espalier.cycle.people.employees.types import PersonOn
from espalier.cycle.people.positions.types import PersonFacts
from espalier.cycle.people.units.queries import units
from espalier.kit.accounts import queries as accounts
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.errors import NotFound

# SQLite binds at most 999 values in one statement; a longer list is filtered after reading.
MAX_LISTED = 900


def present_on(on: date) -> Q:
    """The condition for people who work here on a day; ``left_on`` is the last such day."""
    return Q(hired_on__lte=on) & (Q(left_on=None) | Q(left_on__gte=on))


def in_force_on(on: date) -> Q:
    """The condition for dated rows (``starts_on``, ``ends_on``) in force on a day."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))


def listed(field: str, ids: Collection[int] | None) -> Q:
    """Only these ids, or everything when there are none named or too many to name."""
    if ids is None or len(ids) > MAX_LISTED:
        return Q()
    return Q(**{f"{field}__in": list(ids)})


def employees(scope: Scope = EVERYTHING) -> QuerySet[Employee]:
    """Everybody in the scope, leavers too, with unit and position. A learner's scope is themselves."""
    return (
        Employee.objects.filter(scope.q("unit__scope__path", own_field="user_id"))
        .select_related("unit", "position", "manager")
        .order_by("number")
    )


def employee_or_404(employee_id: int, scope: Scope = EVERYTHING) -> Employee:
    """Raises: NotFound when there is no such person or they are outside the scope."""
    found = (
        employees(scope)
        .select_related("unit__scope", "position__function", "position__grade")
        .filter(pk=employee_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def employee_of_user(user_id: int) -> Employee | None:
    """The employee who signs in with this account, if any."""
    return employees().filter(user_id=user_id).first()


def position_names_of_users(user_ids: Collection[int]) -> dict[int, str]:
    """How people are called on a signature: the name of their position, by account. One query."""
    rows = Employee.objects.filter(user_id__in=list(user_ids), position__isnull=False)
    return {
        user_id: name
        for user_id, name in rows.values_list("user_id", "position__name")
        if user_id is not None
    }


def people_on(*, on: date, today: date, scope: Scope = EVERYTHING) -> list[PersonOn]:
    """Everybody present on a day with the unit and position of that day. One or two queries.

    Who may be seen is decided by where people stand today; where they stood then is what is returned.
    """
    present = Employee.objects.filter(
        present_on(on), scope.q("unit__scope__path", own_field="user_id")
    )
    rows = present.order_by("number").values_list("pk", "number", "name", "unit_id", "position_id")
    if on == today:
        return [PersonOn(*row) for row in rows.iterator(chunk_size=5000)]
    places = {
        employee: (unit, position)
        for employee, unit, position in _primary_holdings(on).values_list(
            "employee_id", "unit_id", "position_id"
        )
    }
    return [
        PersonOn(pk, number, name, *places.get(pk, (unit_id, None)))
        for pk, number, name, unit_id, _position in rows.iterator(chunk_size=5000)
    ]


def _primary_holdings(on: date) -> QuerySet[PositionHolding]:
    return PositionHolding.objects.filter(in_force_on(on), is_primary=True).order_by("pk")


def primary_holdings(
    on: date, employee_ids: Collection[int] | None = None
) -> dict[int, PositionHolding]:
    """The primary holding in force on a day, by employee id. One query."""
    rows = _primary_holdings(on).filter(listed("employee_id", employee_ids))
    wanted = None if employee_ids is None else set(employee_ids)
    return {h.employee_id: h for h in rows if wanted is None or h.employee_id in wanted}


def holdings_of(employee_id: int) -> QuerySet[PositionHolding]:
    """The history of positions, newest first."""
    return (
        PositionHolding.objects.filter(employee_id=employee_id)
        .select_related("position", "unit")
        .order_by("-starts_on", "-is_primary", "pk")
    )


def leaves_of(employee_id: int) -> QuerySet[Leave]:
    return Leave.objects.filter(employee_id=employee_id).order_by("-starts_on")


def licences_of(employee_id: int) -> QuerySet[Licence]:
    return Licence.objects.filter(employee_id=employee_id).order_by("name", "number")


def wages_on(ids: Collection[int], on: date) -> dict[int, int]:
    """Monthly wage of that day in minor units, by employee; who has none recorded is left out. One query.

    For sums over many people only: a single wage is read with ``people.view_wage``.
    """
    rows = Wage.objects.filter(listed("employee_id", ids), starts_on__lte=on).order_by("starts_on")
    return dict(rows.values_list("employee_id", "monthly_minor"))


def wages_of(employee_id: int) -> QuerySet[Wage]:
    """Only for pages that asked for ``people.view_wage``."""
    return Wage.objects.filter(employee_id=employee_id).order_by("-starts_on")


def holders_of(*, position_id: int, on: date, scope: Scope) -> QuerySet[Employee]:
    """Who holds a position today, within the scope."""
    return employees(scope).filter(present_on(on), position_id=position_id)


def facts_of(employee: Employee) -> PersonFacts:
    """What the prerequisites of a position are compared with."""
    return PersonFacts(employee.degree, employee.field_of_study, employee.experience_months)


def ids_by_number() -> dict[str, int]:
    """Every employee's id by number. One query."""
    return dict(Employee.objects.order_by("number").values_list("number", "pk"))


def managers_by_number() -> dict[str, str | None]:
    """Every employee's number with the number of who they report to. One query."""
    return dict(Employee.objects.order_by("number").values_list("number", "manager__number"))


def employees_by_number() -> dict[str, Employee]:
    """Every employee by number. One query."""
    return {employee.number: employee for employee in Employee.objects.order_by("number")}


def accounts_by_name() -> tuple[dict[str, int], dict[str, int]]:
    """Account ids by employee number and by e-mail in small letters. One query."""
    rows = (
        accounts.users_with_grants()
        .prefetch_related(None)
        .annotate(address=Lower("email"))
        .values_list("pk", "username", "address")
    )
    numbers: dict[str, int] = {}
    addresses: dict[str, int] = {}
    for pk, username, address in rows:
        numbers[username] = pk
        if address:
            addresses[address] = pk
    return numbers, addresses


def employees_without_position(on: date) -> QuerySet[Employee]:
    """People present on a day who hold no position."""
    return employees().filter(present_on(on), position=None)


def employee_choices(scope: Scope, on: date) -> list[tuple[str, str]]:
    """Ids with "number name" of people present, for forms. One query."""
    rows = employees(scope).filter(present_on(on)).values_list("pk", "number", "name")
    return [(str(pk), f"{number} {name}") for pk, number, name in rows]


ROSTER_FIELDS = (
    "number",
    "name",
    "name_en",
    "sex",
    "category",
    "hired_on",
    "left_on",
    "email",
    "unit_code",
    "position_code",
    "manager_number",
    "degree",
    "field_of_study",
    "experience_months",
)
_ROSTER_PATHS = {
    "unit_code": "unit__code",
    "position_code": "position__code",
    "manager_number": "manager__number",
}


def roster_rows() -> Iterable[tuple[Any, ...]]:
    """The id and the roster's fields of everybody, leavers too. One query, read as a stream."""
    paths = [_ROSTER_PATHS.get(name, name) for name in ROSTER_FIELDS]
    return Employee.objects.order_by("number").values_list("pk", *paths).iterator(chunk_size=5000)


def position_since() -> dict[int, date]:
    """The first day in today's position and unit, by employee id. One query."""
    rows = PositionHolding.objects.filter(
        is_primary=True, position=F("employee__position"), unit=F("employee__unit")
    )
    pairs = rows.order_by("starts_on", "pk").values_list("employee_id", "starts_on")
    return dict(pairs.iterator(chunk_size=5000))


def holding_rows() -> Iterable[tuple[Any, ...]]:
    """Number, position, unit, first day, last day, primary: of every holding. One query."""
    return _dated(
        PositionHolding, "position__code", "unit__code", "starts_on", "ends_on", "is_primary"
    )


def leave_rows() -> Iterable[tuple[Any, ...]]:
    """Number, kind, first day, last day of every leave. One query."""
    return _dated(Leave, "kind", "starts_on", "ends_on")


def licence_rows() -> Iterable[tuple[Any, ...]]:
    """Number, name, licence number, issuer, days of issue and expiry. One query."""
    return _dated(Licence, "name", "number", "issuer", "issued_on", "expires_on")


def wage_rows() -> Iterable[tuple[Any, ...]]:
    """Number, first day and monthly wage in minor units. One query."""
    return _dated(Wage, "starts_on", "monthly_minor")


def _dated(model: type[Model], *fields: str) -> Iterable[tuple[Any, ...]]:
    rows = model._default_manager.order_by("employee__number", "pk")
    return rows.values_list("employee__number", *fields).iterator(chunk_size=5000)


def employee_id_of(number: str) -> int | None:
    """The id of the person with this number. One query."""
    return Employee.objects.filter(number=number.strip()).values_list("pk", flat=True).first()


def sex_choices() -> list[tuple[str, Any]]:
    return list(Employee.Sex.choices)


def category_choices() -> list[tuple[str, Any]]:
    return list(Employee.Category.choices)


def below_unit(unit_id: str) -> Q:
    """The condition for people of a unit and of all below it. Raises: ValueError for what is no id."""
    place = units().filter(pk=int(unit_id)).order_by().values("scope__path")[:1]
    return Q(unit__scope__path__startswith=place)


def place_links(
    field: str, *, sources: Sequence[str] | None = None, targets: Sequence[str] | None = None
) -> list[tuple[str, str]]:
    """(unit or position, employee) pairs as of today, from either end. One query.

    ``field`` is "unit_id" or "position_id".
    """
    rows = Employee.objects.exclude(**{field: None}).order_by("number")
    if sources is not None:
        rows = rows.filter(**{f"{field}__in": list(sources)})
    if targets is not None:
        rows = rows.filter(pk__in=list(targets))
    return [(str(source), str(pk)) for source, pk in rows.values_list(field, "pk")]
