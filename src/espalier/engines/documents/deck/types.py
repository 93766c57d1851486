"""What a deck says, before anyone decides on a file format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from espalier.engines.documents.meta import Language
from espalier.engines.documents.text import checked_text
from espalier.engines.documents.tree import Table

LONGEST_TITLE = 60  # characters; a longer one would wrap over the blocks below it


@dataclass(frozen=True, slots=True)
class Points:
    """Short statements, one a line."""

    items: tuple[str, ...]
    title: str = ""

    def __post_init__(self) -> None:
        items = tuple(checked_text(item, "point") for item in self.items)
        object.__setattr__(self, "items", items)
        if not items:
            raise ValueError("points: needs at least one")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure as it is read from the back of the room, and what it counts."""

    label: str
    shown: str
    note: str = ""

    def __post_init__(self) -> None:
        if not self.label.strip() or not self.shown.strip():
            raise ValueError(f"key figure {self.label!r}: needs a label and a figure")


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """One to eight key figures as cards."""

    figures: tuple[KeyFigure, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.figures) <= 8:
            raise ValueError(f"key figures: one to eight fit a slide, got {len(self.figures)}")


class ChartKind(StrEnum):
    """COLUMN upright, BAR lying, STACKED lying and added up, LINE over the categories."""

    COLUMN = "column"
    BAR = "bar"
    STACKED = "stacked"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """One series: a value a category, None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that stays one in PowerPoint: its numbers can be opened and changed there.

    Parameters
    ----------
    categories : tuple of str
    series : tuple of Series
        Each with as many values as there are categories, in the unit `value_title` names.
    number_format : str
        As a spreadsheet writes it, e.g. ``#,##0`` or ``0%``.
    alt : str
        What the chart shows, in words.

    Raises
    ------
    ValueError
        If nothing is to be drawn, the lengths differ, or it is not told in words.
    """

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    title: str = ""
    value_title: str = ""
    number_format: str = "#,##0"

    def __post_init__(self) -> None:
        problems = [] if self.categories and self.series else ["needs categories and series"]
        problems += [] if self.alt.strip() else ["alt is empty"]
        problems += [
            f"series {each.name!r} has {len(each.values)} values for {len(self.categories)} categories"
            for each in self.series
            if len(each.values) != len(self.categories)
        ]
        if problems:
            raise ValueError(f"chart {self.title!r}: {'; '.join(problems)}")


@dataclass(frozen=True, slots=True)
class Bar:
    """From when to when, in months of the year: 1.0 is the first of January, 13.0 the end of December."""

    label: str
    start: float
    end: float

    def __post_init__(self) -> None:
        if not 1 <= self.start < self.end <= 13:
            raise ValueError(f"bar {self.label!r}: must lie in the year and end after it starts")


@dataclass(frozen=True, slots=True)
class Timeline:
    """A Gantt chart of one year, one bar a line, top to bottom."""

    bars: tuple[Bar, ...]
    alt: str

    def __post_init__(self) -> None:
        if not self.bars or not self.alt.strip():
            raise ValueError("timeline: needs bars, and words for those who cannot see them")


Block = Points | KeyFigures | Chart | Timeline | Table


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: a title that states what is to be seen, one block or two side by side.

    `source` is printed small below (data, period, n); `notes` are what the speaker says.
    """

    title: str
    blocks: tuple[Block, ...]
    source: str = ""
    notes: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "source", "notes"):
            object.__setattr__(self, name, checked_text(getattr(self, name), name))
        if not self.title.strip() or len(self.title) > LONGEST_TITLE:
            raise ValueError(
                f"slide {self.title!r}: needs a title of at most {LONGEST_TITLE} characters"
            )
        if not 1 <= len(self.blocks) <= 2:
            raise ValueError(f"slide {self.title!r}: one block, or two side by side")


@dataclass(frozen=True, slots=True)
class Deck:
    """A whole presentation; the title page is made from the first fields.

    Raises
    ------
    ValueError
        If it has no title or no slide.
    """

    title: str
    company: str
    dated: date
    slides: tuple[Slide, ...]
    language: Language = Language.ZH_HANT
    subtitle: str = ""
    state: str = ""  # what marks a draft as one, on every slide

    def __post_init__(self) -> None:
        for name in ("title", "company", "subtitle", "state"):
            object.__setattr__(self, name, checked_text(getattr(self, name), name))
        if not self.title.strip() or not self.slides:
            raise ValueError("deck: needs a title and slides")


def points(*items: str, title: str = "") -> Points:
    return Points(tuple(items), title)


def key_figures(rows: Sequence[tuple[str, str, str]]) -> KeyFigures:
    """Cards from label, figure and note."""
    return KeyFigures(tuple(KeyFigure(*row) for row in rows))
