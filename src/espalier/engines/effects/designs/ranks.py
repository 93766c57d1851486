"""Exact rank tests: signed rank with Hodges and Lehmann's median of gains, Mann-Whitney with the shift between groups.

Signed rank: W = Σ ranks of |gain| where the gain is above zero; under no change every sign is a coin, so the
distribution is counted out (ties by doubled mid-ranks, zeros dropped). Median of gains: median of all (g_i + g_j)/2,
i ≤ j, its interval by the order statistics the same distribution gives. Mann-Whitney: U = pairs (trained, untrained)
in which the trained is higher, a half for ties; superiority A = U/(n₁n₂); shift = median of all differences between
the groups.

References
----------
Wilcoxon: Individual comparisons by ranking methods. Biometrics Bulletin 1, 1945, 80–83. Mann, Whitney: Annals of
Mathematical Statistics 18, 1947, 50–60. Hodges, Lehmann: Estimates of location based on rank tests. Annals of
Mathematical Statistics 34, 1963, 598–611. Hollander, Wolfe, Chicken: Nonparametric Statistical Methods, 3rd ed. 2014,
chapters 3 and 4.
"""

from dataclasses import dataclass
from math import comb, floor

import numpy as np

from espalier.engines.figures.arrays import Floats, Ints
from espalier.engines.figures.distributions import normal_cdf, normal_quantile
from espalier.engines.figures.types import Interval

# Up to here distributions are counted out; beyond, the normal with its tie correction is right to three decimals.
MOST_EXACT = 60


@dataclass(frozen=True, slots=True)
class RankResult:
    """``statistic`` W or U, its two-sided ``p``, ``location`` (median gain or shift) with its interval.

    ``interval`` is None where so few values reach no such level; its ``level`` is the one really reached, at least as
    asked.
    """

    statistic: float
    p: float
    is_exact: bool
    location: float
    interval: Interval | None
    n_used: int
    n_zero: int = 0


def signed_rank(gains: Floats, *, level: float = 0.95) -> RankResult:
    """Signed rank of gains and the Hodges-Lehmann median.

    Raises
    ------
    ValueError
        Every gain is zero.

    Notes
    -----
    Checked against: counting out all 2ⁿ signs in our test; scipy 1.17 ``wilcoxon`` (exact), 1e-12.

    Examples
    --------
    >>> found = signed_rank(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]))
    >>> found.p, found.location, found.interval.low, found.interval.high
    (0.03125, 3.5, 1.0, 6.0)
    """
    moved = gains[gains != 0]
    if not len(moved):
        raise ValueError("gains: all are zero, nothing can be ranked")
    doubled = doubled_ranks(np.abs(moved))
    w = int(doubled[moved > 0].sum())
    is_exact = len(moved) <= MOST_EXACT
    p = _exact_sign_p(doubled, w) if is_exact else _normal_sign_p(doubled, w)
    i, j = np.triu_indices(len(gains))
    averages = np.sort((gains[i] + gains[j]) / 2)
    return RankResult(
        statistic=w / 2,
        p=p,
        is_exact=is_exact,
        location=float(np.median(averages)),
        interval=_ordered(averages, _sign_counts(len(gains)), 2.0 ** len(gains), level)
        if len(gains) <= MOST_EXACT
        else _ordered_normal(averages, _sign_sd(len(gains)), level),
        n_used=len(gains),
        n_zero=len(gains) - len(moved),
    )


def mann_whitney(first: Floats, second: Floats, *, level: float = 0.95) -> RankResult:
    """U of the first group over the second, and how far the first is shifted.

    Raises
    ------
    ValueError
        An empty group.

    Notes
    -----
    Checked against: counting out all divisions in our test; scipy 1.17 ``mannwhitneyu`` (exact), 1e-12.

    Examples
    --------
    >>> found = mann_whitney(np.array([4.0, 5.0, 6.0, 7.0]), np.array([0.0, 1.0, 2.0, 3.0]))
    >>> found.statistic, round(found.p, 6), found.location
    (16.0, 0.028571, 4.0)
    """
    n1, n2 = len(first), len(second)
    if not n1 or not n2:
        raise ValueError(f"mann_whitney: people in both groups expected, got {n1} and {n2}")
    doubled = doubled_ranks(np.concatenate([first, second]))
    w = int(doubled[:n1].sum())
    is_exact = n1 + n2 <= MOST_EXACT
    p = _exact_sum_p(doubled, n1, w) if is_exact else _normal_sum_p(doubled, n1, w)
    differences = np.sort((first[:, None] - second[None, :]).ravel())
    return RankResult(
        statistic=w / 2 - n1 * (n1 + 1) / 2,
        p=p,
        is_exact=is_exact,
        location=float(np.median(differences)),
        interval=_ordered(differences, _sum_counts(n1, n2), float(comb(n1 + n2, n1)), level)
        if is_exact
        else _ordered_normal(differences, (n1 * n2 * (n1 + n2 + 1) / 12) ** 0.5, level),
        n_used=n1 + n2,
    )


def doubled_ranks(values: Floats) -> Ints:
    """Twice the mid-ranks, whole numbers even with ties."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((2 * last - counts + 1)[inverse], dtype=np.int64)


def _exact_sign_p(doubled: Ints, w: int) -> float:
    total = int(doubled.sum())
    counts = np.zeros(total + 1)
    counts[0] = 1.0
    for rank in doubled:
        counts[rank:] = counts[rank:] + counts[: total + 1 - rank]
    return _two_sided(counts, w, 2.0 ** len(doubled))


def _exact_sum_p(doubled: Ints, n1: int, w: int) -> float:
    """All ways of giving ``n1`` of the ranks to the first group, by their sum."""
    total = int(doubled.sum())
    counts = np.zeros((n1 + 1, total + 1))
    counts[0, 0] = 1.0
    for rank in doubled:
        counts[1:, rank:] = counts[1:, rank:] + counts[:-1, : total + 1 - rank]
    return _two_sided(counts[n1], w, float(comb(len(doubled), n1)))


def _two_sided(counts: Floats, w: int, ways: float) -> float:
    low, high = counts[: w + 1].sum() / ways, counts[w:].sum() / ways
    return float(min(1.0, 2 * min(low, high)))


def _normal_sign_p(doubled: Ints, w: int) -> float:
    mean, sd = doubled.sum() / 4, float((doubled**2).sum()) ** 0.5 / 4
    return _normal_p(w / 2, mean, sd)


def _normal_sum_p(doubled: Ints, n1: int, w: int) -> float:
    n = len(doubled)
    share = n1 * (n - n1) / (n * (n - 1))
    ranks = doubled / 2
    sd = float(share * ((ranks - ranks.mean()) ** 2).sum()) ** 0.5
    return _normal_p(w / 2, n1 * (n + 1) / 2, sd)


def _normal_p(w: float, mean: float, sd: float) -> float:
    """Two-sided, corrected by a half for the steps of the statistic; 1 where all values tie."""
    if sd == 0:
        return 1.0
    return min(1.0, 2 * normal_cdf(-max(0.0, abs(w - mean) - 0.5) / sd))


def _sign_counts(n: int) -> Floats:
    counts = np.zeros(n * (n + 1) // 2 + 1)
    counts[0] = 1.0
    for rank in range(1, n + 1):
        counts[rank:] = counts[rank:] + counts[: len(counts) - rank]
    return counts


def _sum_counts(n1: int, n2: int) -> Floats:
    """Ways by U, from 0 to n₁n₂, without ties."""
    counts = np.zeros((n1 + 1, n1 * n2 + 1))
    counts[0, 0] = 1.0
    for rank in range(1, n1 + n2 + 1):
        for taken in range(min(rank, n1), 0, -1):
            # Taking this rank as the ``taken``-th of the first group passes rank − taken of the second.
            step = rank - taken
            counts[taken, step:] += counts[taken - 1, : counts.shape[1] - step]
    return np.asarray(counts[n1])


def _sign_sd(n: int) -> float:
    return float((n * (n + 1) * (2 * n + 1) / 24) ** 0.5)


def _ordered(values: Floats, counts: Floats, ways: float, level: float) -> Interval | None:
    """From the k-th smallest to the k-th largest, k the largest whose tails stay within (1 - level)/2 each."""
    tails = np.cumsum(counts) / ways
    k = int(np.searchsorted(tails, (1 - level) / 2 * (1 + 1e-12), side="right"))
    if k == 0:
        return None
    reached = 1 - 2 * float(tails[k - 1])
    return Interval(float(values[k - 1]), float(values[-k]), reached)


def _ordered_normal(values: Floats, sd: float, level: float) -> Interval:
    k = max(1, floor(len(values) / 2 - normal_quantile((1 + level) / 2) * sd))
    return Interval(float(values[k - 1]), float(values[-k]), level)
