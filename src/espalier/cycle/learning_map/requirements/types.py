"""Vocabulary of requirements."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """A K, S or A item as it stands in one block; an attitude usually stands in none."""

    item_id: int
    kind: str
    block_id: int | None
    block_level: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The level a standard proposes for one item; None means that a person must say it.

    ``block_id`` is the block that gave the level.
    """

    item_id: int
    level: float | None
    block_id: int | None


@dataclass(frozen=True, slots=True)
class CompetencyProposal:
    """A proposal as the page shows it: the competency, and what holds today (None means nothing)."""

    competency_id: int
    code: str
    kind: str
    name: str
    name_en: str
    level: float | None
    block_id: int | None
    block_level: int | None
    task_codes: tuple[str, ...]
    standard_code: str
    current: float | None


@dataclass(frozen=True, slots=True)
class CompetencyRef:
    """A competency as lists and matrices name it."""

    id: int
    code: str
    kind: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the matrix, by ids."""

    position_id: int
    competency_id: int


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What a person wrote into one place; level None empties it. ``seen`` is what the page showed."""

    cell: Cell
    level: float | None
    seen: float | None
    origin: str = "edited"
    source_block_id: int | None = None
    weight: float | None = None
    must_renew: bool = False  # a new row even at the same level, because what it rests on changed


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A requirement not ended before the day asked for."""

    id: int
    cell: Cell
    level: float
    weight: float
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class WritePlan:
    """What saving a matrix will do to the rows: end them the day before, correct them, drop or add.

    ``add`` stands beside the row it follows, whose end and weight it takes over; None is a new place.
    """

    end: tuple[OpenRow, ...] = ()
    correct: tuple[tuple[OpenRow, CellEdit], ...] = ()
    drop: tuple[OpenRow, ...] = ()
    add: tuple[tuple[CellEdit, OpenRow | None], ...] = ()

    @property
    def n_changes(self) -> int:
        return len(self.correct) + len(self.add) + len(self.pure_ends) + len(self.drop)

    @property
    def pure_ends(self) -> tuple[OpenRow, ...]:
        """Rows that end without a successor."""
        added = {edit.cell for edit, _row in self.add}
        return tuple(row for row in self.end if row.cell not in added)


@dataclass(frozen=True, slots=True)
class HeldRequirement:
    """A requirement in force on a day, as the map and the gaps read it."""

    position_id: int
    competency_id: int
    level: float
    weight: float
    starts_on: date
    origin: str


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; no end means until further notice."""

    starts_on: date
    ends_on: date | None = None


class MoveAction(StrEnum):
    """What becomes of an item's competency when its standard gets a newer version."""

    MOVE = "move"  # it lives on as an item of the new version
    KEEP = "keep"  # the organisation goes on requiring it, without a source in the new version
    END = "end"  # it is no longer required


@dataclass(frozen=True, slots=True)
class ItemDecision:
    """What a person confirmed about one old item. ``take_level`` follows the new version's level."""

    old_item_id: int
    action: MoveAction
    new_item_id: int | None = None
    take_level: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MigrationDecisions:
    """Which positions move, what becomes of every item, which new items are required from now on."""

    position_ids: tuple[int, ...]
    items: tuple[ItemDecision, ...]
    require_new: tuple[int, ...] = ()

    def as_json(self) -> dict[str, object]:
        return asdict(self)
