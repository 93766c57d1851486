"""What the catalogue answers with: plain values other rooms may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Space(StrEnum):
    """Whose code space a standard lives in; codes of the official one are never made here."""

    OFFICIAL = "official"
    OWN = "own"


class Presence(StrEnum):
    """How a parsed standard relates to what the catalogue already holds."""

    ABSENT = "absent"
    SAME = "same"  # this version is here and says the same
    OTHER = "other"  # this version is here and says something else


@dataclass(frozen=True, slots=True)
class Here:
    """Whether a version is in the catalogue. ``differing`` names the parts that say something else."""

    presence: Presence
    standard_id: int | None = None
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdoptedItems:
    """The competencies that stand for the K, S and A items of a standard after adopting it."""

    competency_of: Mapping[int, int] = field(default_factory=dict)  # item id -> competency id
    n_created: int = 0
    n_kept: int = 0


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item as a page shows it. ``competency_id`` is the competency grown from it, if any."""

    id: int
    kind: str
    code: str
    name: str
    definition: str
    task_refs: tuple[str, ...]
    competency_id: int | None = None
    derived_from: str = ""
    derived_url_id: int | None = None
    placement_id: int | None = None
    printed_again: bool = False

    @property
    def anchor(self) -> str:
        """Its name on the page; where an item is printed again the placement keeps the name unique."""
        return f"item-{self.id}-{self.placement_id}" if self.printed_again else f"item-{self.id}"


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block with its items by kind."""

    id: int
    level: int | None
    outputs: tuple[ItemView, ...]
    indicators: tuple[ItemView, ...]
    knowledge: tuple[ItemView, ...]
    skills: tuple[ItemView, ...]

    @property
    def kinds(self) -> tuple[tuple[str, tuple[ItemView, ...]], ...]:
        return (
            ("O", self.outputs),
            ("P", self.indicators),
            ("K", self.knowledge),
            ("S", self.skills),
        )


@dataclass(frozen=True, slots=True)
class TaskView:
    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """Tasks that share the blocks."""

    id: int
    tasks: tuple[TaskView, ...]
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class DutyView:
    id: int
    code: str
    name: str
    groups: tuple[GroupView, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole standard as a page shows it."""

    duties: tuple[DutyView, ...]
    attitudes: tuple[ItemView, ...]
    n_items: int
    n_adopted: int  # K, S and A items that have a competency
    n_adoptable: int


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One hit of the search: what, where, how near, and the words it shares with the query."""

    item_id: int
    standard_id: int
    standard_label: str
    kind: str
    code: str
    text: str
    score: float
    contains_query: bool
    shared: tuple[str, ...]

    @property
    def percent(self) -> int:
        return round(100 * self.score)
