"""Variance components of a table with holes: restricted maximum likelihood of random effects.

References
----------
Patterson & Thompson 1971, Biometrika 58, 545–554 (REML). Bates, Mächler, Bolker & Walker 2015, Journal of Statistical
Software 67(1), eq. 39–42 (profiled deviance through a Cholesky factor).
"""

from dataclasses import dataclass

import numpy as np

from espalier.engines.figures.arrays import Floats, Ints
from espalier.engines.psychometrics.generalizability.design import EFFECTS, Design

MOST_LEVELS = 800  # levels of all random effects together; each look at the likelihood factors a matrix of this size
MOST_STEPS = 200
SURELY_ZERO = 1e-6  # of a variance relative to the error's: at the boundary
MOST_RATIO = 1e8


@dataclass(frozen=True, slots=True)
class Restricted:
    """Variances by effect, the mean, the deviance and whether the search came to an end."""

    variances: dict[str, float]
    mean: float
    deviance: float
    converged: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """What the likelihood needs: Z'Z, Z'1, Z'y, which effect each column is of, and n and y'y."""

    cross: Floats
    ones: Floats
    scores: Floats
    effect: Ints
    n: int
    total: float
    squares: float


def restricted_maximum_likelihood(scores: Floats, design: Design) -> Restricted:
    """REML of the random-effects model: minimises log|L|² + log R_X² + (n − 1)(1 + log(2π r²/(n − 1))).

    Parameters
    ----------
    scores : ndarray
        As in :func:`anova`, NaN where a score is missing.
    design : Design

    Raises
    ------
    ValueError
        More levels than ``MOST_LEVELS``; nothing left for the error.

    Checked against: mean squares of complete tables, where both agree, 1e-4 (tests).

    Examples
    --------
    >>> table = np.array([[1.0, 2.0], [3.0, 5.0], [2.0, 2.0], [6.0, 7.0]])
    >>> found = restricted_maximum_likelihood(table, Design.P_R)
    >>> {name: round(variance, 3) for name, variance in found.variances.items()}
    {'p': 5.0, 'r': 0.417, 'pr_e': 0.333}
    """
    from scipy.optimize import minimize

    names = [effect.name for effect in EFFECTS[design]]
    sums, mean = _sums(scores, design)
    if sums.effect.size > MOST_LEVELS:
        raise ValueError(f"scores: {sums.effect.size} levels, {MOST_LEVELS} are the most for REML")
    # Ratios of variances, not of standard deviations: those have no slope at 0 and would hold the search there.
    found = minimize(
        lambda ratios: _profiled(ratios, sums)[0],
        np.full(len(names) - 1, 0.5),
        method="L-BFGS-B",
        bounds=[(0.0, MOST_RATIO)] * (len(names) - 1),
        options={"maxiter": MOST_STEPS, "ftol": 1e-14, "gtol": 1e-6, "eps": 1e-6},
    )
    ratios = np.where(found.x < SURELY_ZERO, 0.0, found.x)
    deviance, error, shift = _profiled(ratios, sums)
    variances = dict(zip(names, [*(ratios * error).tolist(), error], strict=True))
    return Restricted(variances, mean + shift, deviance, bool(found.success))


def has_error(scores: Floats, design: Design) -> bool:
    """Whether anything is left of the scores when every effect may take any value.

    Examples
    --------
    >>> has_error(np.array([[1.0, 2.0], [2.0, 3.0], [4.0, np.nan]]), Design.P_R)
    False
    """
    sums, _ = _sums(scores, design)
    _, error, _ = _profiled(np.full(int(sums.effect.max()) + 1, MOST_RATIO), sums)
    return error * (sums.n - 1) > SURELY_ZERO * sums.squares


def levels_of_effects(scores: Floats, design: Design) -> dict[str, int]:
    """How many levels of each random effect were seen, the error left out; and of how many scores, as ``n``.

    Examples
    --------
    >>> levels_of_effects(np.array([[1.0, np.nan], [2.0, 3.0]]), Design.P_R)
    {'p': 2, 'r': 2, 'n': 3}
    """
    codes = _codes(scores, design)
    found = {name: int(each.max()) + 1 for name, each in codes.items()}
    return found | {"n": int((~np.isnan(scores)).sum())}


def _codes(scores: Floats, design: Design) -> dict[str, Ints]:
    places = np.nonzero(~np.isnan(scores))
    found = {}
    for effect in EFFECTS[design][:-1]:
        axes = sorted(effect.axes)
        flat = np.ravel_multi_index([places[a] for a in axes], [scores.shape[a] for a in axes])
        found[effect.name] = np.unique(flat, return_inverse=True)[1].astype(np.int64)
    return found


def _sums(scores: Floats, design: Design) -> tuple[_Sums, float]:
    values = scores[~np.isnan(scores)]
    mean, y = float(values.mean()), values - values.mean()
    codes = list(_codes(scores, design).values())
    sizes = [int(each.max()) + 1 for each in codes]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    cross = np.zeros((starts[-1], starts[-1]))
    for a, first in enumerate(codes):
        for b, second in enumerate(codes):
            np.add.at(cross, (first + starts[a], second + starts[b]), 1.0)
    ones = np.diag(cross).copy()
    of_y = np.concatenate(
        [np.bincount(each, weights=y, minlength=k) for each, k in zip(codes, sizes, strict=True)]
    )
    effect = np.repeat(np.arange(len(codes)), sizes)
    return _Sums(cross, ones, of_y, effect, y.size, float(y.sum()), float(y @ y)), mean


def _profiled(ratios: Floats, sums: _Sums) -> tuple[float, float, float]:
    """The deviance, the error variance and the mean at these variances relative to the error's."""
    from scipy.linalg import cholesky, solve_triangular

    scale = np.sqrt(ratios)[sums.effect]
    inner = scale[:, None] * sums.cross * scale
    inner[np.diag_indices_from(inner)] += 1.0
    lower = cholesky(inner, lower=True)
    right = np.column_stack([scale * sums.scores, scale * sums.ones])
    of_y, of_one = solve_triangular(lower, right, lower=True).T
    left = sums.n - float(of_one @ of_one)
    mean = (sums.total - float(of_one @ of_y)) / left
    rest = max(sums.squares - float(of_y @ of_y) - left * mean**2, 1e-300)
    df = sums.n - 1
    log_det = 2 * float(np.log(np.diag(lower)).sum())
    deviance = log_det + float(np.log(left)) + df * (1 + float(np.log(2 * np.pi * rest / df)))
    return deviance, rest / df, mean
