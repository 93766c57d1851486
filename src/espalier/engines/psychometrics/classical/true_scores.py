"""How true scores are spread behind observed ones: a beta distribution fitted by moments.

References
----------
Livingston & Lewis 1995, Journal of Educational Measurement 32, 179–197. Lord 1965, Psychometrika 30, 239–270. Hanson
1991, ACT Research Report 91-5.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from espalier.engines.figures.arrays import Floats


@dataclass(frozen=True, slots=True)
class TrueScores:
    """Beta distribution of true shares between ``low`` and ``high``; ``n_moments`` of them were matched (4 or 2)."""

    alpha: float
    beta: float
    low: float
    high: float
    n_moments: int


def effective_items(shares: Floats, reliability: float) -> float:
    """Livingston and Lewis' effective test length n~, rounded; below 2 no test of that reliability scatters so.

    >>> effective_items(np.array([0.2, 0.4, 0.6, 0.8]), 0.5)
    6.0
    """
    mean, variance = float(shares.mean()), float(shares.var(ddof=1))
    if variance <= 1e-15:
        return 2.0
    return float(np.round((mean * (1 - mean) / variance - reliability) / (1 - reliability)))


def fitted_true_scores(shares: Floats, weights: Floats, n: float) -> TrueScores:
    """Beta distribution of true shares from binomial(n) moments: E τ^j = E[x(x−1)…(x−j+1)] / (n(n−1)…(n−j+1)).

    ``shares`` (m,) in [0, 1] with ``weights`` (m,) that sum to 1; x is n · share, n ≥ 2. Four parameters by mean,
    variance, skewness and kurtosis (Hanson 1991) where the bounds lie in [0, 1], else two by mean and variance.

    >>> shares = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
    >>> found = fitted_true_scores(shares, np.full(5, 0.2), 4)  # uniform scores come from uniform true shares
    >>> round(found.alpha, 6), round(found.beta, 6)
    (1.0, 1.0)
    """
    raw, falling = [], np.ones(shares.size)
    for j in range(4 if n >= 4 else 2):
        falling = falling * (n * shares - j) / (n - j)
        raw.append(float(weights @ falling))
    mean = min(max(raw[0], 1e-6), 1 - 1e-6)
    variance = raw[1] - mean**2
    four = _four_parameters(mean, variance, raw) if len(raw) == 4 else None
    return four or _two_parameters(mean, variance)


def _two_parameters(mean: float, variance: float) -> TrueScores:
    most = mean * (1 - mean)
    spread = most / min(max(variance, 1e-6 * most), 0.999 * most) - 1
    return TrueScores(mean * spread, (1 - mean) * spread, 0.0, 1.0, 2)


def _four_parameters(mean: float, variance: float, raw: list[float]) -> TrueScores | None:
    if variance <= 1e-9:
        return None
    third = raw[2] - 3 * mean * raw[1] + 2 * mean**3
    fourth = raw[3] - 4 * mean * raw[2] + 6 * mean**2 * raw[1] - 3 * mean**4
    skew2, kurtosis = third**2 / variance**3, fourth / variance**2
    bottom = 6 + 3 * skew2 - 2 * kurtosis
    size = 6 * (kurtosis - skew2 - 1) / bottom if abs(bottom) > 1e-9 else 0.0
    tail = (size + 2) * (size + 3) * kurtosis - 3 * (size + 1) * (size - 6)
    if size <= 0 or tail <= 0 or (inside := 1 - 24 * (size + 1) / tail) < 0:
        return None
    low_part, high_part = size / 2 * (1 - sqrt(inside)), size / 2 * (1 + sqrt(inside))
    if low_part < 1e-6:
        return None
    alpha, beta = (low_part, high_part) if third >= 0 else (high_part, low_part)
    width = sqrt(variance * (size + 1)) * size / sqrt(alpha * beta)
    low = mean - width * alpha / size
    if low < 0 or low + width > 1:
        return None
    return TrueScores(alpha, beta, low, low + width, 4)
