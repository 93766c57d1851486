"""No loss, or as good as the other way: two one-sided tests.

t_low = (difference + margin)/se, t_high = (difference - margin)/se; equivalent at alpha where both one-sided p are at
most alpha, which is the (1 - 2 alpha) interval within ± margin. No loss asks for the lower side only.

References
----------
Schuirmann: A comparison of the two one-sided tests procedure. Journal of Pharmacokinetics and Biopharmaceutics 15,
1987, 657–680. Lakens: Equivalence tests. Social Psychological and Personality Science 8, 2017, 355–362.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import inf

from numpy.typing import ArrayLike

from espalier.engines.effects.designs.checks import (
    arm_array,
    no_variation,
    too_few,
    too_few_per_arm,
)
from espalier.engines.effects.designs.paired import COMPARISON_ABSENT, FEWEST_FOR_T
from espalier.engines.effects.designs.two_groups import FEWEST_PER_ARM, baseline_unknown, why_of
from espalier.engines.effects.designs.verdicts import (
    AHEAD,
    GAINED,
    KEEP_A_SESSION,
    NO_COMPARISON,
    POINT_SCALE,
    ROSE,
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
from espalier.engines.effects.regression.least_squares import is_constant
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.distributions import t_cdf
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

METHOD = "equivalence"


class Question(StrEnum):
    """What shall be shown."""

    EQUIVALENT = "equivalent"  # neither better nor worse by the margin
    NO_LOSS = "no_loss"  # not worse by the margin


@dataclass(frozen=True, slots=True)
class Equivalence:
    """``is_shown``: the interval (level 1 − 2 alpha) keeps within the margin on the side(s) asked about."""

    question: Question
    margin: float
    estimate: float
    se: float
    df: float
    p_low: float
    p_high: float
    interval: Interval
    is_shown: bool
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    answer: Said
    verdict: Verdict

    @property
    def sentence(self) -> Said:
        """Whether it was shown, and the difference with its interval."""
        return self.answer + self.verdict.sentence


def two_one_sided(difference: float, se: float, df: float, margin: float) -> tuple[float, float]:
    """One-sided p-values against a loss and against a gain of ``margin`` or more.

    Raises
    ------
    ValueError
        A margin or standard error not above 0 and finite, or no degrees of freedom.

    Examples
    --------
    >>> low, high = two_one_sided(0.5, 1.0, 30.0, 3.0)
    >>> round(low, 5), round(high, 5)
    (0.00074, 0.00906)
    """
    if not (0 < margin < inf and 0 < se < inf and df > 0):
        raise ValueError(f"two_one_sided: margin {margin}, se {se}, df {df} out of bounds")
    return t_cdf(-(difference + margin) / se, df), t_cdf((difference - margin) / se, df)


def paired_equivalence(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    missing: MissingPolicy,
    question: Question = Question.NO_LOSS,
    alpha: float = 0.05,
    scale: Scale = POINT_SCALE,
) -> Equivalence | Refusal:
    """Nothing lost between two measures of the same people; the margin is the smallest change worth having.

    Returns
    -------
    Equivalence or Refusal
        Refused below 15 people, without variation, or above 40 % missing outcomes.

    Raises
    ------
    ValueError
        Bad arrays, or ``alpha`` not between 0 and ½.

    Notes
    -----
    Checked against: the t statistics by hand in our test, 1e-12.

    Examples
    --------
    >>> pre = [70, 72, 75, 68, 80, 77, 74, 71, 69, 76, 73, 78, 72, 75, 70, 74]
    >>> post = [71, 71, 76, 69, 79, 78, 73, 72, 70, 75, 74, 77, 73, 74, 71, 73]
    >>> paired_equivalence(pre, post, missing=MissingPolicy.REFUSE).is_shown
    True
    """
    people = counted({"pre": pre, "post": post}, missing=missing)
    gains = people["post"] - people["pre"]
    refusal = refused_for_missing(people, METHOD)
    if refusal:
        return refusal
    if len(gains) < FEWEST_FOR_T:
        return too_few(METHOD, len(gains), FEWEST_FOR_T, _LINES)
    if is_constant(gains):
        return no_variation(METHOD, len(gains))
    found = _Difference(
        estimate=float(gains.mean()),
        se=float(gains.std(ddof=1) / len(gains) ** 0.5),
        df=len(gains) - 1.0,
        telling=GAINED if scale.higher_is_better else ROSE,
        has_comparison=False,
        why=NO_COMPARISON,
        remedy=KEEP_A_SESSION,
        assumption=COMPARISON_ABSENT,
    )
    return _result(people, found, question, alpha, scale)


def group_equivalence(
    outcome: ArrayLike,
    is_trained: ArrayLike,
    *,
    is_randomised: bool,
    missing: MissingPolicy,
    question: Question = Question.EQUIVALENT,
    alpha: float = 0.05,
    scale: Scale = POINT_SCALE,
) -> Equivalence | Refusal:
    """One way of training as good as another: Welch's difference within ± the smallest difference worth having.

    Parameters
    ----------
    is_trained : array_like of 0 or 1, shape (n,)
        1 for the new way, 0 for the usual one.

    Returns
    -------
    Equivalence or Refusal
        Refused below ten of each, without variation, or above 40 % missing outcomes.

    Raises
    ------
    ValueError
        Bad arrays, everybody in one arm, or ``alpha`` not between 0 and ½.

    Notes
    -----
    Checked against: the t statistics by hand in our test, 1e-12.

    Examples
    --------
    >>> scores = [70, 75, 80, 85, 90, 72, 78, 83, 88, 79, 71, 74, 81, 84, 91, 71, 79, 82, 89, 78]
    >>> group_equivalence(
    ...     scores, [1] * 10 + [0] * 10, is_randomised=True, missing=MissingPolicy.REFUSE, scale=Scale(smallest=10)
    ... ).is_shown
    True
    """
    people = counted({"outcome": outcome}, missing=missing)
    arm = arm_array("is_trained", is_trained, len(people.used))[people.used]
    first, second = people["outcome"][arm == 1], people["outcome"][arm == 0]
    refusal = refused_for_missing(people, METHOD)
    if refusal:
        return refusal
    if min(len(first), len(second)) < FEWEST_PER_ARM:
        return too_few_per_arm(METHOD, len(first), len(second), FEWEST_PER_ARM, _LINES)
    if is_constant(first) and is_constant(second):
        return no_variation(METHOD, people.n_used)
    se, df = welch_error(first, second)
    found = _Difference(
        estimate=float(first.mean() - second.mean()),
        se=se,
        df=df,
        telling=AHEAD,
        has_comparison=is_randomised,
        why=why_of(is_randomised),
        remedy=TEST_BEFORE,
        assumption=baseline_unknown(is_randomised),
    )
    return _result(people, found, question, alpha, scale)


@dataclass(frozen=True, slots=True)
class _Difference:
    estimate: float
    se: float
    df: float
    telling: Telling
    has_comparison: bool
    why: Said
    remedy: Said
    assumption: Assumption


def _result(
    people: Counted, found: _Difference, question: Question, alpha: float, scale: Scale
) -> Equivalence:
    if not 0 < alpha < 0.5:
        raise ValueError(f"alpha: between 0 and 0.5 expected, got {alpha}")
    sign = 1.0 if scale.higher_is_better else -1.0
    p_low, p_high = two_one_sided(sign * found.estimate, found.se, found.df, scale.smallest)
    asked = Question(question)
    is_shown = p_low <= alpha and (asked is Question.NO_LOSS or p_high <= alpha)
    interval = around(found.estimate, found.se, df=found.df, level=1 - 2 * alpha)
    verdict = effect_verdict(
        found.estimate,
        interval,
        scale,
        found.telling,
        n_used=people.n_used,
        has_comparison=found.has_comparison,
        why=found.why,
        remedy=found.remedy,
    )
    return Equivalence(
        question=asked,
        margin=scale.smallest,
        estimate=found.estimate,
        se=found.se,
        df=found.df,
        p_low=p_low,
        p_high=p_high,
        interval=interval,
        is_shown=is_shown,
        n_used=people.n_used,
        n_missing=people.n_missing,
        stages=people.stages,
        assumptions=(found.assumption,),
        warnings=missing_warnings(people),
        answer=_ANSWERS[asked, is_shown].filled(margin=_plain(scale)),
        verdict=verdict,
    )


def _plain(scale: Scale) -> str:
    return scale.number(scale.smallest)


_LINES = Said(
    "請先列出每位學員的分數，累積人數再比較。",
    "List every score for now, and compare when there are more.",
)
_ANSWERS = {
    (Question.EQUIVALENT, True): Said(
        "可視為相當：差距在 ±{margin} 之內。",
        "As good as each other: the difference keeps within ±{margin}.",
    ),
    (Question.EQUIVALENT, False): Said(
        "還不能說相當：差距可能超過 ±{margin}。",
        "Not shown to be as good as each other: the difference may exceed ±{margin}.",
    ),
    (Question.NO_LOSS, True): Said(
        "可視為沒有退步（未退步達 {margin}）。", "No loss of {margin} or more."
    ),
    (Question.NO_LOSS, False): Said(
        "還不能說沒有退步：可能退步達 {margin} 以上。",
        "Not shown to be without loss: it may be {margin} or more.",
    ),
}
