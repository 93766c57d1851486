"""One group before and after: paired t, with the gain in standard deviations of the scores (g_av) as its size.

t = mean gain / (s_gain/√n) with n - 1 degrees of freedom; d_z = mean gain / s_gain with the interval of the
noncentral t; g_av = J(n - 1) · mean gain / √((s_pre² + s_post²)/2) with a percentile bootstrap over people.

References
----------
Student: The probable error of a mean. Biometrika 6, 1908, 1–25. Lakens: Calculating and reporting effect sizes.
Frontiers in Psychology 4, 2013, 863. Efron, Tibshirani: An Introduction to the Bootstrap, 1993, chapter 13.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.designs.checks import (
    IS_SKEWED,
    few_or_skewed,
    is_skewed,
    no_variation,
    skewness,
    too_few,
)
from espalier.engines.effects.designs.sizes import Correction, common_language, hedges_j
from espalier.engines.effects.designs.verdicts import (
    GAINED,
    NO_COMPARISON,
    POINT_SCALE,
    ROSE,
    Scale,
    effect_verdict,
)
from espalier.engines.effects.missing.stages import counted, missing_warnings, refused_for_missing
from espalier.engines.effects.power.noncentral import shift_interval
from espalier.engines.effects.regression.coefficients import Coefficient, against_zero
from espalier.engines.effects.regression.least_squares import is_constant
from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

FEWEST_FOR_T = 15
FEWEST_EXACT = 6


@dataclass(frozen=True, slots=True)
class PairedNumbers:
    """The paired t and its effect sizes; ``gain`` is the mean of post minus pre with its test.

    ``g_av_approximate`` uses 1 - 3/(4 df - 1); every other g the exact correction.
    """

    n: int
    mean_pre: float
    mean_post: float
    sd_pre: float
    sd_post: float
    gain: Coefficient
    sd_gain: float
    r: float | None
    d_z: float
    d_z_interval: Interval
    g_z: float
    d_av: float
    g_av: float
    g_av_approximate: float

    @property
    def common_language(self) -> float:
        """Chance that a random score after lies above a random score before; from g_av."""
        return common_language(self.g_av)


def paired_numbers(pre: ArrayLike, post: ArrayLike, *, level: float = 0.95) -> PairedNumbers:
    """The arithmetic of the paired t, of any two measures without holes; it judges nothing.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        n ≥ 3.

    Raises
    ------
    ValueError
        Unequal lengths, fewer than three pairs, or gains without spread.

    Notes
    -----
    Checked against: case ``effect_paired_t_sleep`` (R t.test, effectsize 0.8.3), 1e-6; ``effect_ancova_anorexia``.

    Examples
    --------
    >>> found = paired_numbers([1, 2, 3, 4], [2, 4, 4, 7])
    >>> round(found.gain.t, 4), round(found.d_z, 4)
    (3.6556, 1.8278)
    """
    before, after = float_array("pre", pre, ndim=1), float_array("post", post, ndim=1)
    if len(before) != len(after) or len(before) < 3:
        raise ValueError(
            f"pre and post: three or more pairs expected, got {len(before)} and {len(after)}"
        )
    gains = after - before
    if is_constant(gains):
        raise ValueError("gains: everybody gained the same, so nothing says how sure that is")
    n, df = len(gains), len(gains) - 1
    mean, sd = float(gains.mean()), float(gains.std(ddof=1))
    sd_pre, sd_post = float(before.std(ddof=1)), float(after.std(ddof=1))
    d_z, d_av = mean / sd, mean / sqrt((sd_pre**2 + sd_post**2) / 2)
    shift = shift_interval(d_z * sqrt(n), df, level=level)
    return PairedNumbers(
        n=n,
        mean_pre=float(before.mean()),
        mean_post=float(after.mean()),
        sd_pre=sd_pre,
        sd_post=sd_post,
        gain=against_zero("gain", mean, sd / sqrt(n), df, level=level),
        sd_gain=sd,
        r=_correlation(before, after),
        d_z=d_z,
        d_z_interval=Interval(shift.low / sqrt(n), shift.high / sqrt(n), level),
        g_z=hedges_j(df) * d_z,
        d_av=d_av,
        g_av=hedges_j(df) * d_av,
        g_av_approximate=hedges_j(df, correction=Correction.APPROXIMATE) * d_av,
    )


def _correlation(before: Floats, after: Floats) -> float | None:
    if is_constant(before) or is_constant(after):
        return None
    return float(np.corrcoef(before, after)[0, 1])


@dataclass(frozen=True, slots=True)
class PairedEffect:
    """The gain of one group in the outcome's unit with its verdict, and ``numbers`` behind it."""

    numbers: PairedNumbers
    g_av_interval: Interval
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict

    @property
    def estimate(self) -> float:
        """Mean gain."""
        return self.numbers.gain.estimate

    @property
    def interval(self) -> Interval:
        return self.numbers.gain.interval

    @property
    def sentence(self) -> Said:
        return self.verdict.sentence


def paired_effect(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    missing: MissingPolicy,
    seed: int,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
    n_bootstrap: int = 2000,
) -> PairedEffect | Refusal:
    """Gain of one group by the paired t, from 15 learners with gains that are not skewed.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        NaN where missing.
    missing : MissingPolicy
        ``exclude`` or ``refuse``.
    seed : int
        Of the bootstrap.
    n_bootstrap : int
        Rounds, 200 or more.

    Returns
    -------
    PairedEffect or Refusal
        Refused below 15 learners, where gains are skewed, all alike, or more than 40 % of the outcomes are missing; the
        exact signed rank is the alternative (``designs.small``).

    Raises
    ------
    ValueError
        Bad arrays (see ``missing.stages.counted``), or too few rounds.

    Notes
    -----
    Checked against: case ``effect_paired_t_sleep`` through ``paired_numbers``.

    Examples
    --------
    >>> before = [50, 52, 55, 47, 60, 58, 49, 51, 53, 56, 48, 57, 54, 50, 59, 52]
    >>> after = [60, 58, 66, 55, 66, 69, 58, 57, 64, 62, 57, 69, 60, 61, 66, 63]
    >>> found = paired_effect(before, after, missing=MissingPolicy.REFUSE, seed=1)
    >>> found.estimate, found.verdict.code.value, found.verdict.is_capped
    (8.75, 'likely', True)
    """
    if n_bootstrap < 200:
        raise ValueError(f"n_bootstrap: at least 200 rounds, got {n_bootstrap}")
    people = counted({"pre": pre, "post": post}, missing=missing)
    gains = people["post"] - people["pre"]
    refusal = refused_for_missing(people, "paired-t") or _refused(gains)
    if refusal:
        return refusal
    numbers = paired_numbers(people["pre"], people["post"], level=level)
    verdict = effect_verdict(
        numbers.gain.estimate,
        numbers.gain.interval,
        scale,
        GAINED if scale.higher_is_better else ROSE,
        n_used=people.n_used,
        has_comparison=False,
        why=NO_COMPARISON,
    )
    return PairedEffect(
        numbers=numbers,
        g_av_interval=_bootstrapped(people["pre"], people["post"], n_bootstrap, seed, level),
        n_used=people.n_used,
        n_missing=people.n_missing,
        stages=people.stages,
        assumptions=(few_or_skewed(gains), COMPARISON_ABSENT),
        warnings=missing_warnings(people),
        verdict=verdict,
    )


COMPARISON_ABSENT = Assumption(
    "comparison_group",
    False,
    Said(
        "沒有對照組：判斷最多說到「可能」。",
        "No comparison group: the verdict goes no further than likely.",
    ),
)


def _refused(gains: Floats) -> Refusal | None:
    if len(gains) < FEWEST_FOR_T:
        return too_few("paired-t", len(gains), FEWEST_FOR_T, _INSTEAD)
    if is_constant(gains):
        return no_variation("paired-t", len(gains))
    if is_skewed(gains):
        return Refusal(
            "paired-t",
            "skewed",
            IS_SKEWED.filled(skew=skewness(gains)),
            _INSTEAD,
            n_used=len(gains),
        )
    return None


_INSTEAD = Said(
    "請改用精確符號等級檢定與每位學員的前後線。",
    "Use the exact signed rank with every learner's line instead.",
)


def _bootstrapped(pre: Floats, post: Floats, n_rounds: int, seed: int, level: float) -> Interval:
    """Percentile interval of g_av, people drawn with replacement."""
    n = len(pre)
    drawn = np.random.default_rng(seed).integers(0, n, (n_rounds, n))
    before, after = pre[drawn], post[drawn]
    spread = np.sqrt((before.var(axis=1, ddof=1) + after.var(axis=1, ddof=1)) / 2)
    gain = (after - before).mean(axis=1)
    has_spread = spread > 0
    d = gain[has_spread] / spread[has_spread]
    low, high = np.quantile(hedges_j(n - 1) * d, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level)
