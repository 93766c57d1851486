"""The smallest parts of a document: spans of text, numbers, and the cells of tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .text import checked_text

ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\"<>\\^`{|}]+")


class Align(StrEnum):
    START = "start"
    CENTER = "center"
    END = "end"


class Shade(StrEnum):
    """What a cell's background means; the colours of each are in `palette`."""

    NONE = "none"
    MUTED = "muted"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    SCALE_1 = "scale-1"
    SCALE_2 = "scale-2"
    SCALE_3 = "scale-3"
    SCALE_4 = "scale-4"
    SCALE_5 = "scale-5"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one appearance. `link` is http(s), mailto, or ``#anchor`` of this document.

    Raises
    ------
    ValueError
        If the text cannot be printed (see `checked_text`) or the link has another scheme.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", checked_text(self.text, "span"))
        checked_text(self.link, "link")
        target = ANCHOR if self.link.startswith("#") else _LINK
        if self.link and not target.fullmatch(self.link.removeprefix("#")):
            raise ValueError(
                f"link {self.link!r}: use http://, https://, mailto: or #anchor, without spaces"
            )


@dataclass(frozen=True, slots=True)
class Number:
    """A figure that stays a number in XLSX. `value` None means missing and is shown as a dash.

    A `share` is given as 0–1 and shown in per cent; `decimals` counts digits as shown (0–9).
    """

    value: int | float | None
    decimals: int = 0
    unit: str = ""
    share: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", checked_text(self.unit, "unit"))
        if not 0 <= self.decimals <= 9:
            raise ValueError(f"decimals must be 0–9, got {self.decimals}")
        value = self.value
        if value is not None and (value != value or value in (float("inf"), float("-inf"))):
            raise ValueError(f"number must be finite or None, got {value}")
        if value is not None and abs(value) >= 1e15:
            raise ValueError(f"number {value} has more than the 15 digits a workbook keeps")

    @property
    def shown(self) -> str:
        """The number as every output prints it, with thousands separators."""
        if self.value is None:
            return "–"
        if self.share:
            return f"{self.value * 100:,.{self.decimals}f}%"
        return f"{self.value:,.{self.decimals}f}{self.unit}"


Inline = str | Span
Content = str | Number | tuple[Span, ...]


def spans_of(*parts: Inline) -> tuple[Span, ...]:
    """Turn plain strings among `parts` into spans."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `align` None follows its column; spans count columns and rows, at least 1."""

    content: Content = ""
    colspan: int = 1
    rowspan: int = 1
    align: Align | None = None
    shade: Shade = Shade.NONE
    bold: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.content, str):
            object.__setattr__(self, "content", checked_text(self.content, "cell"))
        if self.colspan < 1 or self.rowspan < 1:
            raise ValueError(f"cell {self.text!r}: colspan and rowspan must be at least 1")

    @property
    def spans(self) -> tuple[Span, ...]:
        """The content as spans, a number as it is shown."""
        if isinstance(self.content, tuple):
            return self.content
        shown = self.content.shown if isinstance(self.content, Number) else self.content
        return (Span(shown),) if shown else ()

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Column:
    """Width relative to the other columns (> 0) and the alignment its cells inherit."""

    weight: float = 1.0
    align: Align = Align.START

    def __post_init__(self) -> None:
        if not 0 < self.weight < 1000:
            raise ValueError(f"column weight must be above 0 and below 1000, got {self.weight}")


Row = tuple[Cell, ...]


def row_of(*contents: Cell | Content) -> Row:
    """Turn plain contents into one row of cells."""
    return tuple(item if isinstance(item, Cell) else Cell(item) for item in contents)


def rows_of(rows: Sequence[Sequence[Cell | Content]]) -> tuple[Row, ...]:
    """Turn rows of plain contents into rows of cells."""
    return tuple(row_of(*row) for row in rows)
