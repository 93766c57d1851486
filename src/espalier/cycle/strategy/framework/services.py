"""Taking drafts of the framework, confirming them, confirming the review procedure."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from espalier.cycle.strategy.framework import queries, rules
from espalier.cycle.strategy.framework.models import (
    Confirmation,
    FrameworkDraft,
    ProcedureConfirmation,
)
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.versions.services import record_changed

CONFIRMATION = "strategy.Confirmation"
PROCEDURE = "strategy.ProcedureConfirmation"


@transaction.atomic
def take_draft(
    *, note: str, note_en: str = "", on: date, by: Actor, at: datetime
) -> FrameworkDraft:
    """Freeze the framework so that people can be asked about it.

    Raises: Refused when there is no programme, or nothing changed since the last draft.
    """
    lines = queries.current_lines(on)
    last = queries.latest_draft()
    digest = rules.digest(lines)
    if not lines:
        message = _("There is no programme to put before anybody.")
        raise Refused([Problem("empty", message, _("Programmes"), _("Write a programme first."))])
    if last is not None and last.digest == digest:
        message = _("Nothing changed since draft %(n)s.") % {"n": last.number}
        remedy = _("Ask about that draft, or change the framework first.")
        raise Refused([Problem("unchanged", message, _("Draft of the framework"), remedy)])
    number = (FrameworkDraft.objects.aggregate(n=Max("number"))["n"] or 0) + 1
    draft = FrameworkDraft.objects.create(
        number=number,
        lines=lines,
        digest=digest,
        note=note.strip(),
        note_en=note_en.strip(),
        taken_on=on,
        taken_by=by.label,
        taken_at=at,
    )
    after = {"number": number, "lines": len(lines), "note": draft.note}
    log.record("strategy.draft.taken", draft, by=by, at=at, after=after)
    _tell(queries.KIND, draft.pk, _("Draft %(n)s") % {"n": number}, by, at)
    return draft


@transaction.atomic
def confirm(
    *,
    draft_id: int,
    group: str,
    spokesperson: str,
    confirmed_on: date,
    n_heard: int | None = None,
    remarks: str = "",
    remarks_en: str = "",
    by: Actor,
    at: datetime,
) -> Confirmation:
    """Record that a stakeholder group confirmed a draft.

    Raises: NotFound; Refused with everything that is wrong, also when the framework changed since the draft.
    """
    draft = queries.draft_or_404(draft_id)
    problems = _problems(draft, group, spokesperson, confirmed_on, at)
    if problems:
        raise Refused(problems)
    made = Confirmation.objects.create(
        draft=draft,
        group=group,
        spokesperson=spokesperson.strip(),
        confirmed_on=confirmed_on,
        n_heard=n_heard,
        remarks=remarks.strip(),
        remarks_en=remarks_en.strip(),
        recorded_by=by.label,
        recorded_at=at,
    )
    after = {"draft": draft.number, "group": group, "on": confirmed_on.isoformat()}
    log.record("strategy.framework.confirmed", made, by=by, at=at, after=after)
    _tell(CONFIRMATION, made.pk, queries.group_words()[group], by, at)
    return made


def _problems(
    draft: FrameworkDraft, group: str, spokesperson: str, confirmed_on: date, at: datetime
) -> list[Problem]:
    words = queries.group_words()
    place = words.get(group, group)
    problems = []
    if group not in words:
        message = _("There is no such stakeholder group.")
        problems.append(Problem("no_group", message, place, _("Choose one of the list.")))
    if not spokesperson.strip():
        message = _("Nobody is named who confirmed for the group.")
        problems.append(Problem("no_person", message, place, _("Type the name.")))
    if confirmed_on > at.date():
        message = _("The day lies in the future.")
        problems.append(Problem("future", message, _("Confirmed on"), _("Type the day it was.")))
    if confirmed_on < draft.taken_on:
        message = _("The draft is younger than this day.")
        problems.append(Problem("too_early", message, _("Confirmed on"), _("Type the day it was.")))
    if draft.confirmations.filter(group=group).exists():
        message = _("This group already confirmed this draft.")
        problems.append(Problem("twice", message, place))
    if draft.digest != rules.digest(queries.current_lines(at.date())):
        message = _("The framework changed since draft %(n)s.") % {"n": draft.number}
        remedy = _("Take a new draft and ask the groups about that.")
        problems.append(Problem("stale", message, _("Draft of the framework"), remedy))
    return problems


@transaction.atomic
def confirm_procedure(
    *,
    procedure_id: int,
    output: str = queries.OUTPUT,
    criteria: str,
    criteria_en: str = "",
    on: date,
    by: Actor,
    at: datetime,
) -> ProcedureConfirmation:
    """Confirm by which procedure and criteria a document is reviewed; its steps are kept as they stand.

    Raises: NotFound; Refused when the procedure has no step or the criteria are not said.
    """
    procedure = queries.procedure_or_404(procedure_id)
    steps = queries.steps_of(procedure)
    problems = []
    if not steps:
        message = _("The procedure has no steps.")
        remedy = _("Add its steps first.")
        problems.append(Problem("no_steps", message, procedure.title, remedy))
    if not criteria.strip():
        message = _("The criteria of the review are not said.")
        remedy = _("Write what reviewers look at.")
        problems.append(Problem("no_criteria", message, _("Review criteria"), remedy))
    if problems:
        raise Refused(problems)
    made = ProcedureConfirmation.objects.create(
        procedure=procedure,
        output=output,
        steps=steps,
        criteria=criteria.strip(),
        criteria_en=criteria_en.strip(),
        confirmed_on=on,
        confirmed_by=by.label,
        recorded_at=at,
    )
    after = {"procedure": procedure.code, "output": output, "steps": len(steps)}
    log.record("strategy.procedure.confirmed", made, by=by, at=at, after=after)
    _tell(PROCEDURE, made.pk, procedure.title, by, at)
    return made


def _tell(kind: str, record_id: int, label: str, by: Actor, at: datetime) -> None:
    reason = _("It was added.")
    record_changed(kind=kind, record_id=record_id, label=label, reason=reason, by=by, at=at)
