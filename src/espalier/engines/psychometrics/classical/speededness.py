"""Did time run out? Questions not reached at the end, against questions skipped on the way."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats
from espalier.engines.figures.intervals import wilson
from espalier.engines.figures.types import Interval, Refusal, Said
from espalier.engines.psychometrics.classical.responses import answered_in_order, reached
from espalier.engines.psychometrics.classical.wording import SHOWN_FROM, TOO_FEW

FINISHED_SHARE, REACHED_PART = 0.80, 0.75  # Swineford's rule


@dataclass(frozen=True, eq=False)
class Speededness:
    """Who got how far. All shares lie in [0, 1]; item arrays have shape (k,), in the order of the test.

    ``is_speeded`` is ``None`` where the interval of those who finished leaves it open. ``gulliksen`` is the variance of
    the number not reached over that of the number of points missed (0: power test, 1: pure speed test), ``None``
    where nobody missed a point or no scores were given.
    """

    n_finished: int
    finished: float
    finished_interval: Interval
    reached_three_quarters: float
    not_reached: Floats
    skipped: Floats
    gulliksen: float | None
    is_speeded: bool | None
    n_used: int
    n_missing: int
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        """How many finished, what it means, what to do."""
        said = Said(
            "{n} 位學員中 {f} 位（{p:.0%}）做到最後一題，{q:.0%} 做到四分之三。",
            "{f} of {n} learners ({p:.0%}) reached the last question, {q:.0%} three quarters of them.",
        ).filled(n=self.n_used, f=self.n_finished, p=self.finished, q=self.reached_three_quarters)
        if self.is_speeded:
            return said + Said(
                "時間明顯不足：請延長時間或減少題數，末尾各題的答對率不宜解讀。",
                "Time was clearly short: give more or ask less; do not read the difficulty of the last questions.",
            )
        if self.is_speeded is None:
            return said + Said(
                "時間是否足夠還看不出來。", "Whether time was enough is not clear yet."
            )
        return said + Said("看不出時間不足。", "No sign that time was short.")


def speededness(
    scores: ArrayLike, *, full_score: float | None = 1.0, level: float = 0.95
) -> Speededness | Refusal:
    """Not reached: every question after the last answer. Skipped: unanswered before it.

    Swineford's rule: a test is not speeded where at least 80 % reach the last question and everybody reaches three
    quarters; here the 80 % is judged by Wilson's interval. Gulliksen's ratio: s²(not reached) / s²(points missed).

    Parameters
    ----------
    scores : array_like of float, shape (n people, k items)
        NaN where there is no answer, items in the order they were asked.
    full_score : float, optional
        Of one item, for Gulliksen's ratio; ``None`` leaves it out.

    Returns
    -------
    Speededness or Refusal
        Refused below 10 people.

    Raises
    ------
    ValueError
        No numbers, wrong shape, empty, or one item.

    References
    ----------
    Swineford 1974, The test analysis manual, ETS SR-74-06. Gulliksen 1950, Theory of Mental Tests, 230–238.
    Checked against: tables counted by hand (own tests).

    Examples
    --------
    >>> nan = float("nan")
    >>> found = speededness([[1, 1, 0, 1]] * 15 + [[1, 0, nan, nan]] * 15)
    >>> found.n_finished, found.not_reached.tolist(), found.is_speeded
    (15, [0.0, 0.0, 0.5, 0.5], True)
    """
    answered = answered_in_order(scores)
    n, k = answered.shape
    if n < 1 or k < 2:
        raise ValueError(f"scores: 1 person and 2 items are the least, got {n} × {k}")
    began = answered.any(axis=1)
    n_out, answered = int(n - began.sum()), answered[began]
    if answered.shape[0] < SHOWN_FROM:
        instead = Said("請累積更多作答。", "Collect more answers.")
        return Refusal("speededness", "few_people", TOO_FEW, instead, answered.shape[0])
    at_work = reached(answered)
    n_finished = int(at_work[:, -1].sum())
    finished = wilson(n_finished, len(answered), level=level)
    most = float(at_work[:, int(np.ceil(REACHED_PART * k)) - 1].mean())
    points = None
    if full_score is not None:
        points = np.asarray(scores, dtype=np.float64)[began] / full_score
    return Speededness(
        n_finished=n_finished,
        finished=n_finished / len(answered),
        finished_interval=finished,
        reached_three_quarters=most,
        not_reached=1 - at_work.mean(axis=0),
        skipped=(at_work & ~answered).mean(axis=0),
        gulliksen=None if points is None else _gulliksen(points, at_work),
        is_speeded=_is_speeded(finished, most),
        n_used=len(answered),
        n_missing=n_out,
        warnings=(_omitted(n_out),) if n_out else (),
    )


def _is_speeded(finished: Interval, three_quarters: float) -> bool | None:
    if finished.high < FINISHED_SHARE:
        return True
    return False if finished.low >= FINISHED_SHARE and three_quarters == 1.0 else None


def _gulliksen(points: Floats, at_work: Bools) -> float | None:
    missed = (1 - np.nan_to_num(points)).sum(axis=1)
    left = (~at_work).sum(axis=1)
    variance = float(missed.var())
    return float(left.var()) / variance if variance > 1e-12 else None


def _omitted(n: int) -> Said:
    return Said(f"{n} 人完全沒有作答，不計入。", f"{n} people answered nothing and are left out.")
