"""Writing completions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.completions import queries, rules
from espalier.cycle.learning_map.completions.models import Completion
from espalier.cycle.learning_map.completions.types import NewCompletion
from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.people.employees import queries as employees
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused

BATCH = 900


@transaction.atomic
def record_completions(*, rows: Sequence[NewCompletion], by: Actor, at: datetime) -> int:
    """Record who completed what; a completion that is already there is left as it is.

    Returns the number recorded. Expiry follows the version's validity unless it is given.

    Raises: Refused with every unknown person, module or version and every day in the future, nothing
        recorded.
    """
    people = employees.ids_by_number()
    versions, in_force = modules.versions_by_number(), modules.version_in_force_by_code()
    held = queries.completions_by_key()
    problems: list[Problem] = []
    fresh: dict[queries.CompletionKey, Completion] = {}
    for row in rows:
        number = row.version_no or in_force.get(row.module_code)
        version = versions.get((row.module_code, number or 0))
        found = _problems_of(
            row, person_known=row.employee_number in people, version=version, at=at
        )
        problems += found
        if found or version is None:
            continue
        key = (row.employee_number, row.module_code, number or 0, row.completed_on)
        if key not in held:
            fresh[key] = _row_of(row, people[row.employee_number], version, by, at)
    if problems:
        raise Refused(problems)
    Completion.objects.bulk_create(fresh.values(), batch_size=BATCH)
    if fresh:
        after = {"n": len(fresh), "modules": sorted({key[1] for key in fresh})}
        subject = "learning_map.Completion:"
        log.record("learning_map.completions.recorded", subject, by=by, at=at, after=after)
    return len(fresh)


def _problems_of(
    row: NewCompletion, *, person_known: bool, version: modules.VersionKey | None, at: datetime
) -> list[Problem]:
    """What stops this row, in words."""
    place = f"{row.employee_number} × {row.module_code}"
    found = []
    if not person_known:
        message = _("There is no employee %(number)s.") % {"number": row.employee_number}
        remedy = _("Check the number, or import the person first.")
        found.append(Problem("unknown_person", message, place, remedy))
    if version is None:
        message = _("There is no published version of the module %(code)s.")
        remedy = _("Check the code and the version, or publish the module first.")
        found.append(Problem("unknown_version", message % {"code": row.module_code}, place, remedy))
    if row.completed_on > timezone.localtime(at).date():
        message = _("A completion cannot lie in the future: %(day)s")
        remedy = _("Type the day on which it was completed.")
        found.append(Problem("future", message % {"day": row.completed_on}, place, remedy))
    if row.expires_on is not None and row.expires_on < row.completed_on:
        message = _("It cannot expire before it was completed: %(day)s")
        remedy = _("Correct the expiry, or leave it empty.")
        found.append(Problem("expiry_first", message % {"day": row.expires_on}, place, remedy))
    return found


@transaction.atomic
def correct_completions(
    *, changes: Mapping[int, Mapping[str, object]], by: Actor, at: datetime
) -> int:
    """Correct minutes, mode, expiry, origin or note of recorded completions. Returns how many changed."""
    rows = Completion.objects.in_bulk(list(changes)) if len(changes) <= BATCH else _many(changes)
    before, after = {}, {}
    for pk, fields in changes.items():
        before[pk] = {name: getattr(rows[pk], name) for name in fields}
        after[pk] = dict(fields)
        for name, value in fields.items():
            setattr(rows[pk], name, value)
    fields_changed = ["minutes", "mode", "expires_on", "origin", "note"]
    Completion.objects.bulk_update(rows.values(), fields_changed, batch_size=100)
    log.record(
        "learning_map.completions.corrected",
        "learning_map.Completion:",
        by=by,
        at=at,
        before={str(pk): values for pk, values in before.items()},
        after={str(pk): values for pk, values in after.items()},
    )
    return len(rows)


def _many(changes: Mapping[int, object]) -> dict[int, Completion]:
    ids = list(changes)
    found: dict[int, Completion] = {}
    for start in range(0, len(ids), BATCH):
        found |= Completion.objects.in_bulk(ids[start : start + BATCH])
    return found


@transaction.atomic
def withdraw_completion(*, completion_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take back a completion recorded by mistake; what it said stays in the audit log.

    Raises: NotFound; Refused without a reason.
    """
    row = Completion.objects.select_related("employee", "version__module").filter(pk=completion_id)
    found = row.first()
    if found is None:
        raise NotFound
    if not reason.strip():
        raise Refused([Problem("no_reason", _("Say why this completion is taken back."))])
    before = {
        "employee": found.employee.number,
        "module": found.version.module.code,
        "version": found.version.version_no,
        "completed_on": found.completed_on,
    }
    after = {"reason": reason.strip()}
    event = "learning_map.completion.withdrawn"
    log.record(event, found, by=by, at=at, before=before, after=after)
    found.delete()


def _row_of(
    row: NewCompletion, employee_id: int, version: modules.VersionKey, by: Actor, at: datetime
) -> Completion:
    return Completion(
        employee_id=employee_id,
        version_id=version.id,
        completed_on=row.completed_on,
        minutes=version.minutes if row.minutes is None else row.minutes,
        mode=row.mode or version.mode,
        expires_on=_expiry(row, version),
        origin=row.origin,
        note=row.note,
        recorded_at=at,
        recorded_by=by.label,
    )


def _expiry(row: NewCompletion, version: modules.VersionKey) -> date | None:
    """The last day it holds: as given, else by the version's validity."""
    return row.expires_on or rules.expiry_of(row.completed_on, version.validity_months)
