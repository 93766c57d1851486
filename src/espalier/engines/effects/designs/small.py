"""Few learners or lopsided gains: every learner's line, the median gain with its exact interval, no mean.

The median gain is Hodges and Lehmann's, from the exact signed rank; beside it the plain median with the interval of the
binomial order statistics: from the k-th smallest to the k-th largest gain, k the largest with 2 P(B < k) ≤ 1 - level,
B ~ Binomial(n, ½).

References
----------
Hodges, Lehmann: Estimates of location based on rank tests. Annals of Mathematical Statistics 34, 1963, 598–611.
Thompson: On confidence ranges for the median. Annals of Mathematical Statistics 7, 1936, 122–128.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.designs.checks import (
    ENOUGH_FOR_THE_MEAN,
    few_or_skewed,
    no_variation,
    too_few,
)
from espalier.engines.effects.designs.paired import COMPARISON_ABSENT, FEWEST_EXACT
from espalier.engines.effects.designs.ranks import RankResult, signed_rank
from espalier.engines.effects.designs.verdicts import (
    NO_COMPARISON,
    POINT_SCALE,
    Scale,
    Telling,
    effect_verdict,
)
from espalier.engines.effects.missing.stages import (
    Counted,
    counted,
    missing_warnings,
    refused_for_missing,
)
from espalier.engines.effects.regression.least_squares import is_constant
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

MEDIAN_GAINED = Telling(
    Said("典型的學員進步 {size}（中位數）", "the typical learner gained {size} (median)"),
    Said("典型的學員退步 {size}（中位數）", "the typical learner lost {size} (median)"),
)
MEDIAN_ROSE = Telling(
    Said("典型的學員上升 {size}（中位數）", "the typical learner's figure rose by {size} (median)"),
    Said("典型的學員下降 {size}（中位數）", "the typical learner's figure fell by {size} (median)"),
)


@dataclass(frozen=True, slots=True)
class LearnerLine:
    """One learner from pre to post; ``person`` is the row in the data, from 0."""

    person: int
    pre: float
    post: float
    gain: float


@dataclass(frozen=True, slots=True)
class RankedGain:
    """Median gain of one group with exact interval, and every learner's line."""

    ranks: RankResult
    estimate: float
    interval: Interval
    median: float
    median_interval: Interval
    lines: tuple[LearnerLine, ...]
    n_better: int
    n_same: int
    n_worse: int
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict

    @property
    def sentence(self) -> Said:
        """The verdict, then how many went which way."""
        counts = Said(
            "{n} 人中 {better} 人上升、{same} 人不變、{worse} 人下降；請逐一看每位學員的線。",
            "Of {n} learners {better} went up, {same} stayed, {worse} went down; look at each learner's line.",
        )
        return self.verdict.sentence + counts.filled(
            n=self.n_used, better=self.n_better, same=self.n_same, worse=self.n_worse
        )


def ranked_gain(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    missing: MissingPolicy,
    scale: Scale = POINT_SCALE,
    level: float = 0.95,
) -> RankedGain | Refusal:
    """Median gain of one group, from six learners.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        NaN where missing.

    Returns
    -------
    RankedGain or Refusal
        Refused below six learners (no exact 95 % interval exists), above 500 (the mean serves), where nothing moved, or
        where more than 40 % of the outcomes are missing.

    Raises
    ------
    ValueError
        Bad arrays; see ``missing.stages.counted``.

    Notes
    -----
    Checked against: counting out all signs in our test; scipy 1.17 ``wilcoxon``.

    Examples
    --------
    >>> found = ranked_gain([50, 52, 55, 47, 60, 58], [60, 58, 66, 55, 66, 69], missing=MissingPolicy.REFUSE)
    >>> found.estimate, (found.interval.low, found.interval.high), found.verdict.code.value
    (8.5, (6.0, 11.0), 'likely')
    """
    people = counted({"pre": pre, "post": post}, missing=missing)
    gains = people["post"] - people["pre"]
    refusal = refused_for_missing(people, "signed-rank") or _refused(gains)
    if refusal:
        return refusal
    ranks = signed_rank(gains, level=level)
    interval = ranks.interval
    if interval is None:
        return too_few("signed-rank", len(gains), len(gains) + 1, LINES_ONLY)
    verdict = effect_verdict(
        ranks.location,
        interval,
        scale,
        MEDIAN_GAINED if scale.higher_is_better else MEDIAN_ROSE,
        n_used=people.n_used,
        has_comparison=False,
        why=NO_COMPARISON,
    )
    return RankedGain(
        ranks=ranks,
        estimate=ranks.location,
        interval=interval,
        median=float(np.median(gains)),
        median_interval=_median_interval(np.sort(gains), level),
        lines=learner_lines(people),
        n_better=int((gains > 0).sum()),
        n_same=int((gains == 0).sum()),
        n_worse=int((gains < 0).sum()),
        n_used=people.n_used,
        n_missing=people.n_missing,
        stages=people.stages,
        assumptions=(few_or_skewed(gains), COMPARISON_ABSENT),
        warnings=missing_warnings(people),
        verdict=verdict,
    )


LINES_ONLY = Said(
    "請只列出每位學員前後測的線，不談平均或效果。",
    "Show each learner's line from pre to post, and speak of no average and no effect.",
)


def _refused(gains: Floats) -> Refusal | None:
    n = len(gains)
    if n < FEWEST_EXACT:
        return too_few("signed-rank", n, FEWEST_EXACT, LINES_ONLY)
    if is_constant(gains):
        return no_variation("signed-rank", n)
    if n > ENOUGH_FOR_THE_MEAN:
        return Refusal(
            "signed-rank",
            "too_many",
            Said(f"{n} 人已多到可以直接看平均進步。", f"With {n} learners the mean gain serves."),
            Said("請改用配對 t。", "Use the paired t instead."),
            n_used=n,
        )
    return None


def learner_lines(people: Counted) -> tuple[LearnerLine, ...]:
    """Every learner with both measures, in the order of the data."""
    rows = np.flatnonzero(people.used)
    return tuple(
        LearnerLine(int(row), float(before), float(after), float(after - before))
        for row, before, after in zip(rows, people["pre"], people["post"], strict=True)
    )


def _median_interval(ordered: Floats, level: float) -> Interval:
    """Order statistics around the median; the widest there are where the level cannot be reached."""
    from scipy.special import bdtr

    n, k = len(ordered), 1
    while k < n // 2 and 2 * float(bdtr(k, n, 0.5)) <= 1 - level:
        k += 1
    reached = 1 - 2 * float(bdtr(k - 1, n, 0.5))
    return Interval(float(ordered[k - 1]), float(ordered[n - k]), reached)
