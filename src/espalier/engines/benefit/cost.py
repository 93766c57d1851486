"""Fully loaded cost: every kind of cost, the learners' paid time included, development spread over its uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from espalier.engines.benefit.amounts import money
from espalier.engines.figures.types import Refusal, Said


class CostKind(StrEnum):
    """What a fully loaded cost holds (Phillips)."""

    NEEDS_ANALYSIS = "needs_analysis"
    DEVELOPMENT = "development"
    INSTRUCTORS = "instructors"
    MATERIALS = "materials"
    PLACE = "place"
    TRAVEL = "travel"
    LEARNER_TIME = "learner_time"
    EVALUATION = "evaluation"
    OVERHEAD = "overhead"


_NAMES = {
    CostKind.NEEDS_ANALYSIS: Said("需求分析", "needs analysis"),
    CostKind.DEVELOPMENT: Said("設計發展", "development"),
    CostKind.INSTRUCTORS: Said("講師", "instructors"),
    CostKind.MATERIALS: Said("教材", "materials"),
    CostKind.PLACE: Said("場地設備", "place"),
    CostKind.TRAVEL: Said("差旅", "travel"),
    CostKind.LEARNER_TIME: Said("學員薪資時間", "learners' time"),
    CostKind.EVALUATION: Said("評估", "evaluation"),
    CostKind.OVERHEAD: Said("行政分攤", "overhead"),
}


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost. ``uses``: over how many equal uses (sessions, years) it is spread; this use bears its part."""

    kind: CostKind
    amount: float
    uses: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", CostKind(self.kind))
        money(f"cost {self.kind.value}", self.amount)
        if self.amount < 0 or self.uses < 1:
            raise ValueError(f"cost {self.kind.value}: amount {self.amount}, uses {self.uses}")

    @property
    def borne(self) -> float:
        return self.amount / self.uses


@dataclass(frozen=True, slots=True)
class FullCost:
    """Total, by kind, and the kinds nobody entered (a fully loaded cost has them all, if only as an estimate)."""

    total: float
    by_kind: dict[str, float]
    not_entered: tuple[CostKind, ...]
    is_fully_loaded: bool
    per_learner: float | None
    warnings: tuple[Said, ...]
    sentence: Said


def learner_time(
    n_learners: int, hours: float, hourly_pay: float, *, burden: float = 0.0
) -> CostLine:
    """Paid time: learners × hours × pay × (1 + burden), burden the share of insurance, pension and bonus on top.

    Raises
    ------
    ValueError
        Negative or infinite numbers.

    References
    ----------
    Phillips 2003, ch. 7 (salaries and benefits of participants). Checked against: the product by hand.

    Examples
    --------
    >>> learner_time(20, 8, 250.0, burden=0.2).amount
    48000.0
    """
    for name, each in (("hours", hours), ("hourly_pay", hourly_pay), ("burden", burden)):
        money(name, each)
        if each < 0:
            raise ValueError(f"{name}: must not be negative, got {each}")
    return CostLine(CostKind.LEARNER_TIME, n_learners * hours * hourly_pay * (1 + burden))


def fully_loaded_cost(
    lines: Sequence[CostLine], *, n_learners: int | None = None
) -> FullCost | Refusal:
    """Σ amount / uses over all lines; names the kinds of cost that nobody entered.

    Parameters
    ----------
    lines : sequence of CostLine
        Enter a kind with 0 to say that it costs nothing.
    n_learners : int, optional
        Gives the cost of one learner.

    Returns
    -------
    FullCost or Refusal
        Refused where the total is zero.

    Raises
    ------
    ValueError
        No learner, or (at birth of a line) negative or infinite money.

    References
    ----------
    Phillips 2003, ch. 7 (fully loaded cost profile). Checked against: sums by hand.

    Examples
    --------
    >>> lines = [CostLine(CostKind.INSTRUCTORS, 60_000), CostLine(CostKind.DEVELOPMENT, 90_000, uses=3)]
    >>> fully_loaded_cost(lines).total
    90000.0
    """
    if n_learners is not None and n_learners < 1:
        raise ValueError(f"n_learners: one at least, got {n_learners}")
    by_kind: dict[str, float] = {}
    for line in lines:
        by_kind[line.kind.value] = by_kind.get(line.kind.value, 0.0) + line.borne
    total = sum(by_kind.values())
    if total == 0:
        return Refusal("cost", "no_cost", _NOTHING)
    absent = tuple(kind for kind in CostKind if kind.value not in by_kind)
    warnings = (_absent(absent),) if absent else ()
    each = None if n_learners is None else total / n_learners
    return FullCost(
        total, by_kind, absent, not absent, each, warnings, _sentence(total, by_kind, absent, each)
    )


_NOTHING = Said(
    "成本合計為零：沒有訓練是免費的，請至少列出學員上課時間的薪資。",
    "The cost adds up to zero: no training is free; list at least the paid time of the learners.",
)


def _absent(kinds: Sequence[CostKind]) -> Said:
    return Said(
        "尚未列入："
        + "、".join(_NAMES[kind].zh for kind in kinds)
        + "；成本可能低估，報酬率會高估。",
        "Not entered: "
        + ", ".join(_NAMES[kind].en for kind in kinds)
        + ". The cost may be understated, and the return overstated.",
    )


def _sentence(
    total: float, by_kind: dict[str, float], absent: Sequence[CostKind], each: float | None
) -> Said:
    largest = CostKind(max(by_kind, key=lambda kind: by_kind[kind]))
    share = 100 * by_kind[largest.value] / total
    told = Said(
        f"總成本 {total:,.0f}，最大的一項是{_NAMES[largest].zh}（{share:.0f}%）。",
        f"The cost is {total:,.0f} in all; the largest part is {_NAMES[largest].en} ({share:.0f}%).",
    )
    if each is not None:
        told = told + Said(f"每位學員 {each:,.0f}。", f"That is {each:,.0f} a learner.")
    return told + (
        _absent(absent) if absent else Said("九類成本都已列入。", "All nine kinds are entered.")
    )
