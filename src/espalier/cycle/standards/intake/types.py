"""What the check page shows: source lines with their fate, and what was understood as fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of one source line."""

    FIELD = "field"  # it stands in a field
    WARNING = "warning"  # a person should look at it
    UNPLACED = "unplaced"  # no field took it
    FORM = "form"  # words every such form prints: headings of columns and sections
    UNTRACED = "untraced"  # taken, but we cannot show where: a person should compare


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source; ``anchor`` names it on the page, ``parts`` are the fields it fed."""

    anchor: str
    page: int
    line: int
    cells: tuple[str, ...]
    fate: Fate
    parts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One value a person may correct. ``changed`` when the person did."""

    path: str
    name: str
    value: str
    read: str  # what was read from the file
    long: bool = False

    @property
    def changed(self) -> bool:
        return self.value != self.read


@dataclass(frozen=True, slots=True)
class Node:
    """One part of the standard: its fields, the parts within it and the source lines it came from.

    ``again`` names an item that is printed here once more; it is corrected where it stands first.
    """

    path: str
    part: str
    fields: tuple[Field, ...] = ()
    children: tuple["Node", ...] = ()
    anchors: tuple[str, ...] = ()
    again: str = ""
    removable: bool = True
    removed: bool = False

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Leftover:
    """A text no field took, and where the person wants it to go."""

    path: str
    text: str
    code: str
    target: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Target:
    """A place where a leftover may go: its value in the form, and the tasks of the block if any."""

    value: str
    part: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class WrongValue:
    """A typed value that cannot be taken: its path, the value and a stable reason."""

    path: str
    value: str
    reason: str


class Outcome(StrEnum):
    """What an import without the check page did, or would do."""

    APPLIED = "applied"
    ABSENT = "absent"  # not here yet; applying would publish it
    SAME = "same"  # here with the same content; nothing to do
    OTHER = "other"  # here with other content; applying would be refused


@dataclass(frozen=True, slots=True)
class Imported:
    """The report of such an import; ``differing`` names the parts in which the version here differs."""

    code: str
    title: str
    outcome: Outcome
    standard_id: int | None
    differing: tuple[str, ...]
    n_warnings: int
    n_unplaced: int
