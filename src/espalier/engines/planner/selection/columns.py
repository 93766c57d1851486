"""Selection for large companies, in the solver's process: greedy first, then column generation, then whole plans."""

from importlib.metadata import version

import numpy as np

from espalier.engines.planner.baselines import adaptive_greedy
from espalier.engines.planner.child import Channel
from espalier.engines.planner.problem import PairState
from espalier.engines.planner.selection.scale.branching import (
    Case,
    branch,
    root_case,
    rounded_down,
    split_certificate,
    stand_in,
)
from espalier.engines.planner.selection.scale.clock import Clock
from espalier.engines.planner.selection.scale.crowds import relax_crowd
from espalier.engines.planner.selection.scale.diving import dive
from espalier.engines.planner.selection.scale.finishing import refilled
from espalier.engines.planner.selection.scale.instance import Instance, make_instance
from espalier.engines.planner.selection.scale.integral import whole_sets
from espalier.engines.planner.selection.scale.plans import (
    Draft,
    draft_of_plan,
    keeps_rules,
    plan_of_draft,
)
from espalier.engines.planner.selection.scale.pricing import Priced, Pricer
from espalier.engines.planner.selection.scale.relaxation import Relaxation, begin
from espalier.engines.planner.selection.scale.rounding import (
    market_of,
    plan_for_sessions,
    whole_sessions,
)
from espalier.engines.planner.selection.types import Answer, Task
from espalier.engines.planner.solution import Certificate, Plan, Stage

METHOD = "column generation"
ONE_ROW_EACH = 4_000  # people; above, rows are groups of people
CUT_ROUNDS = 12
TURNS = 20  # of branching and diving, at most
CASES_A_TURN = 5
NEAR_ENOUGH = 0.004  # distance from the bound at which the run ends by itself
RESERVE = 3.0  # seconds kept back for handing over


class Run:
    """One run: the best plan and the best prices so far, told and kept as they come."""

    def __init__(self, task: Task, channel: Channel) -> None:
        self.task = task
        self.channel = channel
        self.clock = Clock(channel, task.work_limit, RESERVE)
        self.plan: Plan | None = None
        self.weight = -1
        self.priced: Priced | None = None
        self.cases: Case | None = None
        self.instance: Instance | None = None

    def offer(self, made: Draft, stage: str) -> None:
        """Take a plan if it keeps the rules and closes more."""
        assert self.instance is not None
        if made.weight > self.weight and keeps_rules(self.instance, made):
            self.weight = made.weight
            self.plan = plan_of_draft(self.instance, made)
            self.channel.keep(self.answer())
        self.tell(stage)

    def learn(self, priced: Priced, cases: Case | None, stage: str) -> None:
        """Take prices and cases that prove more, and hand them over with the best plan."""
        if self.priced is None or priced.bound < self.priced.bound:
            self.priced = priced
        self.cases = cases
        self.channel.keep(self.answer())
        self.tell(stage)

    def bound(self) -> float | None:
        if self.priced is None:
            return None
        return (
            self.priced.bound if self.cases is None else min(self.priced.bound, self.cases.bound())
        )

    def chance(self) -> np.random.Generator:
        return np.random.default_rng(self.task.seed)

    def tell(self, stage: str) -> None:
        settled = 0 if self.instance is None else int(self.instance.forced_weight.sum())
        self.channel.report(
            stage,
            incumbent=self.weight + settled if self.weight >= 0 else None,
            bound=self.bound(),
            work=self.clock.done,
        )

    def answer(self) -> Answer:
        prices: Certificate | None = None
        stages: tuple[Stage, ...] = ()
        claimed = self.bound()
        if self.instance is not None and self.priced is not None and claimed is not None:
            bound = rounded_down(claimed)
            prices = split_certificate(self.instance, self.cases, self.priced)
            reached = float(self.weight + int(self.instance.forced_weight.sum()))
            stages = (Stage("gap", reached, float(bound), 0.0, reached >= bound),)
        return Answer(
            plan=self.plan,
            prices=prices,
            method=METHOD,
            stages=stages,
            versions={"highspy": version("highspy"), "numpy": np.__version__},
            work={"rounds": float(self.clock.done)},
        )


def solve(task: Task, channel: Channel) -> Answer:
    """Run the task; the best plan so far is kept whenever there is a better one."""
    return _solve(task, channel, large=task.problem.n_people > ONE_ROW_EACH)


def solve_in_groups(task: Task, channel: Channel) -> Answer:
    """The way of the largest companies, whatever the size."""
    return _solve(task, channel, large=True)


def _solve(task: Task, channel: Channel, *, large: bool) -> Answer:
    run = Run(task, channel)
    known = [adaptive_greedy(task.problem)]
    known += [] if task.start is None else [task.start]
    run.plan = known[0]
    channel.keep(run.answer())
    instance = run.instance = make_instance(task.problem, without=unmet_duties(task, known[0]))
    drafts = [draft_of_plan(instance, plan) for plan in known]
    for made in drafts:
        run.offer(made, "greedy")
    pricer = Pricer(instance)
    if large:
        _solve_crowd(run, pricer)
    else:
        _solve_people(run, pricer, [made.chosen for made in drafts])
    return run.answer()


def unmet_duties(task: Task, plan: Plan) -> np.ndarray:
    """Legal pairs that a plan with room for them leaves out: no class of theirs can run."""
    missing: np.ndarray = (task.problem.pairs.state == PairState.LEGAL) & ~plan.chosen
    return missing


def _solve_people(run: Run, pricer: Pricer, known: list[np.ndarray]) -> None:
    """One row a person: cuts, then dives for plans and cases for the bound, in turn."""
    relaxation = begin(pricer.instance, pricer, run.clock, known)
    relaxation.generate()
    relaxation.tighten(CUT_ROUNDS)
    root = root_case(relaxation)
    run.learn(relaxation.best, root, "bound")
    reached = _dive(run, relaxation, 0.0, careful=False)
    stand_in(relaxation, root, root.box)
    if reached == 0.0:
        _round(run, pricer, relaxation.local, relaxation.mixed.sessions)
    for turn in range(TURNS):
        goal = run.weight / (1 - NEAR_ENOUGH)
        if run.clock.over() or root.bound() <= goal:
            return
        worst = max(root.leaves(), key=lambda leaf: leaf.priced.bound)
        stand_in(relaxation, worst, worst.box)
        reached = max(reached, _dive(run, relaxation, reached, careful=turn % 2 == 0))
        branch(relaxation, root, run.weight / (1 - NEAR_ENOUGH), CASES_A_TURN)
        run.learn(relaxation.best, root, "cases")


def _dive(run: Run, relaxation: Relaxation, reached: float, *, careful: bool) -> float:
    """Sessions by a dive, whole sets for them if that promises more than was reached, and free seats filled."""
    sessions = dive(relaxation, careful=careful)
    promised = relaxation.mixed.weight
    if sessions is None or promised <= max(reached, run.weight):
        return 0.0
    made = whole_sets(relaxation, sessions, run.clock.seconds(0.4))
    if made is None:
        _round(run, relaxation.pricer, relaxation.local, sessions.astype(float))
        return promised
    run.offer(made, "whole sets")
    filled = refilled(relaxation.pricer, made, relaxation.local.prices, run.chance())
    if filled is not None:
        run.offer(filled, "free seats")
    return promised


def _solve_crowd(run: Run, pricer: Pricer) -> None:
    """Groups of people as rows; sessions rounded at once."""
    relaxation = relax_crowd(pricer.instance, pricer, run.clock, run.task.seed)
    run.learn(relaxation.best, None, "bound")
    _round(run, pricer, relaxation.local, relaxation.mixed.sessions)


def _round(run: Run, pricer: Pricer, priced: Priced, sessions: np.ndarray) -> None:
    whole = whole_sessions(pricer.instance, sessions)
    market = market_of(pricer.instance, whole, priced.prices, priced.people)
    made = plan_for_sessions(pricer, run.clock, market, run.chance())
    if made is not None:
        run.offer(made, "rounded sessions")
