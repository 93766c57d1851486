"""What the room of the handbook hands round."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ClauseProblem(StrEnum):
    NO_TITLE = "no_title"
    NO_TEXT = "no_text"
    NO_CHAPTER = "no_chapter"
    BAD_NUMBER = "bad_number"
    NUMBER_TAKEN = "number_taken"
    UNFILLED = "unfilled"


class RaciProblem(StrEnum):
    NO_ACCOUNTABLE = "no_accountable"
    SEVERAL_ACCOUNTABLE = "several_accountable"
    NO_RESPONSIBLE = "no_responsible"
    BAD_LETTERS = "bad_letters"


@dataclass(frozen=True, slots=True)
class ClauseValues:
    """Everything a clause says. ``read_as_is`` confirms that an unchanged template fits as it stands."""

    chapter: int
    number: int
    title: str
    text: str
    kind: str = "clause"
    title_en: str = ""
    text_en: str = ""
    owner_id: int | None = None
    direction_ids: frozenset[int] = frozenset()
    read_as_is: bool = False


@dataclass(frozen=True, slots=True)
class ClauseTemplate:
    """A text to begin a clause with, in our own words; ``key`` is stable."""

    key: str
    chapter: int
    title: str
    title_en: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class RaciRoleRow:
    id: int
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class RaciLine:
    """One activity: ``letters`` by role id; ``problems`` are those of the line."""

    id: int
    code: str
    name: str
    name_en: str
    letters: Mapping[int, str]
    problems: tuple[RaciProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class RaciTable:
    roles: tuple[RaciRoleRow, ...]
    lines: tuple[RaciLine, ...]
