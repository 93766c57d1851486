"""Sensitivity to instruction: for mastery tests a question is good where more people know it after training.

High p after training is success there, so D and the item-rest correlation are no judges.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array
from espalier.engines.figures.intervals import around, wilson
from espalier.engines.figures.types import (
    Assumption,
    Interval,
    Refusal,
    Said,
    Stage,
    Verdict,
    VerdictCode,
)
from espalier.engines.figures.verdict import judged
from espalier.engines.psychometrics.classical.wording import (
    FLAGGED_FROM,
    JUDGED_FROM,
    SHOWN_FROM,
    TOO_FEW,
    Flag,
    decimals,
)

KNOWN_BEFORE, STILL_UNKNOWN = 0.80, 0.50


@dataclass(frozen=True, slots=True)
class ItemGain:
    """One question before and after: shares of the full score, and p_post − p_pre in [−1, 1]."""

    name: str
    n: int
    p_pre: float
    p_post: float
    sensitivity: float
    interval: Interval
    flags: tuple[Flag, ...]


@dataclass(frozen=True, eq=False)
class InstructionSensitivity:
    """Every question before and after training, same people. ``estimate`` is the mean sensitivity of all questions."""

    items: tuple[ItemGain, ...]
    estimate: float
    interval: Interval
    verdict: Verdict
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def flagged(self) -> tuple[ItemGain, ...]:
        return tuple(item for item in self.items if item.flags)

    @property
    def sentence(self) -> Said:
        """Verdict, size in points of 100, uncertainty, what to do."""
        return self.verdict.sentence


ONE_GROUP = Said(
    "沒有對照組：進步可能部分來自重複作答或時間。",
    "No comparison group: part of the gain may be practice or time.",
)
LOST = Said(
    "訓練後答對的人反而變少：檢查題意、答案與教學。",
    "Fewer know it after training: check wording, key and teaching.",
)
KNOWN = Said(
    "訓練前多數人已會：可刪題或縮短該段教學。",
    "Most knew it before: drop it or shorten that part of the course.",
)
UNTAUGHT = Said(
    "訓練後多數人仍不會且沒有進步：檢查教學是否涵蓋。",
    "Most still do not know it and nothing moved: check whether it was taught.",
)


def cox_vargas(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    full_score: float = 1.0,
    smallest: float = 0.05,
    names: tuple[str, ...] | None = None,
    level: float = 0.95,
) -> InstructionSensitivity | Refusal:
    """Pre-to-post sensitivity of each question: p_post − p_pre over the same people.

    Interval of items scored 0/1: Newcombe's square-and-add for paired shares (his method 10); of partial credit:
    Student's t of the differences. The mean over all questions is judged against ``smallest``; without a comparison
    group no verdict goes beyond "likely".

    Parameters
    ----------
    pre, post : array_like of float, shape (n people, k items)
        Row for row the same person; NaN where there is no answer. A person counts for a question answered both times,
        and for the mean of all questions with every question answered both times.
    full_score : float
        Of one item, above 0.
    smallest : float
        Smallest mean gain worth having, as a share of the full score (default 5 points of 100).

    Returns
    -------
    InstructionSensitivity or Refusal
        Refused below 10 people with both tests.

    Raises
    ------
    ValueError
        Shapes that differ, scores outside 0..full_score, or what ``float_array`` raises.

    References
    ----------
    Cox & Vargas 1966, A comparison of item selection techniques for norm-referenced and criterion-referenced tests,
    ERIC ED010517. Newcombe 1998, Statistics in Medicine 17, 2635–2650.

    Checked against: Newcombe's table II reworked by hand (own tests), 1e-4.

    Examples
    --------
    >>> before, after = [[0, 0], [0, 1]] * 10, [[1, 0], [1, 1]] * 10
    >>> found = cox_vargas(before, after)
    >>> [item.sensitivity for item in found.items], found.estimate
    ([1.0, 0.0], 0.5)
    """
    first, second = _read(pre, post, full_score)
    n, k = first.shape
    told = tuple(str(i + 1) for i in range(k)) if names is None else tuple(names)
    if len(told) != k:
        raise ValueError(f"names: {k} expected, got {len(told)}")
    both = ~(np.isnan(first) | np.isnan(second))
    whole = both.all(axis=1)
    n_used = int(whole.sum())
    fewest = int(both.sum(axis=0).min()) if k else 0
    if min(n_used, fewest) < SHOWN_FROM:
        instead = Said("請累積前後測都作答的學員。", "Collect learners who took both tests.")
        return Refusal("cox_vargas", "few_people", TOO_FEW, instead, n_used)
    items = tuple(
        _item(told[i], first[both[:, i], i], second[both[:, i], i], level) for i in range(k)
    )
    gains = (second - first)[whole].mean(axis=1)
    estimate, interval = _mean(gains, level)
    return InstructionSensitivity(
        items=items,
        estimate=estimate,
        interval=interval,
        verdict=_verdict(estimate, interval, smallest, n_used, items),
        n_used=n_used,
        n_missing=n - n_used,
        stages=(
            Stage("given", n),
            Stage("both_tests", n_used, n - n_used, _NOT_BOTH if n > n_used else None),
        ),
        assumptions=(
            Assumption("comparison_group", False, ONE_GROUP),
            Assumption(
                "same_questions",
                None,
                Said("前後測題目相同。", "Both tests ask the same questions."),
            ),
        ),
        warnings=(ONE_GROUP,),
    )


_NOT_BOTH = Said("前後測有題目沒有作答", "some question left unanswered in one of the tests")


def newcombe_paired(
    n_both: int, n_only_first: int, n_only_second: int, n_neither: int, *, level: float = 0.95
) -> Interval:
    """Interval of first minus second share of the same people, from their fourfold counts (Newcombe's method 10).

    δ² = (p₁ − l₁)² − 2φ(p₁ − l₁)(u₂ − p₂) + (u₂ − p₂)², with Wilson limits l, u and φ the corrected correlation.

    Raises
    ------
    ValueError
        Negative counts or nobody.

    References
    ----------
    Newcombe 1998, Statistics in Medicine 17, 2635–2650.

    Examples
    --------
    >>> found = newcombe_paired(20, 12, 2, 16)
    >>> round(found.low, 4), round(found.high, 4)
    (0.0562, 0.3292)
    """
    a, b, c, d = n_both, n_only_first, n_only_second, n_neither
    n = a + b + c + d
    if min(a, b, c, d) < 0 or n == 0:
        raise ValueError(f"newcombe_paired: counts {a}, {b}, {c}, {d}")
    p1, p2 = (a + b) / n, (a + c) / n
    first, second, phi = (
        wilson(a + b, n, level=level),
        wilson(a + c, n, level=level),
        _phi(a, b, c, d),
    )
    below = _distance(p1 - first.low, second.high - p2, phi)
    above = _distance(first.high - p1, p2 - second.low, phi)
    return Interval(max(-1.0, p1 - p2 - below), min(1.0, p1 - p2 + above), level)


def _phi(a: int, b: int, c: int, d: int) -> float:
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if not margins:
        return 0.0
    cross, half = float(a * d - b * c), (a + b + c + d) / 2
    if cross > 0:
        cross = max(cross - half, 0.0)
    return cross / sqrt(margins)


def _distance(one: float, other: float, phi: float) -> float:
    return sqrt(max(0.0, one**2 - 2 * phi * one * other + other**2))


def _read(pre: ArrayLike, post: ArrayLike, full_score: float) -> tuple[Floats, Floats]:
    if not 0 < full_score < float("inf"):
        raise ValueError(f"full_score: above 0 expected, got {full_score}")
    first = float_array("pre", pre, ndim=2, may_miss=True) / full_score
    second = float_array("post", post, ndim=2, may_miss=True) / full_score
    if first.shape != second.shape or not first.size:
        raise ValueError(
            f"pre, post: the same people and items expected, got {first.shape} and {second.shape}"
        )
    for name, each in (("pre", first), ("post", second)):
        outside = (each < 0) | (each > 1)
        if outside.any():
            row, column = (int(at) for at in np.argwhere(outside)[0])
            raise ValueError(f"{name}: person {row}, item {column} is outside 0..{full_score:g}")
    return first, second


def _item(name: str, pre: Floats, post: Floats, level: float) -> ItemGain:
    n, before, after = pre.size, float(pre.mean()), float(post.mean())
    if np.isin(pre, (0.0, 1.0)).all() and np.isin(post, (0.0, 1.0)).all():
        both, only_post = int((pre * post).sum()), int(((1 - pre) * post).sum())
        only_pre = int((pre * (1 - post)).sum())
        interval = newcombe_paired(
            both, only_post, only_pre, n - both - only_post - only_pre, level=level
        )
    else:
        interval = _mean(post - pre, level)[1]
    flags = _flags(
        n, wilson(before * n, n, level=level), wilson(after * n, n, level=level), interval
    )
    return ItemGain(name, n, before, after, after - before, interval, flags)


def _flags(n: int, pre: Interval, post: Interval, gain: Interval) -> tuple[Flag, ...]:
    if n < FLAGGED_FROM:
        return ()
    hint = n < JUDGED_FROM
    if gain.high < 0:
        return (Flag("lost", LOST, hint),)
    if pre.low > KNOWN_BEFORE:
        return (Flag("known_before", KNOWN, hint),)
    if post.high < STILL_UNKNOWN and gain.low <= 0:
        return (Flag("not_learned", UNTAUGHT, hint),)
    return ()


def _mean(gains: Floats, level: float) -> tuple[float, Interval]:
    estimate = float(gains.mean())
    se = float(gains.std(ddof=1)) / sqrt(gains.size)
    found = around(estimate, se, df=gains.size - 1, level=level)
    return estimate, Interval(max(-1.0, found.low), min(1.0, found.high), level)


_WORDS = {
    VerdictCode.LIKELY: Said("看來有進步", "Learners likely gained"),
    VerdictCode.UNCLEAR: Said("是否進步還不清楚", "Whether learners gained is unclear"),
    VerdictCode.NO_SIGN: Said("看不出有值得的進步", "There is no sign of a gain worth having"),
}
_WORSE = Said("訓練後分數看來變低", "Scores likely fell after training")


def _verdict(
    estimate: float, interval: Interval, smallest: float, n: int, items: tuple[ItemGain, ...]
) -> Verdict:
    code, is_worse, is_capped = judged(estimate, interval, smallest, has_comparison=False)
    word = _WORSE if is_worse else _WORDS[code]
    flagged = [item.name for item in items if item.flags]
    said = Said(
        "{zh}：{n} 位學員前後測平均差 {e} 分（滿分 100，可能介於 {low} 與 {high} 之間）。",
        "{en}: {n} learners, {e} points of 100 from pre to post (likely between {low} and {high}).",
    ).filled(
        zh=word.zh, en=word.en, n=n, e=decimals(100 * estimate, 1),
        low=decimals(100 * interval.low, 1), high=decimals(100 * interval.high, 1),
    )  # fmt: skip
    said += ONE_GROUP
    if flagged:
        names = ", ".join(flagged)
        said += Said(f"請檢視：{names}。", f"Look at: {names}.")
    change = Said("保留一個較晚開訓的梯次作對照。", "Keep one later session as comparison.")
    return Verdict(code, is_worse, is_capped, said, change)
