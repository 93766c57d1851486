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
