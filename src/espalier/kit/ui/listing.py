"""One mechanism for every list: a ListSpec and a queryset become a page, a fragment or a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.cache import patch_vary_headers
from django.utils.html import conditional_escape
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from espalier.kit.ui import queries
from espalier.kit.ui.models import SavedView
from espalier.kit.ui.state import ListState, read_choices, read_state, shown_columns
from espalier.kit.ui.types import Choices, Column, Filter, ListSpec

PAGE = "ui/list.html"
FRAGMENT = "ui/_list_table.html"
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
EXPORT_CHUNK = 2000
SHORT_TEXT = 8  # characters a narrow column shows without towering


@dataclass(frozen=True, slots=True)
class Cell:
    """One drawn cell: either ``text``, or a fragment that is given ``row`` and ``value``."""

    column: Column
    value: object
    text: object
    row: Any

    @property
    def css(self) -> str:
        """Numbers keep to the right; a longer text keeps a width in which its characters do not stand in one column."""
        if self.column.numeric:
            return "num"
        return "wordy" if not self.column.template and len(str(self.text)) > SHORT_TEXT else ""

    def drawn(self, url: str = "") -> SafeString:
        """A plain cell as it stands in its row; drawn here because a fragment a cell is most of a list's work."""
        text = conditional_escape(str(self.text))
        css = f' class="{self.css}"' if self.css else ""
        inner = f'<a href="{conditional_escape(url)}">{text}</a>' if url else text
        return SafeString(f"<td{css}>{inner}</td>")


@dataclass(frozen=True, slots=True)
class ListRow:
    key: str
    url: str
    cells: tuple[Cell, ...]

    @property
    def drawn_cells(self) -> Iterator[tuple[Cell, SafeString]]:
        """Every cell with its drawing; the first leads to the record. A cell with a fragment has none."""
        for at, cell in enumerate(self.cells):
            yield (
                cell,
                SafeString("") if cell.column.template else cell.drawn("" if at else self.url),
            )


@dataclass(frozen=True, slots=True)
class Header:
    """A column's head: ``query`` sorts by it, ``direction`` is what it is sorted by now."""

    column: Column
    query: str
    direction: Literal["ascending", "descending", ""]


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter in force, in words, with the address that lifts it."""

    label: str
    value: str
    lift_query: str


@dataclass(frozen=True, slots=True)
class FilterField:
    filter: Filter
    choices: Choices
    value: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """What a list's template draws. Queries: one count, one page, its prefetches, saved views."""

    spec: ListSpec
    state: ListState
    queryset: QuerySet[Any]
    page: Page[Any]
    choices: dict[str, Choices]
    views: Sequence[SavedView]

    @classmethod
    def from_request(
        cls, spec: ListSpec, queryset: QuerySet[Any], request: HttpRequest
    ) -> ListPage:
        """Search, filter, sort and cut the queryset as the request's address says."""
        choices = read_choices(spec)
        state = read_state(spec, request.GET, choices)
        found = ordered(spec, narrowed(spec, queryset, state), state)
        return cls(
            spec=spec,
            state=state,
            queryset=found,
            page=Paginator(found, spec.page_size).get_page(state.page),
            choices=choices,
            views=queries.saved_views(request.user, spec.key),
        )

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def columns(self) -> list[Column]:
        return shown_columns(self.spec, self.state)

    @property
    def headers(self) -> list[Header]:
        now = self.state.sort or self.spec.default_sort
        return [
            Header(column, self._sort_query(column), _direction(column.key, now))
            for column in self.columns
        ]

    @property
    def rows(self) -> list[ListRow]:
        columns = self.columns
        url_of = self.spec.row_url
        return [
            ListRow(
                key=str(row.pk),
                url=url_of(row) if url_of else "",
                cells=tuple(_cell(column, row) for column in columns),
            )
            for row in self.page.object_list
        ]

    @property
    def filter_fields(self) -> list[FilterField]:
        return [
            FilterField(each, self.choices.get(each.key, ()), self.state.filters.get(each.key, ""))
            for each in self.spec.filters
        ]

    @property
    def active_filters(self) -> list[ActiveFilter]:
        active = [
            ActiveFilter(
                str(each.label),
                str(dict(self.choices.get(each.key, ())).get(value, value)),
                self.state.without_filter(each.key),
            )
            for each in self.spec.filters
            if (value := self.state.filters.get(each.key, ""))
        ]
        if self.state.q:
            active.insert(0, ActiveFilter(_("Search"), self.state.q, self.state.query(q="")))
        return active

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What the search form sends along: the sort and the columns stay as they are."""
        sort = [("sort", self.state.sort)] if self.state.sort else []
        return [*sort, *(("columns", key) for key in self.state.columns)]

    @property
    def column_form_fields(self) -> list[tuple[str, str]]:
        """What the column picker sends along: search, filters and sort."""
        kept = [("q", self.state.q), *self.state.filters.items(), ("sort", self.state.sort)]
        return [(key, value) for key, value in kept if value]

    @property
    def page_links(self) -> list[tuple[int | str, str]]:
        """Numbers with their addresses; the gap in a long row of pages has no address."""
        pages = self.page.paginator.get_elided_page_range(
            self.page.number, on_each_side=2, on_ends=1
        )
        return [
            (number, self.state.query(page=number) if isinstance(number, int) else "")
            for number in pages
        ]

    @property
    def export_links(self) -> list[tuple[str, str]]:
        query = self.state.query()
        joint = f"{query}&" if query else ""
        return [("XLSX", f"{joint}export=xlsx"), ("CSV", f"{joint}export=csv")]

    def previous_query(self) -> str:
        return self.state.query(page=self.page.number - 1)

    def next_query(self) -> str:
        return self.state.query(page=self.page.number + 1)

    def _sort_query(self, column: Column) -> str:
        return self.state.toggled_sort(column.key, self.spec.default_sort) if column.sort else ""


def list_response(
    request: HttpRequest,
    spec: ListSpec,
    queryset: QuerySet[Any],
    *,
    template: str = PAGE,
    context: dict[str, object] | None = None,
) -> HttpResponse:
    """Answer a list's address: the page, for htmx only its table, or the file of ``export``."""
    listing = ListPage.from_request(spec, queryset, request)
    if (wanted := request.GET.get("export", "")) in MEDIA_TYPES:
        return export_response(listing, "xlsx" if wanted == "xlsx" else "csv")
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by HtmxMiddleware
    only_table = bool(htmx) and not htmx.history_restore_request and not htmx.boosted
    answer = render(
        request, FRAGMENT if only_table else template, {"list": listing, **(context or {})}
    )
    if only_table:
        # The form sends its empty fields too; the address people copy has only what counts.
        query = listing.state.query(page=listing.page.number)
        answer.headers["HX-Push-Url"] = f"{request.path}?{query}" if query else request.path
    # The same address answers with a page or a fragment; no cache may mix them up.
    patch_vary_headers(answer, ["HX-Request", "Cookie"])
    return answer


def export_response(listing: ListPage, wanted: Literal["xlsx", "csv"]) -> HttpResponse:
    """All rows that match, in the order and with the columns shown, as a file."""
    from espalier.kit.exports.tables import export_table

    columns = [column for column in listing.columns if column.exported]
    body = export_table(
        columns=[str(column.label) for column in columns],
        rows=_export_rows(columns, listing.queryset),
        fmt=wanted,
        title=str(listing.spec.title),
    )
    name = f"{listing.spec.title}-{timezone.localdate():%Y%m%d}.{wanted}"
    answer = HttpResponse(body, content_type=MEDIA_TYPES[wanted])
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def narrowed(spec: ListSpec, queryset: QuerySet[Any], state: ListState) -> QuerySet[Any]:
    """Only the rows that the search and the filters let through."""
    if state.q and spec.search is not None:
        queryset = spec.search(queryset, state.q)
    elif state.q and spec.search_fields:
        for word in state.q.split():
            either = [Q(**{f"{name}__icontains": word}) for name in spec.search_fields]
            queryset = queryset.filter(reduce(or_, either))
    for each in spec.filters:
        if value := state.filters.get(each.key, ""):
            try:
                queryset = queryset.filter(each.condition(value))
            except (ValueError, ValidationError):
                # Half a date, or letters for a number: the field still shows it, nothing breaks.
                continue
    return queryset


def ordered(spec: ListSpec, queryset: QuerySet[Any], state: ListState) -> QuerySet[Any]:
    """Sorted by the column asked for; the primary key last, so that pages never overlap."""
    wanted = state.sort or spec.default_sort
    column = next((c for c in spec.columns if c.key == wanted.lstrip("-")), None)
    if column is None or not column.sort:
        return queryset if queryset.ordered else queryset.order_by("pk")
    fields = [_reversed(name) for name in column.sort] if wanted.startswith("-") else column.sort
    return queryset.order_by(*fields, "pk")


def selected_keys(request: HttpRequest) -> list[int]:
    """The rows ticked for a bulk action; what is no number is dropped."""
    return [int(key) for key in request.POST.getlist("selected") if key.isdecimal()]


def _reversed(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _direction(key: str, now: str) -> Literal["ascending", "descending", ""]:
    if now == key:
        return "ascending"
    return "descending" if now == f"-{key}" else ""


def _value(column: Column, row: Model) -> object:
    if column.value is not None:
        return column.value(row)
    found: Any = row
    for name in column.key.split("__"):
        found = getattr(found, name, None)
        if found is None:
            return None
    return found() if callable(found) else found


def _cell(column: Column, row: Model) -> Cell:
    value = _local(_value(column, row))
    text: object = ""
    if column.format is not None:
        text = column.format(value)
    elif value is True or value is False:
        text = _("Yes") if value else _("No")
    elif isinstance(value, int | float | Decimal):
        text = formats.number_format(value, force_grouping=column.numeric)
    elif value is not None:
        text = formats.localize(value, use_l10n=not isinstance(value, str))
    return Cell(column, value, text, row)


def _local(value: object) -> object:
    """A moment as the clock on the wall showed it; everything else as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _export_rows(columns: list[Column], queryset: QuerySet[Any]) -> Iterator[list[object]]:
    for row in queryset.iterator(chunk_size=EXPORT_CHUNK):
        yield [
            column.export(row) if column.export is not None else _local(_value(column, row))
            for column in columns
        ]
