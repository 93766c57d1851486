"""The front door of selection: refuse, choose the method by size, run it in a child, check what comes back."""

from collections.abc import Callable
from dataclasses import replace

from espalier.engines.planner.bound import certified
from espalier.engines.planner.check import Rule, check_plan, data_sha256, gap_share, worth_of
from espalier.engines.planner.problem import SelectionProblem
from espalier.engines.planner.refusals import refuse
from espalier.engines.planner.running import Ended, Limits, Outcome, Progress, run_task
from espalier.engines.planner.selection.types import Answer, Task
from espalier.engines.planner.solution import Plan, Selection, Stage, Status, Worth

MILP_PEOPLE = (
    500  # up to here one model for all; above, one set of modules a person (column generation)
)
MILP_TASK = "espalier.engines.planner.selection.milp:solve"
COLUMNS_TASK = "espalier.engines.planner.selection.columns:solve"
PROVEN = 1e-4  # distance from the bound at which a plan counts as optimal
GRACE = 10.0  # seconds a solver may take to come to an end, before it is killed


def select(
    problem: SelectionProblem,
    *,
    seed: int,
    work_limit: int | None = None,
    wall_limit: float | None = None,
    memory_bytes: int | None = None,
    give_permille: int = 10,
    start: Plan | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_better: Callable[[Selection], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Selection:
    """Find the best plan under the rules and limits, and how near it is to the best possible.

    Parameters
    ----------
    problem : SelectionProblem
    seed : int
        Same problem, seed and work limit: the same plan, unless the wall limit or ``stop`` ended the run.
    work_limit : int, optional
        Nodes of branch and bound, or rounds of column generation.
    wall_limit : float, optional
        Seconds.
    memory_bytes : int, optional
        Address space of the solver's process.
    give_permille : int
        How much of the gap closed may be given up so that the worst-off department closes more.
    start : Plan, optional
        A known plan; where it keeps the rules the answer is at least as good.
    on_progress, on_better : callable, optional
        Told how the run goes, and every better plan as a selection of its own, to be kept.
    stop : callable, optional
        True ends the run with the best plan so far.

    Raises
    ------
    ProblemRefused
        With everything that stops this problem from being solved, each with place and remedy.
    """
    refuse(problem)
    task = Task(problem, seed, work_limit, give_permille, start)
    outcome = run_task(
        MILP_TASK if problem.n_people <= MILP_PEOPLE else COLUMNS_TASK,
        task,
        limits=Limits(seconds=wall_limit, grace=GRACE, memory_bytes=memory_bytes),
        on_progress=on_progress,
        on_kept=None if on_better is None else lambda answer: on_better(_kept(task, answer)),
        stop=stop,
    )
    return selection_of(task, outcome)


def selection_of(task: Task, outcome: Outcome) -> Selection:
    """Check what a run answered and say how good it is; nothing the solver claims is taken over unchecked."""
    answer: Answer | None = outcome.answer
    if answer is None:
        return _without_plan(task, outcome)
    problem, plan, warnings = task.problem, answer.plan, list(answer.warnings)
    worth: Worth | None = None
    if plan is not None:
        broken = [each for each in check_plan(problem, plan) if each.rule is not Rule.LEGAL]
        if broken:
            warnings.append(f"the solver's plan broke {broken[0].rule} and was thrown away")
            plan = None
        else:
            worth = worth_of(problem, plan)
    certificate = None
    if answer.prices is not None:
        forced = worth is None or worth.legal_missing == 0
        certificate = certified(problem, answer.prices, legal_forced=forced)
    share = gap_share(worth, certificate)
    claimed = claimed_gap_share(worth, answer.stages)
    return Selection(
        status=_status(outcome.ended, worth, answer.stages, share, claimed),
        plan=plan,
        worth=worth,
        certificate=certificate,
        gap_share=share,
        method=answer.method,
        seed=task.seed,
        data_sha256=data_sha256(problem),
        versions=answer.versions,
        work={**answer.work, "seconds": outcome.seconds, "peak_bytes": float(outcome.peak_bytes)},
        warnings=tuple(warnings),
        stages=answer.stages,
        claimed_gap_share=claimed,
        ended=outcome.ended.value,
        detail=outcome.detail,
    )


def claimed_gap_share(worth: Worth | None, stages: tuple[Stage, ...]) -> float | None:
    """Distance of the gap stage by the solver's own bound; None where it claims none."""
    found = [stage for stage in stages if stage.name == "gap"]
    if worth is None or not found or found[0].bound is None:
        return None
    if found[0].bound <= 0:
        return 0.0
    return max(0.0, (found[0].bound - found[0].value) / found[0].bound)


def _kept(task: Task, answer: Answer) -> Selection:
    """A better plan on the way, as a selection that may be stored; checked like the last one.

    In large companies the bound takes longer to recompute than the solver needs for its next plan: it waits.
    """
    if task.problem.n_people > MILP_PEOPLE:
        answer = replace(answer, prices=None)
    return selection_of(task, Outcome(Ended.STOPPED, answer, "", 0.0, 0))


def _status(
    ended: Ended,
    worth: Worth | None,
    stages: tuple[Stage, ...],
    share: float | None,
    claimed: float | None,
) -> Status:
    if worth is None:
        return Status.INFEASIBLE if ended is Ended.DONE else Status.STOPPED
    if worth.legal_missing:
        return Status.INFEASIBLE if ended is Ended.DONE else Status.STOPPED
    if ended is not Ended.DONE:
        return Status.STOPPED
    near = [each for each in (share, claimed) if each is not None]
    return Status.OPTIMAL if near and min(near) <= PROVEN else Status.FEASIBLE


def _without_plan(task: Task, outcome: Outcome) -> Selection:
    infeasible = outcome.ended is Ended.DONE
    return Selection(
        status=Status.INFEASIBLE if infeasible else Status.STOPPED,
        plan=None,
        worth=None,
        certificate=None,
        gap_share=None,
        method="none",
        seed=task.seed,
        data_sha256=data_sha256(task.problem),
        work={"seconds": outcome.seconds, "peak_bytes": float(outcome.peak_bytes)},
        ended=outcome.ended.value,
        detail=outcome.detail,
    )
