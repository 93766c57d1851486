"""Selection as one mixed-integer model, solved by HiGHS stage by stage: for companies up to some hundred people.

The order of objectives: legal duties, weighted gap closed, fairness between departments, cost, changes against
the last approved plan. What one stage reaches is a rule for the next. It starts from the adaptive greedy plan, so
no answer is below that; and every plan it keeps has passed the checker.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from time import monotonic

import numpy as np

from espalier.engines.planner.baselines import adaptive_greedy
from espalier.engines.planner.bound import certified
from espalier.engines.planner.check import Rule, check_plan, closed_by_department, worth_of
from espalier.engines.planner.child import Channel
from espalier.engines.planner.problem import PairState
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
LATER_NODES = 200  # of branch and bound, where nothing else limits those stages
COST_GIVE = 0.005  # share of the cost that may be given up to stay near the last plan
SLACK = 0.01  # of a whole number: keeps rules on whole numbers safe from rounding
LOOK_EVERY = 0.5  # seconds between lines of progress


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """One stage: what the model minimises, what makes one checked plan better than another, and its limits."""

    name: str
    costs: np.ndarray
    merit: Callable[["Found"], Fraction | int]
    gap: float
    share: float  # of the time and work left
    nodes: int | None = LATER_NODES


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
        self.nodes = 0
        self.best: Found | None = None
        self.floor: Callable[[Found], bool] = lambda found: True
        known = [
            self._checked(plan) for plan in (task.start, adaptive_greedy(self.problem)) if plan
        ]
        for found in known:
            if found and (self.best is None or _order(found) > _order(self.best)):
                self.best = found
        self._load(exact=False)

    def run(self) -> Answer:
        """All stages in their order, as far as time and work allow."""
        self._keep()
        for stage in (self._legal, self._gap, self._fairness, self._cost, self._changes):
            if self.channel.stop_requested() and self.stages:
                break
            stage()
            if self.best is None:
                break
        return self._answer()

    def _answer(self) -> Answer:
        work = {"nodes": float(self.nodes), "solver_seconds": self.channel.seconds}
        return Answer(
            plan=self.best.plan if self.best else None,
            prices=self.prices,
            method=METHOD,
            stages=tuple(self.stages),
            versions={"highs": version()},
            work=work,
        )

    def _legal(self) -> None:
        """As few legal duties missing as possible; no plan at all when the rest cannot be kept either."""
        legal = np.nonzero(self.problem.pairs.state == PairState.LEGAL)[0]
        if self.best is not None and self.best.worth.legal_missing == 0:
            self.stages.append(Stage("legal", 0, 0, 0.0, True))
            return
        costs = self._zeros()
        costs[legal] = -1
        run = self._run(
            Aim("legal", costs, lambda found: -found.worth.legal_missing, 0.0, 0.3, None)
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
        costs = -closing(self.problem, self.model)
        run = self._run(Aim("gap", costs, lambda found: found.worth.gap_closed, GAP, 0.7, None))
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
        run = self._run(Aim("cost", costs, lambda found: -found.worth.cost_minor, LATER_GAP, 0.6))
        cost = self.best.worth.cost_minor
        is_last = self.problem.planned_sessions is None
        give = 0.0 if is_last else COST_GIVE
        self._note("cost", cost, run.bound * self.model.money_unit, give, run.proven)
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
        self.highs.minimise(aim.costs)
        left, looked = self.channel.seconds_left(), monotonic()
        limit = self.task.work_limit
        nodes = aim.nodes if limit is None else max(1, int((limit - self.nodes) * aim.share))

        def look(incumbent: float, bound: float, at: int) -> bool:
            nonlocal looked
            if monotonic() - looked > LOOK_EVERY:
                looked = monotonic()
                sign = -1 if aim.name in ("gap", "legal") else 1
                self.channel.report(
                    aim.name, incumbent=sign * incumbent, bound=sign * bound, nodes=self.nodes + at
                )
            return self.channel.stop_requested()

        run = self.highs.run(
            values_of(self.problem, self.model, self.best.plan) if self.best else None,
            gap=aim.gap,
            nodes=nodes,
            seconds=None if left is None else left * aim.share,
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
            self.channel.report(aim.name, incumbent=float(aim.merit(found)), nodes=self.nodes)

    def _checked(self, plan: Plan) -> Found | None:
        broken = check_plan(self.problem, plan)
        if any(each.rule is not Rule.LEGAL for each in broken):
            return None
        rates = [Fraction(c, g) for c, g in closed_by_department(self.problem, plan) if g > 0]
        return Found(plan, worth_of(self.problem, plan), min(rates, default=Fraction(1)))

    def _price(self) -> None:
        """Prices of the relaxation, in the form that gives the better ones."""
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
        """Put the model and the rules of the stages before into a fresh solver."""
        forced = self.best is not None and self.best.worth.legal_missing == 0
        self.exact = exact
        self.model = model_of(self.problem, legal_forced=forced, exact=exact)
        self.highs = Highs(self.model, seed=self.task.seed)
        for limit in self.limits:
            self._put(limit)

    def _limit(self, limit: Limit) -> None:
        self.limits.append(limit)
        self._put(limit)

    def _put(self, limit: Limit) -> None:
        self.highs.limit(limit.columns, limit.values, lower=limit.lower, upper=limit.upper)

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
