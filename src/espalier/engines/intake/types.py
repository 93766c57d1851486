"""What intake hands on: neutral cells of a file, and the competency standard understood from them.

The shape follows the seven-column form of the Taiwanese occupational competency standard: level,
knowledge and skills belong to a *block* of indicators, several tasks may share one group, and every
code is local to its document. Nothing here is ever guessed: what a file does not say stays ``None``
or empty.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class FileFormat(StrEnum):
    """What the bytes really are, told from their content, never from the file name alone."""

    PDF = "pdf"
    ODT = "odt"
    DOCX = "docx"
    XLSX = "xlsx"
    TEXT = "text"
    JSON = "json"


class ItemKind(StrEnum):
    """The five kinds of coded item of a standard."""

    OUTPUT = "O"
    INDICATOR = "P"
    KNOWLEDGE = "K"
    SKILL = "S"
    ATTITUDE = "A"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the source something stands: page or sheet (1-based) and line or row (1-based)."""

    page: int
    line: int

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source line or table row as cells; ``None`` is a cell swallowed by a merge above it."""

    place: Place
    cells: tuple[str | None, ...]
    from_table: bool = False

    @property
    def text(self) -> str:
        return "\t".join(cell or "" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class NeutralDocument:
    """A file reduced to rows of cells in reading order, whatever format it came in."""

    format: FileFormat
    rows: tuple[SourceRow, ...]
    n_pages: int
    sha256: str
    payload: dict[str, object] | None = None  # the decoded document when the file is our JSON


@dataclass(frozen=True, slots=True)
class Coded:
    """A classification entry: job category, occupation or industry."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One row of the version table; ``updated_on`` is ``None`` when the file gives no date."""

    version: str
    code: str
    name: str
    status: str
    note: str
    updated_on: date | None


@dataclass(frozen=True, slots=True)
class Item:
    """One coded item. ``code`` is empty when the document printed none.

    ``definition`` holds what follows the colon of an attitude; ``task_refs`` the tasks a K or S
    names itself, as in 【T1.1】.
    """

    kind: ItemKind
    code: str
    name: str
    definition: str = ""
    task_refs: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Block:
    """The unit that shares one level, one K list and one S list."""

    level: int | None
    outputs: tuple[Item, ...] = ()
    indicators: tuple[Item, ...] = ()
    knowledge: tuple[Item, ...] = ()
    skills: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks printed in one cell, which share the blocks that follow."""

    tasks: tuple[Task, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A main duty (T1); code and name are empty when the document starts with tasks directly."""

    code: str
    name: str
    groups: tuple[TaskGroup, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note 【註n】; ``number`` is ``None`` when unnumbered.

    ``attached_to`` lists the codes whose text carries the note's mark; ``printed`` is the whole note
    as the file gives it, mark and punctuation included.
    """

    number: int | None
    term: str
    text: str
    attached_to: tuple[str, ...] = ()
    printed: str = ""


@dataclass(frozen=True, slots=True)
class IntakeWarning:
    """Something a person should look at: ``kind`` is a stable code, ``text`` quotes the source."""

    kind: str
    place: Place | None
    text: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A source line that no field took: shown to the person, never dropped."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class ParsedStandard:
    """A whole standard as understood from one file."""

    raw_code: str
    code_base: str  # the code without its version, "" when no code is printed
    version_no: int | None  # 1 when the code carries no v; None without a code
    title: str
    kind: str  # "職類", "職業" or ""
    related_titles: tuple[str, ...] = ()
    versions: tuple[VersionRow, ...] = ()
    job_categories: tuple[Coded, ...] = ()
    occupations: tuple[Coded, ...] = ()
    industries: tuple[Coded, ...] = ()
    description: str = ""
    level: int | None = None
    duties: tuple[Duty, ...] = ()
    attitudes: tuple[Item, ...] = ()
    prerequisites: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    meaning_of_a: str = ""  # set when the document says that A is ability, not attitude
    is_historical: bool = False
    warnings: tuple[IntakeWarning, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    sha256: str = ""
    format: FileFormat | None = None
    field_places: dict[str, Place] = field(default_factory=dict)  # field name -> where it stands
