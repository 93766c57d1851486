"""Are those who left different from those who stayed? Their pre-test, side by side.

Difference of means (stayed minus left) with Welch's interval, and in standard deviations of everybody.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Interval, Refusal, Said

# A quarter of a standard deviation before the training is enough to colour a result (Ho and others 2007).
NOTABLE = 0.25


@dataclass(frozen=True, slots=True)
class Leavers:
    """``difference``: pre-test of those who stayed minus those who left, in points; ``standardised`` in SD of all."""

    n_stayed: int
    n_left: int
    n_used: int
    n_missing: int  # people without a pre-test
    mean_stayed: float
    mean_left: float
    difference: float
    interval: Interval
    standardised: float
    warnings: tuple[Said, ...] = ()

    @property
    def sentence(self) -> Said:
        """Who left, how they had begun, and what that may do to the result."""
        told = Said(
            "{left} 人離開、{stayed} 人留下；離開者前測平均 {ml:.1f}，留下者 {ms:.1f}"
            "（相差 {d:.1f}，95% 區間 {low:.1f} 到 {high:.1f}）。",
            "{left} left and {stayed} stayed; before the training those who left scored {ml:.1f} on average, "
            "those who stayed {ms:.1f} (difference {d:.1f}, likely between {low:.1f} and {high:.1f}).",
        ).filled(
            left=self.n_left,
            stayed=self.n_stayed,
            ml=self.mean_left,
            ms=self.mean_stayed,
            d=self.difference,
            low=self.interval.low,
            high=self.interval.high,
        )
        return told + (self.warnings[0] if self.warnings else _ALIKE)


_ALIKE = Said(
    "就前測看兩者相近，但其他方面仍可能不同。",
    "By the pre-test they are alike; in other ways they may still differ.",
)
_DIFFERENT = Said(
    "兩者前測不同，只看留下者的結果會有偏差：請以共變數分析或多重插補調整。",
    "They began differently, so a result of the stayers alone is coloured: adjust by the pre-test or impute.",
)


def compare_leavers(pre: ArrayLike, post: ArrayLike) -> Leavers | Refusal:
    """Those with a pre-test and no outcome against those with both.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        NaN where missing; ``post`` NaN marks who left.

    Raises
    ------
    ValueError
        Unequal lengths, nobody, or infinite values.

    Notes
    -----
    Checked against: Welch's formulas by hand in our test, 1e-12.

    Examples
    --------
    >>> nan = float("nan")
    >>> compare_leavers([50, 60, 70, 40, 42], [60, 70, 75, nan, nan]).difference
    19.0
    """
    before = float_array("pre", pre, ndim=1, may_miss=True)
    after = float_array("post", post, ndim=1, may_miss=True)
    if len(before) != len(after) or not len(before):
        raise ValueError(
            f"pre and post: one value a person expected, got {len(before)} and {len(after)}"
        )
    known = ~np.isnan(before)
    stayed, left = before[known & ~np.isnan(after)], before[known & np.isnan(after)]
    if min(len(stayed), len(left)) < 2:
        return _too_few(len(stayed), len(left))
    spread = float(before[known].std(ddof=1))
    se, df = welch_error(stayed, left)
    if se == 0:
        return _no_spread(len(stayed), len(left))
    difference = float(stayed.mean() - left.mean())
    is_notable = abs(difference) / spread >= NOTABLE
    return Leavers(
        n_stayed=len(stayed),
        n_left=len(left),
        n_used=int(known.sum()),
        n_missing=int((~known).sum()),
        mean_stayed=float(stayed.mean()),
        mean_left=float(left.mean()),
        difference=difference,
        interval=around(difference, se, df=df),
        standardised=difference / spread,
        warnings=(_DIFFERENT,) if is_notable else (),
    )


def welch_error(first: Floats, second: Floats) -> tuple[float, float]:
    """Standard error and degrees of freedom of a difference of two means, variances unequal.

    se² = s₁²/n₁ + s₂²/n₂, df = se⁴ / Σ (s²/n)²/(n - 1); (0, 0) where nobody differs from anybody.

    References
    ----------
    Welch: The generalization of Student's problem. Biometrika 34, 1947, 28–35.
    """
    parts = [float(each.var(ddof=1)) / len(each) for each in (first, second)]
    total = sum(parts)
    if total <= 0:
        return 0.0, 0.0
    df = total**2 / sum(
        v**2 / (len(each) - 1) for v, each in zip(parts, (first, second), strict=True)
    )
    return sqrt(total), df


def _too_few(n_stayed: int, n_left: int) -> Refusal:
    return Refusal(
        "leavers",
        "too_few",
        Said(
            f"有前測者中 {n_left} 人離開、{n_stayed} 人留下，兩邊各至少要 2 人才能比較。",
            f"Of those with a pre-test {n_left} left and {n_stayed} stayed; at least 2 of each can be compared.",
        ),
        Said("請直接列出各階段人數。", "Report the numbers at each stage instead."),
        n_used=n_stayed + n_left,
    )


def _no_spread(n_stayed: int, n_left: int) -> Refusal:
    return Refusal(
        "leavers",
        "no_variation",
        Said(
            "留下者與離開者各自的前測完全相同，看不出差異有多穩定。",
            "Within each group all pre-tests are the same, so how sure a difference is cannot be seen.",
        ),
        n_used=n_stayed + n_left,
    )
