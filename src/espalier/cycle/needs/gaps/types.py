"""What a reader of gaps asks for, and what the page shows."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class View(StrEnum):
    """What the rows of the heat map are."""

    UNIT = "unit"
    POSITION = "position"
    PERSON = "person"


class Measure(StrEnum):
    """What a group's cell says; a person's cell always says current / required."""

    ATTAINMENT = "attainment"
    GAP_INDEX = "gap_index"
    PROFICIENT = "share_proficient"
    SIGNED_GAP = "mean_signed_gap"
    MISSING = "missing_share"
    N = "n_used"


class Order(StrEnum):
    """How the competencies stand: largest gap first, or by code."""

    WORST = "worst"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class GapChoice:
    """What was asked: the day, which people, which competencies, and how to show them."""

    on: date
    view: View = View.UNIT
    measure: Measure = Measure.ATTAINMENT
    order: Order = Order.WORST
    unit_id: int | None = None
    position_id: int | None = None
    competency_id: int | None = None
    kind: str = ""  # K, S, A or "" for all


@dataclass(frozen=True, slots=True)
class CompetencyHead:
    """A column: the competency and its figure over everybody asked for."""

    id: int
    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class GroupCell:
    """One figure of one group. ``value`` is None when nothing is rated there; ``hidden`` when the group is small."""

    value: float | None
    n: int
    n_missing: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class PersonCell:
    """One person in one competency. ``required`` None: not required; ``current`` None: never rated."""

    required: float | None
    current: float | None

    @property
    def short_by(self) -> float | None:
        """Required less current; negative when the person has more than is asked."""
        if self.required is None or self.current is None:
            return None
        return self.required - self.current


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with its overall figure first; ``unit_id`` and ``position_id`` say how to look closer."""

    label: str
    overall: GroupCell
    cells: tuple[GroupCell, ...]
    unit_id: int | None = None
    position_id: int | None = None
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    number: str
    name: str
    overall: GroupCell
    cells: tuple[PersonCell, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures over everybody asked for, with what they rest on. ``hidden``: fewer people than the minimum."""

    attainment: float | None
    gap_index: float | None
    share_proficient: float | None
    n_people: int
    n_used: int
    n_missing: int
    missing_share: float | None
    hidden: bool

    @property
    def attainment_text(self) -> str | None:
        return None if self.attainment is None else f"{self.attainment:.1%}"

    @property
    def gap_index_text(self) -> str | None:
        return None if self.gap_index is None else f"{self.gap_index:.3f}"

    @property
    def share_proficient_text(self) -> str | None:
        return None if self.share_proficient is None else f"{self.share_proficient:.1%}"


@dataclass(frozen=True, slots=True)
class GapTable:
    """A whole answer; exactly one of ``groups`` and ``people`` has rows, as the view asks."""

    columns: tuple[CompetencyHead, ...]
    groups: tuple[GroupRow, ...]
    people: tuple[PersonRow, ...]
    summary: Summary
    minimum: int
    n_hidden: int
    n_columns: int  # competencies in all, of which ``columns`` are shown
    n_asked: int  # people with something required of them


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """A group of people and the competencies asked about; no unit or position means everybody's.

    Units include all units below them.
    """

    competency_ids: frozenset[int]
    unit_ids: frozenset[int] = frozenset()
    position_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CompetencyGap:
    """The gap of a group in one competency.

    ``n_people`` are required to have it, ``n_used`` of them are rated. Figures are None where nobody is rated, or
    ``hidden`` because fewer than the minimum are.
    """

    competency_id: int
    n_people: int
    n_used: int
    mean_required: float | None
    mean_current: float | None
    gap_index: float | None
    share_proficient: float | None
    hidden: bool
