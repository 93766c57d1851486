"""The neutral document tree: what a document says, before anyone decides on a file format.

Everything is checked when it is made, so that a tree that exists can be written in every format.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from .cells import ANCHOR, Cell, Column, Content, Inline, Row, Span, rows_of, spans_of
from .grid import Slot, layout
from .meta import Meta
from .text import checked_text


def _check_texts(item: object, *names: str) -> None:
    for name in names:
        value = checked_text(getattr(item, name), name.replace("_", " "))
        object.__setattr__(item, name, value)


def _check_anchor(anchor: str) -> None:
    if anchor and not ANCHOR.fullmatch(anchor):
        raise ValueError(f"anchor {anchor!r}: begin with a letter, then letters, digits, _ . -")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where figures come from; printed as one line under a table or chart.

    `n_missing` of `n` + `n_missing` cases had no value. What is not known stays None or empty.
    """

    source: str = ""
    n: int | None = None
    n_missing: int | None = None
    period: str = ""
    formula: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        _check_texts(self, "source", "period", "formula", "note")
        if min(self.n or 0, self.n_missing or 0) < 0:
            raise ValueError(f"n and n_missing must not be negative: {self.n}, {self.n_missing}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–4; `numbered` False leaves it out of the counting."""

    text: str
    level: int = 1
    anchor: str = ""
    numbered: bool = True

    def __post_init__(self) -> None:
        _check_texts(self, "text")
        _check_anchor(self.anchor)
        if not 1 <= self.level <= 4 or not self.text.strip():
            raise ValueError(f"heading {self.text!r}: needs text and a level of 1–4")


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    items: tuple[tuple[Span, ...], ...]


class Tone(StrEnum):
    NOTE = "note"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Callout:
    """A framed remark."""

    spans: tuple[Span, ...]
    title: str = ""
    tone: Tone = Tone.NOTE

    def __post_init__(self) -> None:
        _check_texts(self, "title")


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a new page; without meaning on screen and in a workbook."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `header` rows repeat on every page, the first `row_headers` columns name their row.

    A table without a caption is not counted. `landscape` turns its page. `sheet_name` is its name
    in a workbook, by default its number.

    Raises
    ------
    ValueError
        If header or body is not rectangular once spans are counted (every row named), or there is
        no column, or `row_headers` exceeds the columns.
    """

    columns: tuple[Column, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    source_note: Provenance | None = None
    landscape: bool = False
    sheet_name: str = ""
    anchor: str = ""
    row_headers: int = 0

    def __post_init__(self) -> None:
        _check_texts(self, "caption", "sheet_name")
        _check_anchor(self.anchor)
        name = f"table {self.caption!r}"
        if not self.columns or not 0 <= self.row_headers <= len(self.columns):
            raise ValueError(f"{name}: needs columns, and row headers among them")
        problems = []
        for part, rows in (("header", self.header), ("body", self.rows)):
            try:
                layout(rows, len(self.columns))
            except ValueError as error:
                problems.append(f"{part}: {error}")
        if problems:
            raise ValueError(f"{name}: {'; '.join(problems)}")

    @property
    def slots(self) -> tuple[tuple[Slot, ...], ...]:
        """The body row by row, with the places merged cells hold."""
        return layout(self.rows, len(self.columns))

    @property
    def stays_whole(self) -> bool:
        """Whether it is short enough (10 rows) that a reader expects it on one page."""
        return len(self.header) + len(self.rows) <= 10

    @property
    def header_slots(self) -> tuple[tuple[Slot, ...], ...]:
        """The header rows likewise."""
        return layout(self.header, len(self.columns))


@dataclass(frozen=True, slots=True)
class KeyValue:
    """Pairs of name and value, one per row, without caption and number."""

    pairs: tuple[tuple[str, Cell], ...]

    def __post_init__(self) -> None:
        clean = tuple((checked_text(name, "name"), value) for name, value in self.pairs)
        object.__setattr__(self, "pairs", clean)
        if not self.pairs:
            raise ValueError("key-value table: needs at least one pair")


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart from one Vega-Lite spec with inline data, and the same numbers as a table.

    `alt` says in words what the chart shows. `data` is the equivalent table (without caption);
    when a table of the document already holds the numbers, `same_as` is its anchor instead.
    `width` is a share of the text width, above 0 up to 1. `landscape` turns its page.

    Raises
    ------
    ValueError
        If caption or alt is empty, the spec loads data from elsewhere, the width is out of range,
        or not exactly one of `data` and `same_as` is given.
    """

    spec: Mapping[str, Any] = field(hash=False)
    caption: str
    alt: str
    data: Table | None = None
    same_as: str = ""
    source_note: Provenance | None = None
    width: float = 1.0
    anchor: str = ""
    landscape: bool = False

    def __post_init__(self) -> None:
        _check_texts(self, "caption", "alt")
        _check_anchor(self.anchor)
        problems = [f"{name} is empty" for name in ("caption", "alt") if not getattr(self, name)]
        if (self.data is None) == (not self.same_as):
            problems.append("give either its data table or the anchor of one (same_as)")
        if not 0 < self.width <= 1:
            problems.append(f"width must be above 0 and at most 1, got {self.width}")
        problems += [f"loads data from {place}; give it inline" for place in _urls(self.spec)]
        if problems:
            raise ValueError(f"figure {self.caption!r}: {'; '.join(problems)}")


def _urls(spec: object, place: str = "spec") -> Iterator[str]:
    """Places in a spec that fetch something; rows of inline data are not looked into."""
    if isinstance(spec, Mapping):
        for key, value in spec.items():
            if key == "url" and isinstance(value, str):
                yield f"{place}.url"
            elif key not in ("values", "datasets"):
                yield from _urls(value, f"{place}.{key}")
    elif isinstance(spec, Sequence) and not isinstance(spec, str):
        for value in spec:
            yield from _urls(value, place)


Block = (
    Heading
    | Paragraph
    | BulletList
    | NumberedList
    | Table
    | KeyValue
    | Figure
    | Callout
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Raises
    ------
    ValueError
        Naming at once every anchor used twice, every link to an anchor that is not there, and every
        heading more than one level below the one before it.
    """

    meta: Meta
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        anchors = Counter(anchor for block in self.blocks if (anchor := anchor_of(block)))
        problems = [f"anchor {name!r} is used {n} times" for name, n in anchors.items() if n > 1]
        wanted = {link[1:] for link in _links(self.blocks) if link.startswith("#")}
        problems += [f"no block has the anchor {name!r}" for name in sorted(wanted - set(anchors))]
        problems += _skipped_levels(self.blocks)
        if problems:
            raise ValueError(f"document {self.meta.title!r}: {'; '.join(problems)}")


def anchor_of(block: Block) -> str:
    """The anchor a block carries, empty for blocks that cannot or do not carry one."""
    return block.anchor if isinstance(block, Heading | Table | Figure) else ""


def _skipped_levels(blocks: Sequence[Block]) -> list[str]:
    problems, before = [], 0
    for block in blocks:
        if isinstance(block, Heading):
            if block.level > before + 1:
                problems.append(f"heading {block.text!r} is level {block.level} after {before}")
            before = block.level
    return problems


def _links(item: object) -> Iterator[str]:
    """Every link target at any depth, and the tables that figures refer to."""
    if isinstance(item, Span):
        if item.link:
            yield item.link
    elif isinstance(item, tuple):
        for part in item:
            yield from _links(part)
    elif isinstance(
        item, Paragraph | BulletList | NumberedList | Callout | KeyValue | Table | Cell
    ):
        for part in fields(item):
            yield from _links(getattr(item, part.name))
    elif isinstance(item, Figure):
        yield from _links(item.data)
        if item.same_as:
            yield f"#{item.same_as}"


def all_links(document: Document) -> list[str]:
    """Every link target of the document once, in reading order."""
    return list(dict.fromkeys(_links(document.blocks)))


def paragraph(*parts: Inline) -> Paragraph:
    """A paragraph from strings and spans."""
    return Paragraph(spans_of(*parts))


def bullets(*items: Inline) -> BulletList:
    """A bullet list, one string or span per item."""
    return BulletList(tuple(spans_of(item) for item in items))


def numbered(*items: Inline) -> NumberedList:
    """A numbered list, one string or span per item."""
    return NumberedList(tuple(spans_of(item) for item in items))


def key_values(pairs: Sequence[tuple[str, Cell | Content]]) -> KeyValue:
    """A key-value table from plain contents."""
    return KeyValue(tuple((k, v if isinstance(v, Cell) else Cell(v)) for k, v in pairs))


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell | Content]],
    *,
    columns: Sequence[Column] = (),
    **options: Any,
) -> Table:
    """A table with one header row from plain contents; columns default to equal widths.

    Other keywords are those of `Table`.
    """
    own = tuple(columns) or tuple(Column() for _ in headings)
    return Table(own, rows_of([headings]), rows_of(rows), **options)
