"""What the rules of programmes take and return."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LEVELS = ("remember", "understand", "apply", "analyse", "evaluate", "create")


class Lack(StrEnum):
    """What an objective or option still lacks."""

    AUDIENCE = "audience"
    BEHAVIOUR = "behaviour"
    CONDITION = "condition"
    DEGREE = "degree"
    VERB = "verb"
    VAGUE = "vague"
    LEVEL = "level"
    ITEM = "item"
    GROUP = "group"
    NEED = "need"
    POST = "post"


@dataclass(frozen=True, slots=True)
class ObjectiveText:
    """The four parts of an objective and the level its author gave it."""

    audience: str
    behaviour: str
    condition: str
    degree: str
    level: str
    n_items: int = 1


@dataclass(frozen=True, slots=True)
class ObjectiveCheck:
    """What the check found: verbs with the levels they stand for, and what is missing."""

    verbs: tuple[tuple[str, tuple[str, ...]], ...]
    vague: tuple[str, ...]
    lacks: tuple[Lack, ...]

    @property
    def is_sound(self) -> bool:
        return not self.lacks


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its weight (> 0); weights are brought to the sum 1."""

    code: str
    weight: float


@dataclass(frozen=True, slots=True)
class RankedOption:
    """An option's weighted score on the scale of its scores; None where nothing was scored.

    ``weight_used`` is the share of all weight for which it had a score.
    """

    code: str
    score: float | None
    rank: int
    weight_used: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """At which share of a criterion's weight another option comes first; None when it never does."""

    criterion: str
    share: float
    turns_at: float | None
    to: str
