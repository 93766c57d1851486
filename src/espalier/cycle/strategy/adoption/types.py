"""What the fit of a standard is judged by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Fit(StrEnum):
    """The criteria of the fit table."""

    COVERAGE = "coverage"
    LEVEL = "level"
    SECTOR = "sector"
    AGE = "age"


DEFAULT_WEIGHTS: Mapping[str, float] = {
    Fit.COVERAGE: 0.5,
    Fit.LEVEL: 0.2,
    Fit.SECTOR: 0.15,
    Fit.AGE: 0.15,
}


@dataclass(frozen=True, slots=True)
class NeededCompetency:
    """A competency the needs name; ``required`` is the highest level the positions ask, None when none does."""

    code: str
    name: str
    kind: str
    required: float | None = None


@dataclass(frozen=True, slots=True)
class StandardFacts:
    """What is known of a candidate.

    covered: competency code → the item that covers it; levels: competency code → level on our scale, None where
    the document prints none. sectors: what it says of industries and job categories. dated: day of the version.
    """

    covered: Mapping[str, str]
    levels: Mapping[str, float | None]
    is_own: bool
    sectors: tuple[str, ...] = ()
    dated: date | None = None
    newer: str = ""


@dataclass(frozen=True, slots=True)
class FitPart:
    """One cell of the fit table: a share 0–1 of ``n`` in ``of``, None where nothing can be said.

    ``reason`` is the kind of sentence that explains it, ``about`` what the sentence names.
    """

    criterion: Fit
    value: float | None
    n: int = 0
    of: int = 0
    reason: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FitRow:
    """A candidate's row: its parts, and their weighted mean over what could be said."""

    parts: tuple[FitPart, ...]
    total: float | None
    weight_used: float

    def part(self, criterion: Fit) -> FitPart:
        return next(each for each in self.parts if each.criterion == criterion)
