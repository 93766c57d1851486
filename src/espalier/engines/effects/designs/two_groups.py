"""Two groups measured once: Welch's t, and ranks where people are few or scores lopsided.

difference = m₁ - m₂, se² = s₁²/n₁ + s₂²/n₂ with Welch's degrees of freedom; g = J d with d in pooled standard
deviations. By ranks: superiority A = U/(n₁n₂), the chance that a random trained learner beats a random untrained one,
and the shift.

References
----------
Welch: The generalization of Student's problem. Biometrika 34, 1947, 28–35. Delacre, Lakens, Leys: Why psychologists
should by default use Welch's t-test. International Review of Social Psychology 30, 2017, 92–101.
"""

from dataclasses import dataclass
from math import sqrt

from numpy.typing import ArrayLike

from espalier.engines.effects.designs.checks import (
    arm_array,
    few_or_skewed,
    no_variation,
    too_few_per_arm,
)
from espalier.engines.effects.designs.ranks import RankResult, mann_whitney
from espalier.engines.effects.designs.sizes import StandardisedEffect, independent_effect
from espalier.engines.effects.designs.verdicts import (
    AHEAD,
    BASELINE_UNKNOWN,
    BY_CHANCE,
    CHOSEN,
    POINT_SCALE,
    TEST_BEFORE,
    Scale,
    Telling,
    effect_verdict,
)
from espalier.engines.effects.missing.leavers import welch_error
from espalier.engines.effects.missing.stages import (
    Counted,
    counted,
    missing_warnings,
    refused_for_missing,
)
from espalier.engines.effects.regression.coefficients import Coefficient, against_zero
from espalier.engines.effects.regression.least_squares import is_constant
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

FEWEST_PER_ARM = 10
FEWEST_PER_ARM_EXACT = 4
MOST_PAIRS = 4_000_000

TYPICALLY_AHEAD = Telling(
    Said(
        "受訓組典型上比對照組高 {size}（中位差）",
        "the trained group typically lies {size} above (median difference)",
    ),
    Said(
        "受訓組典型上比對照組低 {size}（中位差）",
        "the trained group typically lies {size} below (median difference)",
    ),
)


@dataclass(frozen=True, slots=True)
class TwoGroupEffect:
    """``difference`` trained minus untrained with its test, ``standardised`` g, each group's mean, SD and number."""

    difference: Coefficient
    standardised: StandardisedEffect
    mean_trained: float
    mean_untrained: float
    sd_trained: float
    sd_untrained: float
    n_trained: int
    n_untrained: int
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict

    @property
    def estimate(self) -> float:
        return self.difference.estimate

    @property
    def interval(self) -> Interval:
        return self.difference.interval

    @property
    def sentence(self) -> Said:
        return self.verdict.sentence


def welch_effect(
    outcome: ArrayLike,
    is_trained: ArrayLike,
    *,
    is_randomised: bool,
    missing: MissingPolicy,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> TwoGroupEffect | Refusal:
    """Difference between trained and untrained people who were measured once, from ten of each.

    Parameters
    ----------
    outcome : array_like of float, shape (n,)
        NaN where missing.
    is_trained : array_like of 0 or 1, shape (n,)
    is_randomised : bool
        Whether chance decided who was trained. If not, and without a pre measure, the groups may have differed from the
        start, and the verdict goes no further than *likely*.

    Raises
    ------
    ValueError
        Bad arrays, or everybody in one arm.

    Notes
    -----
    Checked against: scipy 1.17 ``ttest_ind(equal_var=False)``, 1e-12; Borenstein et al. 2009 for g.

    Examples
    --------
    >>> scores = [70, 75, 80, 85, 90, 72, 78, 83, 88, 79, 60, 65, 70, 75, 62, 68, 73, 66, 71, 70]
    >>> found = welch_effect(scores, [1] * 10 + [0] * 10, is_randomised=True, missing=MissingPolicy.REFUSE)
    >>> found.estimate, found.verdict.code.value
    (12.0, 'clear')
    """
    people, arm = _people(outcome, is_trained, missing)
    trained, untrained = people["outcome"][arm == 1], people["outcome"][arm == 0]
    refusal = refused_for_missing(people, "welch")
    if refusal:
        return refusal
    if min(len(trained), len(untrained)) < FEWEST_PER_ARM:
        return too_few_per_arm("welch", len(trained), len(untrained), FEWEST_PER_ARM, _BY_RANKS)
    se, df = welch_error(trained, untrained)
    if is_constant(trained) and is_constant(untrained):
        return no_variation("welch", people.n_used)
    n1, n2 = len(trained), len(untrained)
    pooled = sqrt(
        ((n1 - 1) * trained.var(ddof=1) + (n2 - 1) * untrained.var(ddof=1)) / (n1 + n2 - 2)
    )
    difference = against_zero(
        "difference", float(trained.mean() - untrained.mean()), se, df, level=level
    )
    verdict = effect_verdict(
        difference.estimate,
        difference.interval,
        scale,
        AHEAD,
        n_used=people.n_used,
        has_comparison=is_randomised,
        why=why_of(is_randomised),
        remedy=TEST_BEFORE,
    )
    return TwoGroupEffect(
        difference=difference,
        standardised=independent_effect(difference.estimate, pooled, n1, n2, level=level),
        mean_trained=float(trained.mean()),
        mean_untrained=float(untrained.mean()),
        sd_trained=float(trained.std(ddof=1)),
        sd_untrained=float(untrained.std(ddof=1)),
        n_trained=n1,
        n_untrained=n2,
        n_used=people.n_used,
        n_missing=people.n_missing,
        stages=people.stages,
        assumptions=(
            few_or_skewed(trained),
            few_or_skewed(untrained),
            baseline_unknown(is_randomised),
        ),
        warnings=missing_warnings(people),
        verdict=verdict,
    )


@dataclass(frozen=True, slots=True)
class RankedDifference:
    """By ranks: ``superiority`` is the chance that a random trained learner beats a random untrained one (ties
    half).
    """

    ranks: RankResult
    estimate: float
    interval: Interval
    superiority: float
    n_trained: int
    n_untrained: int
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict

    @property
    def sentence(self) -> Said:
        """The verdict, then the chance in common language."""
        chance = Said(
            "隨機抽一位受訓者，有 {share:.0f}% 的機會高於隨機一位未受訓者（{n1} 人與 {n2} 人）。",
            "A random trained learner scores above a random untrained one {share:.0f}% of the time ({n1} and "
            "{n2} people).",
        )
        return self.verdict.sentence + chance.filled(
            share=100 * self.superiority, n1=self.n_trained, n2=self.n_untrained
        )


def ranked_difference(
    outcome: ArrayLike,
    is_trained: ArrayLike,
    *,
    is_randomised: bool,
    missing: MissingPolicy,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> RankedDifference | Refusal:
    """Mann-Whitney with the shift between the groups, from four of each.

    Returns
    -------
    RankedDifference or Refusal
        Refused below four of each, where all values are the same, above four million pairs (the mean serves there), or
        where more than 40 % of the outcomes are missing.

    Raises
    ------
    ValueError
        Bad arrays, or everybody in one arm.

    Notes
    -----
    Checked against: scipy 1.17 ``mannwhitneyu`` (exact), 1e-12.

    Examples
    --------
    >>> found = ranked_difference(
    ...     [9, 8, 7, 6, 1, 2, 3, 4], [1] * 4 + [0] * 4, is_randomised=True,
    ...     missing=MissingPolicy.REFUSE, scale=Scale(smallest=1),
    ... )
    >>> found.superiority, found.estimate
    (1.0, 5.0)
    """
    people, arm = _people(outcome, is_trained, missing)
    trained, untrained = people["outcome"][arm == 1], people["outcome"][arm == 0]
    n1, n2 = len(trained), len(untrained)
    refusal = refused_for_missing(people, "mann-whitney") or _refused_ranks(
        people["outcome"], n1, n2
    )
    if refusal:
        return refusal
    ranks = mann_whitney(trained, untrained, level=level)
    if ranks.interval is None:
        return too_few_per_arm("mann-whitney", n1, n2, max(n1, n2) + 1, _COLLECT)
    verdict = effect_verdict(
        ranks.location,
        ranks.interval,
        scale,
        TYPICALLY_AHEAD,
        n_used=people.n_used,
        has_comparison=is_randomised,
        why=why_of(is_randomised),
        remedy=TEST_BEFORE,
    )
    return RankedDifference(
        ranks=ranks,
        estimate=ranks.location,
        interval=ranks.interval,
        superiority=ranks.statistic / (n1 * n2),
        n_trained=n1,
        n_untrained=n2,
        n_used=people.n_used,
        n_missing=people.n_missing,
        stages=people.stages,
        assumptions=(baseline_unknown(is_randomised),),
        warnings=missing_warnings(people),
        verdict=verdict,
    )


_BY_RANKS = Said(
    "人少時請改用等級檢定（每組至少 4 人），或等人數足夠再下判斷。",
    "With so few use ranks (four or more of each), or wait until there are more.",
)
_COLLECT = Said(
    "請等人數足夠再比較，先列出每個人的分數。",
    "List every score for now, and compare when there are more.",
)
_BY_MEANS = Said("請改用 Welch t。", "Use Welch's t instead.")


def _people(
    outcome: ArrayLike, is_trained: ArrayLike, missing: MissingPolicy
) -> tuple[Counted, Floats]:
    people = counted({"outcome": outcome}, missing=missing)
    arm = arm_array("is_trained", is_trained, len(people.used))
    return people, arm[people.used]


def _refused_ranks(values: Floats, n1: int, n2: int) -> Refusal | None:
    if min(n1, n2) < FEWEST_PER_ARM_EXACT:
        return too_few_per_arm("mann-whitney", n1, n2, FEWEST_PER_ARM_EXACT, _COLLECT)
    if is_constant(values):
        return no_variation("mann-whitney", n1 + n2)
    if n1 * n2 > MOST_PAIRS:
        return Refusal(
            "mann-whitney",
            "too_many",
            Said(
                f"{n1} 人與 {n2} 人已多到可以直接比平均。",
                f"With {n1} and {n2} people the means serve.",
            ),
            _BY_MEANS,
            n_used=n1 + n2,
        )
    return None


def why_of(is_randomised: bool) -> Said:
    """What a design without a pre measure lets one say."""
    return BY_CHANCE if is_randomised else CHOSEN + BASELINE_UNKNOWN


def baseline_unknown(is_randomised: bool) -> Assumption:
    """Whether the groups began alike: by chance where chance chose, else not to be checked."""
    return Assumption(
        "same_start",
        True if is_randomised else None,
        BY_CHANCE if is_randomised else BASELINE_UNKNOWN,
    )
