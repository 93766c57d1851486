"""Who passes at a cut score, and at one standard error below and above it.

References
----------
Cizek & Bunch 2007, Standard Setting, ch. 14 (consequences shown to the panel).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array
from espalier.engines.figures.intervals import wilson
from espalier.engines.figures.types import Interval, Said


@dataclass(frozen=True, slots=True)
class PassRate:
    """Share of ``n`` scores at or above ``cut``."""

    cut: float
    share: float
    interval: Interval
    n_passed: int
    n: int


def pass_rates(scores: ArrayLike, cut: float, se: float) -> tuple[PassRate, PassRate, PassRate]:
    """Pass rates at cut − SE, cut and cut + SE with Wilson's interval.

    Parameters
    ----------
    scores : array_like of float, shape (n,)
        Without holes, on the scale of the cut.
    cut, se : float
        ``se`` 0 or more.

    Raises
    ------
    ValueError
        No scores, a hole in them, a negative standard error.

    Checked against: counting by hand (tests).

    Examples
    --------
    >>> [each.n_passed for each in pass_rates([5, 6, 7, 8], 6.5, 1.0)]
    [3, 2, 1]
    """
    values = float_array("scores", scores, ndim=1)
    if not values.size or not se >= 0:
        raise ValueError(f"scores: {values.size} of them with a standard error of {se}")
    return _at(values, cut - se), _at(values, cut), _at(values, cut + se)


def _at(values: Floats, cut: float) -> PassRate:
    passed = int(np.count_nonzero(values >= cut - 1e-12))
    return PassRate(cut, passed / values.size, wilson(passed, values.size), passed, values.size)


def said_rates(rates: tuple[PassRate, ...]) -> Said:
    """The three rates in one sentence."""
    lower, middle, upper = rates
    return Said(
        f"以此標準，{middle.n} 人中有 {middle.share:.0%} 及格；"
        f"標準低或高一個標準誤時為 {lower.share:.0%} 與 {upper.share:.0%}。",
        f"At this cut {middle.share:.0%} of {middle.n} pass; one standard error lower or higher it is "
        f"{lower.share:.0%} and {upper.share:.0%}.",
    )
