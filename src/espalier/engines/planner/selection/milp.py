"""Selection as one mixed-integer model, solved by HiGHS stage by stage: for companies up to some hundred people.

The order of objectives: legal duties, weighted gap closed, fairness between departments, cost, changes against
the last approved plan. What one stage reaches is a rule for the next. It starts from the adaptive greedy plan, so
no answer is below that; and every plan it keeps has passed the checker.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor, inf
from time import monotonic

import numpy as np

from espalier.engines.planner.baselines import adaptive_greedy
from espalier.engines.planner.bound import certified
from espalier.engines.planner.check import Rule, check_plan, closed_by_department, worth_of
from espalier.engines.planner.child import Channel, Part
from espalier.engines.planner.filling import Filling
from espalier.engines.planner.problem import PairState
from espalier.engines.planner.selection import columns
from espalier.engines.planner.selection.highs import Highs, Run, version
from espalier.engines.planner.selection.model import (
    closing,
    cost_coefficients,
    gaps_of_departments,
    model_of,
    plan_of,
    values_of,
)
from espalier.engines.planner.selection.prices_of_rows import prices_from_rows
from espalier.engines.planner.selection.types import Answer, Task
from espalier.engines.planner.solution import Certificate, Plan, Stage, Worth

METHOD = "milp"
GAP = 0.9e-4  # relative distance at which the gap stage counts as proven
LATER_GAP = 1e-3  # and that of the stages after it, which only choose among equals
LATER_LOOKS = (
    400  # of the solver at its limits, where nothing else ends those stages; 10 to 100 a second
)
COLUMN_PEOPLE = (
    60  # from here on column generation gives better prices and a better plan to begin with
)
COLUMN_ROUNDS = 80
COLUMN_SHARE = 0.35  # of the time left
COST_GIVE = 0.005  # share of the cost that may be given up to stay near the last plan
SLACK = 0.01  # of a whole number: keeps rules on whole numbers safe from rounding
TELL_EVERY = 0.5  # seconds between lines of progress


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """One stage: what the model minimises, what makes one checked plan better than another, and its limits."""

    name: str
    costs: np.ndarray
    merit: Callable[["Found"], Fraction | int]
    gap: float
    share: float  # of the time and work left
    looks: int | None = LATER_LOOKS
    shown: Callable[[float], float] | None = None  # what the solver's value means, where it is told


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A checked plan and its values."""

    plan: Plan
    worth: Worth
    rate: Fraction  # of the worst-off department


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """A rule that a stage leaves for those after it."""

    columns: np.ndarray
    values: np.ndarray
    lower: float = -np.inf
    upper: float = np.inf


def solve(task: Task, channel: Channel) -> Answer:
    """Solve one task; called in the child process."""
    return Search(task, channel).run()


class Search:
    """The state of one run: the model and its rules, the best plan, and what each stage came to."""

    def __init__(self, task: Task, channel: Channel) -> None:
        self.task = task
        self.channel = channel
        self.problem = task.problem
        self.stages: list[Stage] = []
        self.limits: list[Limit] = []
        self.prices: Certificate | None = None
        self.nodes = self.looks = 0
        self.best: Found | None = None
        self.floor: Callable[[Found], bool] = lambda found: True
        duties_alone = Filling(self.problem, money_share=0.0).plan()
        for plan in (task.start, adaptive_greedy(self.problem), duties_alone):
            self._begin_with(plan)
        self._load(exact=False)

    def run(self) -> Answer:
        """All stages in their order, as far as time and work allow."""
        self._keep()
        self._columns()
        for stage in (self._legal, self._gap, self._fairness, self._cost, self._changes):
            if self.channel.stop_requested() and self.stages:
                break
            stage()
            if self.best is None:
                break
        return self._answer()

    def _answer(self) -> Answer:
        work = {
            "nodes": float(self.nodes),
            "looks": float(self.looks),
            "solver_seconds": self.channel.seconds,
        }
        return Answer(
            plan=self.best.plan if self.best else None,
            prices=self.prices,
            method=METHOD,
            stages=tuple(self.stages),
            versions={"highs": version()},
            work=work,
        )

    def _begin_with(self, plan: Plan | None) -> None:
        """Take a known plan that keeps the rules, if it is better than the others known."""
        found = None if plan is None else self._checked(plan)
        if found and (self.best is None or _order(found) > _order(self.best)):
            self.best = found

    def _columns(self) -> None:
        """A good plan and good prices by column generation; the model then only has to improve on them."""
        duties_met = self.best is not None and self.best.worth.legal_missing == 0
        if self.problem.n_people < COLUMN_PEOPLE or not duties_met:
            return
        limit = self.task.work_limit
        rounds = COLUMN_ROUNDS if limit is None else min(limit, COLUMN_ROUNDS)
        part = Part(self.channel, "gap", COLUMN_SHARE)
        answer = columns.solve(replace(self.task, work_limit=rounds), part)
        self._begin_with(answer.plan)
        if answer.prices is not None:
            self.prices = certified(self.problem, answer.prices)
        self._keep()

    def _legal(self) -> None:
        """As few legal duties missing as possible; no plan at all when the rest cannot be kept either."""
        legal = np.nonzero(self.problem.pairs.state == PairState.LEGAL)[0]
        if self.best is not None and self.best.worth.legal_missing == 0:
            self.stages.append(Stage("legal", 0, 0, 0.0, True))
            return
        costs = self._zeros()
        costs[legal] = -1
        run = self._run(
            Aim(
                "legal",
                costs,
                lambda found: -found.worth.legal_missing,
                gap=0.0,
                share=0.3,
                looks=None,
                shown=lambda value: legal.size + value,
            )
        )
        if self.best is None:
            self.stages.append(Stage("legal", legal.size, None, 0.0, run.infeasible))
            return
        missing = self.best.worth.legal_missing
        self._note("legal", missing, legal.size + run.bound, 0.0, run.proven)
        self.floor = lambda found: found.worth.legal_missing <= missing
        self.limits.append(Limit(legal, np.ones(legal.size), lower=legal.size - missing - SLACK))
        self._load(exact=self.exact)

    def _gap(self) -> None:
        """The weight of the gaps closed; the prices of its relaxation become the certificate."""
        self._price()
        aim = Aim(
            "gap",
            -closing(self.problem, self.model),
            lambda found: found.worth.gap_closed,
            gap=GAP,
            share=0.7,
            looks=None,
            shown=lambda value: -value,
        )
        run = self._run(aim)
        assert self.best is not None
        closed, give = self.best.worth.gap_closed, self.task.give_permille
        self._note("gap", closed, -run.bound, give / 1000, run.proven)
        least = -(-closed * (1000 - give) // 1000)
        self._keep_above(least, self.best.worth.legal_missing)

    def _keep_above(self, least: int, missing: int) -> None:
        """From now on close at least this weight."""
        departments = self._departments()
        self._limit(Limit(departments, np.ones(departments.size), lower=least - SLACK))
        self.floor = lambda found: (
            found.worth.gap_closed >= least and found.worth.legal_missing <= missing
        )

    def _fairness(self) -> None:
        """Raise the worst-off department; among plans as fair, close more."""
        assert self.best is not None
        gaps = gaps_of_departments(self.problem)
        columns, whole = self.model.columns, float(max(1, gaps.sum()))
        costs = self._zeros()
        costs[columns.rate] = -whole
        costs[self._departments()] = -0.01
        for d in np.nonzero(gaps)[0].tolist():
            pair = np.array([columns.rate, columns.closed + d])
            self._limit(Limit(pair, np.array([float(gaps[d]), -1.0]), upper=0.0))
        share = Fraction(1, 100 * int(whole))
        run = self._run(
            Aim(
                "fairness",
                costs,
                lambda found: found.rate + share * found.worth.gap_closed,
                LATER_GAP,
                0.4,
            )
        )
        rate, closed, missing = (
            self.best.rate,
            self.best.worth.gap_closed,
            self.best.worth.legal_missing,
        )
        self._note("fairness", floor(1000 * rate), None, 0.0, run.proven)
        for d in np.nonzero(gaps)[0].tolist():
            least = ceil(rate * int(gaps[d])) - SLACK
            self._limit(Limit(np.array([columns.closed + d]), np.ones(1), lower=least))
        self._keep_above(closed, missing)
        above = self.floor
        self.floor = lambda found: above(found) and found.rate >= rate

    def _cost(self) -> None:
        """The cheapest of the plans as good so far."""
        assert self.best is not None
        costs = cost_coefficients(self.problem, self.model)
        unit = self.model.money_unit
        aim = Aim(
            "cost",
            costs,
            lambda found: -found.worth.cost_minor,
            gap=LATER_GAP,
            share=0.6,
            shown=lambda value: value * unit,
        )
        run = self._run(aim)
        cost = self.best.worth.cost_minor
        is_last = self.problem.planned_sessions is None
        give = 0.0 if is_last else COST_GIVE
        self._note("cost", cost, run.bound * unit, give, run.proven)
        every, most = np.nonzero(costs)[0], floor(cost * (1 + give))
        self._limit(Limit(every, costs[every], upper=most / self.model.money_unit))
        above = self.floor
        self.floor = lambda found: above(found) and found.worth.cost_minor <= most

    def _changes(self) -> None:
        """The nearest to the last approved plan."""
        if self.problem.planned_sessions is None:
            return
        assert self.best is not None
        planned = self.problem.pairs.was_planned
        costs = self._zeros()
        costs[: planned.size] = np.where(planned, -1, 1)
        costs[self.model.columns.shifts :] = 1
        run = self._run(Aim("changes", costs, lambda found: -found.worth.changes, LATER_GAP, 1.0))
        bound = run.bound + int(planned.sum())
        self._note("changes", self.best.worth.changes, bound, 0.0, run.proven)

    def _run(self, aim: Aim) -> Run:
        """Solve one stage; once more with exact counting where fairness forbids what came out."""
        run = self._run_once(aim)
        if run.values is None or self.exact:
            return run
        found = self._checked(plan_of(self.problem, self.model, run.values))
        if found is None:
            self._load(exact=True)
            run = self._run_once(aim)
        return run

    def _run_once(self, aim: Aim) -> Run:
        left, told_at = self.channel.seconds_left(), monotonic()
        seconds = None if left is None else left * aim.share
        end = None if seconds is None else monotonic() + seconds
        limit, last = self.task.work_limit, None
        if limit is not None:
            last = self.looks + max(1, int((limit - self.looks) * aim.share))
        elif aim.looks is not None:
            last = self.looks + aim.looks

        def look(incumbent: float, bound: float, nodes: int) -> bool:
            nonlocal told_at
            self.looks += 1
            if monotonic() - told_at > TELL_EVERY:
                told_at = monotonic()
                shown = aim.shown or (lambda value: inf)
                self.channel.report(
                    aim.name,
                    incumbent=shown(incumbent),
                    bound=shown(bound),
                    nodes=self.nodes + nodes,
                )
            worked = last is not None and self.looks >= last
            return (
                worked or self.channel.stop_requested() or (end is not None and monotonic() > end)
            )

        highs = self._solver()
        highs.minimise(aim.costs)
        run = highs.run(
            values_of(self.problem, self.model, self.best.plan) if self.best else None,
            gap=aim.gap,
            seconds=seconds,
            on_better=lambda values, bound: self._offer(aim, values),
            on_look=look,
        )
        self.nodes += max(0, run.nodes)
        if run.values is not None:
            self._offer(aim, run.values)
        return run

    def _offer(self, aim: Aim, values: np.ndarray) -> None:
        """Take a plan of the solver if the checker allows it and the stage finds it better."""
        found = self._checked(plan_of(self.problem, self.model, values))
        if found is None or not self.floor(found):
            return
        if self.best is None or aim.merit(found) > aim.merit(self.best):
            self.best = found
            self._keep()
            self.channel.report(aim.name, incumbent=self._measure(aim), nodes=self.nodes)

    def _measure(self, aim: Aim) -> float | None:
        """The best plan's value of the stage, as it is told."""
        assert self.best is not None
        if aim.shown is None:
            return None
        return abs(float(aim.merit(self.best)))

    def _checked(self, plan: Plan) -> Found | None:
        broken = check_plan(self.problem, plan)
        if any(each.rule is not Rule.LEGAL for each in broken):
            return None
        rates = [Fraction(c, g) for c, g in closed_by_department(self.problem, plan) if g > 0]
        return Found(plan, worth_of(self.problem, plan), min(rates, default=Fraction(1)))

    def _price(self) -> None:
        """Prices of the relaxation, in the form that gives the better ones, unless there are better ones."""
        if self.prices is not None:
            return
        forced = self.best is None or self.best.worth.legal_missing == 0
        model = model_of(self.problem, legal_forced=forced, opened=True)
        highs = Highs(model, seed=self.task.seed)
        highs.minimise(-closing(self.problem, model))
        duals = highs.relax()
        if duals is None:
            return
        prices = prices_from_rows(self.problem, model, duals.rows)
        self.prices = certified(self.problem, prices, legal_forced=forced)
        self._keep()
        if self.prices and self.best:
            closed = self.best.worth.gap_closed
            self.channel.report("gap", incumbent=closed, bound=self.prices.bound)

    def _load(self, *, exact: bool) -> None:
        """State the model anew."""
        forced = self.best is not None and self.best.worth.legal_missing == 0
        self.exact = exact
        self.model = model_of(self.problem, legal_forced=forced, exact=exact)

    def _solver(self) -> Highs:
        """A fresh solver with the model and the rules of the stages before; its clock starts at 0."""
        highs = Highs(self.model, seed=self.task.seed)
        for limit in self.limits:
            highs.limit(limit.columns, limit.values, lower=limit.lower, upper=limit.upper)
        return highs

    def _limit(self, limit: Limit) -> None:
        self.limits.append(limit)

    def _keep(self) -> None:
        if self.best is not None:
            self.channel.keep(self._answer())

    def _note(
        self, name: str, value: float, bound: float | None, tolerance: float, proven: bool
    ) -> None:
        finite = bound if bound is not None and np.isfinite(bound) else None
        seconds = round(self.channel.seconds, 3)
        self.stages.append(Stage(name, value, finite, tolerance, proven, seconds))
        self._keep()

    def _zeros(self) -> np.ndarray:
        return np.zeros(self.model.columns.end)

    def _departments(self) -> np.ndarray:
        return np.arange(self.model.columns.closed, self.model.columns.rate)


def _order(found: Found) -> tuple[int, int]:
    return (-found.worth.legal_missing, found.worth.gap_closed)
