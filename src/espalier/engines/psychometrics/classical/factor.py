"""Factor analysis of a correlation matrix: one factor by maximum likelihood, several by least squares (minres).

A uniqueness that runs into its lower bound is a Heywood case: it is named, never hidden.
"""

from dataclasses import dataclass

import numpy as np

from espalier.engines.figures.arrays import Bools, Floats

LEAST_UNIQUENESS = (
    0.005  # share of an item's variance that may be all its own; below lies a Heywood case
)
MOST_ROUNDS = 500


@dataclass(frozen=True, eq=False)
class Factors:
    """Unrotated solution of standardised items: ``loadings`` (k, m), ``uniqueness`` (k,) in [.005, 1].

    ``misfit`` is what was made least; ``heywood`` marks items at the bound.
    """

    loadings: Floats
    uniqueness: Floats
    misfit: float
    heywood: Bools
    converged: bool
    n_rounds: int


def one_factor_ml(correlations: Floats) -> Factors:
    """One common factor by maximum likelihood, the sum of its loadings positive.

    Makes log|Σ| + tr(RΣ⁻¹) − log|R| − k least with Σ = λλ' + Ψ; for given Ψ the best λ is closed (Lawley), so the
    search runs over Ψ only. The gradient in log ψ_i is diag(Σ⁻¹(Σ − R)Σ⁻¹)_i ψ_i.

    Parameters
    ----------
    correlations : array of float, shape (k, k)
        Positive definite, k ≥ 3, ones on the diagonal.

    Raises
    ------
    ValueError
        Not such a matrix.

    References
    ----------
    Lawley & Maxwell 1971, Factor Analysis as a Statistical Method, 2nd ed., chapter 4. Jöreskog 1967, Psychometrika
    32, 443–482.

    Checked against: case ``ctt_omega_thurstone`` (``one_factor_ml_loadings``), 1e-3; exact one-factor matrices, 1e-6.

    Examples
    --------
    >>> true = np.array([0.8, 0.7, 0.6, 0.5])
    >>> r = np.outer(true, true)
    >>> np.fill_diagonal(r, 1.0)
    >>> one_factor_ml(r).loadings[:, 0].round(4).tolist()
    [0.8, 0.7, 0.6, 0.5]
    """
    _check(correlations)
    start = _started(correlations)
    result = _least(lambda logs: _ml_misfit(correlations, np.exp(logs)), start)
    uniqueness = np.exp(result[0])
    loading = _ml_loading(correlations, uniqueness)
    return _factors(loading[:, None], uniqueness, *result[1:])


def minres(correlations: Floats, n_factors: int) -> Factors:
    """``n_factors`` factors that leave the least sum of squared residual correlations off the diagonal.

    For given Ψ the loadings are the leading eigenvectors of R − Ψ scaled by the roots of their eigenvalues; Ψ is then
    sought. The gradient of ½ Σ_ij (R − ΛΛ' − Ψ)² in ψ_i is −(R − ΛΛ' − Ψ)_ii.

    Raises
    ------
    ValueError
        Not a correlation matrix, or more factors than it can hold ((k − m)² < k + m).

    References
    ----------
    Harman & Jones 1966, Psychometrika 31, 351–368.

    Checked against: case ``ctt_omega_thurstone`` (by way of ``omega_hierarchical``), 2e-3.
    """
    _check(correlations)
    k = correlations.shape[0]
    if n_factors < 1 or (k - n_factors) ** 2 < k + n_factors:
        raise ValueError(f"n_factors: {n_factors} cannot be found in {k} items")

    def misfit(logs: Floats) -> tuple[float, Floats]:
        uniqueness = np.exp(logs)
        left = _residual(correlations, uniqueness, n_factors)
        return float((left**2).sum()) / 2, -np.diag(left) * uniqueness

    found, value, converged, rounds = _least(misfit, _started(correlations))
    uniqueness = np.exp(found)
    loadings = _principal(correlations, uniqueness, n_factors)
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return _factors(loadings * signs, uniqueness, value, converged, rounds)


def _check(correlations: Floats) -> None:
    r = np.asarray(correlations)
    if r.ndim != 2 or r.shape[0] != r.shape[1] or r.shape[0] < 3:
        raise ValueError(f"correlations: a square of at least 3 items expected, got {r.shape}")
    if (
        not np.isfinite(r).all()
        or np.abs(r - r.T).max() > 1e-8
        or np.abs(np.diag(r) - 1).max() > 1e-8
    ):
        raise ValueError("correlations: must be finite, symmetric, and 1 on the diagonal")
    if np.linalg.eigvalsh(r)[0] < 1e-8:
        raise ValueError("correlations: an item is a sum of others (not positive definite)")


def _started(correlations: Floats) -> Floats:
    """Log of half of what each item does not share with all the others."""
    own = 1 / np.diag(np.linalg.inv(correlations))
    return np.log(np.clip(own / 2, 2 * LEAST_UNIQUENESS, 0.95))


def _least(misfit: object, start: Floats) -> tuple[Floats, float, bool, int]:
    from scipy.optimize import minimize

    bounds = [(np.log(LEAST_UNIQUENESS), 0.0)] * start.size
    settings = {"maxiter": MOST_ROUNDS, "ftol": 1e-15, "gtol": 1e-9}
    found = minimize(misfit, start, jac=True, method="L-BFGS-B", bounds=bounds, options=settings)
    steep = np.where(found.x <= bounds[0][0] + 1e-9, np.minimum(found.jac, 0), found.jac)
    flat = np.abs(np.where(found.x >= -1e-9, np.maximum(steep, 0), steep)).max() < 1e-4
    return found.x, float(found.fun), bool(found.success or flat), int(found.nit)


def _ml_loading(correlations: Floats, uniqueness: Floats) -> Floats:
    root = np.sqrt(uniqueness)
    values, vectors = np.linalg.eigh(correlations / np.outer(root, root))
    loading = root * vectors[:, -1] * np.sqrt(max(float(values[-1]) - 1, 0.0))
    return np.asarray(loading if loading.sum() >= 0 else -loading)


def _ml_misfit(correlations: Floats, uniqueness: Floats) -> tuple[float, Floats]:
    k, loading = correlations.shape[0], _ml_loading(correlations, uniqueness)
    inverse = np.linalg.inv(np.outer(loading, loading) + np.diag(uniqueness))
    together = inverse @ correlations
    value = float(np.trace(together)) - k - float(np.linalg.slogdet(together)[1])
    return value, np.diag(inverse - together @ inverse) * uniqueness


def _principal(correlations: Floats, uniqueness: Floats, n_factors: int) -> Floats:
    values, vectors = np.linalg.eigh(correlations - np.diag(uniqueness))
    lengths = np.sqrt(np.maximum(values[-n_factors:], 0.0))
    return np.asarray((vectors[:, -n_factors:] * lengths)[:, ::-1])


def _residual(correlations: Floats, uniqueness: Floats, n_factors: int) -> Floats:
    loadings = _principal(correlations, uniqueness, n_factors)
    return np.asarray(correlations - loadings @ loadings.T - np.diag(uniqueness))


def _factors(
    loadings: Floats, uniqueness: Floats, misfit: float, converged: bool, rounds: int
) -> Factors:
    heywood = np.asarray(uniqueness <= LEAST_UNIQUENESS * (1 + 1e-6))
    return Factors(loadings, uniqueness, misfit, heywood, converged, rounds)
