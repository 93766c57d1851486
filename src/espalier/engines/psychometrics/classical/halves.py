"""Split-half reliability: only where two forms exist or the user asks; it depends on how the test is split."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats
from espalier.engines.figures.intervals import fisher_z
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.classical.alpha import LEAST_PEOPLE
from espalier.engines.psychometrics.classical.responses import Unanswered, settled
from espalier.engines.psychometrics.classical.wording import (
    RELIABILITY_BANDS,
    band_said,
    decimals,
    likely,
)

DEPENDS = Said(
    "結果取決於怎麼拆半；一般請用 α 或 ω。",
    "It depends on how you split; alpha or omega is preferred.",
)
USE_ALPHA = Said("請改用 α。", "Use alpha instead.")


@dataclass(frozen=True, eq=False)
class SplitHalf:
    """``r`` between the halves; ``spearman_brown`` of the whole test with its interval; ``guttman`` (lambda-4)."""

    r: float
    spearman_brown: float
    interval: Interval
    guttman: float
    n_items: tuple[int, int]
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        """What the figure means, how sure it is, what to do."""
        word, span = band_said(self.interval, RELIABILITY_BANDS), likely(self.interval)
        return Said(
            "這 {n} 位學員的分數（{a} 題與 {b} 題兩半）：{zh}。折半信度 {r}，{range_zh}。",
            "The scores of these {n} learners (halves of {a} and {b} questions) are {en}: split-half {r}, {range_en}.",
        ).filled(
            n=self.n_used, a=self.n_items[0], b=self.n_items[1], zh=word.zh, en=word.en,
            r=decimals(self.spearman_brown), range_zh=span.zh, range_en=span.en,
        ) + DEPENDS  # fmt: skip


def split_half(
    scores: ArrayLike,
    halves: ArrayLike | None = None,
    *,
    missing: Unanswered,
    level: float = 0.95,
) -> SplitHalf | Refusal:
    """Spearman-Brown 2r / (1 + r), and Guttman 2 (1 − (s_a² + s_b²) / s_T²), of two halves.

    The interval is Fisher's of r, stepped up by Spearman-Brown.

    Parameters
    ----------
    scores : array_like, shape (n people, k items)
    halves : array_like of bool, shape (k,), optional
        True for the items of the second half; else odd against even.
    missing : Unanswered
        ``pairwise`` and ``wrong_if_seen`` are refused where holes stay: a half needs its total.

    Returns
    -------
    SplitHalf or Refusal
        Refused below 30 people, where a half does not vary, or where the halves go against each other (r ≤ 0).

    Raises
    ------
    ValueError
        An empty half, halves of a wrong shape, holes that stay, or what ``settled`` raises.

    References
    ----------
    Spearman 1910, British Journal of Psychology 3, 271–295. Brown 1910, ibid. 296–322. Guttman 1945, Psychometrika
    10, 255–282.

    Checked against: alpha of two half totals, which Guttman's equals (own test), 1e-12.

    Examples
    --------
    >>> right = np.tile([[1, 1, 1, 1], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]], (10, 1))
    >>> found = split_half(right, missing=Unanswered.REFUSE)
    >>> round(found.r, 4), round(found.spearman_brown, 4), round(found.guttman, 4)
    (0.8528, 0.9206, 0.9143)
    """
    responses = settled(scores, missing=missing)
    if responses.scores.dtype.kind == "f" and np.isnan(responses.scores).any():
        raise ValueError("scores: a half needs whole people; choose missing='complete'")
    second = _halves(halves, responses.k)
    if responses.n < LEAST_PEOPLE:
        reason = Said(
            f"只有 {responses.n} 人，至少要 {LEAST_PEOPLE} 人。",
            f"{responses.n} people are too few; {LEAST_PEOPLE} are the least.",
        )
        return Refusal("split_half", "few_people", reason, USE_ALPHA, responses.n)
    a = responses.scores[:, ~second].sum(axis=1, dtype=np.float64)
    b = responses.scores[:, second].sum(axis=1, dtype=np.float64)
    spread = np.cov(a, b)
    refusal = _problem(spread, responses.n)
    if refusal is not None:
        return refusal
    r = min(1.0, float(spread[0, 1] / np.sqrt(spread[0, 0] * spread[1, 1])))
    around = fisher_z(r, responses.n, level=level)
    return SplitHalf(
        r=r,
        spearman_brown=spearman_brown(r, 2),
        interval=Interval(_stepped(around.low), _stepped(around.high), level),
        guttman=float(2 * (1 - np.trace(spread) / spread.sum())),
        n_items=(int((~second).sum()), int(second.sum())),
        n_used=responses.n,
        n_missing=responses.n_missing,
        stages=responses.stages,
        assumptions=(
            Assumption("parallel_halves", None, Said("兩半平行。", "The halves are parallel.")),
        ),
        warnings=(DEPENDS,),
    )


def spearman_brown(reliability: float, times: float) -> float:
    """Reliability of a test ``times`` as long: m·r / (1 + (m − 1)·r).

    Raises
    ------
    ValueError
        Reliability outside [0, 1], or a length not above 0.

    Examples
    --------
    >>> round(spearman_brown(0.6, 2), 2)
    0.75
    """
    if not 0 <= reliability <= 1 or not 0 < times < float("inf"):
        raise ValueError(f"spearman_brown: reliability {reliability}, {times} times as long")
    return times * reliability / (1 + (times - 1) * reliability)


def _halves(halves: ArrayLike | None, k: int) -> Bools:
    if halves is None:
        return np.asarray(np.arange(k) % 2 == 1)
    second: Bools = np.asarray(halves)
    if second.shape != (k,) or second.dtype.kind != "b":
        raise ValueError(f"halves: {k} true or false expected, got {second.dtype} {second.shape}")
    if second.all() or not second.any():
        raise ValueError("halves: both halves need an item")
    return second


def _problem(spread: Floats, n: int) -> Refusal | None:
    if min(spread[0, 0], spread[1, 1]) <= 1e-12:
        reason = Said("有一半的總分所有人都相同。", "One half has the same total for everyone.")
        return Refusal("split_half", "no_variance", reason, USE_ALPHA, n)
    if spread[0, 1] <= 0:
        reason = Said(
            "兩半的分數方向相反或無關：請檢查反向計分。",
            "The halves do not go together: check reverse scoring.",
        )
        return Refusal("split_half", "opposite", reason, USE_ALPHA, n)
    return None


def _stepped(r: float) -> float:
    return 2 * r / (1 + r) if r > -0.5 else -2.0
