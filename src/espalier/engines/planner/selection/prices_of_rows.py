"""Whole-number prices for a certificate, from the prices of the rows of the relaxed model."""

import numpy as np

from espalier.engines.planner.problem import SelectionProblem
from espalier.engines.planner.selection.model import Model
from espalier.engines.planner.solution import Certificate

LARGEST = 10**17  # of any weight times the scale, so that sums stay within 64 bits


def prices_from_rows(problem: SelectionProblem, model: Model, duals: np.ndarray) -> Certificate:
    """Round the prices to whole ones; any rounding keeps the bound valid, so the nearest is taken.

    The model minimises the negative of the weight closed, so that rows "at most" have prices of 0 or below.
    """
    scale = scale_for(problem)

    def of(kind: str, size: int, per: float = 1.0) -> np.ndarray:
        first = model.offset(kind)
        exact = np.maximum(0.0, -duals[first : first + size]) * (scale / per)
        whole: np.ndarray = np.rint(exact).astype(np.int64)
        return whole

    n_modules = len(problem.modules)
    money = of("money", 1 + len(problem.money_lines), model.money_unit)
    return Certificate(
        scale=scale,
        budget=int(money[0]),
        money_lines=money[1:],
        pools=of("pool", len(problem.pools), 60.0),
        seat_max=of("seat_max", n_modules),
        seat_min=of("seat_min", n_modules),
        fairness=of("fairness", len(problem.departments)),
        bound=0,
        pair=of("opened", problem.pairs.module.size),
    )


def scale_for(problem: SelectionProblem) -> int:
    """The largest power of ten that keeps all sums of prices small enough for 64 bits."""
    whole = max(1, int(problem.needs.weight.sum()))
    money = max(1, problem.budget_minor)
    scale = 1
    while scale * 10 * whole <= LARGEST and scale * 10 <= 10**12 and scale < money * 10**4:
        scale *= 10
    return scale
