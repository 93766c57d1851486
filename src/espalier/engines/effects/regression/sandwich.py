"""Standard errors that hold when variances differ (HC3), people sit in clusters (CR1, CR2), or time goes on
(Newey-West).

V = B (Σ_g X_g' A_g e_g e_g' A_g X_g) B with B = (X'X)⁻¹. HC3: one person a cluster, A = 1 / (1 - h_i). CR1: A = 1,
times G/(G-1) · (n-1)/(n-p). CR2: A_g = (I - X_g B X_g')^(-1/2), with degrees of freedom by Satterthwaite under equal
variances: df = (tr P'P)² / tr((P'P)²), the columns of P being (I - H)_g' A_g X_g B c.

References
----------
Long, Ervin: Using heteroscedasticity consistent standard errors. American Statistician 54, 2000, 217–224 (HC3).
Pustejovsky, Tipton: Small-sample methods for cluster-robust variance estimation. JBES 36, 2018, 672–683.
Newey, West: A simple, positive semi-definite covariance matrix. Econometrica 55, 1987, 703–708.
"""

from dataclasses import dataclass

import numpy as np

from espalier.engines.effects.regression.coefficients import Coefficient, against_zero
from espalier.engines.effects.regression.least_squares import LeastSquares
from espalier.engines.figures.arrays import Floats, Ints

# An eigenvalue of I - H below this belongs to a direction that one cluster alone decides.
SOLE_DECIDER = 1e-10


def hc3(fit: LeastSquares) -> Floats:
    """Covariance of the estimates, shape (p, p), for residuals of unequal variance.

    Raises
    ------
    ValueError
        A row decides a coefficient alone (leverage 1), so its own error cannot be seen.

    Notes
    -----
    Checked against: case ``effect_ancova_anorexia`` (sandwich 3.0.2), 1e-6.
    """
    left = 1 - fit.leverage
    if (left < SOLE_DECIDER).any():
        raise ValueError(f"hc3: row {int(left.argmin())} alone decides a coefficient")
    scores = fit.design * (fit.residuals / left)[:, None]
    return fit.bread @ (scores.T @ scores) @ fit.bread


def cr1(fit: LeastSquares, clusters: Ints) -> Floats:
    """Covariance for people in clusters with the plain small-sample factor; for many clusters.

    Notes
    -----
    Checked against: case ``effect_did_card_krueger`` (sandwich 3.0.2, 409 stores), 1e-5.
    """
    n_clusters = clusters_of(clusters)
    scores = np.zeros((n_clusters, fit.design.shape[1]))
    np.add.at(scores, clusters, fit.design * fit.residuals[:, None])
    factor = n_clusters / (n_clusters - 1) * (fit.n_used - 1) / fit.df
    return factor * fit.bread @ (scores.T @ scores) @ fit.bread


def clusters_of(clusters: Ints) -> int:
    """How many clusters the codes 0..G-1 name.

    Raises
    ------
    ValueError
        Fewer than two, or a code without anybody.
    """
    counts = np.bincount(clusters)
    if len(counts) < 2 or (counts == 0).any():
        raise ValueError(
            f"clusters: two or more, each with somebody, expected; counts are {counts.tolist()}"
        )
    return len(counts)


@dataclass(frozen=True, eq=False)
class ClusterRobust:
    """CR2: ``covariance`` (p, p), and what the degrees of freedom are made of.

    ``design`` and ``scaled`` = A_g X_g, shape (n, p), have their rows cluster by cluster; ``bounds`` are the first
    rows.
    """

    fit: LeastSquares
    covariance: Floats
    design: Floats
    scaled: Floats
    bounds: Ints

    def degrees(self, weights: Floats) -> float:
        """Satterthwaite's degrees of freedom of the combination ``weights``, shape (p,), if variances were equal."""
        bread = self.fit.bread
        a = self.scaled @ (bread @ weights)
        own = np.add.reduceat(a * a, self.bounds)
        rows = np.add.reduceat(self.design * a[:, None], self.bounds)  # X_g' a_g
        # P'P = diag(own) - R B R', never written out: it has a row for every cluster.
        crossed = np.einsum("gi,ij,gj->g", rows, bread, rows)
        inner = bread @ rows.T @ rows
        trace = float(own.sum() - crossed.sum())
        squares = float((own**2).sum() - 2 * own @ crossed + np.trace(inner @ inner))
        return trace**2 / squares

    def table(self, *, level: float = 0.95) -> tuple[Coefficient, ...]:
        """Every coefficient with its CR2 standard error and Satterthwaite's degrees of freedom."""
        unit = np.eye(len(self.fit.names))
        return tuple(
            self.combination(name, unit[i], level=level) for i, name in enumerate(self.fit.names)
        )

    def combination(self, name: str, weights: Floats, *, level: float = 0.95) -> Coefficient:
        """A sum of coefficients by ``weights``, tested by t."""
        variance = max(0.0, float(weights @ self.covariance @ weights))
        estimate = float(weights @ self.fit.estimates)
        return against_zero(name, estimate, variance**0.5, self.degrees(weights), level=level)


def cr2(fit: LeastSquares, clusters: Ints) -> ClusterRobust:
    """Bias-reduced covariance for people in clusters, right on average even with few of them.

    Parameters
    ----------
    clusters : array of int, shape (n,)
        Codes 0..G-1. One person a cluster gives HC2.

    Raises
    ------
    ValueError
        Fewer than two clusters, or an empty one.

    Notes
    -----
    Checked against: case ``effect_clustered_sessions`` (clubSandwich 0.5.8), 1e-5.
    """
    n_clusters = clusters_of(clusters)
    order = np.argsort(clusters, kind="stable")
    design, residuals = fit.design[order], fit.residuals[order]
    bounds = np.searchsorted(clusters[order], np.arange(n_clusters))
    root: Floats = np.asarray(np.linalg.cholesky(fit.bread), dtype=np.float64)
    scaled = np.empty_like(design)
    for rows in np.split(np.arange(len(design)), bounds[1:]):
        scaled[rows] = _freed(design[rows], root)
    scores = np.add.reduceat(scaled * residuals[:, None], bounds)
    covariance = fit.bread @ (scores.T @ scores) @ fit.bread
    return ClusterRobust(fit, covariance, design, scaled, bounds)


def _freed(rows: Floats, root: Floats) -> Floats:
    """(I - X_g B X_g')^(-1/2) X_g by the few directions in which the cluster has any leverage.

    A direction that this cluster alone decides leaves no residual and is set to zero (the pseudo-inverse).
    """
    u, s, _ = np.linalg.svd(rows @ root, full_matrices=False)
    left = 1 - s**2
    is_free = left > SOLE_DECIDER
    factor = np.where(is_free, 1 / np.sqrt(np.where(is_free, left, 1.0)), 0.0) - 1
    return np.asarray(rows + u @ (factor[:, None] * (u.T @ rows)))


def usual_lag(n: int) -> int:
    """How many neighbours Newey and West's rule of thumb takes in: ⌊4 (n/100)^(2/9)⌋."""
    return int(4 * (n / 100) ** (2 / 9))


def newey_west(fit: LeastSquares, *, n_lags: int | None = None) -> Floats:
    """Covariance for rows in the order of time, neighbours within ``n_lags`` depending on each other.

    Γ_0 + Σ_l (1 - l/(L+1)) (Γ_l + Γ_l') of the scores, times n/(n - p).

    Raises
    ------
    ValueError
        A negative number of lags, or as many as rows.

    Notes
    -----
    Checked against: statsmodels 0.15 ``cov_type="HAC"`` on made-up data, 1e-12.
    """
    lags = usual_lag(fit.n_used) if n_lags is None else n_lags
    if not 0 <= lags < fit.n_used:
        raise ValueError(f"n_lags: 0 to {fit.n_used - 1} expected, got {lags}")
    scores = fit.design * fit.residuals[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        product = scores[lag:].T @ scores[:-lag]
        middle = middle + (1 - lag / (lags + 1)) * (product + product.T)
    return np.asarray(fit.n_used / fit.df * fit.bread @ middle @ fit.bread)
