"""Writing a whole roster: many employees and their dated facts with a few statements each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from espalier.cycle.people import chains
from espalier.cycle.people.employees import queries
from espalier.cycle.people.employees.models import (
    Employee,
    Leave,
    Licence,
    PositionHolding,
    Wage,
)
from espalier.cycle.people.employees.placement import align_with_holdings, close_holdings
from espalier.cycle.people.employees.types import Counts, Values
from espalier.cycle.people.positions.queries import positions_by_code
from espalier.cycle.people.sheets import day, first_day, months_of, text
from espalier.cycle.people.units.queries import units_by_code
from espalier.cycle.people.units.services import link_awaited_managers
from espalier.kit.accounts.types import Actor

BATCH = 2000
MINOR_PER_TWD = 100
PLAIN_TEXTS = ("name", "name_en", "sex", "category", "email", "degree", "field_of_study")
UPDATED = (
    *PLAIN_TEXTS,
    "hired_on",
    "left_on",
    "experience_months",
    "unit",
    "position",
    "manager",
    "user",
    "updated_at",
)


@dataclass(slots=True)
class _Known:
    """What the rows refer to, read once."""

    units: Mapping[str, int]
    positions: Mapping[str, int]
    employees: dict[str, Employee]
    account_numbers: Mapping[str, int]
    account_addresses: Mapping[str, int]
    accounts_taken: set[int]


@dataclass(slots=True)
class _HoldingWork:
    """The changes to holdings that the rows lead to, collected for a few statements."""

    fresh: list[PositionHolding] = field(default_factory=list)
    changed: list[PositionHolding] = field(default_factory=list)
    gone: list[PositionHolding] = field(default_factory=list)


@transaction.atomic
def write_employees(*, rows: Sequence[Values], by: Actor, at: datetime) -> Counts:
    """Add or change employees by number, with the columns of the roster's sheet that are there.

    The rows have been checked: units, positions and managers exist and nobody reports in a circle. A position
    becomes a primary holding from ``position_since``, else from the hire, else from today.
    """
    known = _read_known()
    fresh = [row for row in rows if text(row, "number") not in known.employees]
    changed = [row for row in rows if text(row, "number") in known.employees]
    _add(fresh, known, at)
    _change(changed, known, at)
    _write_holdings(fresh, changed, known, timezone.localdate(at))
    ids = {number: employee.pk for number, employee in known.employees.items()}
    link_awaited_managers(employee_ids=ids, by=by, at=at)
    return Counts(len(fresh), len(changed))


def _read_known() -> _Known:
    people = queries.employees_by_number()
    numbers, addresses = queries.accounts_by_name()
    return _Known(
        units={code: unit.pk for code, unit in units_by_code().items()},
        positions={code: position.pk for code, position in positions_by_code().items()},
        employees=people,
        account_numbers=numbers,
        account_addresses=addresses,
        accounts_taken={person.user_id for person in people.values() if person.user_id},
    )


def _add(rows: Sequence[Values], known: _Known, at: datetime) -> None:
    """Managers go in before those who report to them: one round for each layer of the chain."""
    by_number = {text(row, "number"): row for row in rows}
    above = {n: text(row, "manager_number") or None for n, row in by_number.items()}
    for layer in chains.from_the_top(above):
        people = []
        for number in layer:
            employee = Employee(number=number)
            _fill(employee, by_number[number], known, at)
            known.employees[number] = employee
            people.append(employee)
        Employee.objects.bulk_create(people, batch_size=BATCH)


def _change(rows: Sequence[Values], known: _Known, at: datetime) -> None:
    people = []
    for row in rows:
        employee = known.employees[text(row, "number")]
        _fill(employee, row, known, at)
        people.append(employee)
    _upsert(Employee, people, ("id",), UPDATED)


def _fill(employee: Employee, row: Values, known: _Known, at: datetime) -> None:
    for name in PLAIN_TEXTS:
        if name in row:
            setattr(employee, name, text(row, name))
    for name in ("hired_on", "left_on"):
        if name in row:
            setattr(employee, name, row[name] or None)
    if "experience_years" in row:
        employee.experience_months = months_of(row["experience_years"])
    employee.unit_id = known.units[text(row, "unit_code")]
    if "position_code" in row:
        employee.position_id = known.positions.get(text(row, "position_code"))
    if "manager_number" in row:
        manager = known.employees.get(text(row, "manager_number"))
        employee.manager_id = manager.pk if manager else None
    if employee.user_id is None:
        found = known.account_numbers.get(employee.number)
        found = found or known.account_addresses.get(employee.email.lower())
        if found and found not in known.accounts_taken:
            known.accounts_taken.add(found)
            employee.user_id = found
    employee.updated_at = at


def _write_holdings(
    fresh: Sequence[Values], changed: Sequence[Values], known: _Known, today: date
) -> None:
    work = _HoldingWork()
    for row in fresh:
        employee = known.employees[text(row, "number")]
        if employee.position_id is not None:
            since = day(row, "position_since") or employee.hired_on
            work.fresh.append(_holding(employee, employee.position_id, since, employee.left_on))
    changed_people = [known.employees[text(row, "number")] for row in changed]
    history = _history([employee.pk for employee in changed_people])
    for row, employee in zip(changed, changed_people, strict=True):
        _move(employee, history.get(employee.pk, []), day(row, "position_since"), today, work)
    for start in range(0, len(work.gone), queries.MAX_LISTED):
        batch = [holding.pk for holding in work.gone[start : start + queries.MAX_LISTED]]
        PositionHolding.objects.filter(pk__in=batch).delete()
    _upsert(PositionHolding, work.changed, ("id",), ("position", "unit", "starts_on", "ends_on"))
    PositionHolding.objects.bulk_create(work.fresh, batch_size=BATCH)
    leavers = {e.pk: e.left_on for e in changed_people if e.left_on is not None}
    if leavers:
        close_holdings(employee_ids=leavers)


def _history(employee_ids: Sequence[int]) -> dict[int, list[PositionHolding]]:
    """Primary holdings of these people, oldest first. One query."""
    if not employee_ids:
        return {}
    wanted, found = set(employee_ids), dict[int, list[PositionHolding]]()
    rows = PositionHolding.objects.filter(
        queries.listed("employee_id", employee_ids), is_primary=True
    )
    for holding in rows.order_by("starts_on", "pk").iterator(chunk_size=5000):
        if holding.employee_id in wanted:
            found.setdefault(holding.employee_id, []).append(holding)
    return found


def _move(
    employee: Employee,
    history: Sequence[PositionHolding],
    since: date | None,
    today: date,
    work: _HoldingWork,
) -> None:
    """Bring the holdings in line with what the row says of today's position, unit and first day."""
    started = [holding for holding in history if holding.starts_on <= today]
    last = started[-1] if started else None
    stands = last is not None and (last.ends_on is None or last.ends_on >= today)
    same_place = last is not None and (last.position_id, last.unit_id) == (
        employee.position_id,
        employee.unit_id,
    )
    if last is not None and same_place:
        if employee.left_on is None and not stands:
            last.ends_on = None  # the leaving was taken back
            work.changed.append(last)
        if since is None or since == last.starts_on:
            return
    if employee.position_id is None:
        if last is not None and stands:
            _end(last, today, work)
        return
    starts_on = since or today
    # The same place with another first day corrects the day; it does not begin a second holding.
    replaced = [h for h in started if h.starts_on >= starts_on or (same_place and h is last)]
    work.gone += replaced
    before = [h for h in started if h not in replaced]
    if before and (before[-1].ends_on is None or before[-1].ends_on >= starts_on):
        _end(before[-1], starts_on, work)
    work.fresh.append(_holding(employee, employee.position_id, starts_on, employee.left_on))


def _end(holding: PositionHolding, next_day: date, work: _HoldingWork) -> None:
    """End a holding the day before another begins; one that began that day never happened."""
    if holding.starts_on >= next_day:
        work.gone.append(holding)
        return
    holding.ends_on = next_day - timedelta(days=1)
    work.changed.append(holding)


def _holding(
    employee: Employee, position_id: int, starts_on: date, ends_on: date | None
) -> PositionHolding:
    return PositionHolding(
        employee=employee,
        position_id=position_id,
        unit_id=employee.unit_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )


@transaction.atomic
def write_holdings(*, rows: Sequence[Values], at: datetime) -> None:
    """Add or change holdings by person, position and first day; today's place follows from them."""
    ids = queries.ids_by_number()
    units = {code: unit.pk for code, unit in units_by_code().items()}
    positions = {code: position.pk for code, position in positions_by_code().items()}
    holdings = [
        PositionHolding(
            employee_id=ids[text(row, "number")],
            position_id=positions[text(row, "position_code")],
            unit_id=units[text(row, "unit_code")],
            starts_on=first_day(row, "starts_on"),
            ends_on=day(row, "ends_on"),
            is_primary=row.get("is_primary") is not False,
        )
        for row in rows
    ]
    key, rest = ("employee", "position", "starts_on"), ("unit", "ends_on", "is_primary")
    _upsert(PositionHolding, holdings, key, rest)
    touched = {holding.employee_id for holding in holdings}
    align_with_holdings(employee_ids=touched, on=timezone.localdate(at), at=at)


@transaction.atomic
def write_leaves(*, rows: Sequence[Values]) -> None:
    """Add or change leaves by person, kind and first day."""
    ids = queries.ids_by_number()
    leaves = [
        Leave(
            employee_id=ids[text(row, "number")],
            kind=text(row, "kind"),
            starts_on=first_day(row, "starts_on"),
            ends_on=day(row, "ends_on"),
        )
        for row in rows
    ]
    _upsert(Leave, leaves, ("employee", "kind", "starts_on"), ("ends_on",))


@transaction.atomic
def write_licences(*, rows: Sequence[Values]) -> None:
    """Add or change licences by person, name and licence number."""
    ids = queries.ids_by_number()
    licences = [
        Licence(
            employee_id=ids[text(row, "number")],
            name=text(row, "name"),
            number=text(row, "licence_number"),
            issuer=text(row, "issuer"),
            issued_on=day(row, "issued_on"),
            expires_on=day(row, "expires_on"),
        )
        for row in rows
    ]
    key, rest = ("employee", "name", "number"), ("issuer", "issued_on", "expires_on")
    _upsert(Licence, licences, key, rest)


@transaction.atomic
def write_wages(*, rows: Sequence[Values]) -> None:
    """Add or change wages by person and first day. Units: the sheet has whole NT$."""
    ids = queries.ids_by_number()
    wages = [
        Wage(
            employee_id=ids[text(row, "number")],
            starts_on=first_day(row, "starts_on"),
            monthly_minor=int(text(row, "monthly")) * MINOR_PER_TWD,
        )
        for row in rows
    ]
    _upsert(Wage, wages, ("employee", "starts_on"), ("monthly_minor",))


def _upsert(
    model: type[Model], rows: Iterable[Any], key: Sequence[str], rest: Sequence[str]
) -> None:
    """Insert, or update where the key is already there: far fewer and lighter statements than bulk_update."""
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=key, update_fields=rest
    )
