"""Writing who is exempt from a norm."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.norms import queries
from espalier.cycle.learning_map.norms.models import NormExemption
from espalier.cycle.people.employees import queries as employees
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused


@transaction.atomic
def exempt(
    *,
    norm_id: int,
    employee_number: str,
    reason: str,
    starts_on: date,
    until: date | None,
    approved_by: str,
    by: Actor,
    at: datetime,
) -> NormExemption:
    """A person need not fulfil the norm for a time.

    Raises: NotFound; Refused without reason or approval, for an unknown person, or when it overlaps another.
    """
    norm = queries.locked_norm(norm_id)
    employee_id = employees.ids_by_number().get(employee_number.strip())
    problems = _problems(employee_number, employee_id, reason, starts_on, until, approved_by)
    if employee_id is not None and _overlaps(norm_id, employee_id, starts_on, until):
        message = _("This person is already exempt in that time.")
        remedy = _("End the other exemption first, or choose other days.")
        problems.append(Problem("overlap", message, _("Exempt from"), remedy))
    if problems or employee_id is None:
        raise Refused(problems)
    row = NormExemption.objects.create(
        norm=norm,
        employee_id=employee_id,
        reason=reason.strip(),
        starts_on=starts_on,
        until=until,
        approved_by=approved_by.strip()[:120],
        recorded_at=at,
        recorded_by=by.label[:120],
    )
    after = {
        "norm": norm.code,
        "employee": employee_number.strip(),
        "reason": row.reason,
        "from": starts_on,
        "until": until,
        "approved_by": row.approved_by,
    }
    log.record("learning_map.norm.exempted", row, by=by, at=at, after=after)
    return row


def _problems(
    number: str,
    employee_id: int | None,
    reason: str,
    starts_on: date,
    until: date | None,
    approved_by: str,
) -> list[Problem]:
    problems = []
    if employee_id is None:
        message = _("There is no employee %(number)s.") % {"number": number}
        remedy = _("Check the number, or import the person first.")
        problems.append(Problem("unknown_person", message, _("Employee number"), remedy))
    if not reason.strip():
        message = _("An exemption needs its reason.")
        problems.append(Problem("no_reason", message, _("Reason"), _("Say what it rests on.")))
    if not approved_by.strip():
        message = _("An exemption needs somebody who allowed it.")
        problems.append(
            Problem("no_approval", message, _("Allowed by"), _("Name the person or office."))
        )
    if until is not None and until < starts_on:
        message = _("An exemption cannot end before it starts.")
        problems.append(Problem("ends_first", message, _("Exempt until")))
    return problems


def _overlaps(norm_id: int, employee_id: int, starts_on: date, until: date | None) -> bool:
    rows = NormExemption.objects.filter(norm_id=norm_id, employee_id=employee_id)
    return any(
        (row.until is None or row.until >= starts_on) and (until is None or row.starts_on <= until)
        for row in rows
    )


@transaction.atomic
def end_exemption(*, exemption_id: int, last_day: date, by: Actor, at: datetime) -> NormExemption:
    """The exemption ends; it stays on record. Raises: NotFound; Refused when it would end before it starts."""
    row = NormExemption.objects.select_for_update().filter(pk=exemption_id).first()
    if row is None:
        raise NotFound
    if last_day < row.starts_on:
        message = _("An exemption cannot end before it starts.")
        raise Refused([Problem("ends_first", message, _("Exempt until"))])
    before = {"until": row.until}
    row.until = last_day
    row.save(update_fields=["until"])
    after = {"until": last_day}
    event = "learning_map.norm.exemption_ended"
    log.record(event, row, by=by, at=at, before=before, after=after)
    return row
