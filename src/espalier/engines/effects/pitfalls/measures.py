"""What was measured: ceiling, unequal tests, response shift, unreliable change (detectors 2, 6, 7, 12)."""

from math import sqrt

from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import complete_pairs
from espalier.engines.effects.pitfalls.alert import Alert, Pitfall
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Said

EXTREME_SHARE = 0.15
LEAST_RELIABILITY = 0.70


def ceiling(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    missing: MissingPolicy,
    highest: float,
    lowest: float = 0.0,
) -> Alert | None:
    """Fires when more than 15 % reach the highest score after (or before) training, or the lowest before it.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        Scores between ``lowest`` and ``highest``.

    Raises
    ------
    ValueError
        A score beyond the scale, or nobody with both scores.

    References
    ----------
    Terwee et al., J. of Clinical Epidemiology 60 (2007) 34–42, doi:10.1016/j.jclinepi.2006.03.012.
    Checked against: hand counts.

    Examples
    --------
    >>> ceiling([5, 6, 7, 8], [10, 10, 9, 8], missing=MissingPolicy.REFUSE, highest=10).saw["top_post"]
    0.5
    """
    pairs = complete_pairs(pre, post, missing=missing, names=("pre", "post"))
    if pairs.n_used == 0:
        raise ValueError("pre and post: nobody has both")
    for name, scores in (("pre", pairs.x), ("post", pairs.y)):
        if scores.min() < lowest or scores.max() > highest:
            raise ValueError(f"{name}: scores outside {lowest:g} to {highest:g}")
    top_pre, top_post = float((pairs.x == highest).mean()), float((pairs.y == highest).mean())
    bottom = float((pairs.x == lowest).mean())
    if max(top_pre, top_post, bottom) <= EXTREME_SHARE:
        return None
    return Alert(
        Pitfall.CEILING,
        {"top_pre": top_pre, "top_post": top_post, "bottom_pre": bottom, "n": pairs.n_used},
        Said(
            f"前測 {100 * top_pre:.0f}%、後測 {100 * top_post:.0f}% 的人已達滿分，前測 "
            f"{100 * bottom:.0f}% 為最低分"
            f"（{pairs.n_used} 人）：量不到更高或更低，效果會被低估。請換用較難（或較易）的題目。",
            f"{100 * top_pre:.0f}% reach the highest score before and {100 * top_post:.0f}% after, "
            f"{100 * bottom:.0f}% the "
            f"lowest before ({pairs.n_used} persons): the effect is understated. Use harder (or "
            "easier) questions.",
        ),
    )


def unequal_tests(pre_form: str, post_form: str, *, is_equated: bool) -> Alert | None:
    """Fires when pre- and post-test are different forms that nobody equated.

    Raises
    ------
    ValueError
        A form without a name.

    References
    ----------
    Kolen & Brennan, Test Equating, Scaling, and Linking, 3rd ed. 2014, ch. 1. Checked against: cases by hand.

    Examples
    --------
    >>> unequal_tests("A", "A", is_equated=False) is None
    True
    """
    if not (pre_form and post_form):
        raise ValueError("unequal_tests: both forms must be named")
    if pre_form == post_form or is_equated:
        return None
    return Alert(
        Pitfall.UNEQUAL_TESTS,
        {"n_forms": 2},
        Said(
            f"前測用「{pre_form}」、後測用「{post_form}」，兩卷未經等化：分數差可能只是難度不同。"
            "請做等化，或只比較共同題。",
            f"The pre-test is form {pre_form}, the post-test form {post_form}, and they were not "
            "equated: the difference may "
            "be difficulty. Equate them, or compare common questions only.",
        ),
    )


def response_shift(
    *,
    is_self_rating: bool,
    pre: ArrayLike | None = None,
    then: ArrayLike | None = None,
    missing: MissingPolicy = MissingPolicy.EXCLUDE,
) -> Alert | None:
    """Fires for self-ratings before and after: without a then-test always, with one when it differs from the pre-test.

    Shift = mean(then − pre) with a t-interval; people who learn what they did not know rate their past lower.

    Parameters
    ----------
    pre, then : array_like of float, shape (n,), optional
        Self-rating before, and the same looking back after training.

    Raises
    ------
    ValueError
        One of the two without the other, or fewer than two persons with both.

    References
    ----------
    Howard, Evaluation Review 4 (1980) 93–106, doi:10.1177/0193841X8000400105. Checked against: hand figures.

    Examples
    --------
    >>> response_shift(is_self_rating=True).saw
    {}
    """
    if (pre is None) != (then is None):
        raise ValueError("response_shift: pre and then belong together")
    if not is_self_rating:
        return None
    if pre is None or then is None:
        return Alert(Pitfall.RESPONSE_SHIFT, {}, _NO_THEN_TEST)
    pairs = complete_pairs(pre, then, missing=missing, names=("pre", "then"))
    if pairs.n_used < 2:
        raise ValueError("pre and then: two persons with both at least")
    difference = pairs.y - pairs.x
    shift, se = float(difference.mean()), float(difference.std(ddof=1)) / sqrt(pairs.n_used)
    interval = around(shift, se, df=pairs.n_used - 1)
    if 0 in interval:
        return None
    return Alert(
        Pitfall.RESPONSE_SHIFT,
        {"shift": shift, "low": interval.low, "high": interval.high, "n": pairs.n_used},
        Said(
            f"學員回顧訓練前的自評與當時相差 {shift:+.1f}（很可能在 {interval.low:.1f} 到 "
            f"{interval.high:.1f} 之間，"
            f"{pairs.n_used} 人）：評分的標準變了。請以回顧前測（then-test）與後測相比。",
            f"Looking back, learners rate their start {shift:+.1f} from what they said then (likely between "
            f"{interval.low:.1f} and {interval.high:.1f}, {pairs.n_used} persons): their yardstick "
            "moved. Compare the "
            "post-test with the then-test.",
        ),
    )


_NO_THEN_TEST = Said(
    "成效只靠前後自評：學員學了之後評分的標準可能改變。請加做回顧前測（then-test），或改用測驗、觀察。",
    "The effect rests on self-ratings before and after: learning moves the yardstick. Add a then-test, or use a "
    "test or observation.",
)


def unreliable_change(
    reliability_pre: float,
    reliability_post: float,
    correlation: float,
    *,
    sd_ratio: float = 1.0,
    least: float = LEAST_RELIABILITY,
) -> Alert | None:
    """Fires when change scores are less reliable than ``least``.

    r_D = (s₁²r₁ + s₂²r₂ − 2 s₁s₂ r₁₂)/(s₁² + s₂² − 2 s₁s₂ r₁₂); with equal SDs and reliabilities (rel − r)/(1 − r).

    Parameters
    ----------
    reliability_pre, reliability_post : float
        0–1.
    correlation : float
        Of pre- and post-test, below 1.
    sd_ratio : float
        SD after / SD before, above 0.

    Raises
    ------
    ValueError
        Numbers outside these bounds.

    References
    ----------
    Lord & Novick, Statistical Theories of Mental Test Scores, 1968, 76. Checked against: the short formula.

    Examples
    --------
    >>> round(unreliable_change(0.8, 0.8, 0.7).saw["reliability_of_change"], 4)
    0.3333
    """
    if not (0 <= reliability_pre <= 1 and 0 <= reliability_post <= 1):
        raise ValueError(f"reliability: 0 to 1 expected, got {reliability_pre}, {reliability_post}")
    if not -1 <= correlation < 1 or not 0 < sd_ratio < float("inf"):
        raise ValueError(f"correlation {correlation}, sd_ratio {sd_ratio}: below 1, and above 0")
    shared = 2 * sd_ratio * correlation
    true_part = reliability_pre + sd_ratio**2 * reliability_post - shared
    found = true_part / (1 + sd_ratio**2 - shared)
    if found >= least:
        return None
    return Alert(
        Pitfall.UNRELIABLE_CHANGE,
        {"reliability_of_change": found, "correlation": correlation},
        Said(
            f"進步分數的信度約 {max(0.0, found):.2f}，低於 {least:.2f}：不要用它評斷個人，"
            "請改用後測並控制前測（ANCOVA），只報告全班平均。",
            f"Gain scores have a reliability of about {max(0.0, found):.2f}, below {least:.2f}: do "
            "not judge persons by them; "
            "use the post-test adjusted for the pre-test and report the class mean only.",
        ),
    )
