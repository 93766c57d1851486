"""XLSX: every sheet as rows of cells, merged cells resolved, dates written out.

The sheets are read by us and not through a spreadsheet library, because the libraries lay out the
whole rectangle a sheet claims: one stray cell in the last corner costs them gigabytes. Here only
the cells that exist are held.
"""

import re
from collections import defaultdict
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from espalier.engines.intake.limits import Limits
from espalier.engines.intake.refusals import IntakeRefused, RefusalReason
from espalier.engines.intake.safety import Container
from espalier.engines.intake.types import Place, SourceRow

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
_BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, 27, 30, 31, 36, 50, 57})
_DATE_FORMAT = re.compile(r"[yde]", re.IGNORECASE)
_FORMAT_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MAX_COLUMNS = 256
_MERGE_WORK = 5_000_000  # cells and rows looked at for merges, in one sheet
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_MAX_DAYS = 2_958_465  # 31 December 9999, the last day a spreadsheet knows

_Grid = dict[int, dict[int, str | None]]


def read_xlsx(data: bytes, limits: Limits) -> tuple[list[SourceRow], int]:
    """Read all sheets in the order of their tabs; the page of a row is its sheet, 1-based.

    A formula gives its last computed value, or its own text when the file stores no value.

    Raises
    ------
    IntakeRefused
        ``too_large`` when a sheet has more rows than allowed, and what :class:`Container` refuses.
    """
    container = Container(data, limits)
    book = container.xml("xl/workbook.xml")
    strings = _shared_strings(container)
    dates = _DateStyles(container, book)
    rows: list[SourceRow] = []
    names = _sheet_names(container, book)
    for page, name in enumerate(names, start=1):
        grid = _grid(container.xml(name), strings, dates)
        if len(rows) + len(grid) > limits.rows:
            raise IntakeRefused(RefusalReason.TOO_LARGE, f"more than {limits.rows} rows")
        rows += _source_rows(grid, page)
    return rows, max(len(names), 1)


def sheet_titles(data: bytes, limits: Limits) -> list[str]:
    """Return the names on the tabs, one for each page of :func:`read_xlsx`.

    Raises
    ------
    IntakeRefused
        What :class:`Container` refuses.
    """
    container = Container(data, limits)
    return [title for title, _name in _sheets(container, container.xml("xl/workbook.xml"))]


def _sheet_names(container: Container, book: Element) -> list[str]:
    """Resolve the sheets of the book to member names, in tab order."""
    return [name for _title, name in _sheets(container, book)]


def _sheets(container: Container, book: Element) -> list[tuple[str, str]]:
    relations = "xl/_rels/workbook.xml.rels"
    targets: dict[str, str] = {}
    if relations in container.names:
        for relation in container.xml(relations).iter(_RELATION):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[relation.get("Id", "")] = path
    found = [
        (sheet.get("name", ""), targets.get(sheet.get(_REL_ID, ""), ""))
        for sheet in book.iter(f"{_MAIN}sheet")
    ]
    return [(title, name) for title, name in found if name in container.names]


def _shared_strings(container: Container) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in container.names:
        return []
    return [_rich_text(entry) for entry in container.xml(name).findall(f"{_MAIN}si")]


def _rich_text(entry: Element) -> str:
    """Join the runs of a string; phonetic guides (rPh) are no part of it."""
    parts = [node.text or "" for node in entry.findall(f"{_MAIN}t")]
    parts += [node.text or "" for node in entry.findall(f"{_MAIN}r/{_MAIN}t")]
    return "".join(parts).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


class _DateStyles:
    """Which cell styles show a number as a date, and from which day the book counts."""

    def __init__(self, container: Container, book: Element) -> None:
        properties = book.find(f"{_MAIN}workbookPr")
        counts_from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._epoch = _EPOCH_1904 if counts_from_1904 else _EPOCH_1900
        self._is_date: list[bool] = []
        if "xl/styles.xml" in container.names:
            self._read(container.xml("xl/styles.xml"))

    def _read(self, styles: Element) -> None:
        own = {
            node.get("numFmtId", ""): _FORMAT_LITERALS.sub("", node.get("formatCode", ""))
            for node in styles.iter(f"{_MAIN}numFmt")
        }
        for style in styles.findall(f"{_MAIN}cellXfs/{_MAIN}xf"):
            number = style.get("numFmtId", "0")
            built_in = _whole(number, 0) in _BUILT_IN_DATES
            self._is_date.append(built_in or bool(_DATE_FORMAT.search(own.get(number, ""))))

    def shown(self, raw: str, style: str) -> str:
        """Return a stored number as the person sees it: a date as Y/M/D, 5.0 as 5."""
        try:
            value = float(raw)
        except ValueError:
            return raw
        index = _whole(style, -1)
        if 0 <= index < len(self._is_date) and self._is_date[index] and 0 < value < _MAX_DAYS:
            return (self._epoch + timedelta(days=int(value))).isoformat().replace("-", "/")
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else raw


def _grid(sheet: Element, strings: list[str], dates: _DateStyles) -> _Grid:
    grid: _Grid = defaultdict(dict)
    number = 0
    for row in sheet.iter(f"{_MAIN}row"):
        given = row.get("r", "")
        number = _whole(given, number + 1)
        column = -1
        for cell in row.findall(f"{_MAIN}c"):
            reference = _REFERENCE.match(cell.get("r", ""))
            column = _column(reference.group(1)) if reference else column + 1
            text = _value(cell, strings, dates)
            if text and column < _MAX_COLUMNS:
                grid[number][column] = text
    _swallow_merged(sheet, grid)
    return grid


def _value(cell: Element, strings: list[str], dates: _DateStyles) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return _rich_text(inline) if inline is not None else ""
    raw = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        index = _whole(raw, -1)
        return strings[index] if 0 <= index < len(strings) else ""
    if not raw:
        formula = cell.findtext(f"{_MAIN}f")
        return f"={formula}" if formula else ""
    return dates.shown(raw, cell.get("s", "")) if kind == "n" else raw


def _swallow_merged(sheet: Element, grid: _Grid) -> None:
    """Mark the cells under the first row of a merge as swallowed, in the rows that exist.

    The marks only tell an empty cell from a merged one, so a sheet with absurdly many merges is
    read without the rest of them.
    """
    budget = _MERGE_WORK
    for merge in sheet.iter(f"{_MAIN}mergeCell"):
        corners = [_REFERENCE.match(end) for end in merge.get("ref", "").split(":")]
        if len(corners) != 2 or corners[0] is None or corners[1] is None:
            continue
        left, right = _column(corners[0].group(1)), _column(corners[1].group(1))
        columns = range(left, min(right, _MAX_COLUMNS - 1) + 1)
        top, bottom = int(corners[0].group(2)), int(corners[1].group(2))
        budget -= len(grid) + len(columns) * min(max(bottom - top, 0), len(grid))
        if budget < 0:
            return
        for number in [number for number in grid if top < number <= bottom]:
            for column in columns:
                grid[number].setdefault(column, None)


def _whole(text: str, otherwise: int) -> int:
    """Read an index of the file format; anything that is none gives the other value."""
    return int(text) if len(text) < 10 and text.isascii() and text.isdigit() else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _source_rows(grid: _Grid, page: int) -> list[SourceRow]:
    rows = []
    for number in sorted(grid):
        row = grid[number]
        if any(text and text.strip() for text in row.values()):
            cells = tuple(row.get(column, "") for column in range(max(row) + 1))
            rows.append(SourceRow(Place(page, number), cells, from_table=len(cells) > 1))
    return rows
