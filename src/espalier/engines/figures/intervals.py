"""Intervals that every room needs: shares, differences of shares, correlations, means.

References
----------
Wilson 1927, JASA 22, 209–212. Newcombe 1998, Statistics in Medicine 17, 873–890 (method 10).
Fisher 1921, Metron 1, 3–32.
"""

from math import atanh, sqrt, tanh

from espalier.engines.figures.distributions import normal_quantile, t_quantile
from espalier.engines.figures.types import Interval


def wilson(n_hits: float, n: float, *, level: float = 0.95) -> Interval:
    """Score interval of a share.

    Parameters
    ----------
    n_hits, n : float
        0 ≤ ``n_hits`` ≤ ``n``, ``n`` > 0; weights may make them fractional.

    Raises
    ------
    ValueError
        Counts outside these bounds.

    Examples
    --------
    >>> found = wilson(81, 263)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2553, 0.3662)
    """
    if not 0 <= n_hits <= n or n <= 0:
        raise ValueError(f"wilson: {n_hits} of {n} is no share")
    z = normal_quantile((1 + level) / 2)
    share, square = n_hits / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    low = middle - half if n_hits > 0 else 0.0
    high = middle + half if n_hits < n else 1.0
    return Interval(max(0.0, low), min(1.0, high), level)


def newcombe(n_hits1: int, n1: int, n_hits2: int, n2: int, *, level: float = 0.95) -> Interval:
    """Interval of the difference of two independent shares, first minus second, from both score intervals."""
    first, second = wilson(n_hits1, n1, level=level), wilson(n_hits2, n2, level=level)
    p1, p2 = n_hits1 / n1, n_hits2 / n2
    below = sqrt((p1 - first.low) ** 2 + (second.high - p2) ** 2)
    above = sqrt((first.high - p1) ** 2 + (p2 - second.low) ** 2)
    return Interval(p1 - p2 - below, p1 - p2 + above, level)


def fisher_z(r: float, n: float, *, level: float = 0.95) -> Interval:
    """Interval of a correlation from ``n`` pairs.

    Raises
    ------
    ValueError
        ``r`` outside [-1, 1], or fewer than four pairs.
    """
    if not -1 <= r <= 1:
        raise ValueError(f"fisher_z: {r} is no correlation")
    if n < 4:
        raise ValueError(f"fisher_z: {n} pairs are too few, four are the least")
    if abs(r) == 1:
        return Interval(r, r, level)
    half = normal_quantile((1 + level) / 2) / sqrt(n - 3)
    return Interval(tanh(atanh(r) - half), tanh(atanh(r) + half), level)


def around(estimate: float, se: float, *, df: float | None = None, level: float = 0.95) -> Interval:
    """``estimate`` ± quantile × ``se``: of t with ``df`` degrees of freedom, else of the normal.

    Raises
    ------
    ValueError
        A negative standard error, or no degrees of freedom.
    """
    if not se >= 0 or (df is not None and not df > 0):
        raise ValueError(f"around: standard error {se}, degrees of freedom {df}")
    p = (1 + level) / 2
    half = se * (normal_quantile(p) if df is None else t_quantile(p, df))
    return Interval(estimate - half, estimate + half, level)
