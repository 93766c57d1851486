"""Letting the planner work: the records frozen, the solver in its own process, its answer checked and stored."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import (
    checking,
    conflicts,
    explaining,
    framing,
    queries,
    wording,
)
from espalier.cycle.plan.annual_plan.framing import Answer, Frame, OtherVersion
from espalier.cycle.plan.annual_plan.holding import locked_scenario
from espalier.cycle.plan.annual_plan.models import Run, Scenario
from espalier.cycle.plan.annual_plan.services.applying import apply_run
from espalier.cycle.plan.annual_plan.types import RunStatus
from espalier.cycle.plan.annual_plan.watching import Watch
from espalier.engines.planner import check
from espalier.engines.planner.findings import ProblemRefused
from espalier.engines.planner.problem import PairState
from espalier.engines.planner.selection import select
from espalier.engines.planner.solution import Plan, Selection
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.queries import file_bytes
from espalier.kit.files.services import store_file
from espalier.kit.jobs.services import start_job
from espalier.kit.jobs.types import Progress as Report

SOLVE_JOB, FRONTIER_JOB = "plan.solve", "plan.frontier"
MAX_BYTES = 2**30  # a frozen problem of 100,000 people takes some hundred megabytes
MEMORY_BYTES = 6 * 2**30  # address space a solver may take
Clock = Callable[[], datetime]


@transaction.atomic
def start_run(
    *,
    scenario_id: int,
    kind: str = Run.Kind.SELECT,
    seconds: int | None = None,
    work: float | None = None,
    seed: int = 0,
    in_background: bool = True,
    by: Actor,
    at: datetime,
) -> Run:
    """Put the planner to work on a scenario. ``work`` limits by counted work, so that the same run answers the same.

    Not ``in_background``: the caller does the work at once with ``solve_run`` or ``frontier_run``.

    Raises: NotFound; Refused when the planner is already working on it, or the plan was approved on it.
    """
    scenario = locked_scenario(scenario_id, even_approved=kind == Run.Kind.FRONTIER)
    if queries.working_run(scenario_id, kind) is not None:
        message = _("The planner is already working on this scenario.")
        remedy = _("Wait for its answer, or cancel that work.")
        raise Refused([Problem("working", message, scenario.name, remedy)])
    run = Run.objects.create(
        scenario=scenario,
        kind=kind,
        scenario_revision=scenario.revision,
        seed=seed,
        time_limit_seconds=seconds,
        answer={} if work is None else {"work": work},
        started_at=at,
        started_by=by.label,
    )
    if in_background:
        _give_to_worker(run, by, at)
    after = {"scenario": scenario.name, "kind": kind, "seconds": seconds, "seed": seed}
    log.record("plan.run.started", run, by=by, at=at, after=after)
    return run


def _give_to_worker(run: Run, by: Actor, at: datetime) -> None:
    title = f"{Run.Kind(run.kind).label}：{run.scenario.plan.year} {run.scenario.name}"
    job_kind = SOLVE_JOB if run.kind == Run.Kind.SELECT else FRONTIER_JOB
    run.job = start_job(kind=job_kind, title=title, arguments={"run": run.pk}, by=by, at=at)
    run.save(update_fields=["job"])


def solve_run(
    *, run_id: int, report: Report, clock: Clock = timezone.now, by: Actor, at: datetime
) -> Run:
    """Do the work of a run: read, solve, check, store, take over. Called by the job, twice when its worker died.

    Cancelled: the best plan so far is stored. A worker that dies leaves the frozen problem and the plan it had; the
    next one goes on from there.
    """
    run = queries.run_or_404(run_id)
    if run.finished_at is not None:
        return run
    report(0.02, _("Reading the records"))
    framed = frozen(run=run, by=by, at=clock())
    watch = Watch(
        report,
        weight_total=framed.weight_total,
        seconds=run.time_limit_seconds,
        store=lambda better: _keep_plan(run_id, better, by, clock()),
    )
    try:
        selection = select(
            framed.problem,
            seed=run.seed,
            work_limit=run.answer.get("work"),
            wall_limit=run.time_limit_seconds,
            memory_bytes=MEMORY_BYTES,
            on_progress=watch.tell,
            on_better=watch.keep,
            stop=watch.stops,
            start=_plan_so_far(run),
        )
    except ProblemRefused as refusal:
        return _end_refused(run_id, framed, refusal, by, clock())
    return store_selection(run_id=run_id, framed=framed, selection=selection, by=by, at=clock())


@transaction.atomic
def frozen(*, run: Run, by: Actor, at: datetime) -> Frame:
    """The problem of a run: read from the records once, and then always the same."""
    if run.problem_file is not None:
        try:
            return framing.unpack(file_bytes(run.problem_file))
        except (
            OtherVersion
        ):  # written before an update of the program: nothing was solved yet, read it anew
            run.problem_file = None
    held = Scenario.objects.select_for_update().get(pk=run.scenario_id)
    framed = framing.frame(run.scenario_id, timezone.localdate(at))
    name = f"plan-{run.scenario.plan.year}-run-{run.pk}.npz"
    run.problem_file = store_file(
        data=framing.pack(framed), name=name, by=by, at=at, max_bytes=MAX_BYTES
    )
    run.problem_sha256 = check.data_sha256(framed.problem)
    run.scenario_revision = held.revision
    run.save(update_fields=["problem_file", "problem_sha256", "scenario_revision"])
    return framed


@transaction.atomic
def store_selection(
    *, run_id: int, framed: Frame, selection: Selection, by: Actor, at: datetime
) -> Run:
    """Keep an answer that passed the check, and make it the scenario's lines unless somebody changed it meanwhile."""
    held = Run.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if held is None:  # the scenario was deleted while the planner worked
        return Run(pk=run_id)
    run = queries.run_or_404(run_id)
    # A plan that cannot meet every duty by law is still the best there is; the page names what is not met.
    broken = [
        each
        for each in check.check_selection(framed.problem, selection)
        if each.rule is not check.Rule.LEGAL
    ]
    run.is_verified = not broken and selection.plan is not None
    run.status = RunStatus.FAILED if broken else RunStatus(selection.status)
    run.versions, run.finished_at = dict(selection.versions), at
    run.gap_share = selection.gap_share
    if selection.worth is not None:
        run.objective = selection.worth.gap_closed
    if selection.certificate is not None:
        run.bound = selection.certificate.bound
    if run.is_verified:
        assert selection.plan is not None
        _store_plan(run, Answer(selection.plan, selection.certificate), by, at)
    run.answer = {**run.answer, **_told(framed, selection)}
    names = checking.names_of(framed)
    run.problem_text = "\n".join(
        str(wording.broken_problem(each, names, run.scenario)) for each in broken
    )
    run.save()
    log.record("plan.run.finished", run, by=by, at=at, after=_summary(run))
    return _taken_over(run, by, at)


def _taken_over(run: Run, by: Actor, at: datetime) -> Run:
    """Apply the answer if the scenario still is what was asked about; else it waits for a person's word."""
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=run.scenario_id)
    if run.is_verified and scenario.revision == run.scenario_revision:
        apply_run(run_id=run.pk, by=by, at=at)
        return queries.run_or_404(run.pk)
    return run


def _store_plan(run: Run, answer: Answer, by: Actor, at: datetime) -> None:
    name = f"plan-{run.scenario.plan.year}-run-{run.pk}-plan.npz"
    run.plan_file = store_file(
        data=framing.pack_answer(answer), name=name, by=by, at=at, max_bytes=MAX_BYTES
    )


@transaction.atomic
def _keep_plan(run_id: int, better: Selection, by: Actor, at: datetime) -> None:
    """The best plan so far survives the worker; the scenario's lines wait for the end of the run."""
    run = queries.run_or_404(run_id)
    assert better.plan is not None
    _store_plan(run, Answer(better.plan, better.certificate), by, at)
    run.objective = better.worth.gap_closed if better.worth else None
    # The engine gives out only plans that its checker passed; lines are made of it by a person's word alone.
    run.is_verified = True
    run.save(update_fields=["plan_file", "objective", "is_verified"])


def _plan_so_far(run: Run) -> Plan | None:
    if run.plan_file is None:
        return None
    try:
        return framing.unpack_answer(file_bytes(run.plan_file)).plan
    except OtherVersion:
        return None


@transaction.atomic
def _end_refused(
    run_id: int, framed: Frame, refusal: ProblemRefused, by: Actor, at: datetime
) -> Run:
    """Named before the solver started; the lines stay as they were."""
    run = queries.run_or_404(run_id)
    run.status, run.finished_at = RunStatus.REFUSED, at
    names = checking.names_of(framed)
    problems = [conflicts.finding_problem(each, names) for each in refusal.problems]
    run.answer = {
        **run.answer,
        "weight_total": framed.weight_total,
        "findings": [conflicts.finding_data(each) for each in refusal.problems],
    }
    run.problem_text = "\n".join(str(each) for each in problems)
    run.save()
    log.record("plan.run.refused", run, by=by, at=at, after={"problems": len(problems)})
    return run


def _told(framed: Frame, selection: Selection) -> Mapping[str, Any]:
    """What the page and the document say of an answer without opening its files."""
    worth, prices = selection.worth, selection.certificate
    problem = framed.problem
    return {
        "method": selection.method,
        "work_done": selection.work,
        "warnings": list(selection.warnings),
        "module_ids": list(framed.keys.module_ids),
        "prices": explaining.prices_of(framed, selection),
        "weight_total": framed.weight_total,
        "weight_gaps": framed.weight_gaps,
        "gaps_closed": None if selection.plan is None else framed.gaps_closed(selection.plan),
        "taken_on": framed.taken_on.isoformat(),
        "n_people": len(framed.keys.employee_ids),
        "n_pairs": int(problem.pairs.module.size),
        "n_legal": int((problem.pairs.state == PairState.LEGAL).sum()),
        "budget": problem.budget_minor,
        "worth": None
        if worth is None
        else {name: getattr(worth, name) for name in worth.__dataclass_fields__},
        "budget_price": None if prices is None else [prices.budget, prices.scale],
    }


def _summary(run: Run) -> dict[str, object]:
    return {
        "status": run.status,
        "objective": run.objective,
        "bound": run.bound,
        "sha256": run.problem_sha256,
        "seed": run.seed,
        "is_verified": run.is_verified,
    }


@transaction.atomic
def fail_run(*, run_id: int, reason: str, by: Actor, at: datetime) -> None:
    """The work ended badly; the run says what happened, and the plan before it stays."""
    run = Run.objects.filter(pk=run_id, finished_at=None).first()
    if run is not None:
        run.status, run.finished_at, run.problem_text = RunStatus.FAILED, at, reason
        run.save(update_fields=["status", "finished_at", "problem_text"])
        log.record("plan.run.failed", run, by=by, at=at, after={"reason": reason[:200]})
