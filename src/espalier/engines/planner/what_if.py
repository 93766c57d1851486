"""The same problem with something changed, solved again: more money, a module pinned or cheaper, a row of budgets."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from espalier.engines.planner.check import costs_by_module
from espalier.engines.planner.filling import Filling
from espalier.engines.planner.problem import SelectionProblem
from espalier.engines.planner.refusals import Severity, findings
from espalier.engines.planner.selection import select
from espalier.engines.planner.solution import Plan, Selection

N_BUDGETS = 10  # of a frontier, between what legal duties cost and half as much again as the budget


@dataclass(frozen=True, slots=True, eq=False)
class Effort:
    """How much may be spent on each further run."""

    seed: int
    work_limit: int | None = None
    wall_limit: float | None = None
    memory_bytes: int | None = None
    stop: Callable[[], bool] | None = None

    def solve(self, problem: SelectionProblem, start: Plan | None) -> Selection:
        # Nothing is given up for fairness, so that runs can be compared by the gap they close.
        return select(
            problem,
            seed=self.seed,
            work_limit=self.work_limit,
            wall_limit=self.wall_limit,
            memory_bytes=self.memory_bytes,
            give_permille=0,
            start=start,
            stop=self.stop,
        )


@dataclass(frozen=True, slots=True)
class MoreMoney:
    """What more money would close, in units of weight. The price promises, the run shows.

    ``by_price`` is an over-estimate for the first unit of money, optimistic for small companies, where whole sessions
    count; ``by_run`` is what a further run closed more (``proven`` both runs to the end), never below 0.
    """

    extra_minor: int
    by_price: float | None
    by_run: int | None
    proven: bool


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One budget. ``bound``: no plan of this budget closes more; None without a certificate."""

    budget_minor: int
    gap_closed: int
    bound: int | None
    cost_minor: int
    gap_share: float | None


@dataclass(frozen=True, slots=True)
class PinCost:
    """What the plan loses when one session more of a module must run."""

    module: str
    gap_lost: int
    cost_change_minor: int


def with_budget(problem: SelectionProblem, budget_minor: int) -> SelectionProblem:
    return replace(problem, budget_minor=budget_minor)


def with_sessions(problem: SelectionProblem, module: int, at_least: int) -> SelectionProblem:
    """A module that must run so often."""
    modules = list(problem.modules)
    modules[module] = replace(modules[module], sessions_min=at_least)
    return replace(problem, modules=tuple(modules))


def with_session_cost(problem: SelectionProblem, module: int, minor: int) -> SelectionProblem:
    """A module whose sessions cost something else."""
    modules = list(problem.modules)
    modules[module] = replace(modules[module], session_minor=minor)
    return replace(problem, modules=tuple(modules))


def more_money(
    problem: SelectionProblem, selection: Selection, extra_minor: int, effort: Effort | None = None
) -> MoreMoney:
    """What the next money would close: by the certified price at once, by a further run with ``effort``."""
    certificate = selection.certificate
    price = None if certificate is None else certificate.budget * extra_minor / certificate.scale
    if effort is None or selection.plan is None or selection.worth is None:
        return MoreMoney(extra_minor, price, None, proven=False)
    richer = with_budget(problem, problem.budget_minor + extra_minor)
    base = effort.solve(problem, selection.plan)
    more = effort.solve(richer, base.plan)
    if base.worth is None or more.worth is None:
        return MoreMoney(extra_minor, price, None, proven=False)
    proven = all(_gap_proven(each) for each in (base, more))
    gained = max(0, more.worth.gap_closed - base.worth.gap_closed)
    return MoreMoney(extra_minor, price, gained, proven)


def cost_of_running(
    problem: SelectionProblem, selection: Selection, module: int, effort: Effort
) -> PinCost | None:
    """Solve again with one session more of a module; None where the catalogue or a rule does not allow it."""
    if selection.plan is None or selection.worth is None:
        return None
    wanted = int(selection.plan.sessions[module]) + 1
    if wanted > problem.modules[module].sessions_max:
        return None
    forced = with_sessions(problem, module, wanted)
    if any(each.severity is Severity.STOPS for each in findings(forced)):
        return None
    found = effort.solve(forced, None)
    if found.plan is None or found.worth is None:
        return None
    return PinCost(
        module=problem.modules[module].code,
        gap_lost=selection.worth.gap_closed - found.worth.gap_closed,
        cost_change_minor=found.worth.cost_minor - selection.worth.cost_minor,
    )


def comes_in_when_cheaper(
    problem: SelectionProblem, selection: Selection, module: int, cheaper_by: int, effort: Effort
) -> bool | None:
    """Whether a cheaper session really brings a module in; None where the run gave no plan."""
    if selection.plan is None:
        return None
    minor = max(0, problem.modules[module].session_minor - cheaper_by)
    found = effort.solve(with_session_cost(problem, module, minor), selection.plan)
    if found.plan is None:
        return None
    return bool(found.plan.sessions[module] > selection.plan.sessions[module])


def frontier_budgets(problem: SelectionProblem, n: int = N_BUDGETS) -> tuple[int, ...]:
    """Budgets from what legal duties and pins cost to half as much again as planned, the planned one among them."""
    settled = sum(costs_by_module(problem, Filling(problem, money_share=0.0).plan()))
    lines = problem.budget_minor - problem.free_minor
    low = max(settled, lines, problem.budget_minor // 10)
    high = problem.budget_minor * 3 // 2
    steps = np.linspace(low, high, n).astype(np.int64).tolist()
    nearest = min(range(n), key=lambda i: abs(steps[i] - problem.budget_minor))
    steps[nearest] = problem.budget_minor
    return tuple(sorted(set(steps)))


def frontier(
    problem: SelectionProblem,
    budgets: Iterable[int],
    effort: Effort,
    on_point: Callable[[FrontierPoint, Selection], None] | None = None,
) -> tuple[FrontierPoint, ...]:
    """What each budget closes, least first; each run starts from the plan before, so more money never closes less."""
    return tuple(_points(problem, sorted(budgets), effort, on_point))


def _points(
    problem: SelectionProblem,
    budgets: list[int],
    effort: Effort,
    on_point: Callable[[FrontierPoint, Selection], None] | None,
) -> Iterator[FrontierPoint]:
    start: Plan | None = None
    for budget in budgets:
        if effort.stop is not None and effort.stop():
            return
        found = effort.solve(with_budget(problem, budget), start)
        if found.plan is None or found.worth is None:
            continue
        start = found.plan
        bound = None if found.certificate is None else found.certificate.bound
        point = FrontierPoint(
            budget, found.worth.gap_closed, bound, found.worth.cost_minor, found.gap_share
        )
        if on_point is not None:
            on_point(point, found)
        yield point


def _gap_proven(selection: Selection) -> bool:
    return any(stage.name == "gap" and stage.proven for stage in selection.stages)
