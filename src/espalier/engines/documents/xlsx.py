"""A document tree as XLSX: a cover, the running text, and one sheet per table."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from . import front, labels, palette
from .cells import Align, Cell, Column, Number, Shade
from .grid import Slot
from .meta import Meta
from .numbering import Item, data_table, numbered_items
from .tree import (
    BulletList,
    Callout,
    Document,
    Figure,
    Heading,
    KeyValue,
    NumberedList,
    Paragraph,
    Table,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FONT = "Microsoft JhengHei"  # A workbook cannot bring its font; this one is on Windows in Taiwan.
_CELL_LIMIT = 32_767  # Characters a cell of a workbook can hold.
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "／") | {"'": "’"})


def to_xlsx(document: Document) -> bytes:
    """Write `document` as XLSX; the same tree gives the same bytes.

    Text is always written as text, also where it begins with ``= + - @``, so that no formula can
    come in. Numbers stay numbers.

    Raises
    ------
    ValueError
        If a text is longer than a cell can hold (32,767 characters).
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _set_properties(book, document.meta)
        _Writer(book, document).write()
    return buffer.getvalue()


def _set_properties(book: Any, meta: Meta) -> None:
    dated = meta.dated
    book.set_properties(
        {
            "title": meta.title,
            "subject": meta.subtitle,
            "author": meta.company,
            "company": meta.company,
            "status": meta.state,
            "created": datetime(dated.year, dated.month, dated.day),
        }
    )


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Make names Excel accepts: at most 31 characters, none forbidden, each once whatever its case.

    Raises nothing: whatever is wanted, a usable name comes out.
    """
    names: list[str] = []
    taken = {"history"}  # Excel keeps this one for itself.
    for name in wanted:
        stem = " ".join(name.translate(_FORBIDDEN).split()) or "Sheet"
        candidate, number = _cut(stem, ""), 1
        while candidate.lower() in taken:
            number += 1
            candidate = _cut(stem, f" ({number})")
        taken.add(candidate.lower())
        names.append(candidate)
    return names


def _cut(stem: str, ending: str) -> str:
    """Cut to 31 UTF-16 units, which is how Excel counts, without halving a character."""
    room = 31 - len(ending)
    while len(stem.encode("utf-16-le")) // 2 > room:
        stem = stem[:-1]
    return stem + ending


class _Writer:
    def __init__(self, book: Any, document: Document) -> None:
        self._book, self._document, self._meta = book, document, document.meta
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def write(self) -> None:
        language = self._meta.language
        items = numbered_items(self._document)
        tables = {item.anchor: found for item in items if (found := self._table_of(item))}
        first = [labels.word(language, "cover"), labels.word(language, "text")]
        wanted = [found.table.sheet_name or found.label for found in tables.values()]
        names = sheet_names([*first, *wanted])
        sheets = [self._book.add_worksheet(name) for name in names]
        self._cover(sheets[0])
        self._text(sheets[1], items, dict(zip(tables, names[2:], strict=True)))
        for sheet, found in zip(sheets[2:], tables.values(), strict=True):
            self._table_sheet(sheet, found)

    def _table_of(self, item: Item) -> "_Tabled | None":
        """The table of an item with its number and title; a figure brings its data."""
        block, language = item.block, self._meta.language
        if isinstance(block, Figure) and block.data is not None:
            table = data_table(item, language)
            return _Tabled(table, item.label, table.caption)
        if isinstance(block, Table):
            return _Tabled(block, item.label, labels.caption(language, item.label, block.caption))
        return None

    def _format(self, **properties: Any) -> "Format":
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": _FONT, "font_size": 10, "valign": "vcenter"}
            self._formats[key] = self._book.add_format(base | properties)
        return self._formats[key]

    def _put(self, sheet: "Worksheet", row: int, column: int, text: str, **look: Any) -> None:
        if len(text) > _CELL_LIMIT:
            raise ValueError(
                f"sheet {sheet.get_name()!r}, row {row + 1}: {len(text):,} characters are more "
                f"than the {_CELL_LIMIT:,} a cell can hold; split the text"
            )
        # A blank write keeps border and colour where there is no text.
        if text:
            sheet.write_string(row, column, text, self._format(**look))
        else:
            sheet.write_blank(row, column, None, self._format(**look))

    def _cover(self, sheet: "Worksheet") -> None:
        meta = self._meta
        self._page(sheet, landscape=False)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 3, 30)
        self._put(sheet, 0, 0, meta.company, font_size=12)
        self._put(sheet, 1, 0, meta.title, font_size=20, bold=True, font_color=palette.ACCENT)
        if meta.subtitle:
            self._put(sheet, 2, 0, meta.subtitle, font_size=12)
        row = 4
        for name, value in front.identity(meta).pairs:
            self._put(sheet, row, 0, name, **_HEAD)
            self._put(sheet, row, 1, value.text, border=1, align="left")
            row += 1
        grids = (("approvals", front.signatures(meta)), ("changes", front.change_log(meta)))
        for key, table in grids:
            if table is not None:
                self._put(sheet, row + 1, 0, labels.word(meta.language, key), bold=True)
                row = self._grid(sheet, row + 2, table)

    def _text(self, sheet: "Worksheet", items: Sequence[Item], names: dict[str, str]) -> None:
        """Every block in order; tables and charts as a line that leads to their sheet."""
        self._page(sheet, landscape=False)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        row = 0
        for item in items:
            for first, second, look in self._lines(item):
                self._put(sheet, row, 0, first, **{"bold": True, "text_wrap": not look} | look)
                if second:
                    self._put(sheet, row, 1, second, **{"text_wrap": True} | look)
                row += 1
            if item.anchor in names:
                target = names[item.anchor]
                line = labels.word(self._meta.language, "see_sheet").format(sheet=target)
                link = f"internal:'{target}'!A1"
                sheet.write_url(row, 1, link, self._format(font_color=palette.ACCENT), line)
                row += 1

    def _lines(self, item: Item) -> list[tuple[str, str, dict[str, Any]]]:
        block, language = item.block, self._meta.language
        match block:
            case Heading(level=level):
                size = {1: 14, 2: 12}.get(level, 11)
                look = {"font_size": size, "font_color": palette.ACCENT}
                return [(item.heading_text(), "", look)]
            case Paragraph(spans):
                return [("", "".join(span.text for span in spans), {})]
            case BulletList(entries):
                return [("", f"• {''.join(s.text for s in entry)}", {}) for entry in entries]
            case NumberedList(entries):
                texts = ("".join(span.text for span in entry) for entry in entries)
                return [("", f"{n}. {text}", {}) for n, text in enumerate(texts, start=1)]
            case Callout(spans, title, tone):
                shown = title or labels.tone_label(language, tone)
                return [(shown, "".join(span.text for span in spans), {})]
            case KeyValue(pairs):
                return [(name, value.text, {}) for name, value in pairs]
            case Table() | Figure():
                caption = labels.caption(language, item.label, block.caption)
                lines = [("", caption, {"bold": True})]
                note = labels.provenance_line(language, block.source_note)
                if isinstance(block, Figure):
                    # No picture here, so its words take its place.
                    lines.append(("", block.alt, {}))
                    if note:
                        lines.append(("", note, {}))
                return lines
            case _:
                return []

    def _table_sheet(self, sheet: "Worksheet", found: "_Tabled") -> None:
        table, language = found.table, self._meta.language
        self._page(sheet, landscape=table.landscape or len(table.columns) > 8)
        for column, width in enumerate(_widths(table)):
            sheet.set_column(column, column, width)
        if found.title:
            self._put(sheet, 0, 0, found.title, bold=True, font_size=12)
        end = self._grid(sheet, 1, table)
        body = 1 + len(table.header)
        if table.header:
            sheet.freeze_panes(body, table.row_headers)
            sheet.repeat_rows(1, body - 1)
        if table.header and table.rows and _sortable(table):
            sheet.autofilter(body - 1, 0, end - 1, len(table.columns) - 1)
        note = labels.provenance_line(language, table.source_note)
        if note:
            self._put(sheet, end, 0, note, font_color=palette.MUTED_INK, font_size=9)

    def _page(self, sheet: "Worksheet", *, landscape: bool) -> None:
        """A4 with the running header of the document, one page wide."""
        meta = self._meta
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        before, between, after = labels.page_parts(meta.language)
        left = _header_text(f"{meta.company}\n{meta.title}")
        right = _header_text(labels.identity_line(meta))
        # The space after the size keeps a digit at the start of the text from joining it.
        sheet.set_header(f"&L&8 {left}&R&8 {right}\n{before}&P{between}&N{after}")

    def _grid(self, sheet: "Worksheet", row: int, table: Table) -> int:
        """Write header and body from `row` on; return the row below."""
        for slots in table.header_slots:
            for slot in slots:
                if not slot.continued:
                    self._cell(sheet, row, slot, {**_HEAD, "align": "center"})
            row += 1
        for slots in table.slots:
            for slot in slots:
                if not slot.continued:
                    bold = {"bold": True} if slot.column < table.row_headers else {}
                    self._cell(sheet, row, slot, _look(slot.cell, table.columns) | bold, table)
            row += 1
        return row

    def _cell(
        self,
        sheet: "Worksheet",
        row: int,
        slot: Slot,
        look: dict[str, Any],
        table: Table | None = None,
    ) -> None:
        cell, column = slot.cell, slot.column
        if table is not None and cell.align is None:
            look = look | {"align": _SIDES[table.columns[column].align]}
        content = cell.content
        if isinstance(content, Number) and content.value is not None:
            look = look | {"num_format": _number_format(content)}
        if cell.colspan > 1 or cell.rowspan > 1:
            last = (row + cell.rowspan - 1, column + cell.colspan - 1)
            sheet.merge_range(row, column, *last, "", self._format(**look))
        if isinstance(content, Number) and content.value is not None:
            sheet.write_number(row, column, content.value, self._format(**look))
        else:
            self._put(sheet, row, column, cell.text, **look)


@dataclass(frozen=True, slots=True)
class _Tabled:
    """A table that gets a sheet, its number and the title at the top of the sheet."""

    table: Table
    label: str
    title: str


def _header_text(text: str) -> str:
    """Text for a page header: an ampersand begins a code there, so two stand for one.

    Excel allows 255 characters for a whole header and shows none of a longer one.
    """
    return text[:45].replace("&", "&&")


_SIDES = {Align.START: "left", Align.CENTER: "center", Align.END: "right"}
_HEAD = {"bold": True, "border": 1, "bg_color": f"#{palette.HEADER_FILL}", "text_wrap": True}


def _look(cell: Cell, columns: Sequence[Column]) -> dict[str, Any]:
    look: dict[str, Any] = {"border": 1, "text_wrap": True}
    if cell.align is not None:
        look["align"] = _SIDES[cell.align]
    if cell.shade is not Shade.NONE:
        look["bg_color"] = f"#{palette.SHADES[cell.shade]}"
    if cell.bold:
        look["bold"] = True
    return look


def _number_format(number: Number) -> str:
    decimals = f".{'0' * number.decimals}" if number.decimals else ""
    if number.share:
        return f"#,##0{decimals}%"
    unit = number.unit.replace('"', "")
    return f'#,##0{decimals}"{unit}"' if unit else f"#,##0{decimals}"


def _sortable(table: Table) -> bool:
    """Whether sorting could not tear a merged cell of the body apart."""
    return all(cell.colspan == 1 and cell.rowspan == 1 for row in table.rows for cell in row)


def _widths(table: Table) -> list[float]:
    """Column widths from the longest line of each column, between 8 and 50 characters."""
    widths = [8.0] * len(table.columns)
    for slots in (*table.header_slots, *table.slots):
        for slot in slots:
            if slot.cell.colspan == 1 and not slot.continued:
                longest = max(_text_width(line) for line in slot.cell.text.split("\n"))
                widths[slot.column] = max(widths[slot.column], min(50.0, longest + 3))
    return widths


def _text_width(text: str) -> float:
    """Width in characters of Latin type; a Chinese character takes two."""
    return sum(1.0 if char < "\u1100" else 2.0 for char in text)
