"""One-factor ML on thousands of resampled correlation matrices at once: EM, accelerated, all matrices in step.

References
----------
Rubin & Thayer 1982, Psychometrika 47, 69–76 (EM). Varadhan & Roland 2008, Scandinavian Journal of Statistics 35,
335–353 (SQUAREM).
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from espalier.engines.figures.arrays import Bools, Floats
from espalier.engines.figures.types import Interval
from espalier.engines.psychometrics.classical.factor import LEAST_UNIQUENESS

MOST_ROUNDS = 200
_NEAR = 1e-6  # change of any parameter between two EM steps
LARGEST_RESAMPLE = 5000  # people; above, resamples of this size and deviations scaled by √(m / n)


@dataclass(frozen=True, eq=False)
class ManyFits:
    """Loadings and uniquenesses of B matrices, each (B, k), and which of them came to rest."""

    loadings: Floats
    uniqueness: Floats
    converged: Bools


def interval_of(
    estimate: float, values: Floats, *, n: int, n_resamples: int, level: float
) -> Interval | None:
    """Percentiles of the resampled ``values``, ``None`` where fewer than half of the resamples gave one.

    Above 5,000 people the deviations from ``estimate`` are scaled by √(5000 / n), as the resamples were that small.
    """
    if values.size < n_resamples / 2:
        return None
    spread = (values - estimate) * sqrt(min(1.0, LARGEST_RESAMPLE / n))
    low, high = estimate + np.quantile(spread, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level)


def resampled_covariances(scores: NDArray[Any], *, seed: int, n_resamples: int) -> Floats:
    """Covariances of resamples of min(n, 5000) people, shape (B, k, k).

    >>> resampled_covariances(np.eye(4), seed=1, n_resamples=2).shape
    (2, 4, 4)
    """
    n, k = scores.shape
    m = min(n, LARGEST_RESAMPLE)
    rng = np.random.default_rng(seed)
    middle = scores.mean(axis=0)
    found = np.empty((n_resamples, k, k))
    for each in found:
        drawn = scores[rng.integers(0, n, size=m)] - middle
        mean = drawn.mean(axis=0)
        each[...] = (drawn.T @ drawn - m * np.outer(mean, mean)) / (m - 1)
    return found


def many_one_factor(correlations: Floats, loading: Floats, uniqueness: Floats) -> ManyFits:
    """One factor of each matrix (B, k, k) by maximum likelihood, started from the solution of the whole sample.

    EM: with β = Σ⁻¹λ, c = Rβ and e = 1 − β'λ + β'c, the next λ is c / e and ψ is 1 − λc, at least .005.

    Checked against: ``one_factor_ml`` of each matrix (own test), 1e-4.
    """
    n_fits = correlations.shape[0]
    state = np.stack([np.tile(loading, (n_fits, 1)), np.tile(uniqueness, (n_fits, 1))])
    converged = np.zeros(n_fits, dtype=np.bool_)
    for _ in range(MOST_ROUNDS):
        busy = np.flatnonzero(~converged)
        if not busy.size:
            break
        r = correlations[busy]
        before = state[:, busy]
        once = _em(r, before)
        twice = _em(r, once)
        state[:, busy] = _leap(r, before, once, twice)
        converged[busy] = np.abs(once - before).max(axis=(0, 2)) < _NEAR
    return ManyFits(state[0], state[1], converged)


def _em(r: Floats, state: Floats) -> Floats:
    loading, uniqueness = state
    weighted = loading / uniqueness
    beta = weighted / (1 + (loading * weighted).sum(axis=1))[:, None]
    joint = np.matmul(r, beta[:, :, None])[:, :, 0]
    spread = 1 - (beta * loading).sum(axis=1) + (beta * joint).sum(axis=1)
    new = joint / spread[:, None]
    return np.stack([new, np.clip(1 - new * joint, LEAST_UNIQUENESS, 1.0)])


def _leap(r: Floats, before: Floats, once: Floats, twice: Floats) -> Floats:
    """Squared extrapolation where it makes the fit better, else the second EM step."""
    step, bend = once - before, twice - 2 * once + before
    length = np.sqrt((step**2).sum(axis=(0, 2)) / np.maximum((bend**2).sum(axis=(0, 2)), 1e-30))
    length = np.maximum(length, 1.0)[None, :, None]
    far = before + 2 * length * step + length**2 * bend
    far[1] = np.clip(far[1], LEAST_UNIQUENESS, 1.0)
    far = _em(r, far)
    better = _misfit(r, far) <= _misfit(r, twice)
    return np.where(better[None, :, None], far, twice)


def _misfit(r: Floats, state: Floats) -> Floats:
    """log|Σ| + tr(RΣ⁻¹) of each matrix."""
    loading, uniqueness = state
    weighted = loading / uniqueness
    more = 1 + (loading * weighted).sum(axis=1)
    explained = (weighted * np.matmul(r, weighted[:, :, None])[:, :, 0]).sum(axis=1) / more
    return np.asarray(
        np.log(uniqueness).sum(axis=1) + np.log(more) + (1 / uniqueness).sum(axis=1) - explained
    )
