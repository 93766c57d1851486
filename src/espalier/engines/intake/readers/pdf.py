"""PDF: ruled tables as cells, everything else as lines of text, page by page.

PDFium opens the file first: it survives damage, knows about passwords and counts what is on a
page at little cost. Only a file that passed is given to pdfplumber for its tables, and a page on
which that fails falls back to PDFium's text, so no page is lost.
"""

import io
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from espalier.engines.intake.limits import Limits
from espalier.engines.intake.refusals import IntakeRefused, RefusalReason
from espalier.engines.intake.types import Place, SourceRow
from espalier.engines.intake.wording import is_chinese

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

# A complete file ends with this mark; some producers append a little after it.
_END_MARK, _END_WITHIN = b"%%EOF", 4096
_SCRIPT_GAP = 0.6  # of the size of the type; wider is a gap between things, not between scripts


def read_pdf(data: bytes, limits: Limits, password: str | None) -> tuple[list[SourceRow], int]:
    """Read the pages of a PDF.

    Raises
    ------
    IntakeRefused
        ``password_protected``, ``truncated``, ``too_large`` (pages, objects on a page, time) or
        ``scanned_without_text``.
    """
    texts = list(open_pdf(data, limits, password)[1])
    if not any(text.strip() for text in texts):
        raise IntakeRefused(
            RefusalReason.SCANNED_WITHOUT_TEXT, f"{len(texts)} pages without any text"
        )
    return _read_pages(data, texts, limits, password), len(texts)


def open_pdf(data: bytes, limits: Limits, password: str | None) -> tuple[int, Iterator[str]]:
    """Open with PDFium; the pages are weighed and read one by one as the iterator is walked.

    Returns
    -------
    tuple of (int, iterator of str)
        The number of pages, and their plain texts; only one page is held at a time.

    Raises
    ------
    IntakeRefused
        ``password_protected``, ``truncated`` or ``too_large`` (pages) at once; ``truncated`` or
        ``too_large`` (objects on a page) while walking.
    """
    import pypdfium2

    if _END_MARK not in data[-_END_WITHIN:]:
        raise IntakeRefused(RefusalReason.TRUNCATED, "the end mark of the PDF is missing")
    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except (pypdfium2.PdfiumError, ValueError, UnicodeError) as error:
        if "password" in str(error).lower():
            raise IntakeRefused(
                RefusalReason.PASSWORD_PROTECTED, "the PDF opens only with its password"
            ) from error
        raise IntakeRefused(RefusalReason.TRUNCATED, f"the PDF is damaged ({error})") from error
    n_pages = len(document)
    if n_pages > limits.pages:
        document.close()
        raise IntakeRefused(
            RefusalReason.TOO_LARGE, f"{n_pages} pages, at most {limits.pages} are read"
        )
    return n_pages, _page_texts(document, n_pages, limits)


def _page_texts(document: Any, n_pages: int, limits: Limits) -> Iterator[str]:
    import pypdfium2

    try:
        for index in range(n_pages):
            yield _page_text(document, index, limits)
    except pypdfium2.PdfiumError as error:
        raise IntakeRefused(RefusalReason.TRUNCATED, f"a page is damaged ({error})") from error
    finally:
        document.close()


def _page_text(document: Any, index: int, limits: Limits) -> str:
    from pypdfium2 import raw

    page = document[index]
    text_page = page.get_textpage()
    try:
        weight = text_page.count_chars() + raw.FPDFPage_CountObjects(page.raw)
        if weight > limits.page_objects:
            raise IntakeRefused(
                RefusalReason.TOO_LARGE, f"page {index + 1} holds {weight} characters and lines"
            )
        return str(text_page.get_text_bounded())
    finally:
        text_page.close()
        page.close()


def _read_pages(
    data: bytes, texts: list[str], limits: Limits, password: str | None
) -> list[SourceRow]:
    import pdfplumber

    deadline = time.monotonic() + limits.seconds
    rows: list[SourceRow] = []
    try:
        document = pdfplumber.open(io.BytesIO(data), password=password)
        pages = document.pages
    except Exception:  # pdfminer raises whatever a damaged object makes it raise
        pages = []
    for index, text in enumerate(texts):
        if time.monotonic() > deadline:
            raise IntakeRefused(
                RefusalReason.TOO_LARGE, f"page {index + 1} not reached in {limits.seconds} s"
            )
        found = _page_rows(pages[index], index + 1) if index < len(pages) else None
        rows += found if found is not None else _plain_rows(text, index + 1)
    return rows


def _page_rows(page: "Page", number: int) -> list[SourceRow] | None:
    """Return tables and the lines between them from top to bottom; None when pdfminer fails."""
    try:
        close_script_gaps(page.chars)
        tables = page.find_tables()
        pieces = [(table.bbox[1], _table_rows(table)) for table in tables]
        pieces += _lines_outside(page, tables)
    except Exception:  # as above: the caller falls back to plain text
        return None
    finally:
        page.close()
    pieces.sort(key=lambda piece: piece[0])
    cells = [(row, is_table) for _, rows in pieces for row, is_table in rows]
    return [
        SourceRow(Place(number, line), tuple(row), is_table)
        for line, (row, is_table) in enumerate(cells, start=1)
    ]


def close_script_gaps(chars: list[dict[str, Any]]) -> None:
    """Close the small gap that typesetting puts between Chinese and Latin characters.

    The gap is no character; read as one, 「AI標註」 would become 「AI 標註」. A space that the author
    typed is a character of its own in the file and stays.
    """
    for before, after in pairwise(chars):
        is_mixed = is_chinese(before["text"]) != is_chinese(after["text"])
        if not is_mixed or before["text"].isspace() or after["text"].isspace():
            continue
        gap = after["x0"] - before["x1"]
        size = max(before["size"], after["size"])
        if 0 < gap < _SCRIPT_GAP * size and abs(after["bottom"] - before["bottom"]) < size / 2:
            before["x1"] = after["x0"]


_Piece = list[tuple[list[str | None], bool]]


def _table_rows(table: "Table") -> _Piece:
    rows = table.extract()
    return [(row, True) for row in rows if any(cell and cell.strip() for cell in row)]


def _lines_outside(page: "Page", tables: list["Table"]) -> list[tuple[float, _Piece]]:
    boxes = [table.bbox for table in tables]

    def is_outside(thing: dict[str, Any]) -> bool:
        middle = ((thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2)
        return not any(
            left <= middle[0] <= right and top <= middle[1] <= bottom
            for left, top, right, bottom in boxes
        )

    outside = page.filter(is_outside) if boxes else page
    lines = outside.extract_text_lines(return_chars=False)
    return [(line["top"], [([line["text"]], False)]) for line in lines if line["text"].strip()]


def _plain_rows(text: str, number: int) -> list[SourceRow]:
    lines = (line for line in text.splitlines() if line.strip())
    return [SourceRow(Place(number, n), (line,)) for n, line in enumerate(lines, start=1)]
