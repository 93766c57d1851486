"""What the room of goals hands round."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Level(StrEnum):
    """The three steps from the business to the policy."""

    BUSINESS = "business"
    DEVELOPMENT = "development"
    DIRECTION = "direction"


class GoalProblem(StrEnum):
    """What can be wrong with a goal or direction as typed."""

    NO_KEY = "no_key"
    NO_TEXT = "no_text"
    KEY_TAKEN = "key_taken"
    BAD_NUMBER = "bad_number"
    PERIOD_REVERSED = "period_reversed"
    TARGET_WITHOUT_MEASURE = "target_without_measure"
    BASELINE_WITHOUT_SOURCE = "baseline_without_source"


@dataclass(frozen=True, slots=True)
class GoalValues:
    """Everything a goal or direction says. ``key`` is its code, or the number of a direction.

    ``serves`` holds the ids one step up: business goals of a development goal, development goals of a
    direction; a business goal serves nothing.
    """

    key: str
    text: str
    text_en: str = ""
    perspective: str = ""
    measure: str = ""
    measure_en: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    unit: str = ""
    unit_en: str = ""
    baseline_period: str = ""
    baseline_n: int | None = None
    source: str = ""
    source_en: str = ""
    owner_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    serves: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal or direction as other rooms read it; ``owner`` is the name of a post or "".

    ``key`` is the code of a goal, the number of a direction as text.
    """

    id: int
    key: str
    text: str
    text_en: str
    perspective: str
    measure: str
    measure_en: str
    baseline: Decimal | None
    target: Decimal | None
    unit: str
    unit_en: str
    baseline_period: str
    baseline_n: int | None
    source: str
    source_en: str
    owner: str
    owner_en: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class DirectionRow:
    """A policy direction as the stages after this one read it."""

    id: int
    number: int
    text: str
    text_en: str
    owner: str
    measure: str
    target: Decimal | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """A clause that carries out a direction, such as 3.2."""

    id: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Business goals × directions: ``cells`` names the development goals between the two.

    The last three are ids of what is broken: goals without a way to a direction, directions without a
    way back to a goal, directions no clause carries out.
    """

    goals: tuple[GoalRow, ...]
    developments: tuple[GoalRow, ...]
    directions: tuple[GoalRow, ...]
    goal_links: frozenset[tuple[int, int]]
    direction_links: frozenset[tuple[int, int]]
    cells: Mapping[tuple[int, int], tuple[GoalRow, ...]]
    clauses: Mapping[int, tuple[ClauseRef, ...]] = field(default_factory=dict)
    uncovered: tuple[GoalRow, ...] = ()
    unjustified: tuple[GoalRow, ...] = ()
    without_clause: tuple[GoalRow, ...] = ()
