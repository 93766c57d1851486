"""Upper and lower groups by total score: Kelley's 27 %, and thirds for the options.

Tie rule: everybody at or beyond the cut score belongs to the group, so groups may hold more than their share; their
sizes are part of the result. A rule that splits ties by the order of the rows would change D with that order.
"""

from dataclasses import dataclass
from math import floor, sqrt

import numpy as np

from espalier.engines.figures.arrays import Bools, Floats
from espalier.engines.figures.distributions import normal_quantile
from espalier.engines.figures.intervals import newcombe
from espalier.engines.figures.types import Interval, Refusal, Said
from espalier.engines.psychometrics.classical.moments import (
    SLAB,
    Totals,
    is_right_or_wrong,
    work_type,
)
from espalier.engines.psychometrics.classical.responses import Responses
from espalier.engines.psychometrics.classical.wording import USE_R_REST

LEAST_PEOPLE = 50
KELLEY = 0.27


@dataclass(frozen=True, eq=False)
class Groups:
    """Who is low and who is high. ``n_wished`` people a side before ties; cuts are total scores, inclusive."""

    low_cut: float
    high_cut: float
    n_wished: int
    is_low: Bools
    is_high: Bools

    @property
    def n_low(self) -> int:
        return int(np.count_nonzero(self.is_low))

    @property
    def n_high(self) -> int:
        return int(np.count_nonzero(self.is_high))


@dataclass(frozen=True, eq=False)
class Discrimination:
    """D of each item (k,), −1 to 1, its intervals, and the groups behind it."""

    d: Floats
    intervals: tuple[Interval, ...]
    low_cut: float
    high_cut: float
    n_wished: int
    n_low: int
    n_high: int

    @property
    def said(self) -> Said:
        """Which groups were compared."""
        return Said(
            "高分組 {high} 人（總分 {hc:g} 以上）、低分組 {low} 人（總分 {lc:g} 以下），同分者全數納入。",
            "High group {high} people (total {hc:g} or more), low group {low} ({lc:g} or less), all ties included.",
        ).filled(high=self.n_high, low=self.n_low, hc=self.high_cut, lc=self.low_cut)


def extreme_groups(totals: Totals, share: float = KELLEY) -> Groups | Refusal:
    """Everybody at or beyond the ``round(share · n)``-th score from each end (half rounds up).

    Parameters
    ----------
    totals : array of float, shape (n,)
        Total scores, no NaN, at least one.
    share : float
        Of the people wished in each group, above 0 and at most .5.

    Returns
    -------
    Groups or Refusal
        Refused where so many share one score that the groups would overlap.

    References
    ----------
    Kelley 1939, Journal of Educational Psychology 30, 17–24 (27 %). Ebel & Frisbie 1991, 231–232.

    Checked against: case ``ctt_sat12_distractors`` (``D27_groups``), exact.

    Examples
    --------
    >>> found = extreme_groups(np.array([1.0, 2.0, 2.0, 3.0, 5.0, 5.0]), 0.27)
    >>> found.n_wished, found.n_low, found.n_high
    (2, 3, 2)
    """
    if not 0 < share <= 0.5:
        raise ValueError(f"share: between 0 and .5 expected, got {share}")
    n = totals.size
    if totals.dtype != np.float32:
        totals = np.round(totals, 9)  # equal sums of decimals are ties, whatever their last digit
    wished = max(1, floor(share * n + 0.5 + 1e-9))
    low_cut, high_cut = _cuts(totals, wished)
    if low_cut >= high_cut:
        return Refusal(
            "extreme_groups",
            "ties",
            Said(
                f"太多人同為 {low_cut:g} 分，分不出高低分組。",
                f"Too many people share the score {low_cut:g}: high and low groups would overlap.",
            ),
            USE_R_REST,
            n,
        )
    return Groups(low_cut, high_cut, wished, totals <= low_cut, totals >= high_cut)


def _cuts(totals: Totals, wished: int) -> tuple[float, float]:
    """The ``wished``-th total from below and from above."""
    if (
        totals.dtype == np.float32
    ):  # whole numbers: counting them is far cheaper than ordering the people
        least = totals.min()
        upto = np.cumsum(np.bincount((totals - least).astype(np.intp)))
        low, high = np.searchsorted(upto, [wished, totals.size - wished + 1])
        return float(low + least), float(high + least)
    ordered = np.partition(totals, (wished - 1, totals.size - wished))
    return float(ordered[wished - 1]), float(ordered[totals.size - wished])


def discrimination_27(
    responses: Responses,
    totals: Totals,
    *,
    span: Floats,
    lowest: float = 0.0,
    level: float = 0.95,
) -> Discrimination | Refusal:
    """D = p_high − p_low of each item between the upper and lower 27 %, ties at the cuts included.

    Interval: Newcombe's where every score is 0 or full, else normal from the two groups' variances. Because the total
    that makes the groups holds the item itself, both are a little too hopeful.

    Parameters
    ----------
    responses : Responses
        Complete scores (n, k) of the people with ``totals`` (n,).
    span : array of float, shape (k,)
        Full score minus ``lowest`` of each item, above 0.

    Returns
    -------
    Discrimination or Refusal
        Refused below 50 people or where ties make the groups overlap.

    References
    ----------
    Kelley 1939; Ebel & Frisbie 1991, 231–232; Newcombe 1998, Statistics in Medicine 17, 873–890.

    Checked against: case ``ctt_sat12_distractors`` (``discrimination_D27_ties_included``), 1e-6.
    """
    n = totals.size
    if n < LEAST_PEOPLE:
        reason = Said(
            f"只有 {n} 人，少於 {LEAST_PEOPLE} 人時不計算高低分組鑑別度。",
            f"{n} people are too few for high and low groups; {LEAST_PEOPLE} are the least.",
        )
        return Refusal("discrimination_27", "few_people", reason, USE_R_REST, n)
    groups = extreme_groups(totals)
    if isinstance(groups, Refusal):
        return groups
    means, squares = _shares(responses, groups, lowest, span)
    low, high = means
    n_low, n_high = groups.n_low, groups.n_high
    intervals = tuple(
        _interval(high[i], squares[1][i], n_high, low[i], squares[0][i], n_low, level)
        for i in range(low.size)
    )
    cuts = groups.low_cut, groups.high_cut, groups.n_wished
    return Discrimination(high - low, intervals, *cuts, n_low, n_high)


def _shares(
    responses: Responses, groups: Groups, lowest: float, span: Floats
) -> tuple[Floats, Floats]:
    """Mean share of the full score and its mean square, each (2, k): low group first."""
    work, scores = work_type(responses), responses.scores
    chosen: Totals = np.stack([groups.is_low, groups.is_high]).astype(work)
    is_plain = is_right_or_wrong(responses) and not lowest
    sums, squares = np.zeros((2, responses.k)), np.zeros((2, responses.k))
    rows: Totals = np.empty((min(responses.n, SLAB), responses.k), dtype=work)
    for start in range(0, responses.n, SLAB):
        part = rows[: min(SLAB, responses.n - start)]
        np.copyto(part, scores[start : start + SLAB], casting="unsafe")
        if lowest:
            part -= work(lowest)
        who = chosen[:, start : start + SLAB]
        sums += who @ part
        if not is_plain:
            squares += who @ (part * part)
    sizes = np.array([[groups.n_low], [groups.n_high]], dtype=np.float64)
    return sums / (sizes * span), (sums if is_plain else squares) / (sizes * span**2)


def _interval(
    high: float,
    high_square: float,
    n_high: int,
    low: float,
    low_square: float,
    n_low: int,
    level: float,
) -> Interval:
    right_high, right_low = round(high * n_high), round(low * n_low)
    whole = abs(right_high - high * n_high) + abs(right_low - low * n_low) < 1e-6
    if whole and abs(high - high_square) + abs(low - low_square) < 1e-9:
        return newcombe(right_high, n_high, right_low, n_low, level=level)
    variance = (high_square - high**2) / n_high + (low_square - low**2) / n_low
    half = normal_quantile((1 + level) / 2) * sqrt(max(variance, 0.0))
    return Interval(max(-1.0, high - low - half), min(1.0, high - low + half), level)
