"""Beginning a review, withdrawing it, adding a co-signer, giving a step to somebody else."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from espalier.kit.accounts.models import User
from espalier.kit.accounts.types import Actor
from espalier.kit.approval import flow, registry, rules, signing, telling
from espalier.kit.approval.models import Procedure, Run, RunStep, Step
from espalier.kit.approval.rules import Act, RunState, StepState
from espalier.kit.approval.takers import Takers, name_of, takers_of_steps
from espalier.kit.approval.types import Decision, StepKind, SubjectRef
from espalier.kit.approval.words import BARS, step_place
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused

COPIED = (
    "order", "kind", "title", "title_en", "role", "scope", "person", "min_amount", "max_amount",
    "days", "quorum", "is_vote", "on_paper",
)  # fmt: skip


@transaction.atomic
def start_review(
    *,
    subject: SubjectRef,
    procedure_code: str,
    title: str,
    amount: int | None = None,
    summary: str = "",
    by: Actor,
    at: datetime,
) -> Run:
    """Send a record into review. ``amount`` is whole NT$, ``summary`` says what changed.

    The starter signs the preparing steps that are theirs by sending it in.
    Raises: Refused when there is no such procedure in use, the record is already in review, or a step
    could be taken by nobody; NotFound for an unregistered kind of subject. Source: P2.2.5.
    """
    registry.subject_kind(subject.kind)
    starter = signing.person_who_signs_in(by.user_id)
    procedure = _procedure_for(procedure_code, subject)
    _refuse_second(subject, title)
    steps = list(procedure.steps.select_related("person", "scope").order_by("order", "pk"))
    needed = [s for s in steps if rules.covers_amount(s.min_amount, s.max_amount, amount)]
    takers = takers_of_steps(needed, on=flow.day_of(at))
    problems = _problems_before_start(procedure, needed, takers, starter.pk)
    if problems:
        raise Refused(problems)
    run = _new_run(procedure, subject, title, amount, summary, starter, at)
    for step in steps:
        _copy_step(step, run, is_needed=step in needed)
    after = {"subject": f"{subject.kind}:{subject.id}", "procedure": procedure.code}
    after |= {"version": str(procedure.version), "amount": str(amount or "")}
    log.record("approval.review.started", run, by=by, at=at, after=after)
    _sign_what_was_prepared(run, takers, starter, at=at)
    flow.advance(run, by=by, at=at)
    return Run.objects.get(pk=run.pk)


@transaction.atomic
def withdraw(*, run_id: int, reason: str = "", by: Actor, at: datetime) -> Run:
    """Take a running review back; only who began it may. Raises: NotFound, Refused when it has ended."""
    run = flow.locked_run(run_id)
    if by.user_id is None or run.started_by_id != by.user_id:
        raise NotFound
    signing.refuse_ended(run)
    flow.end_run(run, Act.WITHDRAW, comment=reason.strip(), by=by, at=at)
    return run


@transaction.atomic
def add_cosigner(
    *, step_id: int, user_id: int, reason: str = "", by: Actor, at: datetime
) -> RunStep:
    """Ask somebody else to sign beside an open step (加簽); the run waits for both.

    Raises: NotFound when the step is not the asker's; Refused when it is not open, or the person
    cannot sign in, already stands in this round of steps, or already decided.
    """
    step = flow.locked_step(step_id)
    signing.refuse_unless_open(step)
    steps = flow.steps_of(step.run)
    flow.chair_of(step, by.user_id or 0, takers_of_steps([step], on=flow.day_of(at)), [])
    asked = signing.person_who_signs_in(user_id, place=str(user_id))
    added = RunStep(
        run=step.run,
        order=step.order,
        kind=StepKind.COSIGNED,
        title=_("Added co-signer"),
        title_en="Added co-signer",
        person=asked,
        days=step.days,
        added_by_id=by.user_id,
        note=reason.strip(),
    )
    standing = any(s.person_id == asked.pk and s.state == StepState.OPEN for s in steps)
    barred = flow.barred(added, {asked.pk}, flow.hands_of(steps))
    if standing or barred or asked.pk == by.user_id:
        words = BARS[barred] if barred else _("This person already stands at this step.")
        raise Refused([Problem("cannot_cosign", words, name_of(asked), _("Choose somebody else."))])
    added.save()
    flow.open_step(added, at=at)
    after = {"step": step.pk, "user": asked.pk, "reason": added.note}
    log.record("approval.step.cosigner_added", added, by=by, at=at, after=after)
    opened = takers_of_steps([added], on=flow.day_of(at))
    telling.tell_waiting(step.run, [added], opened, by=by, at=at)
    return added


@transaction.atomic
def reassign(*, step_id: int, user_id: int, reason: str, by: Actor, at: datetime) -> RunStep:
    """Give a step of a running review to a named person, for instance when its reviewer has left.

    Raises: NotFound; Refused without a reason, when the step is over, or the person may not take it.
    """
    step = flow.locked_step(step_id)
    signing.refuse_ended(step.run)
    taker = signing.person_who_signs_in(user_id, place=step_place(step))
    problems = []
    if step.state not in {StepState.WAITING, StepState.OPEN}:
        problems.append(Problem("step_over", _("This step is already over."), step_place(step)))
    if not reason.strip():
        remedy = _("Write why the step goes to somebody else.")
        problems.append(Problem("no_reason", _("A reason is needed."), step_place(step), remedy))
    barred = flow.barred(step, {taker.pk}, flow.hands_of(flow.steps_of(step.run)))
    if barred:
        problems.append(Problem("barred", BARS[barred], name_of(taker), _("Choose somebody else.")))
    if problems:
        raise Refused(problems)
    before = {"role": step.role, "person": step.person_id, "quorum": step.quorum}
    step.role, step.scope, step.person = "", None, taker
    step.quorum, step.is_vote, step.note = None, False, reason.strip()
    step.save()
    after = {"person": taker.pk, "reason": step.note}
    log.record("approval.step.reassigned", step, by=by, at=at, before=before, after=after)
    if step.state == StepState.OPEN:
        takers = takers_of_steps([step], on=flow.day_of(at))
        telling.tell_waiting(step.run, [step], takers, by=by, at=at)
    return step


def _procedure_for(code: str, subject: SubjectRef) -> Procedure:
    """Raises: Refused when it does not exist, or is out of use."""
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is not None and procedure.is_active:
        return procedure
    remedy = _("Choose another procedure, or set one up under review procedures.")
    message = _("There is no such review procedure in use.")
    raise Refused([Problem("no_procedure", message, code, remedy)])


def _refuse_second(subject: SubjectRef, title: str) -> None:
    running = Run.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, state=RunState.RUNNING
    )
    if running.exists():
        raise _already_in_review(title)


def _already_in_review(title: str) -> Refused:
    remedy = _("Wait for its end, or let the one who sent it in withdraw it.")
    return Refused([Problem("in_review", _("It is already in review."), title, remedy)])


def _new_run(
    procedure: Procedure,
    subject: SubjectRef,
    title: str,
    amount: int | None,
    summary: str,
    starter: User,
    at: datetime,
) -> Run:
    earlier = Run.objects.filter(subject_kind=subject.kind, subject_id=subject.id).count()
    try:
        with transaction.atomic():
            return Run.objects.create(
                procedure=procedure,
                procedure_version=procedure.version,
                allows_same_person=procedure.allows_same_person,
                subject_kind=subject.kind,
                subject_id=subject.id,
                title=title.strip()[:200],
                summary=summary.strip(),
                amount=amount,
                round=earlier + 1,
                started_by=starter,
                started_at=at,
            )
    except IntegrityError as error:
        # Somebody sent the same record in at the same moment; the database let only one through.
        raise _already_in_review(title) from error


def _problems_before_start(
    procedure: Procedure, steps: list[Step], takers: Takers, starter_id: int
) -> list[Problem]:
    """Every step nobody could take, each with its place and what to do."""
    problems = [p for step in steps if (p := _problem_of_step(step, takers)) is not None]
    if not any(step.kind == StepKind.APPROVED for step in steps):
        remedy = _("Add an approving step that covers this amount to the procedure.")
        message = _("No step of the procedure approves this amount.")
        problems.append(Problem("no_approval", message, procedure.title, remedy))
    if problems:
        return problems
    seats = [
        rules.Seat(step.pk, step.kind, frozenset(takers.able(step)), step.quorum or 1)
        for step in steps
    ]
    short = rules.seats_nobody_takes(
        seats, started_by_id=starter_id, allows_same_person=procedure.allows_same_person
    )
    message = _("Too few people can take this step who do not already decide another one.")
    remedy = _(
        "Nobody decides twice or approves what they prepared: give the role to somebody else, name "
        "another person in the step, or let a colleague send it in."
    )
    return [
        Problem("too_few", message, step_place(step), remedy) for step in steps if step.pk in short
    ]


def _problem_of_step(step: Step, takers: Takers) -> Problem | None:
    if takers.able(step):
        return None
    if step.person is not None:
        message = _("The account of %(name)s is closed.") % {"name": name_of(step.person)}
        remedy = _("Name somebody else in this step of the procedure.")
        return Problem("reviewer_left", message, step_place(step), remedy)
    remedy = _("Give somebody this role there, or change this step of the procedure.")
    return Problem("nobody", _("Nobody holds this role there."), step_place(step), remedy)


def _copy_step(step: Step, run: Run, *, is_needed: bool) -> None:
    copied = RunStep(run=run, **{name: getattr(step, name) for name in COPIED})
    if not is_needed:
        copied.state = rules.next_state(StepState.WAITING, Act.LEAVE_OUT)
        copied.ended_at = run.started_at
    copied.save()


def _sign_what_was_prepared(run: Run, takers: Takers, starter: User, *, at: datetime) -> None:
    """Sending it in is the signature of who prepared it, on the first steps if they are theirs."""
    waiting = [step for step in flow.steps_of(run) if step.state == StepState.WAITING]
    first = min(step.order for step in waiting)
    for step in waiting:
        is_first_of_one = step.order == first and step.quorum is None and not step.is_vote
        if step.kind != StepKind.PREPARED or not is_first_of_one:
            continue
        if None not in takers.chairs(step, starter.pk):
            continue
        if flow.barred(step, {starter.pk}, flow.hands_of(flow.steps_of(run))):
            continue
        flow.open_step(step, at=at)
        signing.sign(step, user=starter, acted_for_id=None, decision=Decision.AGREE, at=at)
        flow.move(step, Act.AGREE, at=at)
