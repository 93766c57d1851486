"""Reading reviews: what waits for whom, one run with everything on it, signatures, procedures."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from espalier.kit.accounts.models import User
from espalier.kit.approval import flow, rules
from espalier.kit.approval.models import Delegation, Procedure, Run, RunStep, Signature, Step
from espalier.kit.approval.rules import RunState, StepState
from espalier.kit.approval.run_pages import RunPage, StepOnPage, run_or_404, run_page
from espalier.kit.approval.takers import (
    absences,
    name_of,
    person_named,
    takers_among,
    takers_of_steps,
)
from espalier.kit.approval.types import Decision, ProcedureChoice, Signed, SubjectRef, WaitingStep
from espalier.kit.approval.words import procedure_title, step_title
from espalier.kit.errors import NotFound

__all__ = ["RunPage", "StepOnPage", "person_named", "run_or_404", "run_page"]
MAX_LISTED = 900


def latest_run(kind: str, id: object) -> Run | None:
    """The newest review of a record; None when it never was in review."""
    return runs_of(kind, id).first()


def runs_of(kind: str, id: object) -> QuerySet[Run]:
    """All reviews of a record, newest first."""
    found = Run.objects.filter(subject_kind=kind, subject_id=str(id))
    return found.select_related("procedure", "started_by").order_by("-pk")


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
    """What a person could decide today, the most urgent first; four queries, however much waits."""
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
    return [step for step in steps if flow.is_stuck(step, takers, hands.get(step.run_id, []))]


def procedures_for(kind_or_output: str) -> list[ProcedureChoice]:
    """Procedures in use for an output's code or a kind of record; those made for it come first."""
    rows = Procedure.objects.filter(is_active=True).order_by("code")
    choices = [
        ProcedureChoice(row.pk, row.code, procedure_title(row), bool(row.applies_to))
        for row in rows
        if not row.applies_to or kind_or_output in row.applies_to
    ]
    return sorted(choices, key=lambda choice: not choice.is_specific)


def procedures() -> QuerySet[Procedure]:
    """All procedures with how often each was used."""
    used = Count("runs", distinct=True)
    return Procedure.objects.annotate(n_runs=used, n_steps=Count("steps", distinct=True)).order_by(
        "code"
    )


def procedure_or_404(procedure_id: int) -> Procedure:
    """With its steps. Raises: NotFound."""
    found = _with_steps().filter(pk=procedure_id).first()
    if found is None:
        raise NotFound
    return found


def procedures_with_steps() -> list[Procedure]:
    """Every procedure with its steps; two queries."""
    return list(_with_steps())


def _with_steps() -> QuerySet[Procedure]:
    steps = Step.objects.select_related("person", "scope").order_by("order", "pk")
    return Procedure.objects.prefetch_related(Prefetch("steps", steps)).order_by("code")


def all_runs() -> QuerySet[Run]:
    """Every review, for the history."""
    return Run.objects.select_related("procedure", "started_by").order_by("-started_at", "-pk")


def runs_of_person(user_id: int) -> QuerySet[Run]:
    """Reviews a person began or signed, newest first."""
    signed = Signature.objects.filter(step__run=OuterRef("pk"), user_id=user_id)
    mine = Q(started_by_id=user_id) | Q(Exists(signed))
    return all_runs().filter(mine)


def delegations_of(user_id: int) -> QuerySet[Delegation]:
    """Whom a person let act for them, and for whom they act, newest first."""
    mine = Q(person_id=user_id) | Q(delegate_id=user_id)
    found = Delegation.objects.filter(mine).select_related("person", "delegate")
    return found.order_by("-starts_on", "-pk")


def signature_or_404(signature_id: int) -> Signature:
    """With its scan and run. Raises: NotFound."""
    found = Signature.objects.select_related("step__run", "scan").filter(pk=signature_id).first()
    if found is None:
        raise NotFound
    return found


def run_of_step(step_id: int) -> int:
    """The id of the run a step belongs to. Raises: NotFound."""
    found = RunStep.objects.filter(pk=step_id).values_list("run_id", flat=True).first()
    if found is None:
        raise NotFound
    return found


def takers_today(procedure_id: int | None, *, on: date) -> list[tuple[Step, list[str]]]:
    """The steps of a procedure with the names of those who could take them on a day."""
    if procedure_id is None:
        return []
    steps = list(procedure_or_404(procedure_id).steps.all())
    takers = takers_of_steps(steps, on=on)
    return [(step, [takers.names[each] for each in takers.able(step)]) for step in steps]


def _hands_by_run(run_ids: set[int]) -> dict[int, list[rules.Hand]]:
    """Every decision of these runs; one query."""
    found: dict[int, list[rules.Hand]] = {}
    # So many ids that one statement could not bind them all are of the running reviews anyway.
    few = len(run_ids) <= MAX_LISTED
    which = Q(step__run__in=run_ids) if few else Q(step__run__state=RunState.RUNNING)
    rows = Signature.objects.filter(which).order_by("pk")
    told = rows.values_list("step__run_id", "step_id", "step__kind", "user_id", "acted_for_id")
    for run_id, step_id, kind, user_id, acted_for_id in told:
        found.setdefault(run_id, []).append(rules.Hand(step_id, kind, user_id, acted_for_id))
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
