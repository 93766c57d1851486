"""Which uncertain input moves the return most: one at a time, low and high, the others at their base."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from espalier.engines.benefit.inputs import Uncertain
from espalier.engines.benefit.model import RoiModel
from espalier.engines.figures.types import Said


class Span(StrEnum):
    """How far an input is moved."""

    QUANTILES = "quantiles"  # its 5 % and 95 % values
    ONE_SD = "one_sd"  # mean ± one SD


@dataclass(frozen=True, slots=True)
class Bar:
    """ROI in percent at the low and at the high value of one input; ``swing`` is their distance."""

    factor: str
    low_value: float
    high_value: float
    roi_at_low: float
    roi_at_high: float
    swing: float


@dataclass(frozen=True, slots=True)
class Tornado:
    """Inputs with any spread, the widest swing first; ``base_roi`` with all at their means."""

    base_roi: float
    bars: tuple[Bar, ...]
    sentence: Said


def tornado(model: RoiModel, *, span: Span = Span.QUANTILES) -> Tornado:
    """ROI % with one input low or high and all others at their means.

    Correlations are ignored here: one input moves alone.

    References
    ----------
    Howard, Management Science 34 (1988) 679–695, doi:10.1287/mnsc.34.6.679 (tornado diagram).
    Checked against: case ``roi_monte_carlo_product`` (order).

    Examples
    --------
    >>> from espalier.engines.benefit.inputs import Fixed, Triangular
    >>> model = RoiModel({"gain": Triangular(50, 100, 150), "share": Triangular(.4, .5, .6), "cost": Fixed(40)},
    ...                  [["gain", "share"]], ["cost"])
    >>> [bar.factor for bar in tornado(model).bars]
    ['gain', 'share']
    """
    base = {name: np.array([each.mean]) for name, each in model.factors.items()}
    bars = []
    for name, each in model.factors.items():
        low, high = _ends(each, Span(span))
        if name in model.cost and low <= 0:
            low = each.lowest
        if low < high:
            at_low, at_high = (
                float(model.roi_percent(base | {name: np.array([v])})[0]) for v in (low, high)
            )
            bars.append(Bar(name, low, high, at_low, at_high, abs(at_high - at_low)))
    bars.sort(key=lambda bar: -bar.swing)
    roi = float(model.roi_percent(base)[0])
    return Tornado(roi, tuple(bars), _sentence(roi, bars))


def _ends(each: Uncertain, span: Span) -> tuple[float, float]:
    if span is Span.ONE_SD:
        return each.mean - each.sd, each.mean + each.sd
    low, high = each.quantile(np.array([0.05, 0.95]))
    return float(low), float(high)


def _sentence(roi: float, bars: Sequence[Bar]) -> Said:
    told = Said(
        f"基準情況的投資報酬率（ROI）為 {roi:.0f}%。", f"In the base case the ROI is {roi:.0f}%."
    )
    if not bars:
        return told + Said("沒有不確定的輸入，請填入範圍。", "No input has a range: enter one.")
    first = bars[0]
    low, high = sorted((first.roi_at_low, first.roi_at_high))
    return told + Said(
        f"影響最大的是「{first.factor}」：它的高低使 ROI 從 {low:.0f}% 到 {high:.0f}%。請先把這個數字問清楚。",
        f"It depends most on {first.factor}: its range moves the ROI from {low:.0f}% to "
        f"{high:.0f}%. Get that number right first.",
    )
