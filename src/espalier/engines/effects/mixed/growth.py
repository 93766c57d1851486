"""Random intercepts and slopes: y = Xb + Z_person u + e, u ~ N(0, σ² LL'), by (restricted) maximum likelihood.

With M_g = I + L'Z_g'Z_gL everything is products by person. Minimised over the lower triangle of L, diagonal ≥ 0:
REML: Σ ln|M_g| + ln|X'V⁻¹X| + (n - p)(1 + ln(2π RSS/(n - p))); ML: Σ ln|M_g| + n (1 + ln(2π RSS/n)).
Satterthwaite's df by numerical derivatives in (L, σ).

References
----------
Bates, Mächler, Bolker, Walker: Fitting linear mixed-effects models using lme4. JSS 67(1), 2015,
doi:10.18637/jss.v067.i01. Kuznetsova, Brockhoff, Christensen: lmerTest package. JSS 82(13), 2017,
doi:10.18637/jss.v082.i13.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from espalier.engines.effects.mixed.numerical import gradient_of, hessian_of
from espalier.engines.effects.regression.coefficients import Coefficient, against_zero
from espalier.engines.effects.regression.least_squares import LeastSquares
from espalier.engines.effects.regression.sandwich import clusters_of
from espalier.engines.figures.arrays import Floats, Ints

# A relative standard deviation below this is none: the fit lies on the edge.
EDGE = 1e-4


@dataclass(frozen=True, eq=False)
class _Products:
    """Z'Z (G, q, q) and Z'[X y] (G, q, p + 1) by person, [X y]'[X y] (p + 1, p + 1) of everybody."""

    zz: Floats
    zw: Floats
    ww: Floats
    n: int

    @property
    def shape(self) -> tuple[int, int]:
        """(p, q)."""
        return self.ww.shape[0] - 1, self.zz.shape[1]

    def solve(self, theta: Floats) -> tuple[float, Floats, Floats, float]:
        """Σ ln|M|, (X'V⁻¹X)⁻¹, estimates and RSS, all for σ = 1."""
        lower = _lower(theta, self.shape[1])
        m = np.eye(self.shape[1]) + lower.T @ self.zz @ lower
        root = np.linalg.cholesky(m)
        inner = np.linalg.solve(root, lower.T @ self.zw).reshape(-1, self.ww.shape[0])
        left = self.ww - inner.T @ inner
        inverse = np.linalg.inv(left[:-1, :-1])
        estimates = inverse @ left[:-1, -1]
        rss = float(left[-1, -1] - left[:-1, -1] @ estimates)
        log_m = 2 * float(np.log(np.diagonal(root, axis1=1, axis2=2)).sum())
        return log_m, inverse, estimates, rss

    def criterion(self, theta: Floats, *, is_reml: bool, sigma: float | None = None) -> float:
        """−2 × the log-likelihood, at its best σ or at a given one."""
        log_m, inverse, _, rss = self.solve(theta)
        df = self.n - self.shape[0] * is_reml
        variance = rss / df if sigma is None else sigma**2
        extra = -float(np.linalg.slogdet(inverse)[1]) if is_reml else 0.0
        return float(log_m + extra + rss / variance + df * np.log(2 * np.pi * variance))


@dataclass(frozen=True, eq=False)
class RandomSlopes:
    """Estimates (p,), their ``covariance``, covariance of the persons' intercepts and slopes (q, q), residual
    variance.
    """

    names: tuple[str, ...]
    estimates: Floats
    covariance: Floats
    person_covariance: Floats
    variance_within: float
    criterion: float
    is_reml: bool
    n_persons: int
    theta: Floats
    products: _Products
    converged: bool

    @property
    def log_likelihood(self) -> float:
        return -self.criterion / 2

    @property
    def is_singular(self) -> bool:
        """Whether some spread between persons came out as none, or two of them as one."""
        return bool(np.diag(_lower(self.theta, len(self.person_covariance))).min() < EDGE)

    @cached_property
    def _variance_knowledge(self) -> tuple[Floats, Floats]:
        """Derivatives of the covariance by (L, σ), shape (k, p, p), and the inverse information."""
        q, sigma = len(self.person_covariance), self.variance_within**0.5
        at = np.append(self.theta, sigma)

        def criterion(point: Floats) -> float:
            return self.products.criterion(point[:-1], is_reml=self.is_reml, sigma=float(point[-1]))

        def covariance(point: Floats) -> Floats:
            return np.asarray(point[-1] ** 2 * self.products.solve(point[:-1])[1])

        steps = np.append(np.full(q * (q + 1) // 2, 1e-3), 1e-3 * sigma)
        information = hessian_of(criterion, at, steps)
        return gradient_of(covariance, at, steps), np.asarray(2 * np.linalg.inv(information))

    def degrees(self, weights: Floats) -> float:
        """Satterthwaite's degrees of freedom of a contrast, at least 1.

        Persons minus one where the fit lies on the edge and the variances' own precision cannot be read off.
        """
        if self.is_singular:
            return float(self.n_persons - 1)
        derivatives, inverse = self._variance_knowledge
        gradient = np.einsum("i,rij,j->r", weights, derivatives, weights)
        variance = float(weights @ self.covariance @ weights)
        return max(1.0, 2 * variance**2 / abs(float(gradient @ inverse @ gradient)))

    def combination(self, name: str, weights: Floats, *, level: float = 0.95) -> Coefficient:
        """A sum of coefficients by ``weights``, shape (p,), tested by t."""
        se = float(weights @ self.covariance @ weights) ** 0.5
        return against_zero(
            name, float(weights @ self.estimates), se, self.degrees(weights), level=level
        )

    def table(self, *, level: float = 0.95) -> tuple[Coefficient, ...]:
        """Every coefficient with Satterthwaite's degrees of freedom."""
        unit = np.eye(len(self.names))
        return tuple(
            self.combination(name, unit[i], level=level) for i, name in enumerate(self.names)
        )


def random_slopes(
    fit: LeastSquares,
    persons: Ints,
    slopes: Floats,
    *,
    is_reml: bool = True,
    most_rounds: int = 500,
) -> RandomSlopes:
    """The model of the columns and outcome of ``fit``, each person with an intercept and slopes of their own.

    Parameters
    ----------
    fit : LeastSquares
        The same columns fitted without persons; it has checked them.
    persons : array of int, shape (n,)
        Codes 0..G-1.
    slopes : array of float, shape (n, q - 1)
        Columns whose effect differs from person to person, for example time.
    is_reml : bool
        Restricted likelihood; false for plain maximum likelihood.

    Raises
    ------
    ValueError
        Fewer than two persons, or not more rows than persons times their own coefficients.

    Notes
    -----
    Checked against: case ``effect_mixed_sleepstudy`` (lme4, lmerTest), criterion and estimates 0.001, df 0.01.
    """
    n_persons = clusters_of(persons)
    z = np.column_stack([np.ones(fit.n_used), slopes])
    if fit.n_used <= n_persons * z.shape[1]:
        raise ValueError(
            f"persons: {fit.n_used} rows of {n_persons} persons are too few for {z.shape[1]} coefficients each"
        )
    if fit.is_whole:
        raise ValueError(
            "outcome: the columns explain it wholly, no variation is left to share out"
        )
    products = _products(fit, persons, z, n_persons)
    theta, converged = _least(products, is_reml=is_reml, most_rounds=most_rounds)
    _, inverse, estimates, rss = products.solve(theta)
    variance = rss / (fit.n_used - len(fit.names) * is_reml)
    lower = _lower(theta, z.shape[1])
    return RandomSlopes(
        names=fit.names,
        estimates=estimates,
        covariance=variance * inverse,
        person_covariance=variance * lower @ lower.T,
        variance_within=variance,
        criterion=products.criterion(theta, is_reml=is_reml),
        is_reml=is_reml,
        n_persons=n_persons,
        theta=theta,
        products=products,
        converged=converged,
    )


def _products(fit: LeastSquares, persons: Ints, z: Floats, n_persons: int) -> _Products:
    w = np.column_stack([fit.design, fit.outcome])
    order = np.argsort(persons, kind="stable")
    bounds = np.searchsorted(persons[order], np.arange(n_persons))
    zz = np.add.reduceat(z[order][:, :, None] * z[order][:, None, :], bounds)
    zw = np.add.reduceat(z[order][:, :, None] * w[order][:, None, :], bounds)
    return _Products(zz, zw, w.T @ w, fit.n_used)


def _least(products: _Products, *, is_reml: bool, most_rounds: int) -> tuple[Floats, bool]:
    """The lower triangle of L of the least criterion, from independent slopes on."""
    from scipy.optimize import minimize

    q = products.shape[1]
    start = np.eye(q)[np.tril_indices(q)]
    # Slopes are in units of their column: begin where each adds as much as the intercept does.
    spread = np.sqrt(np.einsum("gii->i", products.zz) / products.n)
    start = start / np.maximum(spread[np.tril_indices(q)[0]], 1e-12)
    is_diagonal = np.equal(*np.tril_indices(q))
    bounds = [(0.0 if diagonal else None, None) for diagonal in is_diagonal]
    found = minimize(
        lambda theta: products.criterion(theta, is_reml=is_reml),
        start,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": most_rounds, "ftol": 1e-13, "gtol": 1e-7},
    )
    polished = minimize(
        lambda theta: products.criterion(theta, is_reml=is_reml),
        found.x,
        method="Nelder-Mead",
        bounds=bounds,
        options={"maxiter": most_rounds, "xatol": 1e-7, "fatol": 1e-9},
    )
    return np.asarray(polished.x), bool(polished.success)


def _lower(theta: Floats, q: int) -> Floats:
    lower = np.zeros((q, q))
    lower[np.tril_indices(q)] = theta
    return lower
