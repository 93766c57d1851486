"""Isolation by the trend before training, drawn on into the periods after it."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.benefit.amounts import amounts
from espalier.engines.benefit.isolation import OTHERS, Isolation, IsolationMethod, measured
from espalier.engines.figures.arrays import Floats
from espalier.engines.figures.distributions import t_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said

FEWEST_POINTS = 8


def by_trend_line(
    before: ArrayLike, after: ArrayLike, *, smallest: float, level: float = 0.95
) -> Isolation | Refusal:
    """Mean after training minus what the line through the periods before foretold for them.

    SE² = s² [1/m + 1/n + (t̄_after − t̄_before)²/S_tt], s² from the line, df = n − 2; m, n periods after and before.

    Parameters
    ----------
    before, after : array_like of float, shapes (n,) and (m,)
        The measure in equal periods in order, more is better; n at least 8.

    Returns
    -------
    Isolation or Refusal
        Refused with fewer than 8 periods before, none after, or where the periods before lie exactly on a line.

    Raises
    ------
    ValueError
        Missing or infinite numbers.

    References
    ----------
    Draper & Smith, Applied Regression Analysis, 3rd ed. 1998, ch. 3 (prediction of a mean). Phillips 2003, ch. 5.
    Checked against: the matrix form of the same prediction in the tests, 1e-9.

    Examples
    --------
    >>> found = by_trend_line([10, 12, 11, 13, 12, 14, 13, 15], [18, 19, 20], smallest=1.0)
    >>> round(found.effect, 3)
    3.357
    """
    past, later = amounts("before", before), amounts("after", after)
    n, m = past.size, later.size
    if n < FEWEST_POINTS or m < 1:
        return Refusal("isolation", "too_few", _FEW_POINTS.filled(n=n, m=m), OTHERS, n + m)
    t = np.arange(n) - (n - 1) / 2
    spread = float(t @ t)
    slope = float(t @ past) / spread
    rest = past - past.mean() - slope * t
    s2 = float(rest @ rest) / (n - 2)
    if s2 <= 1e-20 * float(past @ past):
        return Refusal("isolation", "no_variation", _ON_A_LINE, OTHERS, n + m)
    away = n - (n - 1) / 2 + (m - 1) / 2
    effect = float(later.mean() - past.mean()) - slope * away
    half = t_quantile((1 + level) / 2, n - 2) * sqrt(s2 * (1 / m + 1 / n + away**2 / spread))
    interval = Interval(effect - half, effect + half, level)
    return measured(
        IsolationMethod.TREND_LINE, effect, interval, n + m, smallest, False, _shifts(rest)
    )


def _shifts(rest: Floats) -> Assumption:
    """Whether neighbouring periods resemble each other: a lag-one correlation of the residuals beyond 2/√n."""
    lag = float(rest[1:] @ rest[:-1]) / float(rest @ rest)
    is_alone = abs(lag) <= 2 / sqrt(rest.size)
    said = Said("相鄰期間互相獨立。", "Neighbouring periods are independent.")
    return Assumption("independent_periods", is_alone, said)


_FEW_POINTS = Said(
    "訓練前 {n} 期、訓練後 {m} 期；趨勢線至少要訓練前 8 期、訓練後 1 期。",
    "{n} periods before and {m} after; a trend line needs 8 before and 1 after.",
)
_ON_A_LINE = Said(
    "訓練前的數字完全落在一條線上，無法估計不確定性。",
    "The periods before lie exactly on a line: how sure it is cannot be told.",
)
