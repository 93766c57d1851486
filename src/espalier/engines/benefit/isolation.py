"""Which part of a change came from training: what every isolation returns, estimates, and the best of several."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.benefit.amounts import money, shares
from espalier.engines.figures.arrays import float_array
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, VerdictCode
from espalier.engines.figures.verdict import judged


class IsolationMethod(StrEnum):
    """From the most to the least trusted."""

    CONTROL_GROUP = "control_group"
    TREND_LINE = "trend_line"
    DIFFERENCE_IN_DIFFERENCES = "difference_in_differences"
    ESTIMATES = "estimates"


@dataclass(frozen=True, slots=True)
class Isolation:
    """The effect of training per person (or per period), in the unit of the measure, and how far to trust it.

    ``share`` of the gross change, 0–1 for estimates, None where it is not defined. ``is_opinion``: nobody measured it.
    """

    method: IsolationMethod
    rank: int
    effect: float
    interval: Interval | None
    share: float | None
    is_opinion: bool
    n_used: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: VerdictCode | None
    sentence: Said


def by_estimates(
    share_estimates: ArrayLike, confidences: ArrayLike, *, gross_change: float
) -> Isolation | Refusal:
    """Mean of share × confidence over those asked, times the gross change; whoever did not answer counts as zero.

    Parameters
    ----------
    share_estimates, confidences : array_like of float, shape (n,)
        Each person's share of the change due to training and confidence in it, 0–1; NaN in either counts as zero.
    gross_change : float
        The change of the measure, finite.

    Returns
    -------
    Isolation or Refusal
        Refused where nobody gave an estimate. Always labelled opinion, without an interval.

    Raises
    ------
    ValueError
        Shares outside 0–1 or lengths that differ.

    References
    ----------
    Phillips 2003, ch. 5 (participants' estimates; guiding principle: no data, no benefit). Checked against: by hand.

    Examples
    --------
    >>> found = by_estimates([0.5, 0.6, float("nan")], [0.8, 0.5, 1.0], gross_change=300.0)
    >>> round(found.share, 6), round(found.effect, 3)
    (0.233333, 70.0)
    """
    part = float_array("share_estimates", share_estimates, ndim=1, may_miss=True)
    sure = float_array("confidences", confidences, ndim=1, may_miss=True)
    if part.shape != sure.shape:
        raise ValueError(
            f"share_estimates {part.size} and confidences {sure.size} differ in length"
        )
    money("gross_change", gross_change)
    told = ~np.isnan(part) & ~np.isnan(sure)
    if not told.any():
        return Refusal("isolation", "nobody_answered", _NOBODY, OTHERS, 0)
    for name, each in (("share_estimates", part[told]), ("confidences", sure[told])):
        shares(**{name: float(each.min())})
        shares(**{name: float(each.max())})
    share = float((part[told] * sure[told]).sum()) / part.size
    method = IsolationMethod.ESTIMATES
    n, n_silent = int(told.sum()), int((~told).sum())
    return Isolation(
        method,
        _rank(method),
        share * gross_change,
        None,
        share,
        True,
        n,
        (),
        (_OPINION,),
        None,
        Said(
            f"{n} 人估計訓練占改變的 {100 * share:.0f}%（估計 × 信心，{n_silent} 人未答以零計）。"
            "這是意見，不是量測；下次請保留對照組或趨勢資料。",
            f"By the estimates of {n} persons training made {100 * share:.0f}% of the change "
            "(estimate × confidence, "
            f"{n_silent} silent ones as zero). This is opinion, not measurement; keep a comparison "
            "group or a trend next time.",
        ),
    )


def best_isolation(found: Sequence[Isolation | Refusal]) -> Isolation | Refusal:
    """The one to be trusted most: comparison group, then trend line, difference in differences, estimates.

    Raises
    ------
    ValueError
        Nothing given.

    References
    ----------
    statistics.md 1.6, after Phillips 2003, ch. 5. Checked against: the order by hand.

    Examples
    --------
    >>> one = by_estimates([0.5], [0.8], gross_change=100.0)
    >>> best_isolation([Refusal("isolation", "too_few", Said("少", "few")), one]).method.value
    'estimates'
    """
    if not found:
        raise ValueError("best_isolation: nothing to choose from")
    measured = [each for each in found if isinstance(each, Isolation)]
    return min(measured, key=lambda each: each.rank) if measured else found[0]


def _rank(method: IsolationMethod) -> int:
    return list(IsolationMethod).index(method) + 1


def measured(
    method: IsolationMethod,
    effect: float,
    interval: Interval,
    n: int,
    smallest: float,
    has_comparison: bool,
    *checked: Assumption,
) -> Isolation:
    """The result of a measured effect with its word, its condition and its sentence."""
    code, is_worse, is_capped = judged(effect, interval, smallest, has_comparison=has_comparison)
    condition = _CONDITIONS[method]
    warnings = (_CAPPED,) if is_capped else ()
    word = _WORDS[code] if not is_worse else Said("變差了。", "It became worse.")
    told = word + Said(
        f"訓練帶來的差異約 {effect:,.1f}（很可能在 {interval.low:,.1f} 到 {interval.high:,.1f} 之間"
        f"，{n} 筆）。",
        f"Training made a difference of about {effect:,.1f} (likely between {interval.low:,.1f} and "
        f"{interval.high:,.1f}, "
        f"{n} figures).",
    )
    return Isolation(
        method,
        _rank(method),
        effect,
        interval,
        None,
        False,
        n,
        (condition, *checked),
        warnings,
        code,
        told + condition.said,
    )


_WORDS = {
    VerdictCode.CLEAR: Said("訓練的貢獻明確。", "The contribution of training is clear."),
    VerdictCode.LIKELY: Said("訓練很可能有貢獻。", "Training likely contributed."),
    VerdictCode.UNCLEAR: Said(
        "訓練是否有貢獻尚不清楚。",
        "Whether training contributed is unclear, which is not the same as no.",
    ),
    VerdictCode.NO_SIGN: Said(
        "看不出值得在意的貢獻。", "There is no sign of a contribution worth having."
    ),
}
_CONDITIONS = {
    IsolationMethod.CONTROL_GROUP: Assumption(
        "comparable",
        None,
        Said(
            "前提是兩組原本相近，請檢查訓練前的數字。",
            "This takes the groups to be alike before: check it.",
        ),
    ),
    IsolationMethod.TREND_LINE: Assumption(
        "nothing_else",
        None,
        Said(
            "前提是趨勢會照舊、沒有其他事件；請列出同期的其他改變。",
            "This takes the trend to have gone on and nothing else to have happened: list other events.",
        ),
    ),
    IsolationMethod.DIFFERENCE_IN_DIFFERENCES: Assumption(
        "parallel_trends",
        None,
        Said(
            "前提是兩組原本走勢平行；只有一個前期時無法檢查。",
            "This takes both groups to move alike without training; one period before cannot show it.",
        ),
    ),
}
_CAPPED = Said(
    "沒有對照組，最多只能說「很可能」。",
    "Without a comparison group 'likely' is the strongest word.",
)
_OPINION = Said(
    "由估計而來，屬於意見，不是量測。", "It comes from estimates: opinion, not measurement."
)
_NOBODY = Said(
    "沒有人提供估計；沒有資料就不計效益。", "Nobody gave an estimate: no data, no benefit."
)
OTHERS = Said(
    "請改用其他隔離方法，並標明可信程度。",
    "Use another way of isolation and say how far it can be trusted.",
)
