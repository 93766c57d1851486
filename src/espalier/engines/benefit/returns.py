"""Benefit against cost: ROI in percent, benefit-cost ratio, payback, break-even, present value. ROI is not BCR."""

from dataclasses import dataclass

from espalier.engines.benefit.amounts import money, shares
from espalier.engines.figures.types import Refusal, Said

RECHECK_ABOVE = 300.0
TARGETS = {"break_even": 0.0, "as_other_investment": 15.0, "phillips": 25.0}


@dataclass(frozen=True, slots=True)
class Returns:
    """Money in one currency and unit.

    ``bcr`` = benefit / cost (1 is break-even), ``roi_percent`` = (benefit − cost) / cost × 100 (0 is break-even),
    ``payback_months`` None where the benefit never pays the cost back.
    """

    benefit: float
    cost: float
    net_benefit: float
    bcr: float
    roi_percent: float
    payback_months: float | None
    is_opinion: bool
    warnings: tuple[Said, ...]
    sentence: Said


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The isolation share (0–1 where reachable) at which benefit equals cost."""

    share: float
    is_reachable: bool
    sentence: Said


def returns(
    benefit: float, cost: float, *, months: float = 12.0, is_opinion: bool = False
) -> Returns | Refusal:
    """ROI % = 100 (B − C)/C, BCR = B/C, payback = C / (B / months).

    Parameters
    ----------
    benefit : float
        Money of ``months`` months, after isolation; may be negative.
    cost : float
        Fully loaded, same unit, not negative.
    is_opinion : bool
        The isolation rests on estimates.

    Returns
    -------
    Returns or Refusal
        Refused with a cost of zero: no training is free, and the ratio has no meaning.

    Raises
    ------
    ValueError
        A negative cost, infinite money, or months not above 0.

    References
    ----------
    Phillips, Return on Investment in Training and Performance Improvement Programs, 2nd ed. 2003, ch. 8.
    Checked against: cases ``roi_basic_roi_institute``, ``roi_literacy_magnavox``, ``roi_retail_control_group``.

    Examples
    --------
    >>> found = returns(750_000, 425_000)
    >>> round(found.bcr, 2), round(found.roi_percent)
    (1.76, 76)
    """
    money("benefit", benefit)
    money("cost", cost)
    if cost < 0 or not 0 < months < float("inf"):
        raise ValueError(f"cost {cost} must not be negative, months {months} must be above 0")
    if cost == 0:
        return _no_cost("roi")
    net, bcr = benefit - cost, benefit / cost
    roi = 100 * net / cost
    payback = cost / (benefit / months) if benefit > 0 else None
    warnings = [_TOO_GOOD] if roi > RECHECK_ABOVE else []
    if is_opinion:
        warnings.append(_OPINION)
    return Returns(
        benefit,
        cost,
        net,
        bcr,
        roi,
        payback,
        is_opinion,
        tuple(warnings),
        _sentence(benefit, cost, bcr, roi, payback, is_opinion),
    )


def yearly_benefit(
    gross_change: float, unit_value: float, *, isolation_share: float, confidence: float = 1.0
) -> float:
    """Benefit = gross change × value of one unit × isolation share × confidence.

    Parameters
    ----------
    gross_change : float
        Units changed in the first year (all persons together); may be negative.
    unit_value : float
        Money per unit, not negative.
    isolation_share, confidence : float
        0–1.

    Raises
    ------
    ValueError
        A share outside 0–1, a negative unit value, or infinite numbers.

    References
    ----------
    Phillips 2003, ch. 5 (conservative adjustment). Checked against: case ``roi_retail_control_group`` (1e-2).

    Examples
    --------
    >>> yearly_benefit(100, 500.0, isolation_share=0.5, confidence=0.8)
    20000.0
    """
    money("gross_change", gross_change)
    money("unit_value", unit_value)
    if unit_value < 0:
        raise ValueError(f"unit_value: must not be negative, got {unit_value}")
    shares(isolation_share=isolation_share, confidence=confidence)
    return gross_change * unit_value * isolation_share * confidence


def break_even_share(
    cost: float, gross_benefit: float, *, confidence: float = 1.0
) -> BreakEven | Refusal:
    """cost / (gross benefit × confidence): the share of the change that training must have caused to pay for itself.

    Returns
    -------
    BreakEven or Refusal
        Refused with a cost of zero, or where nothing is gained at all.

    Raises
    ------
    ValueError
        Negative or infinite money, a confidence outside 0–1.

    References
    ----------
    statistics.md 1.6. Checked against: the ROI of the share found is zero, 1e-12.

    Examples
    --------
    >>> break_even_share(120_000, 1_000_000, confidence=0.5).share
    0.24
    """
    money("cost", cost)
    money("gross_benefit", gross_benefit)
    shares(confidence=confidence)
    if cost < 0:
        raise ValueError(f"cost: must not be negative, got {cost}")
    if cost == 0:
        return _no_cost("break-even")
    if gross_benefit * confidence <= 0:
        return Refusal("break-even", "no_benefit", _NO_GAIN)
    share = cost / (gross_benefit * confidence)
    told = Said(
        f"只要這項改變有 {100 * share:.0f}% 來自訓練就能回本。請與主管確認這個比率是否合理。",
        f"The training pays for itself if {100 * share:.0f}% of the change came from it. Ask "
        "supervisors whether that is "
        "plausible.",
    )
    never = Said(
        f"即使全部改變都來自訓練也無法回本（需要 {100 * share:.0f}%）。請檢討成本或其他效益。",
        f"Even if all of the change came from training it would not pay ({100 * share:.0f}% "
        "needed). Look at cost, or at "
        "benefits not in money.",
    )
    return BreakEven(share, share <= 1, told if share <= 1 else never)


def _no_cost(method: str) -> Refusal:
    return Refusal(
        method,
        "no_cost",
        Said(
            "成本為零，投資報酬率沒有意義。",
            "With a cost of zero a return on investment has no meaning.",
        ),
        Said(
            "請列出全部成本，包括學員上課時間的薪資。",
            "List all costs, the paid time of learners included.",
        ),
    )


_TOO_GOOD = Said(
    "投資報酬率超過 300%：請重新檢查效果隔離與是否重複計算。",
    "An ROI above 300%: check the isolation and double counting again.",
)
_OPINION = Said(
    "效果隔離出自估計，屬於意見，不是量測。",
    "The isolation rests on estimates: opinion, not measurement.",
)
_NO_GAIN = Said("沒有可計的效益，沒有損益兩平點。", "Nothing is gained, so there is no break-even.")


def _sentence(
    benefit: float, cost: float, bcr: float, roi: float, payback: float | None, is_opinion: bool
) -> Said:
    verdict = Said("效益高於成本。", "The benefit exceeds the cost.")
    if roi <= 0:
        verdict = Said("效益不高於成本。", "The benefit does not exceed the cost.")
    back = Said("無法回收。", "It is not paid back.")
    if payback is not None:
        back = Said(
            f"回收期約 {payback:.1f} 個月。", f"It is paid back in about {payback:.1f} months."
        )
    told = verdict + Said(
        f"投資報酬率（ROI）{roi:.0f}%：每花 1 元，扣回本錢後淨得 {roi / 100:.2f} 元；成本效益比（BCR）{bcr:.2f}"
        f"（效益 {benefit:,.0f}、成本 {cost:,.0f}，只算第一年）。兩者不可混用。",
        f"The ROI is {roi:.0f}%: each unit of money spent came back and brought {roi / 100:.2f} "
        "more; the benefit-cost ratio is "
        f"{bcr:.2f} (benefit {benefit:,.0f}, cost {cost:,.0f}, first year only). The two are not "
        "the same figure.",
    )
    return told + back + (_OPINION + _RANGE if is_opinion else _RANGE)


_RANGE = Said(
    "這是單一數字，請連同範圍（敏感度分析）一起報告。",
    "This is one figure: report it with its range from the sensitivity analysis.",
)
