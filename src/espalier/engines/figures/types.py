"""The honesty of a result: interval, who was counted, what was checked, what it means, when there is none.

A method returns its own frozen result, or a ``Refusal`` where it does not apply: never a number that means nothing.
Texts come in both languages of the product, Traditional Chinese and English, because no engine knows who reads.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import isnan


@dataclass(frozen=True, slots=True)
class Said:
    """One text in both languages."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not (self.zh and self.en):
            raise ValueError("a text is said in both languages")

    def filled(self, **values: object) -> "Said":
        """The same text with its ``{places}`` filled in both languages."""
        return Said(self.zh.format(**values), self.en.format(**values))

    def __add__(self, other: "Said") -> "Said":
        return Said(self.zh + other.zh, f"{self.en} {other.en}")


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits of an interval; ``level`` is its confidence, 0–1."""

    low: float
    high: float
    level: float = 0.95

    def __post_init__(self) -> None:
        if isnan(self.low) or isnan(self.high) or self.low > self.high:
            raise ValueError(f"interval: {self.low} to {self.high} is none")
        if not 0 < self.level < 1:
            raise ValueError(f"interval: level {self.level} is not between 0 and 1")

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Stage:
    """How many were left at one stage of the analysis, and why the others fell out."""

    code: str
    n: int
    n_dropped: int = 0
    why: Said | None = None


@dataclass(frozen=True, slots=True)
class Assumption:
    """One condition of a method: checked and held, checked and not, or (None) not to be checked with these data."""

    code: str
    held: bool | None
    said: Said


class VerdictCode(StrEnum):
    """Words for an interval against the smallest effect worth having; never for a p-value."""

    CLEAR = "clear"
    LIKELY = "likely"
    UNCLEAR = "unclear"
    NO_SIGN = "no_sign"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a result means. ``is_worse``: the effect runs against what was wished.

    ``is_capped``: the design (no comparison group) forbids a stronger word than "likely".
    """

    code: VerdictCode
    is_worse: bool
    is_capped: bool
    sentence: Said
    to_change: Said | None = None  # what would make it surer


@dataclass(frozen=True, slots=True)
class Refusal:
    """A method that does not apply to these data: why, and what to do instead. It carries no number."""

    method: str
    code: str
    reason: Said
    instead: Said | None = None
    n_used: int = 0

    @property
    def sentence(self) -> Said:
        """What a reader is told in place of a number."""
        return self.reason if self.instead is None else self.reason + self.instead
