"""The whole way of a file: bytes -> layout -> typed rows and the rows whose cells cannot be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from espalier.kit.errors import Problem, Refused
from espalier.kit.imports.limits import DEFAULT_LIMITS, ImportLimits
from espalier.kit.imports.reading.cells import BLANKS, BadCell, convert, reason_of, shown
from espalier.kit.imports.reading.delimited import unescape
from espalier.kit.imports.reading.header import Layout, suggest_layout
from espalier.kit.imports.reading.refusals import too_many_rows
from espalier.kit.imports.reading.sheets import Sheet, read_sheets
from espalier.kit.imports.types import Column, Reason, Row


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A row with cells that are not what their columns ask for.

    ``row`` holds the cells that could be read; ``complete`` says that no required one is missing, so that the
    room can still look at it and all its problems are named together.
    """

    row: Row
    reasons: tuple[Reason, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class RowsRead:
    layout: Layout
    rows: Sequence[Row]
    unreadable: Sequence[UnreadableRow]


def read_rows(
    data: bytes,
    *,
    filename: str,
    columns: Sequence[Column],
    layout: Layout | None = None,
    limits: ImportLimits = DEFAULT_LIMITS,
) -> RowsRead:
    """Read a file as the columns describe it; without a layout the most likely one is used.

    Raises: Refused for an unreadable file, missing required columns (all named) or no data rows.
    """
    sheets = read_sheets(data, filename=filename, limits=limits)
    layout = layout or suggest_layout(_some(sheets, filename), columns)
    sheet = next((sheet for sheet in sheets if sheet.name == layout.sheet), None)
    if sheet is None:
        raise Refused([Problem("no_sheet", _("The file has no such sheet."), layout.sheet)])
    place = f"{filename} · {sheet.name}"
    _refuse_missing(layout, columns, place)
    if len(sheet.rows) - layout.header_row - 1 > limits.rows:
        raise too_many_rows(len(sheet.rows) - layout.header_row - 1, limits, place)
    rows, unreadable = _convert_all(sheet, layout, columns)
    if not rows and not unreadable:
        remedy = _("Fill in at least one row below the header.")
        raise Refused([Problem("no_rows", _("There are no rows below the header."), place, remedy)])
    return RowsRead(layout, rows, unreadable)


def find_layout(
    data: bytes,
    *,
    filename: str,
    columns: Sequence[Column],
    limits: ImportLimits = DEFAULT_LIMITS,
) -> tuple[Layout, list[Sheet]]:
    """Only look where the table is and what its columns mean. Raises: Refused."""
    sheets = _some(read_sheets(data, filename=filename, limits=limits), filename)
    return suggest_layout(sheets, columns), sheets


def _some(sheets: list[Sheet], filename: str) -> list[Sheet]:
    filled = [sheet for sheet in sheets if any(any(c != "" for c in row) for row in sheet.rows)]
    if not filled:
        raise Refused(
            [
                Problem(
                    "empty_file",
                    _("The file holds no filled cells."),
                    filename,
                    _("Choose the file that holds the rows."),
                )
            ]
        )
    return filled


def _refuse_missing(layout: Layout, columns: Sequence[Column], place: str) -> None:
    remedy = _("Add the column, or say on the page which column it is.")
    problems = [
        Problem(
            "missing_column",
            _("The required column “%(column)s” is missing.") % {"column": column.heading},
            place,
            remedy,
            {"column": column.key},
        )
        for column in layout.missing(columns)
    ]
    if problems:
        raise Refused(problems)


def _convert_all(
    sheet: Sheet, layout: Layout, columns: Sequence[Column]
) -> tuple[list[Row], list[UnreadableRow]]:
    by_key = {column.key: column for column in columns}
    wanted = [
        (index, by_key[key]) for index, key in sorted(layout.columns.items()) if key in by_key
    ]
    rows: list[Row] = []
    unreadable: list[UnreadableRow] = []
    for number in range(layout.header_row + 1, len(sheet.rows)):
        raw = sheet.rows[number]
        if _is_blank(raw) and not _noted(sheet, number, wanted):
            continue
        values, reasons = _convert_row(sheet, number, raw, wanted)
        row = Row(sheet.name, number + 1, values)
        if reasons:
            bad = {reason.column for reason in reasons}
            complete = not any(column.required and column.key in bad for _i, column in wanted)
            unreadable.append(UnreadableRow(row, tuple(reasons), complete))
        else:
            rows.append(row)
    return rows, unreadable


def _is_blank(raw: Sequence[object]) -> bool:
    return all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in raw)


def _noted(sheet: Sheet, number: int, wanted: Sequence[tuple[int, Column]]) -> bool:
    return any((number, index) in sheet.notes for index, _column in wanted)


def _convert_row(
    sheet: Sheet, number: int, raw: Sequence[object], wanted: Sequence[tuple[int, Column]]
) -> tuple[Mapping[str, object], list[Reason]]:
    values: dict[str, object] = {}
    reasons = []
    notes, width = sheet.notes, len(raw)
    for index, column in wanted:
        cell = raw[index] if index < width else ""
        if sheet.escaped and isinstance(cell, str):
            cell = unescape(cell)
        note = notes.get((number, index)) if notes else None
        try:
            values[column.key] = convert(cell, column, note)
        except BadCell as error:
            values[column.key] = BLANKS[column.kind]
            seen = note.error if note is not None and note.error else shown(cell)
            reasons.append(reason_of(error, column, seen))
    return values, reasons
