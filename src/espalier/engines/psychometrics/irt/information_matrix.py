r"""Standard errors of item parameters: what the answers say about them, less what is lost by not seeing θ.

.. math:: I = \sum_i E[-H_i] - \sum_i \mathrm{Cov}(S_i), \qquad E, \mathrm{Cov} \text{ over the posterior of } \theta_i

with S and H the derivatives of the complete-data log-likelihood. This is the observed information that Oakes' formula
gives too. The cross-product form, Σ E[S_i] E[S_i]', needs no second derivatives and is cheaper; it agrees in large
samples.

References
----------
Louis, T. A. 1982, JRSS B 44, 226–233. Oakes, D. 1999, JRSS B 61, 479–482.
Chalmers, R. P.: Numerical approximation of the observed information matrix with Oakes' identity. British Journal of
Mathematical and Statistical Psychology 71, 2018, 415–436. doi:10.1111/bmsp.12127
"""

from enum import StrEnum

import numpy as np

from espalier.engines.figures.arrays import Floats
from espalier.engines.psychometrics.irt.curves import Model, logistic
from espalier.engines.psychometrics.irt.expectation import Expected, Part, expectation, posteriors
from espalier.engines.psychometrics.irt.layout import Design, Layout
from espalier.engines.psychometrics.irt.maximisation import (
    Penalty,
    Slope,
    score_and_information,
)

MOST_WORK = 3e10
NUDGE = 1e-4
FAINT = 1e-5  # the root of a share nobody misses


class ErrorMethod(StrEnum):
    """How standard errors are found. ``auto``: observed information, cross-product where that would be dear."""

    AUTO = "auto"
    OBSERVED = "observed"
    CROSS_PRODUCT = "cross_product"
    NONE = "none"


def covariance_of(
    layout: Layout, design: Design, vector: Floats, penalty: Penalty, method: ErrorMethod
) -> tuple[Floats | None, ErrorMethod]:
    """Covariance of the parameters, (p, p), or None where the information is singular; and the method used."""
    if method is ErrorMethod.NONE:
        return None, method
    is_linear = design.is_compact and layout.model in (Model.RASCH, Model.TWO_PARAMETER)
    if method is ErrorMethod.AUTO:
        n_rows, n_columns = design.columns.shape
        is_dear = not is_linear and n_rows * n_columns**2 * layout.nodes.size > MOST_WORK
        method = ErrorMethod.CROSS_PRODUCT if is_dear else ErrorMethod.OBSERVED
    if method is ErrorMethod.CROSS_PRODUCT:
        information = _cross_product(layout, design, vector)
        information += _of_priors(layout, vector, penalty)
    else:
        expected = expectation(layout, design, vector)
        information = _complete(layout, vector, expected, penalty)
        if is_linear:
            information -= _lost_linear(layout, design, vector, expected)
        else:
            information -= _lost(layout, design, vector)
    return _inverted(information, _free_directions(layout, penalty)), method


def _free_directions(layout: Layout, penalty: Penalty) -> Floats:
    """How the free parameters move the vector, shape (p, n_free)."""
    every = np.eye(layout.n_parameters)
    if penalty.slope is Slope.FREE:
        return every
    slopes = layout.groups[0].places[:, 0]
    intercepts = np.delete(every, slopes, axis=1)
    if penalty.slope is Slope.ONE:
        return intercepts
    return np.column_stack([every[:, slopes].sum(axis=1), intercepts])


def _inverted(information: Floats, free: Floats) -> Floats | None:
    """The inverse along the free directions, or None where it does not exist."""
    own = free.T @ information @ free
    scale = np.sqrt(np.abs(np.diag(own)))
    if not np.isfinite(own).all() or not (np.diag(own) > 0).all():
        return None
    try:
        root = np.linalg.cholesky(own / np.outer(scale, scale))
    except np.linalg.LinAlgError:
        return None
    half = np.linalg.solve(root, (free / scale).T)
    return half.T @ half


def _complete(layout: Layout, vector: Floats, expected: Expected, penalty: Penalty) -> Floats:
    """Minus the second derivative of the expected log posterior: exact by differences of its exact gradient."""
    information = np.zeros((vector.size, vector.size))
    for group in layout.groups:
        p = group.places.shape[1]
        for t in range(p):
            ends = []
            for sign in (1, -1):
                moved = vector.copy()
                moved[group.places[:, t]] += sign * NUDGE
                ends.append(score_and_information(layout, group, moved, expected, penalty)[0])
            column = -(ends[0] - ends[1]) / (2 * NUDGE)
            information[group.places, group.places[:, t : t + 1]] = column
    return 0.5 * (information + information.T)


def _of_priors(layout: Layout, vector: Floats, penalty: Penalty) -> Floats:
    """What the priors add to the information."""
    nothing = Expected(
        np.zeros((layout.n_columns, layout.nodes.size)), np.zeros(layout.nodes.size), 0.0
    )
    return _complete(layout, vector, nothing, penalty)


def _lost_linear(layout: Layout, design: Design, vector: Floats, expected: Expected) -> Floats:
    """Σ Cov(S_i) where S = (u − P)(θ, 1) and nothing is missing: products of people by items only."""
    (group,) = layout.groups
    nodes, parameters = layout.nodes, vector[group.places]
    right = logistic(parameters[:, :1] * nodes + parameters[:, 1:2])
    n_items = right.shape[0]
    answered = expected.counts[group.columns][:, 1]
    seen = [np.zeros((n_items, n_items)) for _ in range(3)]
    means = np.zeros((2 * n_items, 2 * n_items))
    for part in posteriors(layout, design, vector):
        means += _linear_part(part, nodes, right, seen)
    second = {}
    for m in range(3):
        crossed = (answered * nodes**m) @ right.T
        squared = (right * (expected.people * nodes**m)) @ right.T
        second[m] = seen[m] - crossed - crossed.T + squared
    lost = np.block([[second[2], second[1]], [second[1], second[0]]]) - means
    order = np.argsort(np.concatenate([group.places[:, 0], group.places[:, 1]]))
    return lost[np.ix_(order, order)]


def _linear_part(part: Part, nodes: Floats, right: Floats, seen: list[Floats]) -> Floats:
    """Add Σ f u u' E[θ^m] of these people to ``seen``; return Σ f E[S] E[S]'."""
    kind = part.columns.dtype
    nodes, right = nodes[part.nodes], right[:, part.nodes]
    moments = np.stack([nodes, nodes * nodes]).astype(kind) @ part.posterior
    weights = (part.frequencies, part.frequencies * moments[0], part.frequencies * moments[1])
    for m, weight in enumerate(weights):
        seen[m] += part.columns.T @ (part.columns * weight[:, None])
    n_items = right.shape[0]
    scores = np.concatenate([right * nodes, right]).astype(kind) @ part.posterior
    scores *= -1
    scores[:n_items] += part.columns.T * moments[0]
    scores[n_items:] += part.columns.T
    scores *= np.sqrt(part.frequencies)
    product: Floats = (scores @ scores.T).astype(np.float64)
    return product


def _spread_scores(layout: Layout, vector: Floats) -> Floats:
    """d ln P of each category by the parameters, (Q, n_columns, p), zero where a parameter is not the column's own."""
    spread = np.zeros((layout.nodes.size, layout.n_columns, layout.n_parameters))
    for group in layout.groups:
        chances, slopes = layout.curves(group, vector)
        ratio = slopes / chances[:, None]
        spread[:, group.columns[:, None, :], group.places[:, :, None]] = np.moveaxis(ratio, -1, 0)
    return spread


def _whole_columns(design: Design, part: Part) -> Floats:
    """All columns of these people, the wrong answers of a compact design too."""
    if not design.is_compact:
        return part.columns
    both = np.stack([1 - part.columns, part.columns], axis=2)
    return both.reshape(part.columns.shape[0], -1)


def _mean_scores(layout: Layout, design: Design, part: Part, spread: Floats) -> Floats:
    """E[S_i] of these people, shape (rows, p), by way of the few columns a parameter has."""
    columns = _whole_columns(design, part)
    kind = columns.dtype
    result = np.zeros((columns.shape[0], layout.n_parameters))
    for group in layout.groups:
        for k in range(group.columns.shape[1]):
            chosen = columns[:, group.columns[:, k]]
            for t in range(group.places.shape[1]):
                slopes = spread[part.nodes, group.columns[:, k], group.places[:, t]].astype(kind)
                result[:, group.places[:, t]] += chosen * (part.posterior.T @ slopes)
    return result


def _lost(layout: Layout, design: Design, vector: Floats) -> Floats:
    """Σ Cov(S_i) of any model, with holes or not."""
    spread = _spread_scores(layout, vector)
    pairs = np.zeros((layout.nodes.size, layout.n_columns, layout.n_columns))
    means = np.zeros((layout.n_parameters, layout.n_parameters))
    for part in posteriors(layout, design, vector):
        columns = _whole_columns(design, part)
        shares = np.sqrt(part.posterior * part.frequencies)
        for q, share in enumerate(shares, start=part.nodes.start):
            if share.max() < FAINT:
                continue
            weighted = columns * share[:, None]
            pairs[q] += weighted.T @ weighted
        scores = _mean_scores(layout, design, part, spread)
        means += scores.T @ (scores * part.frequencies[:, None])
    second: Floats = np.einsum("qcp,qcr->pr", spread, pairs @ spread)
    return second - means


def _cross_product(layout: Layout, design: Design, vector: Floats) -> Floats:
    spread = _spread_scores(layout, vector)
    total = np.zeros((layout.n_parameters, layout.n_parameters))
    for part in posteriors(layout, design, vector):
        scores = _mean_scores(layout, design, part, spread)
        total += scores.T @ (scores * part.frequencies[:, None])
    return total
