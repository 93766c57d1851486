"""Any table -> CSV or XLSX that a spreadsheet program opens without taking a cell for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.errors import Problem, Refused

Format = Literal["xlsx", "csv"]
MAX_ROWS = 1_048_575  # of one sheet, below its header
MAX_TEXT = 32_767  # characters of one cell
# Also text that already begins with an apostrophe before such a sign, so that reading it back is exact.
_FORMULA_LIKE = re.compile(r"'*[=+\-@\t\r]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WIDEST = 48


def export_table(
    *, columns: Sequence[str], rows: Iterable[Sequence[object]], fmt: Format, title: str
) -> bytes:
    """Write one table. Dates are real dates (ISO in CSV), numbers are numbers, text is never a formula.

    Raises: Refused when the rows do not fit into one sheet.
    """
    return _csv(columns, rows) if fmt == "csv" else _xlsx(columns, rows, title)


def escaped(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet program would run; our imports take it back."""
    return f"'{text}" if _FORMULA_LIKE.match(text) else text


def sheet_name(title: str) -> str:
    """A title as a sheet may be called: 31 characters, none of the reserved ones."""
    return _NOT_IN_SHEET_NAMES.sub(" ", title).strip(" '")[:31].strip(" '") or "Sheet1"


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([escaped(column) for column in columns])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    # The mark lets Excel know that this is UTF-8.
    return buffer.getvalue().encode("utf-8-sig", errors="replace")


def _csv_cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, datetime):
        return _local(value).isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return escaped(str(value))


def _local(value: datetime) -> datetime:
    return timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value


def _xlsx(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str) -> bytes:
    import xlsxwriter  # only when somebody asks for a workbook

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "in_memory": False})
    book.set_properties({"title": title})
    sheet = book.add_worksheet(sheet_name(title))
    formats = Formats(book)
    widths = [_width(column) for column in columns]
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    # In constant memory the widths must be known before the first row is written.
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    for index, column in enumerate(columns):
        sheet.write_string(0, index, clean_text(column), formats.header)
    last = 0
    for last, row in enumerate(rows, start=1):
        if last > MAX_ROWS:
            raise _too_many_rows(title)
        for index, value in enumerate(row):
            write_cell(sheet, last, index, value, formats)
    if columns:
        sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()
    return buffer.getvalue()


class Formats:
    """The few cell formats a plain table needs, made once per workbook."""

    def __init__(self, book: Any) -> None:
        self.header = book.add_format(
            {"bold": True, "bg_color": "#E8EDE6", "border": 1, "text_wrap": True, "valign": "top"}
        )
        self.date = book.add_format({"num_format": "yyyy/mm/dd"})
        self.moment = book.add_format({"num_format": "yyyy/mm/dd hh:mm"})
        self.text = book.add_format({"num_format": "@"})


def write_cell(sheet: Any, row: int, column: int, value: object, formats: Formats) -> None:
    """Write one value by its type; text always as text."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float, Decimal)) and _fits_number(value):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, _local(value), formats.moment)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, column, value, formats.date)
    else:
        sheet.write_string(row, column, clean_text(str(value)), formats.text)


def clean_text(text: str) -> str:
    """What XML can hold, at most as long as a cell may be; a cut is marked with an ellipsis."""
    text = _NOT_IN_XML.sub("", text)
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def _fits_number(value: int | float | Decimal) -> bool:
    """A spreadsheet keeps 15 digits and knows no NaN; anything else is written as text."""
    if isinstance(value, int):
        return abs(value) < 10**15
    number = float(value)
    return number == number and abs(number) < 1e300


def _width(text: str) -> float:
    # A Chinese character is as wide as two Latin ones.
    cells = sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
    return float(min(max(cells + 4, 12), _WIDEST))


def _too_many_rows(title: str) -> Refused:
    message = _("One sheet holds at most %(limit)d rows.") % {"limit": MAX_ROWS}
    remedy = _("Filter the list, or export it as CSV.")
    return Refused([Problem("too_many_rows", message, title, remedy)])
