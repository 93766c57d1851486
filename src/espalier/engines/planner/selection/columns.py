"""Selection for large companies, in the solver's process: greedy first, then column generation, then whole plans."""

from importlib.metadata import version

import numpy as np

from espalier.engines.planner.baselines import adaptive_greedy
from espalier.engines.planner.check import check_plan
from espalier.engines.planner.child import Channel
from espalier.engines.planner.selection.scale.clock import Clock
from espalier.engines.planner.selection.scale.diving import dive
from espalier.engines.planner.selection.scale.instance import Instance, make_instance
from espalier.engines.planner.selection.scale.integral import whole_sets
from espalier.engines.planner.selection.scale.plans import (
    Draft,
    draft_of_plan,
    keeps_rules,
    plan_of_draft,
)
from espalier.engines.planner.selection.scale.prices import certificate
from espalier.engines.planner.selection.scale.pricing import Priced, Pricer
from espalier.engines.planner.selection.scale.relaxation import begin
from espalier.engines.planner.selection.types import Answer, Task
from espalier.engines.planner.solution import Certificate, Plan, Stage

METHOD = "column generation"
CUT_ROUNDS = 12
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
        self.instance: Instance | None = None

    def offer(self, made: Draft, stage: str) -> None:
        """Take a plan if it keeps the rules and closes more."""
        assert self.instance is not None
        if made.weight > self.weight and keeps_rules(self.instance, made):
            self.weight = made.weight
            self.plan = plan_of_draft(self.instance, made)
            self.channel.keep(self.answer())
        self.tell(stage)

    def learn(self, priced: Priced, stage: str) -> None:
        """Take prices that prove more."""
        if self.priced is None or priced.bound < self.priced.bound:
            self.priced = priced
        self.tell(stage)

    def tell(self, stage: str) -> None:
        settled = 0 if self.instance is None else int(self.instance.forced_weight.sum())
        self.channel.report(
            stage,
            incumbent=self.weight + settled if self.weight >= 0 else None,
            bound=None if self.priced is None else self.priced.bound,
            work=self.clock.done,
        )

    def answer(self) -> Answer:
        prices: Certificate | None = None
        stages: tuple[Stage, ...] = ()
        if self.instance is not None and self.priced is not None:
            bound = int(self.priced.bound)
            prices = certificate(self.instance, self.priced.prices, bound)
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
    run = Run(task, channel)
    start = adaptive_greedy(task.problem)
    run.plan = start
    channel.keep(run.answer())
    instance = run.instance = make_instance(task.problem)
    known = [start] if task.start is None else [start, task.start]
    drafts = [draft_of_plan(instance, plan) for plan in known if not check_plan(task.problem, plan)]
    for made in drafts:
        run.offer(made, "greedy")
    relaxation = begin(instance, Pricer(instance), run.clock, [made.chosen for made in drafts])
    relaxation.generate()
    relaxation.tighten(CUT_ROUNDS)
    run.learn(relaxation.best, "bound")
    sessions = dive(relaxation)
    if sessions is not None:
        whole = whole_sets(relaxation, sessions, run.clock.seconds(0.5))
        if whole is not None:
            run.offer(whole, "whole sets")
    return run.answer()
