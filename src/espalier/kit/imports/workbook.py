"""The template of an import: a workbook with today's records, drop-downs and help, ready to be uploaded again."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from espalier.kit.exports.tables import Formats, clean_text, sheet_name, write_cell
from espalier.kit.imports.planning import display
from espalier.kit.imports.types import CellKind, Column, ImportSpec

EMPTY_ROWS = 2000  # below the records, where drop-downs and formats already wait
_LISTS = "_lists"
_YES_NO = ("是", "否")
_AS_NUMBERS = (CellKind.INTEGER, CellKind.DECIMAL)


@dataclass(frozen=True, slots=True)
class SideSheet:
    """A sheet to read beside the one that is filled: how to fill it, or what may be named."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]


def template_workbook(spec: ImportSpec, *, beside: Sequence[SideSheet] = ()) -> bytes:
    """Write the records of today under the headers of the reader's language; uploading it unchanged skips all.

    ``beside`` are sheets after it that nobody fills and no import reads.
    """
    import xlsxwriter  # only when somebody asks for a workbook

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "in_memory": False})
    book.set_properties({"title": str(spec.title)})
    sheet = book.add_worksheet(sheet_name(str(spec.title)))
    styles = _Styles(book)
    _columns(sheet, spec.columns, styles)
    last = _rows(sheet, spec, styles)
    offered = {key: list(map(str, values)) for key, values in _offered(spec).items() if values}
    _drop_downs(book, sheet, spec.columns, offered, last + EMPTY_ROWS)
    for each in beside:
        _write_beside(book, each, styles)
    book.close()
    return buffer.getvalue()


class _Styles(Formats):
    """The plain formats and those of an input sheet."""

    def __init__(self, book: Any) -> None:
        super().__init__(book)
        head = {"bold": True, "border": 1, "text_wrap": True, "valign": "top"}
        self.required = book.add_format({**head, "bg_color": "#F6E3C5"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})


def _columns(sheet: Any, columns: Sequence[Column], styles: _Styles) -> None:
    sheet.freeze_panes(1, 1)
    for index, column in enumerate(columns):
        width = 34 if column.kind is CellKind.TEXT and column.max_length > 200 else 18
        sheet.set_column(index, index, width, _column_format(column, styles))
    for index, column in enumerate(columns):
        style = styles.required if column.required else styles.header
        sheet.write_string(0, index, column.heading, style)
        sheet.write_comment(0, index, _comment(column), {"x_scale": 2, "y_scale": 1.4})


def _write_beside(book: Any, each: SideSheet, styles: _Styles) -> None:
    sheet = book.add_worksheet(sheet_name(each.title))
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, len(each.header), 60, styles.wrapped)
    for index, text in enumerate(each.header):
        sheet.write_string(0, index, clean_text(text), styles.header)
    for number, row in enumerate(each.rows, start=1):
        for index, value in enumerate(row):
            write_cell(sheet, number, index, value, styles)


def _column_format(column: Column, styles: _Styles) -> Any:
    """CODE columns are text, so that 00007 stays 00007 when it is typed."""
    if column.kind in (CellKind.CODE, CellKind.CODES):
        return styles.text
    if column.kind is CellKind.DATE:
        return styles.date
    return styles.wrapped if column.kind is CellKind.TEXT else None


def _comment(column: Column) -> str:
    kinds = {
        CellKind.TEXT: _("Text"),
        CellKind.CODE: _("Code; leading zeros count"),
        CellKind.DATE: _("Date, such as 2024/05/01 or 113/05/01"),
        CellKind.INTEGER: _("Whole number"),
        CellKind.DECIMAL: _("Number"),
        CellKind.CHOICE: _("Choose from the list"),
        CellKind.YES_NO: _("是 or 否"),
        CellKind.CODES: _("Several codes, separated by 、"),
    }
    needed = _("Required") if column.required else _("May stay empty")
    return "\n".join(str(line) for line in (kinds[column.kind], needed, column.help) if line)


def _rows(sheet: Any, spec: ImportSpec, styles: _Styles) -> int:
    """Write the records; returns the index of the last written row."""
    last = 0
    for last, record in enumerate(spec.records(), start=1):
        for index, column in enumerate(spec.columns):
            value = record.get(column.key)
            write_cell(sheet, last, index, _cell(value, column), styles)
    return last


def _cell(value: object, column: Column) -> object:
    """Dates and numbers as such, everything else as the text an import reads back as the same value."""
    if value is None or value == "":
        return None
    if column.kind is CellKind.DATE and isinstance(value, date):
        return value
    if column.kind in _AS_NUMBERS and not isinstance(value, str):
        return value
    return display(value, column)


def _offered(spec: ImportSpec) -> Mapping[str, Sequence[str]]:
    """What each drop-down offers: first texts of choices, 是/否, and the records the room names."""
    offered: dict[str, Sequence[str]] = {}
    for column in spec.columns:
        if column.choices:
            values = dict.fromkeys(column.choices.values())
            offered[column.key] = [display(value, column) for value in values]
        elif column.kind is CellKind.YES_NO:
            offered[column.key] = _YES_NO
    return {**offered, **(spec.drop_downs() if spec.drop_downs else {})}


def _drop_downs(
    book: Any,
    sheet: Any,
    columns: Sequence[Column],
    offered: Mapping[str, Sequence[str]],
    last_row: int,
) -> None:
    """Put the offered values on a hidden sheet: a list written into the rule itself ends at 255 characters."""
    if not offered:
        return
    lists = book.add_worksheet(_LISTS)
    lists.hide()
    ordered = [(index, offered[c.key]) for index, c in enumerate(columns) if c.key in offered]
    for row in range(max(len(values) for _i, values in ordered)):
        for place, (_index, values) in enumerate(ordered):
            if row < len(values):
                lists.write_string(row, place, clean_text(values[row]))
    for place, (index, values) in enumerate(ordered):
        column = columns[index]
        rule = {
            "validate": "list",
            "source": _range(place, len(values)),
            # Several codes cannot be chosen from a list, and a new code may be meant: only warn.
            "error_type": "stop" if column.choices else "warning",
            "error_title": column.heading[:32],
            "error_message": _("Please choose from the list.")[:255],
        }
        if column.kind is not CellKind.CODES:
            sheet.data_validation(1, index, last_row, index, rule)


def _range(column: int, n: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return f"='{_LISTS}'!{xl_range_abs(0, column, n - 1, column)}"
