"""The wishes of a timetable as a cost in the model: counts, so that the bound is tight."""

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from espalier.engines.planner.timetable.draft import Choice
from espalier.engines.planner.timetable.model import Free, Model


def add_wishes(model: Model) -> list[Any]:
    """Terms whose sum is the weighted count of missed wishes; fixed sessions are counted in."""
    terms: list[Any] = [_fixed_cost(model)]
    for free in model.free.values():
        terms += _own_cost(model, free)
    terms += _over_months(model)
    return terms


def _fixed_cost(model: Model) -> int:
    tables = model.tables
    return sum(int(tables.of[n].cost[c.placement]) for n, c in model.draft.chosen.items())


def _own_cost(model: Model, free: Free) -> list[Any]:
    """Days, lateness and splits of one session: a step for each level of cost above the least."""
    cost = free.table.cost
    levels = np.unique(cost[free.allowed]).tolist()
    terms: list[Any] = [levels[0]]
    above = None
    for low, high in pairwise(levels):
        step = model.model.new_bool_var("")
        model.only_where(free, cost < high, [step.negated()])
        model.derive(step, free, _reaches(cost, high))
        if above is not None:
            model.model.add_implication(step, above)
        above = step
        terms.append((high - low) * step)
    return terms


def _over_months(model: Model) -> list[Any]:
    """Sessions that begin in a month above its target."""
    weight = model.tables.problem.weights.over_month
    if not weight:
        return []
    begins = _beginnings(model)
    terms = []
    for month, target in sorted(model.tables.targets.items()):
        settled = model.draft.in_month.get(month, 0)
        literals = begins.get(month, [])
        surplus = settled - target
        if surplus + len(literals) <= 0:
            continue
        over = model.model.new_int_var(max(0, surplus), surplus + len(literals), "")
        model.model.add(over >= sum(literals) + surplus)
        model.derive_from_all(over, _surplus(model, month, surplus))
        terms.append(weight * over)
    return terms


def _beginnings(model: Model) -> dict[int, list[Any]]:
    """For each month with a target a literal a session that may begin in it."""
    found: dict[int, list[Any]] = {}
    for free in model.free.values():
        months = free.table.month
        reachable = Counter(months[free.allowed].tolist())
        literals = []
        for month in sorted(reachable):
            literal = model.model.new_bool_var("") if len(reachable) > 1 else 1
            literals.append(literal)
            if month in model.tables.targets:
                found.setdefault(month, []).append(literal)
            if len(reachable) > 1:
                model.only_where(free, np.asarray(months == month), [literal])
                model.derive(literal, free, _begins_in(months, month))
        if len(reachable) > 1:
            model.model.add_exactly_one(literals)
    return found


def _reaches(cost: npt.NDArray[np.int32], high: int) -> Callable[[Choice], bool]:
    return lambda choice: bool(cost[choice.placement] >= high)


def _begins_in(months: npt.NDArray[np.int32], month: int) -> Callable[[Choice], bool]:
    return lambda choice: bool(months[choice.placement] == month)


def _surplus(model: Model, month: int, settled: int) -> Callable[[Mapping[int, Choice]], int]:
    def surplus(chosen: Mapping[int, Choice]) -> int:
        begun = [model.free[n].table.month[chosen[n].placement] for n in model.free if n in chosen]
        return max(0, settled + begun.count(month))

    return surplus
