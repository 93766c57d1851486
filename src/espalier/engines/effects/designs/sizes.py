"""Effects in standard deviations: d, Hedges' g with the exact correction, their intervals, common-language effect.

J(df) = Γ(df/2) / (√(df/2) Γ((df - 1)/2)) (exact) or 1 - 3/(4 df - 1) (approximate); g = J d.
Two groups: d = (m₁ - m₂)/s_pooled, V = (n₁ + n₂)/(n₁n₂) + d²/(2(n₁ + n₂)).
One group: d_z = gain / SD of gains; d_av = gain / √((s₁² + s₂²)/2).
From summaries: s_within = s_diff/√(2(1 - r)), V = (1/n + d²/(2n)) 2(1 - r).
Common-language effect: P(a random trained learner beats a random untrained one) = Φ(d/√2).

References
----------
Hedges: Distribution theory for Glass's estimator of effect size. Journal of Educational Statistics 6, 1981, 107–128.
Borenstein, Hedges, Higgins, Rothstein: Introduction to Meta-Analysis, 2009, chapter 4.
Lakens: Calculating and reporting effect sizes. Frontiers in Psychology 4, 2013, 863.
McGraw, Wong: A common language effect size statistic. Psychological Bulletin 111, 1992, 361–365.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, inf, lgamma, sqrt

from espalier.engines.effects.power.noncentral import shift_interval
from espalier.engines.figures.distributions import normal_cdf
from espalier.engines.figures.types import Interval, Said


class Correction(StrEnum):
    """Which form of Hedges' small-sample correction."""

    EXACT = "exact"
    APPROXIMATE = "approximate"


def hedges_j(df: float, *, correction: Correction = Correction.EXACT) -> float:
    """What d is multiplied by so that small samples do not overstate it; 0–1.

    Raises
    ------
    ValueError
        Not more than one degree of freedom.

    Notes
    -----
    Checked against: case ``effect_paired_t_sleep`` (effectsize 0.8.3), 1e-6; both forms as the case states them.

    Examples
    --------
    >>> round(hedges_j(9), 5), round(hedges_j(9, correction=Correction.APPROXIMATE), 5)
    (0.91387, 0.91429)
    """
    if not 1 < df < inf:
        raise ValueError(f"hedges_j: more than one degree of freedom expected, got {df}")
    if Correction(correction) is Correction.APPROXIMATE:
        return 1 - 3 / (4 * df - 1)
    return exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)


def common_language(d: float) -> float:
    """Probability that a random trained learner scores above a random untrained one, normal scores of equal spread.

    >>> round(common_language(0.5), 4)
    0.6382
    """
    return normal_cdf(d / sqrt(2))


@dataclass(frozen=True, slots=True)
class StandardisedEffect:
    """An effect in standard deviations: uncorrected ``d`` and corrected ``g`` with their variances."""

    d: float
    d_variance: float
    g: float
    g_variance: float
    correction: Correction
    standardiser: float
    n_used: int
    interval: Interval | None = None  # of g

    @property
    def common_language(self) -> float:
        """See ``common_language``; from g."""
        return common_language(self.g)

    @property
    def sentence(self) -> Said:
        """The effect as a chance that a trained learner beats an untrained one."""
        return Said(
            "效果量 g = {g:.2f}（{n} 人）：隨機抽一位受訓者，有 {share:.0f}% 的機會高於隨機一位未受訓者。",
            "Effect size g = {g:.2f} ({n} learners): a random trained learner scores above a random untrained one "
            "{share:.0f}% of the time.",
        ).filled(g=self.g, n=self.n_used, share=100 * self.common_language)


def matched_effect(
    mean_difference: float,
    sd_difference: float,
    n: int,
    r: float,
    *,
    correction: Correction = Correction.EXACT,
) -> StandardisedEffect:
    """Effect of one group measured twice from its summaries, in standard deviations within one measure.

    Parameters
    ----------
    mean_difference, sd_difference : float
        Of post minus pre; the standard deviation above 0.
    n : int
        Pairs, 3 or more.
    r : float
        Correlation of pre and post, −1 < r < 1.

    Raises
    ------
    ValueError
        Anything outside these bounds.

    Notes
    -----
    Checked against: case ``effect_hedges_g_matched`` (Borenstein et al. 2009, approximate form), 1e-12.

    Examples
    --------
    >>> round(matched_effect(3.0, 5.5, 50, 0.7).d, 4)
    0.4225
    """
    if not (0 < sd_difference < inf and -1 < r < 1 and n >= 3 and abs(mean_difference) < inf):
        raise ValueError(
            f"matched_effect: difference {mean_difference}, sd {sd_difference}, n {n}, r {r} out of bounds"
        )
    within = sd_difference / sqrt(2 * (1 - r))
    d = mean_difference / within
    variance = (1 / n + d * d / (2 * n)) * 2 * (1 - r)
    j = hedges_j(n - 1, correction=correction)
    return StandardisedEffect(d, variance, j * d, j * j * variance, correction, within, n)


def independent_effect(
    difference: float, sd_pooled: float, n1: int, n2: int, *, level: float = 0.95
) -> StandardisedEffect:
    """Effect of two groups in pooled standard deviations; the interval of g from the noncentral t.

    Raises
    ------
    ValueError
        No spread, or fewer than two people in a group.

    Notes
    -----
    Checked against: Borenstein et al. 2009, chapter 4 (means 103 and 100, SD 5.5 and 4.5, 50 each: d .5970, V .0418).

    Examples
    --------
    >>> found = independent_effect(3.0, 5.0249, 50, 50)
    >>> round(found.d, 4), round(found.d_variance, 4)
    (0.597, 0.0418)
    """
    if not 0 < sd_pooled < inf or min(n1, n2) < 2:
        raise ValueError(f"independent_effect: sd {sd_pooled}, {n1} and {n2} people out of bounds")
    d, df, n = difference / sd_pooled, n1 + n2 - 2, n1 + n2
    unit = sqrt(1 / n1 + 1 / n2)
    variance = unit**2 + d * d / (2 * n)
    j = hedges_j(df)
    found = shift_interval(d / unit, df, level=level)
    interval = Interval(j * found.low * unit, j * found.high * unit, level)
    return StandardisedEffect(
        d, variance, j * d, j * j * variance, Correction.EXACT, sd_pooled, n, interval
    )
