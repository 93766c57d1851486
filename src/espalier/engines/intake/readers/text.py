"""Plain text, TSV and CSV: decoding without guessing, then lines into cells."""

import csv
import io
import re
from collections.abc import Iterator

from espalier.engines.intake.refusals import IntakeRefused, RefusalReason
from espalier.engines.intake.types import Place, SourceRow

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# HKSCS is tried last: it accepts more byte pairs and so explains less.
_CANDIDATES = ("utf-8", "cp950", "big5hkscs")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_QUOTED_CELL = re.compile(r'(?:^|\t)"', re.MULTILINE)
_CSV_HEADER = re.compile(r"工作任務\s*\"?,")


def read_text(data: bytes) -> tuple[list[SourceRow], int]:
    """Split text into rows.

    Parameters
    ----------
    data : bytes
        UTF-8 with or without BOM, UTF-16, or Big5 (code page 950, HKSCS). Tabs make cells; cells
        copied from a spreadsheet may be quoted and hold line breaks; a form feed begins a page.

    Returns
    -------
    tuple of (list of SourceRow, int)
        The rows that hold anything, and the number of pages.

    Raises
    ------
    IntakeRefused
        ``wrong_type`` when the bytes are text in none of these encodings.
    """
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    rows: list[SourceRow] = []
    pages = text.split("\f")
    for number, page in enumerate(pages, start=1):
        for line, cells in _cells_of(page):
            if any(cell.strip() for cell in cells):
                rows.append(SourceRow(Place(number, line), tuple(cells), len(cells) > 1))
    return rows, len(pages)


def decode(data: bytes) -> str:
    """Return the text of the bytes; every encoding is tried strictly, none is guessed."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _printable(_strict(data, encoding))
    if b"\x00" in data[:400]:
        # UTF-16 without a mark: the zero bytes of ASCII stand at odd places in little endian.
        little = data[1:400:2].count(0) >= data[0:400:2].count(0)
        return _printable(_strict(data, "utf-16-le" if little else "utf-16-be"))
    for encoding in _CANDIDATES:
        text = _strict(data, encoding)
        if text is not None:
            return _printable(text)
    return _printable(None)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _printable(text: str | None) -> str:
    if text is None or _CONTROL.search(text):
        raise IntakeRefused(
            RefusalReason.WRONG_TYPE, "neither a known document format nor text (UTF-8, Big5)"
        )
    return text


def _cells_of(page: str) -> Iterator[tuple[int, list[str]]]:
    if "\t" not in page and _CSV_HEADER.search(page):
        yield from _spreadsheet_cells(page, ",")
    elif _QUOTED_CELL.search(page):
        yield from _spreadsheet_cells(page, "\t")
    else:
        for number, line in enumerate(page.split("\n"), start=1):
            yield number, line.split("\t")


def _spreadsheet_cells(page: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Read quoted cells; a text whose quotes do not close is read line by line instead."""
    try:
        first = 1
        rows = []
        reader = csv.reader(io.StringIO(page, newline=""), delimiter=delimiter, strict=True)
        for cells in reader:
            rows.append((first, cells))
            first = reader.line_num + 1
    except csv.Error:
        rows = [(n, line.split(delimiter)) for n, line in enumerate(page.split("\n"), start=1)]
    yield from rows
