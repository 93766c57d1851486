"""What a strategy goal says, apart from how it is stored."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class GoalState(StrEnum):
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class GoalContent:
    """Everything a strategy goal says. The five parts are named by their letter in SMART.

    ``baseline`` and ``target`` in the unit of the measure; None: not said.
    """

    code: str
    text: str
    text_en: str = ""
    specific: str = ""
    specific_en: str = ""
    measurable: str = ""
    measurable_en: str = ""
    achievable: str = ""
    achievable_en: str = ""
    relevant: str = ""
    relevant_en: str = ""
    timely: str = ""
    timely_en: str = ""
    measure: str = ""
    measure_en: str = ""
    unit: str = ""
    unit_en: str = ""
    baseline: Decimal | None = None
    baseline_period: str = ""
    baseline_n: int | None = None
    source: str = ""
    source_en: str = ""
    target: Decimal | None = None
    due_on: date | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A strategy goal as other rooms see it."""

    id: int
    code: str
    text: str
    text_en: str
    measure: str
    measure_en: str
    unit: str
    unit_en: str
    baseline: Decimal | None
    baseline_period: str
    baseline_n: int | None
    source: str
    source_en: str
    target: Decimal | None
    due_on: date | None
    owner: str  # the name of the post
    owner_en: str
    state: GoalState
    direction_ids: tuple[int, ...]
    need_ids: tuple[int, ...]
