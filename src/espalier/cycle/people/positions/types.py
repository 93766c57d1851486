"""What a position asks, what a person brings, and how the grid is read."""

from dataclasses import dataclass
from enum import StrEnum

# From the lowest to the highest; the place in the list is the order.
DEGREES = ("junior_high", "senior_high", "associate", "bachelor", "master", "doctor")


@dataclass(frozen=True, slots=True)
class PositionNeeds:
    """The prerequisites of a position; empty means that none are asked."""

    min_degree: str = ""
    fields_of_study: tuple[str, ...] = ()
    min_experience_months: int = 0


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person; empty or None means that it is not recorded."""

    degree: str = ""
    field_of_study: str = ""
    experience_months: int | None = None


class Prerequisite(StrEnum):
    DEGREE = "degree"
    FIELD = "field"
    EXPERIENCE = "experience"


@dataclass(frozen=True, slots=True)
class Unmet:
    """One prerequisite that is not shown to be met; ``is_recorded`` is false when nothing is known."""

    prerequisite: Prerequisite
    asked: str
    found: str
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class PositionCard:
    """One position as the grid shows it."""

    id: int
    code: str
    name: str
    name_en: str
    n_holders: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One function: a list of positions for every grade, in the grades' order."""

    function_code: str
    function_name: str
    cells: tuple[tuple[PositionCard, ...], ...]


@dataclass(frozen=True, slots=True)
class GradeHead:
    code: str
    name: str
    tier: str


@dataclass(frozen=True, slots=True)
class PositionGrid:
    """Functions × grades. ``n_positions`` counts the cards shown."""

    grades: tuple[GradeHead, ...]
    rows: tuple[GridRow, ...]
    n_positions: int
