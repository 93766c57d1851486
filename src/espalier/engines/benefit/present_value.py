"""Money of several years at its value of today."""

from collections.abc import Sequence
from dataclasses import dataclass

from espalier.engines.benefit.amounts import money
from espalier.engines.figures.types import Said


@dataclass(frozen=True, slots=True)
class PresentValue:
    """Net present value of yearly flows, the first at once, and the years until the discounted sum is positive."""

    npv: float
    rate: float
    discounted: tuple[float, ...]
    years_to_positive: int | None
    sentence: Said


def net_present_value(flows: Sequence[float], *, rate: float) -> PresentValue:
    """NPV = Σ F_t / (1 + rate)^t, t = 0 for the first flow (costs negative).

    Parameters
    ----------
    flows : sequence of float
        Yearly money, at least one year.
    rate : float
        Yearly discount rate, above −1.

    Raises
    ------
    ValueError
        No flow, infinite money, or a rate of −1 and below.

    References
    ----------
    Brealey, Myers & Allen, Principles of Corporate Finance, ch. 2. Checked against: hand sums in the tests.

    Examples
    --------
    >>> round(net_present_value([-100, 60, 60], rate=0.10).npv, 4)
    4.1322
    """
    if not flows:
        raise ValueError("flows: one year at least")
    for each in flows:
        money("flows", each)
    if not -1 < rate < float("inf"):
        raise ValueError(f"rate: above -1 expected, got {rate}")
    discounted = tuple(float(flow) / (1 + rate) ** year for year, flow in enumerate(flows))
    npv, running, positive = sum(discounted), 0.0, None
    for year, value in enumerate(discounted):
        running += value
        if positive is None and running > 0:
            positive = year
    when = Said("期間內未轉正", "it does not turn positive")
    if positive is not None:
        when = Said(f"第 {positive} 年起累計為正", f"the sum turns positive in year {positive}")
    told = Said(
        f"以年利率 {100 * rate:.1f}% 折現，淨現值 {npv:,.0f}，{when.zh}。第一年以外的效益要能說明為何持續。",
        f"Discounted at {100 * rate:.1f}% the net present value is {npv:,.0f}; {when.en}. Benefits "
        "beyond the first year need "
        "a reason why they last.",
    )
    return PresentValue(npv, rate, discounted, positive, told)
