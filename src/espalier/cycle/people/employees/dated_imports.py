"""The sheets of dated facts about employees: positions held, leaves, licences, wages."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people.employees import queries, roster
from espalier.cycle.people.positions.queries import positions_by_code
from espalier.cycle.people.sheets import completed, text, writable
from espalier.cycle.people.units.queries import units_by_code
from espalier.kit.accounts.types import Actor
from espalier.kit.imports import registry
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.rows import reason
from espalier.kit.imports.types import CellKind, Column, ImportSpec, PlannedRow, Reason, Row

CODE, DATE = CellKind.CODE, CellKind.DATE
NUMBER = Column("number", "員工編號", "Employee number", CODE, required=True, max_length=40)
HOLDING_COLUMNS = (
    NUMBER,
    Column("position_code", "職位代碼", "Position code", CODE, required=True, max_length=40),
    Column("unit_code", "單位代碼", "Unit code", CODE, required=True, max_length=40),
    Column("starts_on", "起日", "From", DATE, required=True),
    Column("ends_on", "迄日", "Until", DATE),
    Column("is_primary", "主要職位", "Primary position", CellKind.YES_NO),
)
HOLDING_KEY = ("number", "position_code", "starts_on")
LEAVE_COLUMNS = (
    NUMBER,
    Column("kind", "假別", "Kind of leave", required=True, max_length=60),
    Column("starts_on", "起日", "From", DATE, required=True),
    Column("ends_on", "迄日", "Until", DATE),
)
LEAVE_KEY = ("number", "kind", "starts_on")
LICENCE_COLUMNS = (
    NUMBER,
    Column("name", "證照名稱", "Licence", required=True, max_length=160),
    Column("licence_number", "證照字號", "Licence number", CODE, max_length=80),
    Column("issuer", "發證單位", "Issued by", max_length=160),
    Column("issued_on", "發證日", "Issued on", DATE),
    Column("expires_on", "到期日", "Expires on", DATE),
)
LICENCE_KEY = ("number", "name", "licence_number")
WAGE_COLUMNS = (
    NUMBER,
    Column("starts_on", "起日", "From", DATE, required=True),
    Column("monthly", "月薪", "Monthly wage (NT$)", CellKind.INTEGER, required=True),
)
CHANGE = "people.change_employee"
WAGE_KEY = ("number", "starts_on")
MAX_MONTHLY = 10_000_000
Record = dict[str, object]
Plan = Callable[[Sequence[Row], date], list[PlannedRow]]
Checks = Callable[[Sequence[Row]], Callable[[Row], Iterable[Reason]]]


def planner(
    columns: Sequence[Column],
    key: Sequence[str],
    records: Callable[[], Iterable[Record]],
    checks: Checks,
) -> Plan:
    """Make the plan of one sheet: known person, order of dates, and what the sheet itself asks."""

    def plan(rows: Sequence[Row], today: date) -> list[PlannedRow]:
        numbers, own = queries.ids_by_number(), checks(rows)
        known = {tuple(record[k] for k in key): record for record in records()}

        def check(row: Row) -> Iterator[Reason]:
            if text(row.values, "number") not in numbers:
                message = _("There is no employee with this number.")
                yield reason(row, "number", "unknown_employee", message)
            yield from own(row)

        compared = [column.key for column in columns if column.key not in key]
        return plan_by_key(rows, known, key=key, compare_columns=compared, check=check)

    return plan


def _in_order(first: str, last: str) -> Callable[[Row], Iterator[Reason]]:
    def check(row: Row) -> Iterator[Reason]:
        begins, ends = row.values.get(first), row.values.get(last)
        if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
            yield reason(row, last, "dates_reversed", _("This day lies before the first one."))

    return check


def _holding_checks(rows: Sequence[Row]) -> Callable[[Row], Iterable[Reason]]:
    units, positions = units_by_code(), positions_by_code()
    in_order, overlapping = _in_order("starts_on", "ends_on"), _overlapping(rows)

    def check(row: Row) -> Iterator[Reason]:
        if text(row.values, "position_code") not in positions:
            message = _("There is no position with this code.")
            yield reason(row, "position_code", "unknown_position", message)
        if text(row.values, "unit_code") not in units:
            yield reason(row, "unit_code", "unknown_unit", _("There is no unit with this code."))
        yield from in_order(row)
        if (other := overlapping.get(_holding_key(row.values))) is not None:
            message = _("Another primary position of this person, from %(day)s, overlaps.")
            yield reason(row, "starts_on", "overlap", message % {"day": other.isoformat()})

    return check


def _holding_key(values: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(values.get(name) for name in HOLDING_KEY)


def _overlapping(rows: Sequence[Row]) -> dict[tuple[object, ...], date]:
    """Primary holdings that overlap another one once the sheet is in, with the other's first day."""
    after: dict[tuple[object, ...], Mapping[str, object]] = {
        _holding_key(record): record for record in holding_records()
    }
    for row in rows:
        key = _holding_key(row.values)
        after[key] = {**after.get(key, {}), **row.values}
    by_person: dict[object, list[tuple[date, date, tuple[object, ...]]]] = {}
    for key, values in after.items():
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if isinstance(starts, date) and values.get("is_primary") is not False:
            last = ends if isinstance(ends, date) else date.max
            by_person.setdefault(values.get("number"), []).append((starts, last, key))
    found: dict[tuple[object, ...], date] = {}
    for holdings in by_person.values():
        holdings.sort(key=lambda holding: holding[:2])
        for earlier, later in pairwise(holdings):
            if later[0] <= earlier[1]:
                found[earlier[2]], found[later[2]] = later[0], earlier[0]
    return found


def holding_records() -> Iterator[Record]:
    """Every position held, then and now. One query."""
    for row in queries.holding_rows():
        yield dict(zip((column.key for column in HOLDING_COLUMNS), row, strict=True))


def apply_holdings(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    roster.write_holdings(rows=completed(planned, holding_records(), HOLDING_KEY), at=at)
    return {"written": len(writable(planned))}


def leave_records() -> Iterator[Record]:
    for row in queries.leave_rows():
        yield dict(zip((column.key for column in LEAVE_COLUMNS), row, strict=True))


def apply_leaves(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    roster.write_leaves(rows=completed(planned, leave_records(), LEAVE_KEY))
    return {"written": len(writable(planned))}


def licence_records() -> Iterator[Record]:
    for row in queries.licence_rows():
        yield dict(zip((column.key for column in LICENCE_COLUMNS), row, strict=True))


def plan_licences(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    """A blank licence number is part of the key, so it is written the same way everywhere."""
    plain = [
        replace(row, values={**row.values, "licence_number": text(row.values, "licence_number")})
        for row in rows
    ]
    plan = planner(
        LICENCE_COLUMNS,
        LICENCE_KEY,
        licence_records,
        lambda _rows: _in_order("issued_on", "expires_on"),
    )
    return plan(plain, today)


def apply_licences(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    roster.write_licences(rows=completed(planned, licence_records(), LICENCE_KEY))
    return {"written": len(writable(planned))}


def wage_records() -> Iterator[Record]:
    for number, starts_on, monthly_minor in queries.wage_rows():
        monthly = monthly_minor // roster.MINOR_PER_TWD
        yield {"number": number, "starts_on": starts_on, "monthly": monthly}


def _wage_checks(rows: Sequence[Row]) -> Callable[[Row], Iterable[Reason]]:
    def check(row: Row) -> Iterator[Reason]:
        monthly: Any = row.values.get("monthly")
        if not isinstance(monthly, int) or not 0 < monthly <= MAX_MONTHLY:
            message = _("A monthly wage is a whole number from 1 to 10,000,000.")
            yield reason(row, "monthly", "bad_wage", message)

    return check


def apply_wages(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    roster.write_wages(rows=completed(planned, wage_records(), WAGE_KEY))
    return {"written": len(writable(planned))}


def register() -> None:
    for spec in (*_work_specs(), *_paper_specs()):
        registry.register(spec)


def _work_specs() -> Iterator[ImportSpec]:
    """Where somebody worked, and when they were away."""
    yield ImportSpec(
        kind="holdings",
        title=gettext_lazy("Positions held"),
        permission=CHANGE,
        columns=HOLDING_COLUMNS,
        plan=planner(HOLDING_COLUMNS, HOLDING_KEY, holding_records, _holding_checks),
        apply=apply_holdings,
        records=holding_records,
        drop_downs=lambda: {
            "position_code": list(positions_by_code()),
            "unit_code": list(units_by_code()),
        },
        order=45,
    )
    yield ImportSpec(
        kind="leaves",
        title=gettext_lazy("Leaves"),
        permission=CHANGE,
        columns=LEAVE_COLUMNS,
        plan=planner(
            LEAVE_COLUMNS, LEAVE_KEY, leave_records, lambda _rows: _in_order("starts_on", "ends_on")
        ),
        apply=apply_leaves,
        records=leave_records,
        order=46,
    )


def _paper_specs() -> Iterator[ImportSpec]:
    """What somebody holds and what they are paid."""
    yield ImportSpec(
        kind="licences",
        title=gettext_lazy("Licences"),
        permission=CHANGE,
        columns=LICENCE_COLUMNS,
        plan=plan_licences,
        apply=apply_licences,
        records=licence_records,
        order=47,
    )
    yield ImportSpec(
        kind="wages",
        title=gettext_lazy("Wages"),
        permission="people.view_wage",
        columns=WAGE_COLUMNS,
        plan=planner(WAGE_COLUMNS, WAGE_KEY, wage_records, _wage_checks),
        apply=apply_wages,
        records=wage_records,
        order=48,
    )
