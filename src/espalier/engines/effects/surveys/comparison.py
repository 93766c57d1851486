"""Ratings of two groups compared by order only: the chance that someone of the one rates higher than of the other."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import (
    average_ranks,
    is_constant,
    measured_array,
    refuse_missing,
)
from espalier.engines.effects.crosscheck.wording import between, verdict_on
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.distributions import normal_cdf, normal_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Verdict

FEWEST = 8
WORTH_HAVING = 0.06  # a probability of .56: what d = .2 would give under normal curves


@dataclass(frozen=True, slots=True)
class MannWhitney:
    """``superiority``, 0–1: the chance that one of the first group rates higher, ties counting half; .5 is no lean."""

    u: float
    superiority: float
    interval: Interval
    z: float
    p: float
    medians: tuple[float, float]
    n_used: int
    n1: int
    n2: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict
    sentence: Said


def mann_whitney(
    first: ArrayLike,
    second: ArrayLike,
    *,
    missing: MissingPolicy,
    smallest: float = WORTH_HAVING,
    level: float = 0.95,
) -> MannWhitney | Refusal:
    """U = R₁ − n₁(n₁+1)/2, superiority U/(n₁n₂) with Newcombe's interval (method 5), p by the normal with ties.

    The variance of U is n₁n₂/12 · (N + 1 − Σ(t³−t)/(N(N−1))); a half is taken off |U − mean| for continuity.

    Parameters
    ----------
    first, second : array_like of float, shapes (n1,) and (n2,)
        Ratings of two separate groups of persons.
    smallest : float
        The distance of the superiority from .5 worth speaking of.

    Returns
    -------
    MannWhitney or Refusal
        Refused with fewer than 8 in a group, or where everybody rates alike.

    Raises
    ------
    ValueError
        Infinite values, or missing ones where the policy refuses them.

    References
    ----------
    Mann & Whitney, Annals of Math. Statistics 18 (1947) 50–60. Newcombe, Statistics in Medicine 25 (2006) 559–573.
    Checked against: ``scipy.stats.mannwhitneyu`` in development (1e-12) and counting pairs in the tests.

    Examples
    --------
    >>> found = mann_whitney([4, 5, 5, 4, 5, 3, 5, 4], [2, 3, 4, 3, 2, 3, 4, 3], missing=MissingPolicy.REFUSE)
    >>> round(found.superiority, 4)
    0.8906
    """
    a, lost_a = _there("first", first, missing)
    b, lost_b = _there("second", second, missing)
    n1, n2 = a.size, b.size
    both = np.concatenate([a, b])
    if min(n1, n2) < FEWEST:
        return Refusal("mann-whitney", "too_few", _FEW.filled(n=min(n1, n2)), _SHOW, n1 + n2)
    if is_constant(both):
        return Refusal("mann-whitney", "constant", _SAME, None, n1 + n2)
    ranks = average_ranks(both)
    u = float(ranks[:n1].sum() - n1 * (n1 + 1) / 2)
    chance = u / (n1 * n2)
    interval = _newcombe5(chance, n1, n2, level)
    z = _z(u, both, n1, n2)
    moved = Interval(interval.low - 0.5, interval.high - 0.5, level)
    verdict = verdict_on(
        chance - 0.5,
        moved,
        smallest,
        has_comparison=True,
        better=Said("第一組評得較高", "the first group rates higher"),
        worse=Said("第二組評得較高", "the second group rates higher"),
    )
    medians = (float(np.median(a)), float(np.median(b)))
    return MannWhitney(
        u,
        chance,
        interval,
        z,
        min(1.0, 2 * normal_cdf(-abs(z))),
        medians,
        n1 + n2,
        n1,
        n2,
        lost_a + lost_b,
        (Assumption("independent", None, _SEPARATE),),
        (),
        verdict,
        _sentence(verdict, chance, interval, medians, (n1, n2)),
    )


def _there(name: str, values: ArrayLike, missing: MissingPolicy) -> tuple[Floats, int]:
    array = measured_array(name, values, ndim=1, may_miss=True)
    there = ~np.isnan(array)
    n_missing = int((~there).sum())
    refuse_missing(name, n_missing, missing)
    return array[there], n_missing


def _z(u: float, both: Floats, n1: int, n2: int) -> float:
    n = n1 + n2
    ties = np.unique(both, return_counts=True)[1].astype(float)
    spread = n1 * n2 / 12 * (n + 1 - float((ties**3 - ties).sum()) / (n * (n - 1)))
    off = u - n1 * n2 / 2
    return float(np.sign(off)) * max(0.0, abs(off) - 0.5) / sqrt(spread)


def _newcombe5(chance: float, n1: int, n2: int, level: float) -> Interval:
    q = normal_quantile((1 + level) / 2)
    low = _limit(chance, 0.0, n1, n2, q)
    high = 1 - _limit(1 - chance, 0.0, n1, n2, q)
    return Interval(min(low, chance), max(high, chance), level)


def _limit(chance: float, low: float, n1: int, n2: int, q: float) -> float:
    """The value below ``chance`` from which ``chance`` is just q standard errors away, by bisection."""
    high, weight = chance, (n1 + n2) / 2 - 1
    for _ in range(100):  # each step halves the bracket: 2⁻¹⁰⁰ is exact enough
        x = (low + high) / 2
        variance = x * (1 - x) / (n1 * n2) * (1 + weight * ((1 - x) / (2 - x) + x / (1 + x)))
        if chance - x > q * sqrt(variance):
            low = x
        else:
            high = x
    return (low + high) / 2


_FEW = Said(
    "較小的一組只有 {n} 人，至少要 8 人。",
    "The smaller group has {n} persons; at least 8 are needed.",
)
_SHOW = Said("請並列兩組的分布。", "Show the two distributions side by side.")
_SAME = Said(
    "每個人給的評分都一樣，沒有差別可比。", "Everybody rates alike: there is nothing to compare."
)
_SEPARATE = Said("兩組是不同的人。", "The groups are different persons.")


def _sentence(
    verdict: Verdict,
    chance: float,
    interval: Interval,
    medians: tuple[float, float],
    n: tuple[int, int],
) -> Said:
    likely = between(interval, 0, "%", 100)
    return verdict.sentence + Said(
        f"隨意各取一人，第一組評得較高的機會是 {100 * chance:.0f}%，{likely.zh}（50% 表示無差別）；"
        f"中位數 {medians[0]:g} 與 {medians[1]:g}（{n[0]} 人與 {n[1]} 人）。兩組並非隨機分派時，差別"
        "可能另有原因。",
        f"Taking one of each at random, the first group's rates higher in {100 * chance:.0f}% of "
        f"cases, {likely.en} "
        f"(50% is no lean); medians {medians[0]:g} and {medians[1]:g} ({n[0]} and {n[1]} persons). "
        "Where nobody "
        "assigned them by lot the difference may have other causes.",
    )
