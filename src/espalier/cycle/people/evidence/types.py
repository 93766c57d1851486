"""What a rating is before it is kept, what the rule of the current level says, and what readers get."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class NewRating:
    """A rating to be recorded. ``scale_id`` None means the default scale."""

    employee_id: int
    competency_id: int
    source: str
    level: float
    rated_on: date
    rater_id: int | None = None
    scale_id: int | None = None
    note: str = ""

    @property
    def key(self) -> tuple[int, int, str, date, int | None]:
        """One source says one thing about a person and a competency on a day, each rater once."""
        return (self.employee_id, self.competency_id, self.source, self.rated_on, self.rater_id)


@dataclass(frozen=True, slots=True)
class SourceWeight:
    """How much a source counts, and for how many months from the day of rating."""

    weight: float
    valid_months: int


Weights = Mapping[str, SourceWeight]

# The rule an installation begins with; the rows of SourceRule replace it, source by source.
DEFAULT_WEIGHTS: Weights = {
    "test": SourceWeight(3, 24),
    "supervisor": SourceWeight(2, 18),
    "instructor": SourceWeight(2, 24),
    "peer": SourceWeight(1, 12),
    "self": SourceWeight(1, 12),
}


class Ignored(StrEnum):
    """Why a rating did not count."""

    LATER = "later"  # given after the day asked for
    TOO_OLD = "too_old"
    SUPERSEDED = "superseded"  # the same source has a later rating
    NO_WEIGHT = "no_weight"


@dataclass(frozen=True, slots=True)
class RatingFact:
    """One rating as the rule sees it; ``id`` leads back to its record."""

    id: int
    source: str
    level: float
    rated_on: date


@dataclass(frozen=True, slots=True)
class RatingUse:
    """What became of one rating. The shares of those used add up to 1; ``valid_until`` is exclusive."""

    id: int
    weight_share: float
    valid_until: date | None
    ignored: Ignored | None


@dataclass(frozen=True, slots=True)
class MergedLevel:
    """The level of one person in one competency with all that led to it; None when nothing counts."""

    level: float | None
    uses: tuple[RatingUse, ...]
    self_minus_supervisor: float | None
    disagrees: bool
    holds_until: date | None

    @property
    def n_used(self) -> int:
        return sum(use.ignored is None for use in self.uses)


class KnownLevel(NamedTuple):
    """The level of one person in one competency on the day asked for. ``disagrees`` is true or 1, false or 0."""

    employee_id: int
    competency_id: int
    level: float
    n_ratings: int
    disagrees: bool


@dataclass(frozen=True, eq=False, slots=True)
class LevelColumns:
    """The same for very many cells: ids of people and competencies and the levels, each of shape (n,)."""

    employee_ids: NDArray[np.int64]
    competency_ids: NDArray[np.int64]
    levels: NDArray[np.float64]


class ComputedLevel(NamedTuple):
    """A level as the bulk rule gives it, ready to be kept."""

    employee_id: int
    competency_id: int
    level: float
    n_ratings: int
    disagrees: bool
    newest_on: date
    holds_until: date | None


class RatingRow(NamedTuple):
    """A rating as the bulk rule reads it."""

    employee_id: int
    competency_id: int
    source: str
    level: float
    rated_on: date
