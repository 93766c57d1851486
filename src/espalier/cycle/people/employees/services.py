"""Every act on one employee. Where a person stands today always equals the primary holding of today."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.people import chains
from espalier.cycle.people.employees import queries
from espalier.cycle.people.employees.models import Employee, Leave, Licence, PositionHolding
from espalier.cycle.people.employees.placement import align_with_holdings, close_holdings
from espalier.cycle.people.units.services import link_awaited_managers
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused

CHANGEABLE = (
    "name",
    "name_en",
    "sex",
    "category",
    "email",
    "hired_on",
    "manager_id",
    "degree",
    "field_of_study",
    "experience_months",
)


@transaction.atomic
def hire(
    *,
    number: str,
    name: str,
    sex: str,
    category: str,
    hired_on: date,
    unit_id: int,
    position_id: int | None = None,
    manager_id: int | None = None,
    details: Mapping[str, object] | None = None,
    by: Actor,
    at: datetime,
) -> Employee:
    """Take somebody onto the roster, in a unit and, if named, a position from the first day.

    ``details`` may name any other changeable field. Raises: Refused when the number is taken.
    """
    number, name = number.strip(), name.strip()
    problems = []
    if not number or not name:
        problems.append(Problem("unnamed", _("An employee needs a number and a name."), number))
    if Employee.objects.filter(number=number).exists():
        problems.append(Problem("number_taken", _("Another employee has this number."), number))
    if problems:
        raise Refused(problems)
    employee = Employee.objects.create(
        number=number,
        name=name,
        sex=sex,
        category=category,
        hired_on=hired_on,
        unit_id=unit_id,
        manager_id=manager_id,
        updated_at=at,
        **_known(details or {}),
    )
    if position_id:
        PositionHolding.objects.create(
            employee=employee, position_id=position_id, unit_id=unit_id, starts_on=hired_on
        )
    align_with_holdings(employee_ids=[employee.pk], on=timezone.localdate(at), at=at)
    _link([employee.pk])
    link_awaited_managers(employee_ids={number: employee.pk}, by=by, at=at)
    after = {"number": number, "name": name, "hired_on": hired_on, "unit": unit_id}
    log.record("people.employee.hired", employee, by=by, at=at, after=after)
    employee.refresh_from_db()
    return employee


@transaction.atomic
def change_employee(
    *, employee_id: int, changes: Mapping[str, object], by: Actor, at: datetime
) -> Employee:
    """Change facts that have no history; a move is ``move_position``, leaving is ``end_employment``.

    Raises: NotFound; Refused when the managers would form a circle; ValueError for an unknown field.
    """
    changes = _known(changes)
    employee = _employee(employee_id)
    before = {name: getattr(employee, name) for name in changes}
    for name, value in changes.items():
        setattr(employee, name, value)
    _refuse_bad_facts(employee)
    if "manager_id" in changes:
        _refuse_manager_circles(employee)
    employee.updated_at = at
    employee.save(update_fields=[*changes, "updated_at"])
    if "email" in changes:
        _link([employee.pk])
    log.record("people.employee.changed", employee, by=by, at=at, before=before, after=changes)
    return employee


@transaction.atomic
def move_position(
    *,
    employee_id: int,
    position_id: int,
    unit_id: int,
    starts_on: date,
    by: Actor,
    at: datetime,
) -> PositionHolding:
    """Give a person another primary position from a day on; the earlier one ends the day before.

    Raises: Refused when it begins before the hire, after the leave, or not after the present one.
    """
    employee = _employee(employee_id)
    later = PositionHolding.objects.filter(
        employee=employee, is_primary=True, starts_on__gte=starts_on
    ).first()
    problems = []
    place = f"{employee.number} {employee.name}"
    if starts_on < employee.hired_on or (employee.left_on and starts_on > employee.left_on):
        problems.append(
            Problem("outside_employment", _("The person does not work here on that day."), place)
        )
    if later is not None:
        problems.append(
            Problem(
                "later_holding",
                _("A position that begins on %(day)s is already recorded.")
                % {"day": later.starts_on.isoformat()},
                place,
                _("Choose a later day."),
            )
        )
    if problems:
        raise Refused(problems)
    PositionHolding.objects.filter(queries.in_force_on(starts_on), employee=employee).filter(
        is_primary=True
    ).update(ends_on=starts_on - timedelta(days=1))
    holding = PositionHolding.objects.create(
        employee=employee, position_id=position_id, unit_id=unit_id, starts_on=starts_on
    )
    before = {"unit": employee.unit_id, "position": employee.position_id}
    align_with_holdings(employee_ids=[employee.pk], on=timezone.localdate(at), at=at)
    after = {"unit": unit_id, "position": position_id, "starts_on": starts_on}
    log.record("people.employee.moved", employee, by=by, at=at, before=before, after=after)
    return holding


@transaction.atomic
def record_leave(
    *,
    employee_id: int,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Leave:
    """Record an absence, or the end of one recorded before. Raises: Refused when it ends too early."""
    employee = _employee(employee_id)
    if ends_on is not None and ends_on < starts_on:
        raise Refused(
            [Problem("leave_order", _("A leave cannot end before it starts."), employee.number)]
        )
    leave, _made = Leave.objects.update_or_create(
        employee=employee, kind=kind, starts_on=starts_on, defaults={"ends_on": ends_on}
    )
    after = {"kind": kind, "starts_on": starts_on, "ends_on": ends_on}
    log.record("people.leave.recorded", leave, by=by, at=at, after=after)
    return leave


@transaction.atomic
def record_licence(
    *,
    employee_id: int,
    name: str,
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Licence:
    """Record a licence, or the renewal of one with the same name and number."""
    employee = _employee(employee_id)
    if issued_on and expires_on and expires_on < issued_on:
        raise Refused(
            [Problem("licence_order", _("A licence cannot expire before its issue."), name)]
        )
    licence, _made = Licence.objects.update_or_create(
        employee=employee,
        name=name,
        number=number,
        defaults={"issuer": issuer, "issued_on": issued_on, "expires_on": expires_on},
    )
    after = {"name": name, "number": number, "expires_on": expires_on}
    log.record("people.licence.recorded", licence, by=by, at=at, after=after)
    return licence


@transaction.atomic
def end_employment(*, employee_id: int, left_on: date, by: Actor, at: datetime) -> Employee:
    """Record the last day of a person; all that was recorded about them stays.

    Raises: Refused when that day lies before the hire.
    """
    employee = _employee(employee_id)
    employee.left_on = left_on
    _refuse_bad_facts(employee)
    employee.updated_at = at
    employee.save(update_fields=["left_on", "updated_at"])
    close_holdings(employee_ids={employee.pk: left_on})
    log.record("people.employee.left", employee, by=by, at=at, after={"left_on": left_on})
    return employee


@transaction.atomic
def apply_due_moves(*, on: date, by: Actor, at: datetime) -> int:
    """Let moves recorded in advance take effect on their day; returns how many people moved."""
    n_moved = align_with_holdings(on=on, at=at)
    if n_moved:
        log.record("people.moves.applied", "people.Employee:*", by=by, at=at, after={"n": n_moved})
    return n_moved


@transaction.atomic
def link_accounts(*, by: Actor, at: datetime) -> int:
    """Join every employee with the account of the same number or e-mail; returns how many were joined."""
    n_linked = _link(None)
    if n_linked:
        log.record(
            "people.accounts.linked", "people.Employee:*", by=by, at=at, after={"n": n_linked}
        )
    return n_linked


def _link(employee_ids: Collection[int] | None) -> int:
    numbers, addresses = queries.accounts_by_name()
    taken = set(Employee.objects.exclude(user=None).values_list("user_id", flat=True))
    rows = Employee.objects.filter(queries.listed("pk", employee_ids), user=None).order_by("pk")
    linked = []
    for employee in rows:
        user_id = numbers.get(employee.number) or addresses.get(employee.email.lower())
        if user_id and user_id not in taken:
            taken.add(user_id)
            employee.user_id = user_id
            linked.append(employee)
    Employee.objects.bulk_update(linked, ["user"], batch_size=400)
    return len(linked)


def _employee(employee_id: int) -> Employee:
    found = Employee.objects.filter(pk=employee_id).first()
    if found is None:
        raise NotFound
    return found


def _known(changes: Mapping[str, object]) -> dict[str, object]:
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"an employee has no changeable {sorted(unknown)}")
    return dict(changes)


def _refuse_bad_facts(employee: Employee) -> None:
    problems = []
    if not employee.name.strip():
        problems.append(
            Problem("unnamed", _("An employee needs a number and a name."), employee.number)
        )
    if employee.left_on and employee.left_on < employee.hired_on:
        problems.append(
            Problem(
                "left_before_hired",
                _("A person cannot leave before being hired."),
                f"{employee.number} {employee.name}",
            )
        )
    if problems:
        raise Refused(problems)


def _refuse_manager_circles(employee: Employee) -> None:
    above = queries.managers_by_number()
    above[employee.number] = employee.manager.number if employee.manager else None
    problems = [
        Problem(
            "manager_cycle",
            _("These people would report to one another in a circle."),
            chains.in_words(circle),
            _("Change the manager of one of them."),
        )
        for circle in chains.circles(above)
        if employee.number in circle
    ]
    if problems:
        raise Refused(problems)
