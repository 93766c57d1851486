"""How a run moves on: opening steps, counting decisions, ending, and telling the room whose record it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

from django.utils import timezone

from espalier.kit.accounts.types import Actor
from espalier.kit.approval import rules, telling
from espalier.kit.approval.models import PartComment, Run, RunStep
from espalier.kit.approval.registry import subject_kind
from espalier.kit.approval.rules import Act, Hand, RunState, StepState, Votes
from espalier.kit.approval.takers import Takers, takers_of_steps
from espalier.kit.approval.types import Decision
from espalier.kit.audit import log
from espalier.kit.errors import NotFound
from espalier.kit.organisation import queries as organisation

EVENTS = {
    Act.APPROVE: "approval.review.approved",
    Act.SEND_BACK: "approval.review.sent_back",
    Act.WITHDRAW: "approval.review.withdrawn",
}


def locked_run(run_id: int) -> Run:
    """The run, held until the transaction ends, so that two deciders come one after the other.

    Raises: NotFound.
    """
    run = Run.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def locked_step(step_id: int) -> RunStep:
    """A step as it stands once its run is held. Raises: NotFound."""
    run_id = RunStep.objects.filter(pk=step_id).values_list("run_id", flat=True).first()
    if run_id is None:
        raise NotFound
    run = locked_run(run_id)
    return next(step for step in steps_of(run) if step.pk == step_id)


def steps_of(run: Run) -> list[RunStep]:
    """The steps with their signatures, in the order of the run; two queries."""
    steps = list(
        RunStep.objects.filter(run=run)
        .select_related("person", "scope", "added_by")
        .prefetch_related("signatures__user", "signatures__acted_for")
        .order_by("order", "pk")
    )
    for step in steps:
        step.run = run
    return steps


def hands_of(steps: Iterable[RunStep]) -> list[Hand]:
    """Every decision of a run as the rules want it."""
    return [
        Hand(step.pk, step.kind, signed.user_id, signed.acted_for_id)
        for step in steps
        for signed in step.signatures.all()
    ]


def barred(step: RunStep, people: Iterable[int], hands: Sequence[Hand]) -> rules.Bar | None:
    """What keeps these people from the step, if anything."""
    return rules.bar(
        step_id=step.pk,
        kind=step.kind,
        people=set(people),
        hands=hands,
        started_by_id=step.run.started_by_id,
        allows_same_person=step.run.allows_same_person,
    )


def chair_of(
    step: RunStep, user_id: int, takers: Takers, hands: Sequence[Hand]
) -> tuple[int | None, rules.Bar | None]:
    """In whose place a person decides, their own before another's, and what keeps them from it.

    Raises: NotFound when they have no place at this step.
    """
    chairs = takers.chairs(step, user_id)
    if not chairs:
        raise NotFound
    bars = {
        chair: barred(step, {user_id} | ({chair} if chair else set()), hands) for chair in chairs
    }
    open_chairs = [chair for chair in chairs if bars[chair] is None]
    return (open_chairs[0], None) if open_chairs else (chairs[0], bars[chairs[0]])


def votes_of(step: RunStep, takers: Takers, hands: Sequence[Hand]) -> Votes:
    """The count of a step; able are those in its place who may still decide, or their deputies."""
    said = [signed.decision for signed in step.signatures.all()]
    n_able = sum(1 for _holder in _able_holders(step, takers, hands))
    return Votes(said.count(Decision.AGREE), said.count(Decision.SEND_BACK), n_able)


def is_stuck(step: RunStep, takers: Takers, hands: Sequence[Hand]) -> bool:
    """Whether too few people are left to finish a step; looks no further than it must."""
    n_agreed = sum(signed.decision == Decision.AGREE for signed in step.signatures.all())
    missing = rules.n_missing(n_agreed, step.quorum)
    return len(list(islice(_able_holders(step, takers, hands), missing))) < missing


def _able_holders(step: RunStep, takers: Takers, hands: Sequence[Hand]) -> Iterator[int]:
    """Holders of the place who may still decide the step, themselves or through a deputy."""
    deputies = takers.deputies()
    for holder in takers.holders(step):
        ways = ({holder}, *({deputy, holder} for deputy in deputies.get(holder, ())))
        if any(barred(step, people, hands) is None for people in ways):
            yield holder


def settle(run: Run, step: RunStep, *, by: Actor, at: datetime) -> None:
    """After a decision: finish the step if the count says so, then open what follows or end the run."""
    steps = steps_of(run)
    step = next(each for each in steps if each.pk == step.pk)
    votes = votes_of(step, takers_of_steps([step], on=day_of(at)), hands_of(steps))
    act = rules.outcome(votes, quorum=step.quorum, is_vote=step.is_vote)
    if act is None:
        return
    move(step, act, at=at)
    if act is Act.SEND_BACK:
        end_run(run, Act.SEND_BACK, comment=_comments(step), by=by, at=at)
    else:
        advance(run, by=by, at=at)


def advance(run: Run, *, by: Actor, at: datetime) -> None:
    """Open the next steps once nothing is open; with none left the run is approved."""
    steps = steps_of(run)
    if any(step.state == StepState.OPEN for step in steps):
        return
    waiting = [step for step in steps if step.state == StepState.WAITING]
    if not waiting:
        end_run(run, Act.APPROVE, comment="", by=by, at=at)
        return
    first = min(step.order for step in waiting)
    opened = [step for step in waiting if step.order == first]
    for step in opened:
        open_step(step, at=at)
    telling.tell_waiting(run, opened, takers_of_steps(opened, on=day_of(at)), by=by, at=at)


def open_step(step: RunStep, *, at: datetime) -> None:
    """Let people decide a step; its limit of working days begins to run."""
    step.state = rules.next_state(StepState(step.state), Act.OPEN)
    step.opened_at = at
    step.due_on = due_day(day_of(at), step.days) if step.days else None
    step.save(update_fields=["state", "opened_at", "due_on"])


def move(step: RunStep, act: Act, *, at: datetime) -> None:
    """Take a step to its next state. Raises: rules.NotOpen for a bug in the caller."""
    step.state = rules.next_state(StepState(step.state), act)
    step.ended_at = at
    step.save(update_fields=["state", "ended_at"])


def end_run(run: Run, act: Act, *, comment: str, by: Actor, at: datetime) -> None:
    """End a run, close what is left of it, and tell the room and the one who began it."""
    run.state = rules.next_state(RunState(run.state), act)
    run.ended_at = at
    run.save(update_fields=["state", "ended_at"])
    for step in steps_of(run):
        if (StepState(step.state), Act.CLOSE) in rules.TRANSITIONS:
            move(step, Act.CLOSE, at=at)
    log.record(EVENTS[act], run, by=by, at=at, after={"comment": comment})
    kind = subject_kind(run.subject_kind)
    if act is Act.APPROVE:
        kind.on_approved(run.pk, by, at)
    elif act is Act.WITHDRAW and kind.on_withdrawn is not None:
        kind.on_withdrawn(run.pk, by, at)
    else:
        kind.on_sent_back(run.pk, comment, by, at)
    if act is not Act.WITHDRAW:
        telling.tell_ended(run, comment, by=by, at=at)


def day_of(at: datetime) -> date:
    """The day of a moment where the organisation is."""
    return timezone.localdate(at)


def due_day(opened_on: date, days: int) -> date:
    """The last day of a limit, by the working days and holidays of the organisation; two queries."""
    until = opened_on + timedelta(days=days * 3 + 30)
    rows = organisation.holidays().filter(day__gt=opened_on, day__lte=until)
    changed: Mapping[date, bool] = {row.day: row.is_working for row in rows}
    weekdays = organisation.current().working_days
    return rules.due_day(opened_on, days, working_weekdays=weekdays, changed=changed)


def _comments(step: RunStep) -> str:
    """What was said by those who sent the step back: in all, then on single parts."""
    against = [s for s in step.signatures.all() if s.decision == Decision.SEND_BACK]
    remarks = PartComment.objects.filter(signature__in=against).order_by("pk")
    said = [s.comment for s in against] + [f"{r.title}：{r.text}" for r in remarks]
    return "\n".join(text for text in said if text)
