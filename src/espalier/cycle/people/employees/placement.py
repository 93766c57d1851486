"""Where people stand: today's unit and position follow from the holdings. Part of the acts that call it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from espalier.cycle.people.employees import queries
from espalier.cycle.people.employees.models import Employee, PositionHolding


def close_holdings(*, employee_ids: Mapping[int, date]) -> None:
    """End what leavers still held on their last day; what had not begun by then never happens."""
    rows = PositionHolding.objects.filter(queries.listed("employee_id", employee_ids))
    closing: list[PositionHolding] = []
    never: list[PositionHolding] = []
    for holding in rows.filter(ends_on=None).order_by("pk"):
        last = employee_ids.get(holding.employee_id)
        if last is None:
            continue
        (never if holding.starts_on > last else closing).append(holding)
        holding.ends_on = last
    for start in range(0, len(never), queries.MAX_LISTED):
        batch = [holding.pk for holding in never[start : start + queries.MAX_LISTED]]
        PositionHolding.objects.filter(pk__in=batch).delete()
    PositionHolding.objects.bulk_update(closing, ["ends_on"], batch_size=400)


def align_with_holdings(
    *, employee_ids: Collection[int] | None = None, on: date, at: datetime
) -> int:
    """Make unit and position of the people present equal to their primary holding of a day.

    Without ids everybody is looked at: a move recorded in advance takes effect on its day. Two queries, and one
    statement for those who differ; returns how many did.
    """
    held = queries.primary_holdings(on, employee_ids)
    rows = Employee.objects.filter(queries.present_on(on))
    wanted = None if employee_ids is None else set(employee_ids)
    changed = []
    for employee in rows.filter(queries.listed("pk", employee_ids)).order_by("pk"):
        if wanted is not None and employee.pk not in wanted:
            continue
        holding = held.get(employee.pk)
        unit_id = holding.unit_id if holding else employee.unit_id
        position_id = holding.position_id if holding else None
        if (employee.unit_id, employee.position_id) != (unit_id, position_id):
            employee.unit_id, employee.position_id, employee.updated_at = unit_id, position_id, at
            changed.append(employee)
    Employee.objects.bulk_update(changed, ["unit", "position", "updated_at"], batch_size=200)
    return len(changed)
