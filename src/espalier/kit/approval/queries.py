"""Reading reviews: what waits for whom, one run with everything on it, signatures, procedures."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from espalier.kit.accounts.models import User
from espalier.kit.approval import flow, rules
from espalier.kit.approval.models import Run, RunStep, Signature
from espalier.kit.approval.rules import RunState, StepState
from espalier.kit.approval.takers import absences, name_of, takers_among, takers_of_steps
from espalier.kit.approval.types import (
    Decision,
    Signed,
    SubjectRef,
    WaitingStep,
)
from espalier.kit.approval.words import step_title
from espalier.kit.errors import NotFound


def latest_run(kind: str, id: object) -> Run | None:
    """The newest review of a record; None when it never was in review."""
    return runs_of(kind, id).first()


def runs_of(kind: str, id: object) -> QuerySet[Run]:
    """All reviews of a record, newest first."""
    found = Run.objects.filter(subject_kind=kind, subject_id=str(id))
    return found.select_related("procedure", "started_by").order_by("-pk")


def run_or_404(run_id: int) -> Run:
    """Raises: NotFound."""
    run = Run.objects.select_related("procedure", "started_by").filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def subject_of(run_id: int) -> SubjectRef:
    """What a run reviews, for the callbacks of a subject kind. Raises: NotFound."""
    run = run_or_404(run_id)
    return SubjectRef(run.subject_kind, run.subject_id)


def signatures(run_id: int) -> list[Signed]:
    """Every agreement of a run in the order of its steps, as cover and control page print them."""
    rows = (
        Signature.objects.filter(step__run_id=run_id, decision=Decision.AGREE)
        .select_related("step", "acted_for")
        .order_by("step__order", "at", "pk")
    )
    return [
        Signed(
            kind=row.step.kind,
            step=step_title(row.step),
            name=row.name,
            job_title=row.job_title,
            dated=row.dated,
            on_paper=row.scan_id is not None,
            acted_for=name_of(row.acted_for) if row.acted_for else "",
        )
        for row in rows
    ]


def waiting_for(user: User, *, on: date | None = None) -> list[WaitingStep]:
    """What a person could decide today, the most urgent first; five queries, however much waits."""
    today = on or timezone.localdate()
    away = absences(today)
    pairs = [(each.person_id, each.delegate_id) for each in away]
    people = [user.pk, *rules.stands_in_for(pairs, user.pk)]
    takers = takers_among(people, away, on=today)
    roles = {grant.role for grant in takers.grants}
    steps = list(
        RunStep.objects.filter(state=StepState.OPEN, run__state=RunState.RUNNING)
        .filter(Q(person_id__in=people) | Q(role__in=roles))
        .select_related("run__started_by", "person", "scope")
        .order_by("due_on", "opened_at", "pk")
    )
    hands = _hands_by_run({step.run_id for step in steps})
    found = []
    for step in steps:
        try:
            chair, barred = flow.chair_of(step, user.pk, takers, hands.get(step.run_id, []))
        except NotFound:
            continue
        if barred is None:
            found.append(_waiting(step, takers.names.get(chair, "") if chair else ""))
    return sorted(found, key=lambda each: (each.due_on is None, each.due_on or date.max))


def stuck_steps(*, on: date | None = None) -> list[RunStep]:
    """Steps of running reviews that nobody is left to finish, for the manager to give away."""
    steps = list(
        RunStep.objects.filter(
            state__in=[StepState.OPEN, StepState.WAITING], run__state=RunState.RUNNING
        )
        .select_related("run__started_by", "person", "scope")
        .prefetch_related("signatures")
        .order_by("run_id", "order", "pk")
    )
    takers = takers_of_steps(steps, on=on or timezone.localdate())
    hands = _hands_by_run({step.run_id for step in steps})
    return [
        step
        for step in steps
        if rules.is_stuck(
            flow.votes_of(step, takers, hands.get(step.run_id, [])),
            quorum=step.quorum,
            is_vote=step.is_vote,
        )
    ]


def _hands_by_run(run_ids: set[int]) -> dict[int, list[rules.Hand]]:
    """Every decision of these runs; one query."""
    found: dict[int, list[rules.Hand]] = {}
    rows = Signature.objects.filter(step__run__in=run_ids).select_related("step").order_by("pk")
    for row in rows:
        hand = rules.Hand(row.step_id, row.step.kind, row.user_id, row.acted_for_id)
        found.setdefault(row.step.run_id, []).append(hand)
    return found


def _waiting(step: RunStep, acting_for: str) -> WaitingStep:
    return WaitingStep(
        step_id=step.pk,
        run_id=step.run_id,
        title=step.run.title,
        step=step_title(step),
        kind=step.kind,
        started_by=name_of(step.run.started_by),
        opened_at=step.opened_at or step.run.started_at,
        due_on=step.due_on,
        acting_for=acting_for,
    )
