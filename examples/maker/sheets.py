"""Writing tables as people have them: XLSX, CSV in UTF-8 or Big5, with or without a title above."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

MADE_AT = datetime(2026, 10, 31, 9, 0)  # in the file's properties; a clock would change the bytes
ROWS_PER_FILE = 90_000
ROWS_OF_A_WORKBOOK = 50_000  # longer tables are written as text, which takes a tenth of the time
Cell = str | int | float | date | None


class Form(Enum):
    """How a table is written."""

    XLSX = "xlsx"
    XLSX_WITH_TITLE = "xlsx with title rows"
    CSV = "csv"
    CSV_BIG5 = "csv in Big5 with 民國 dates"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its kind and place in the order of imports, its headers and rows."""

    order: int
    kind: str
    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    form: Form = Form.XLSX


def files_of(sheet: Sheet) -> dict[str, bytes]:
    """The table as one file, or as several where it is longer than a file may be."""
    if len(sheet.rows) > ROWS_OF_A_WORKBOOK:
        sheet = replace(sheet, form=Form.CSV)
    if len(sheet.rows) <= ROWS_PER_FILE:
        return {_name(sheet, f"{sheet.order:03d}"): _bytes_of(sheet, sheet.rows)}
    parts = range(0, len(sheet.rows), ROWS_PER_FILE)
    return {
        _name(sheet, f"{sheet.order:03d}{number:02d}"): _bytes_of(
            sheet, sheet.rows[start : start + ROWS_PER_FILE]
        )
        for number, start in enumerate(parts, start=1)
    }


def _name(sheet: Sheet, place: str) -> str:
    suffix = "xlsx" if sheet.form in (Form.XLSX, Form.XLSX_WITH_TITLE) else "csv"
    return f"{place}_{sheet.kind}.{suffix}"


def _bytes_of(sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> bytes:
    if sheet.form is Form.CSV:
        return _csv(sheet.headers, rows, roc=False).encode("utf-8-sig")
    if sheet.form is Form.CSV_BIG5:
        return _csv(sheet.headers, rows, roc=True).encode("cp950")
    return _xlsx(sheet, rows)


def _csv(headers: Sequence[str], rows: Sequence[Sequence[Cell]], *, roc: bool) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headers)
    writer.writerows([_text(cell, roc=roc) for cell in row] for row in rows)
    return out.getvalue()


def _text(cell: Cell, *, roc: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        year = f"{cell.year - 1911}" if roc else f"{cell.year}"
        return f"{year}/{cell.month:02d}/{cell.day:02d}"
    return str(cell)


def _xlsx(sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": sheet.title, "created": MADE_AT})
        page = book.add_worksheet(sheet.title[:31])
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        days = book.add_format({"num_format": "yyyy/mm/dd"})
        first = 0
        if sheet.form is Form.XLSX_WITH_TITLE:
            big = book.add_format({"bold": True, "font_size": 14})
            page.merge_range(0, 0, 0, len(sheet.headers) - 1, f"棚架精密　{sheet.title}", big)
            page.write_string(1, 0, "製表日期：2026/10/31　　製表單位：人事行政課")
            first = 3
        for column, header in enumerate(sheet.headers):
            page.write_string(first, column, header, head)
            page.set_column(column, column, max(10, 2 * len(header) + 2))
        page.freeze_panes(first + 1, 0)
        for number, row in enumerate(rows, start=first + 1):
            for column, cell in enumerate(row):
                _write(page, number, column, cell, days)
    return buffer.getvalue()


def _write(page: Any, row: int, column: int, cell: Cell, days: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        page.write_string(row, column, cell)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, days)
    else:
        page.write_number(row, column, cell)
