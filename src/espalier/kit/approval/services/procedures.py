"""Writing review procedures. Runs under way keep the steps they began with."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from espalier.kit.accounts.types import ROLE_WORDS, Actor, Role
from espalier.kit.approval import checks
from espalier.kit.approval.contents import References, content_of
from espalier.kit.approval.models import Procedure, Step
from espalier.kit.approval.types import ProcedureContent, StepContent, StepKind
from espalier.kit.approval.words import KINDS
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused

USUAL_CODE = "USUAL"


@transaction.atomic
def save_procedure(
    *, content: ProcedureContent, procedure_id: int | None = None, by: Actor, at: datetime
) -> Procedure:
    """Make a procedure, or change one; its version counts up when a step changed.

    Raises: NotFound; Refused with every problem of every step.
    """
    procedure = _held(procedure_id, at)
    problems = checks.problems_of_procedure(content)
    twin = Procedure.objects.filter(code=content.code.strip()).exclude(pk=procedure.pk)
    if twin.exists():
        message = _("Another procedure already has this code.")
        problems.append(Problem("code_taken", message, content.code, _("Choose another code.")))
    named = References.read(content.steps)
    problems += checks.problems_of_references(content, named)
    if problems:
        raise Refused(problems)
    before = content_of(procedure) if procedure.pk else None
    is_new_version = before is not None and before.steps != content.steps
    procedure.version += is_new_version
    procedure.code, procedure.title = content.code.strip(), content.title.strip()
    procedure.title_en, procedure.is_active = content.title_en.strip(), content.is_active
    procedure.applies_to = list(content.applies_to)
    procedure.allows_same_person, procedure.updated_at = content.allows_same_person, at
    procedure.save()
    if before is None or is_new_version:
        procedure.steps.all().delete()
        Step.objects.bulk_create(named.row(procedure, step) for step in content.steps)
    log.record(
        "approval.procedure.saved",
        procedure,
        by=by,
        at=at,
        before=asdict(before) if before else None,
        after={**asdict(content), "version": procedure.version},
    )
    return procedure


@transaction.atomic
def set_active(*, procedure_id: int, is_active: bool, by: Actor, at: datetime) -> Procedure:
    """Take a procedure out of use, or back. Raises: NotFound."""
    procedure = _held(procedure_id, at)
    before, procedure.is_active = procedure.is_active, is_active
    procedure.save(update_fields=["is_active"])
    log.record(
        "approval.procedure.active",
        procedure,
        by=by,
        at=at,
        before={"is_active": before},
        after={"is_active": is_active},
    )
    return procedure


@transaction.atomic
def make_usual_procedure(*, by: Actor, at: datetime) -> Procedure:
    """The procedure most organisations begin with: prepared, co-signed, approved."""
    roles = (
        (StepKind.PREPARED, Role.MANAGER, None),
        (StepKind.COSIGNED, Role.SUPERVISOR, 3),
        (StepKind.APPROVED, Role.EXECUTIVE, 5),
    )
    steps = tuple(
        StepContent(
            order=order,
            kind=kind,
            title=_in("zh-hant", kind, role),
            title_en=_in("en", kind, role),
            role=role,
            days=days,
        )
        for order, (kind, role, days) in enumerate(roles, start=1)
    )
    with override("zh-hant"):
        title = _("Usual review")
    content = ProcedureContent(USUAL_CODE, title, "Usual review", steps=steps)
    return save_procedure(content=content, by=by, at=at)


def _held(procedure_id: int | None, at: datetime) -> Procedure:
    if procedure_id is None:
        return Procedure(updated_at=at)
    found = Procedure.objects.select_for_update().filter(pk=procedure_id).first()
    if found is None:
        raise NotFound
    return found


def _in(language: str, kind: StepKind, role: Role) -> str:
    """What a usual step is called in a language."""
    with override(language):
        between = "" if language == "zh-hant" else ": "
        return f"{ROLE_WORDS[role]}{between}{KINDS[kind]}"
