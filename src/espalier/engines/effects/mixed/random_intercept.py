"""Random intercept: y = Xb + u_cluster + e, u ~ N(0, τ²), e ~ N(0, σ²), by restricted maximum likelihood.

With λ = τ²/σ² and V = I + λ 11' a cluster, V⁻¹ = I - λ/(1 + λn) 11', so everything is sums by cluster. Minimised over
λ ≥ 0: d(λ) = Σ ln(1 + λ n_g) + ln|X'V⁻¹X| + (n - p) ln RSS(λ); its derivative is known, its root is bracketed on a grid
and halved in.

References
----------
Patterson, Thompson: Recovery of inter-block information when block sizes are unequal. Biometrika 58, 1971, 545–554.
Bates, Mächler, Bolker, Walker: Fitting linear mixed-effects models using lme4. JSS 67(1), 2015 (the profiled
criterion).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from espalier.engines.effects.mixed.clusters import ClusterSums, cluster_sums
from espalier.engines.effects.regression.least_squares import LeastSquares
from espalier.engines.effects.regression.sandwich import clusters_of
from espalier.engines.figures.arrays import Floats, Ints

# λ from clusters that hardly differ to clusters that are nearly everything.
GRID = np.concatenate([[0.0], np.geomspace(1e-6, 1e6, 73)])
MOST_HALVINGS = 100


@dataclass(frozen=True, eq=False)
class RandomIntercept:
    """Estimates (p,) with ``covariance`` (p, p), variances between (τ²) and within (σ²) clusters.

    ``criterion`` is −2 × the restricted log-likelihood. ``is_singular``: no variation between clusters was found.
    The ``sums`` are of the outcome minus ``shift``, so that large numbers keep their digits; ``centred`` belong to
    them.
    """

    names: tuple[str, ...]
    estimates: Floats
    covariance: Floats
    variance_between: float
    variance_within: float
    criterion: float
    sums: ClusterSums
    centred: Floats
    n_rounds: int
    converged: bool

    @property
    def is_singular(self) -> bool:
        return self.variance_between == 0

    @property
    def ratio(self) -> float:
        """λ = τ²/σ²."""
        return self.variance_between / self.variance_within

    @property
    def icc(self) -> float:
        """Share of the variance left after the columns that lies between clusters, 0–1."""
        return self.variance_between / (self.variance_between + self.variance_within)

    @property
    def n_clusters(self) -> int:
        return len(self.sums.sizes)

    @cached_property
    def design_effect(self) -> float:
        """How many times the variance of a mean grows because people of a cluster are alike: 1 + (m - 1) ICC.

        m = Σ n_g² / n, which is the size of a cluster where all are equally large.
        """
        m = float((self.sums.sizes**2).sum() / self.sums.n)
        return 1 + (m - 1) * self.icc


def random_intercept(fit: LeastSquares, clusters: Ints) -> RandomIntercept:
    """The model of the columns and outcome of ``fit``, with an intercept of its own for every cluster.

    Parameters
    ----------
    fit : LeastSquares
        The same columns fitted without clusters; it has checked them.
    clusters : array of int, shape (n,)
        Codes 0..G-1.

    Raises
    ------
    ValueError
        Fewer than two clusters, an empty one, or clusters of one person only.

    Notes
    -----
    Checked against: case ``effect_clustered_sessions`` (lme4 1.1.31), variances 0.05, estimates 0.01.
    """
    clusters_of(clusters)
    shift = fit.outcome.mean()
    sums = cluster_sums(fit.outcome - shift, fit.design, clusters)
    if (sums.sizes == 1).all():
        raise ValueError("clusters: one person each, so people and clusters cannot be told apart")
    if fit.is_whole:
        raise ValueError(
            "outcome: the columns explain it wholly, no variation is left to share out"
        )
    ratio, n_rounds, converged = _best_ratio(sums)
    solved = _solve(sums, ratio)
    df = sums.n - sums.n_coefficients
    within = solved.rss / df
    back = np.zeros(len(fit.names))
    back[0] = shift
    return RandomIntercept(
        names=fit.names,
        estimates=solved.estimates + back,
        covariance=within * solved.inverse,
        variance_between=ratio * within,
        variance_within=within,
        criterion=solved.criterion + df * (1 + np.log(2 * np.pi) - np.log(df)),
        sums=sums,
        centred=solved.estimates,
        n_rounds=n_rounds,
        converged=converged,
    )


@dataclass(frozen=True, eq=False)
class _Solved:
    """The model at one λ."""

    inverse: Floats
    estimates: Floats
    rss: float
    criterion: float
    slope: float


def _solve(sums: ClusterSums, ratio: float) -> _Solved:
    """Generalised least squares, the criterion (without constants) and its derivative at ``ratio``."""
    grown = 1 + ratio * sums.sizes
    weights = ratio / grown
    a = sums.xx - (sums.rows * weights[:, None]).T @ sums.rows
    b = sums.xy - sums.rows.T @ (weights * sums.outcomes)
    inverse: Floats = np.asarray(np.linalg.inv(a), dtype=np.float64)
    estimates = inverse @ b
    rss = sums.yy - float(weights @ sums.outcomes**2) - float(b @ estimates)
    df = sums.n - sums.n_coefficients
    criterion = float(np.log(grown).sum() + np.linalg.slogdet(a)[1] + df * np.log(rss))
    turned = 1 / grown**2
    left = sums.outcomes - sums.rows @ estimates
    leverage = np.einsum("ij,jk,ik->i", sums.rows, inverse, sums.rows)
    slope = float((sums.sizes / grown).sum() - turned @ leverage - df * (turned @ left**2) / rss)
    return _Solved(inverse, estimates, rss, criterion, slope)


def _best_ratio(sums: ClusterSums) -> tuple[float, int, bool]:
    """λ of the least criterion: bracketed on the grid, then halved until the bracket is closed."""
    values = [_solve(sums, float(ratio)).criterion for ratio in GRID]
    at = int(np.argmin(values))
    low, high = float(GRID[max(at - 1, 0)]), float(GRID[min(at + 1, len(GRID) - 1)])
    if at == 0 and _solve(sums, 0.0).slope >= 0:
        return 0.0, len(GRID), True
    for n_rounds in range(1, MOST_HALVINGS + 1):
        middle = (low + high) / 2 if low == 0 or high < 4 * low else (low * high) ** 0.5
        if _solve(sums, middle).slope > 0:
            high = middle
        else:
            low = middle
        if high - low <= 1e-12 * high:
            return middle, len(GRID) + n_rounds, True
    return middle, len(GRID) + MOST_HALVINGS, False
