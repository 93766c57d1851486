"""Writing the register of stakeholders."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.needs.stakeholders import queries, rules, wording
from espalier.cycle.needs.stakeholders.models import Stakeholder
from espalier.cycle.needs.stakeholders.types import StakeholderContent
from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.units import queries as units
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.filling import fill, stripped
from espalier.kit.versions.services import record_changed

LINKS = ("unit_code", "employee_number")
FIELDS = [
    "code", "name", "name_en", "group", "role", "role_en", "power", "interest", "expectation",
    "expectation_en", "stance", "position", "position_en", "email",
]  # fmt: skip


@transaction.atomic
def save_stakeholder(
    *, stakeholder_id: int | None, content: StakeholderContent, by: Actor, at: datetime
) -> Stakeholder:
    """Add a stakeholder, or change what the register says.

    Raises: NotFound; Refused with every problem.
    """
    content = stripped(content)
    held = None if stakeholder_id is None else queries.stakeholder_or_404(stakeholder_id)
    problems = _problems_of(content)
    if Stakeholder.objects.filter(code=content.code).exclude(pk=stakeholder_id or 0).exists():
        problems.append(wording.code_taken(content.code, _("Stakeholder code")))
    people, places = employees.employees_by_number(), units.units_by_code()
    problems += _unknown_links(content, people, places)
    if problems:
        raise Refused(problems)
    row = held or Stakeholder()
    before = asdict(queries.content_of(row)) if held else None
    _set(row, content, people, places)
    row.updated_at = at
    row.save()
    event = "needs.stakeholder.changed" if held else "needs.stakeholder.added"
    log.record(event, row, by=by, at=at, before=before, after=asdict(content))
    reason = _("The stakeholder was changed.") if held else _("A stakeholder was added.")
    _tell(row, reason, by, at)
    return row


@transaction.atomic
def set_active(*, stakeholder_id: int, is_active: bool, by: Actor, at: datetime) -> Stakeholder:
    """Take a stakeholder out of the register or back; what they said stays.

    Raises: NotFound.
    """
    row = queries.stakeholder_or_404(stakeholder_id)
    row.is_active, row.updated_at = is_active, at
    row.save(update_fields=["is_active", "updated_at"])
    event = "needs.stakeholder.restored" if is_active else "needs.stakeholder.withdrawn"
    log.record(event, row, by=by, at=at, after={"is_active": is_active})
    _tell(row, _("The register of stakeholders changed."), by, at)
    return row


@transaction.atomic
def import_stakeholders(
    *, contents: Mapping[str, StakeholderContent], by: Actor, at: datetime
) -> None:
    """Add or change many stakeholders at once; the statements do not grow with their number."""
    held = {row.code: row for row in Stakeholder.objects.all()}
    people, places = employees.employees_by_number(), units.units_by_code()
    fresh: list[Stakeholder] = []
    changed: list[Stakeholder] = []
    for code, content in contents.items():
        row = held.get(code) or Stakeholder()
        _set(row, content, people, places)
        row.updated_at = at
        (changed if code in held else fresh).append(row)
    Stakeholder.objects.bulk_create(fresh)
    fields = [*FIELDS, "unit", "employee", "user", "updated_at"]
    Stakeholder.objects.bulk_update(changed, fields, batch_size=40)
    after = {"codes": sorted(contents)}
    log.record("needs.stakeholders.imported", "needs.Stakeholder:*", by=by, at=at, after=after)
    record_changed(
        kind=queries.STAKEHOLDER,
        record_id="*",
        label="",
        reason=_("Stakeholders were imported."),
        by=by,
        at=at,
    )
    for row in changed:
        _tell(row, _("The stakeholder was changed."), by, at)


def _problems_of(content: StakeholderContent) -> list[Problem]:
    found = rules.problems_of_stakeholder(
        content,
        groups=dict(queries.group_choices()),
        stances=dict(queries.stance_choices()),
    )
    return [wording.stakeholder_problem(kind) for kind in found]


def _unknown_links(
    content: StakeholderContent, people: Mapping[str, object], places: Mapping[str, object]
) -> list[Problem]:
    found = []
    if content.unit_code and content.unit_code not in places:
        found.append(wording.unknown_code(content.unit_code, _("Unit")))
    if content.employee_number and content.employee_number not in people:
        found.append(wording.unknown_code(content.employee_number, _("Employee number")))
    return found


def _set(
    row: Stakeholder,
    content: StakeholderContent,
    people: Mapping[str, Any],
    places: Mapping[str, Any],
) -> None:
    fill(row, content, FIELDS)
    person = people.get(content.employee_number)
    row.unit = places.get(content.unit_code)
    row.employee = person
    # Who is one of our people answers with their own account; others keep the account they have.
    if person is not None:
        row.user_id = person.user_id
        row.email = row.email or person.email


def _tell(row: Stakeholder, reason: str, by: Actor, at: datetime) -> None:
    record_changed(
        kind=queries.STAKEHOLDER,
        record_id=row.pk,
        label=f"{row.code} {row.name}",
        reason=reason,
        by=by,
        at=at,
    )
