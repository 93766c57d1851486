"""How a room describes a list: columns, filters, acts on many rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from espalier.kit.errors import Text

Choices = Sequence[tuple[str, Text]]
RESERVED_KEYS = frozenset({"q", "sort", "columns", "page", "export"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column. A row's value is ``value(row)``, else the attribute path ``key`` ("unit__name").

    sort: field names to order by; empty when the column cannot be sorted.
    format: how the value is written on the page; the export gets the value or ``export(row)``.
    template: a fragment that draws the cell from ``row`` and ``value`` instead.
    """

    key: str
    label: Text
    value: Callable[[Any], object] | None = None
    sort: tuple[str, ...] = ()
    format: Callable[[Any], object] | None = None
    export: Callable[[Any], object] | None = None
    template: str = ""
    numeric: bool = False
    shown: bool = True
    exported: bool = True


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list.

    choices: the allowed values with their labels, or a function that reads them in at most one
        query; without choices the person types, and ``kind`` is the type of the field.
    lookup: the field to compare; ``apply`` instead makes the condition from the value. It may raise
        ValueError for a value it cannot use, which then narrows nothing.
    """

    key: str
    label: Text
    choices: Choices | Callable[[], Choices] | None = None
    lookup: str = ""
    apply: Callable[[str], Q] | None = None
    kind: str = "text"

    def condition(self, value: str) -> Q:
        if self.apply is not None:
            return self.apply(value)
        return Q(**{self.lookup or self.key: value})


@dataclass(frozen=True, slots=True)
class BulkAction:
    """An act on the ticked rows, whose keys are posted as ``selected`` to ``url_name``."""

    key: str
    label: Text
    url_name: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class EmptyState:
    """What a list without any row says, and the one thing to do next."""

    title: Text
    text: Text = ""
    url_name: str = ""
    action: Text = ""


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list, declared once. ``key`` names it for saved views ("people.employees").

    default_sort: a column's key, with ``-`` before it for descending.
    search: makes the condition from the search text; without it every word must occur in one of
        ``search_fields``.
    """

    key: str
    title: Text
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    search_fields: tuple[str, ...] = ()
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    default_sort: str = ""
    page_size: int = 50
    row_url: Callable[[Any], str] | None = None
    bulk_actions: tuple[BulkAction, ...] = ()
    empty: EmptyState | None = None
    search_label: Text = ""

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        filter_keys = [each.key for each in self.filters]
        if len(set(keys)) != len(keys) or len(set(filter_keys)) != len(filter_keys):
            raise ValueError(f"list {self.key!r} names a column or a filter twice")
        if RESERVED_KEYS & set(filter_keys):
            raise ValueError(f"list {self.key!r} has a filter named like a part of the address")
        if self.default_sort and self.default_sort.lstrip("-") not in keys:
            raise ValueError(f"list {self.key!r} is sorted by a column it does not have")
        if not self.columns or self.page_size < 1:
            raise ValueError(f"list {self.key!r} needs a column and a page size of at least 1")

    @property
    def can_search(self) -> bool:
        return bool(self.search_fields) or self.search is not None


class Bucket(StrEnum):
    """Classes of a heat map cell, from far below to far above what is required."""

    SHORT_3 = "3-short"
    SHORT_2 = "2-short"
    SHORT_1 = "1-short"
    MET = "0"
    OVER_1 = "1-over"
    OVER_2 = "2-over"
    NONE = "none"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: its text is always written, the colour only repeats it. ``label`` is read aloud."""

    text: str
    bucket: Bucket
    label: Text = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    label: Text
    cells: tuple[HeatCell, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class HeatColumn:
    label: Text
    href: str = ""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A table of coloured cells; every row has one cell per column.

    ``legend`` says what the colours mean; empty: distances from a required level.
    """

    caption: Text
    corner: Text
    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]
    legend: tuple[tuple[Bucket, Text], ...] = ()

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a heat map needs one cell per column")


def bucket_of(gap: float | None, *, hidden: bool = False) -> Bucket:
    """The class of a signed gap (level minus requirement, in levels); None means never rated."""
    if hidden:
        return Bucket.HIDDEN
    if gap is None:
        return Bucket.NONE
    edges = [
        (-2.5, Bucket.SHORT_3),
        (-1.5, Bucket.SHORT_2),
        (0.0, Bucket.SHORT_1),
        (0.5, Bucket.MET),
        (1.5, Bucket.OVER_1),
    ]
    return next((bucket for edge, bucket in edges if gap < edge), Bucket.OVER_2)
