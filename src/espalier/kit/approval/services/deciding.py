"""Deciding a step on screen, or recording a decision given on paper."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.kit.accounts.models import User
from espalier.kit.accounts.types import Actor
from espalier.kit.approval import flow, registry, signing
from espalier.kit.approval.models import PartComment, Run, RunStep, Signature
from espalier.kit.approval.takers import Takers, name_of, takers_of_steps
from espalier.kit.approval.types import Decision
from espalier.kit.approval.words import BARS, day_words, step_place
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.files.media import media_type_of
from espalier.kit.files.services import store_file

SCANS = {"application/pdf", "image/png", "image/jpeg"}


@transaction.atomic
def decide(
    *,
    step_id: int,
    decision: Decision | str,
    comment: str = "",
    part_comments: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Run:
    """Agree to a step or send the run back, with remarks on parts by their anchor.

    Of two deciders at the same moment the first wins and the second is told. Raises: NotFound for who
    has no place at the step; Refused when it is not open, the person decided before or prepared it, or
    something is sent back without a word why.
    """
    step = flow.locked_step(step_id)
    takers = takers_of_steps([step], on=flow.day_of(at))
    user = signing.person_who_signs_in(by.user_id)
    chair, barred = flow.chair_of(step, user.pk, takers, flow.hands_of(flow.steps_of(step.run)))
    signing.refuse_unless_open(step)
    remarks = {k: v.strip() for k, v in (part_comments or {}).items() if v.strip()}
    chosen, problems = _read_decision(decision, comment, remarks, step)
    if barred:
        problems.append(Problem("barred", BARS[barred], step_place(step), _barred_remedy()))
    if problems:
        raise Refused(problems)
    signed = signing.sign(
        step, user=user, acted_for_id=chair, decision=chosen, comment=comment.strip(), at=at
    )
    _comment_on_parts(signed, step.run, remarks)
    after = {"run": step.run_id, "decision": str(chosen), "acted_for": chair or ""}
    log.record("approval.step.decided", step, by=by, at=at, after=after)
    flow.settle(step.run, step, by=by, at=at)
    return step.run


@transaction.atomic
def record_on_paper(
    *,
    step_id: int,
    scan: bytes,
    filename: str,
    signed_by: int,
    signed_on: date,
    decision: Decision | str = Decision.AGREE,
    comment: str = "",
    by: Actor,
    at: datetime,
) -> Run:
    """Record what was decided on paper: who signed (a user id), which day, the scan (PDF, PNG, JPEG).

    The one who sent it in, a taker of the step or the training manager may record it; for who signed
    the same rules hold as on screen. Raises: NotFound; Refused with everything that is wrong.
    """
    step = flow.locked_step(step_id)
    takers = takers_of_steps([step], on=flow.day_of(at))
    recorder = _recorder(step, takers, by)
    signing.refuse_unless_open(step)
    signer = signing.person_who_signs_in(signed_by, place=step_place(step))
    chosen, problems = _read_decision(decision, comment, {}, step)
    problems += _problems_of_paper(step, takers, scan, filename, signer, signed_on, at)
    if problems:
        raise Refused(problems)
    hands = flow.hands_of(flow.steps_of(step.run))
    chair, _barred = flow.chair_of(step, signer.pk, takers, hands)
    stored = store_file(data=scan, name=filename, by=by, at=at)
    signing.sign(
        step,
        user=signer,
        acted_for_id=chair,
        decision=chosen,
        comment=comment.strip(),
        at=at,
        dated=signed_on,
        scan=stored,
        recorded_by=recorder,
    )
    after = {"run": step.run_id, "signed_by": signer.pk, "signed_on": signed_on}
    after |= {"decision": str(chosen), "sha256": stored.sha256}
    log.record("approval.step.recorded_on_paper", step, by=by, at=at, after=after)
    flow.settle(step.run, step, by=by, at=at)
    return step.run


def _recorder(step: RunStep, takers: Takers, by: Actor) -> User:
    user = signing.person_who_signs_in(by.user_id)
    if not signing.may_record(step, takers, user):
        raise NotFound
    return user


def _read_decision(
    decision: Decision | str, comment: str, remarks: Mapping[str, str], step: RunStep
) -> tuple[Decision, list[Problem]]:
    """The decision and what is wrong with it: sending back needs words, in all or on a part."""
    if str(decision) not in set(Decision):
        remedy = _("Choose to agree or to send back.")
        problem = Problem("no_decision", _("No decision was chosen."), step_place(step), remedy)
        return Decision.AGREE, [problem]
    chosen = Decision(decision)
    if chosen is Decision.SEND_BACK and not comment.strip() and not remarks:
        remedy = _("Write what is to be changed, so that it can be mended in one go.")
        message = _("Sending back needs a comment.")
        return chosen, [Problem("no_comment", message, step_place(step), remedy)]
    return chosen, []


def _comment_on_parts(signed: Signature, run: Run, remarks: Mapping[str, str]) -> None:
    titles = dict(registry.subject_kind(run.subject_kind).parts(run.subject_id)) if remarks else {}
    PartComment.objects.bulk_create(
        PartComment(signature=signed, anchor=anchor, title=titles[anchor], text=text)
        for anchor, text in remarks.items()
        if anchor in titles
    )


def _problems_of_paper(
    step: RunStep,
    takers: Takers,
    scan: bytes,
    filename: str,
    signer: User,
    signed_on: date,
    at: datetime,
) -> list[Problem]:
    place, problems = step_place(step), []
    if media_type_of(scan, filename) not in SCANS:
        remedy = _("Scan the signed sheet as PDF, PNG or JPEG.")
        problems.append(Problem("no_scan", _("This is no scan."), filename, remedy))
    started = flow.day_of(step.run.started_at)
    if not started <= signed_on <= flow.day_of(at):
        message = _("The day of signing lies outside the review: %(day)s.")
        remedy = _("It began on %(day)s; type the day written on the sheet.")
        problems.append(
            Problem(
                "day_outside",
                message % {"day": day_words(signed_on)},
                place,
                remedy % {"day": day_words(started)},
            )
        )
    if not takers.chairs(step, signer.pk):
        remedy = _("Choose who signed the sheet, or let the manager give the step to that person.")
        message = _("%(name)s cannot sign this step.") % {"name": name_of(signer)}
        return [*problems, Problem("not_theirs", message, place, remedy)]
    hands = flow.hands_of(flow.steps_of(step.run))
    _chair, barred = flow.chair_of(step, signer.pk, takers, hands)
    if barred:
        problems.append(Problem("barred", BARS[barred], place, _barred_remedy()))
    return problems


def _barred_remedy() -> str:
    return _("Somebody else has to decide this step; the training manager can give it to them.")
