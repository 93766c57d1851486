r"""Rasch by marginal ML: one slope of 1 on the logit scale, and the spread σ of the people is found with the items.

The nodes are 61 on [−6, 6] *logits*, or wider where people spread so far that four standard deviations would not fit.
EM: :math:`\sigma^2 = \sum_q n_q t_q^2 / \sum_q n_q`. The result is given on the scale of all models, θ ~ N(0, 1)
with the common slope a = σ.

References
----------
Thissen, D.: Marginal maximum likelihood estimation for the one-parameter logistic model. Psychometrika 47, 1982,
175–186.
"""

from dataclasses import replace

import numpy as np

from espalier.engines.figures.arrays import Floats
from espalier.engines.psychometrics.irt.acceleration import Solution, squarem
from espalier.engines.psychometrics.irt.expectation import expectation
from espalier.engines.psychometrics.irt.layout import FURTHEST, Design, Layout, quadrature
from espalier.engines.psychometrics.irt.maximisation import Penalty, Slope, maximised

FEWEST_SD = 4.0
LEAST_SPREAD, MOST_SPREAD = 0.05, 8.0


def rasch_solved(
    layout: Layout, design: Design, start: Floats, tolerance: float, most_steps: int
) -> tuple[Layout, Solution]:
    """The layout with its nodes in standard deviations, and the solution as a vector of (a, d) an item."""
    (group,) = layout.groups
    begin = np.concatenate([[0.0], start[group.places[:, 1]]])
    furthest = FURTHEST
    while True:
        found = _fitted(layout, design, begin, furthest, tolerance, most_steps)
        spread = float(np.exp(found.point[0]))
        if spread * FEWEST_SD <= furthest:
            break
        begin, furthest = found.point, 1.5 * FEWEST_SD * spread
    on_sd = at_spread(layout, spread, furthest)
    on_sd = replace(on_sd, nodes=on_sd.nodes / spread)
    vector = _vector(found.point[1:], slope=spread)
    return on_sd, Solution(vector, found.n_steps, found.converged)


def at_spread(layout: Layout, spread: float, furthest: float) -> Layout:
    """The layout with nodes in logits and the weights of N(0, spread²)."""
    nodes, _ = quadrature(layout.nodes.size, furthest)
    weights = np.exp(-0.5 * (nodes / spread) ** 2)
    return replace(layout, nodes=nodes, weights=weights / weights.sum() + 1e-300)


def _vector(intercepts: Floats, *, slope: float) -> Floats:
    return np.column_stack([np.full(intercepts.size, slope), intercepts]).ravel()


def _fitted(
    layout: Layout,
    design: Design,
    begin: Floats,
    furthest: float,
    tolerance: float,
    most_steps: int,
) -> Solution:
    penalty = Penalty(Slope.ONE)

    def step(point: Floats) -> tuple[Floats, float]:
        own = at_spread(layout, float(np.exp(point[0])), furthest)
        expected = expectation(own, design, _vector(point[1:], slope=1.0))
        moved = maximised(own, _vector(point[1:], slope=1.0), expected, penalty)
        spread = np.sqrt(expected.people @ own.nodes**2 / expected.people.sum())
        logged = np.log(np.clip(spread, LEAST_SPREAD, MOST_SPREAD))
        return np.concatenate([[logged], moved[1::2]]), expected.log_likelihood

    def is_allowed(point: Floats) -> bool:
        return bool(
            np.log(LEAST_SPREAD) <= point[0] <= np.log(MOST_SPREAD) and np.abs(point).max() < 40
        )

    return squarem(step, begin, is_allowed=is_allowed, tolerance=tolerance, most_steps=most_steps)
