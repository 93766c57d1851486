"""Any document as plain text, page by page, without holding more than one page of a PDF.

For documents that are read and quoted, not parsed: reports, minutes, figures, articles. What a page
is depends on the file: a page of a PDF, a part between page breaks of a DOCX, ODT or text, a sheet
of a workbook; a web page is one. What is not printed page by page and runs very long is cut at the
end of a line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from espalier.engines.intake.detect import detect_format
from espalier.engines.intake.html_text import is_html, plain_text
from espalier.engines.intake.limits import DEFAULT_LIMITS, Limits
from espalier.engines.intake.readers.docx import read_docx
from espalier.engines.intake.readers.odt import read_odt
from espalier.engines.intake.readers.pdf import open_pdf
from espalier.engines.intake.readers.text import decode
from espalier.engines.intake.readers.xlsx import read_xlsx, sheet_titles
from espalier.engines.intake.refusals import IntakeRefused, RefusalReason
from espalier.engines.intake.types import FileFormat, SourceRow
from espalier.engines.intake.wording import is_chinese

# Reports run longer than standards; a page costs what it holds, not what the file weighs.
READING_LIMITS = replace(DEFAULT_LIMITS, pages=3000, rows=200_000, characters=20_000_000)

LONGEST_PAGE = 12_000  # characters shown on one page of a file that has no printed pages
_WRAPPED_FROM = 12  # characters; a shorter line is a heading or an item, not a broken one
_SENTENCE_ENDS = frozenset("。！？；：…」』）)!?;:")
_UNWANTED = re.compile("[\x00\ufffe\ufeff\u200b\u2060\u00ad]")


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: its number from 1, its text, and its name where it has one (a sheet's tab)."""

    number: int
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class PagedText:
    """A document opened for reading. ``pages`` can be walked once."""

    format: str
    n_pages: int
    pages: Iterator[PageText]


def open_paged(
    data: bytes,
    *,
    filename: str = "",
    password: str | None = None,
    limits: Limits = READING_LIMITS,
) -> PagedText:
    """Open a PDF, DOCX, ODT, XLSX, HTML or text file for reading page by page.

    Parameters
    ----------
    data : bytes
        The whole file; its content decides what it is, its name only that a fragment is HTML.
    password : str, optional
        For a protected PDF.

    Returns
    -------
    PagedText
        A scan gives pages whose text is empty; it is not refused.

    Raises
    ------
    IntakeRefused
        ``empty``, ``wrong_type``, ``password_protected``, ``truncated``, ``too_large``,
        ``zip_bomb``, ``entity_bomb``; for a PDF ``truncated`` and ``too_large`` also while its
        pages are walked.
    """
    try:
        return _opened(data, filename, password, limits)
    except (RecursionError, MemoryError) as error:
        raise IntakeRefused(RefusalReason.TOO_LARGE, f"nested too deep ({error})") from error


def _opened(data: bytes, filename: str, password: str | None, limits: Limits) -> PagedText:
    if len(data) <= limits.file_bytes and is_html(data, filename):
        return _listed("html", [PageText(1, _tidied(plain_text(decode(data))))])
    found = detect_format(data, limits)
    if found is FileFormat.PDF:
        n_pages, texts = open_pdf(data, limits, password)
        pages = (
            PageText(number, joined_lines(_tidied(text)))
            for number, text in enumerate(texts, start=1)
        )
        return PagedText("pdf", n_pages, pages)
    if found in (FileFormat.TEXT, FileFormat.JSON):
        parts = _tidied(decode(data)).split("\f")
        return _listed(
            "text", [PageText(n, part.strip("\n")) for n, part in enumerate(parts, start=1)]
        )
    return _office(data, found, limits)


def _office(data: bytes, found: FileFormat, limits: Limits) -> PagedText:
    if found is FileFormat.XLSX:
        rows, n_pages = read_xlsx(data, limits)
        labels = dict(enumerate(sheet_titles(data, limits), start=1))
    else:
        reader = read_docx if found is FileFormat.DOCX else read_odt
        rows, n_pages = reader(data, limits)
        labels = {}
    texts = _texts_by_page(rows)
    return _listed(
        found.value,
        [PageText(n, texts.get(n, ""), labels.get(n, "")) for n in range(1, n_pages + 1)],
    )


def _texts_by_page(rows: list[SourceRow]) -> dict[int, str]:
    """Rows as lines; empty cells at the end of a row are left out."""
    return {
        page: "\n".join(_tidied(row.text).rstrip("\t ") for row in some)
        for page, some in groupby(rows, key=lambda row: row.place.page)
    }


def _listed(format_: str, pages: list[PageText]) -> PagedText:
    parts = [(page.label, part) for page in pages for part in enumerate(_cut(page.text))]
    numbered = [
        PageText(number, text, f"{label} ({at + 1})" if label and at else label)
        for number, (label, (at, text)) in enumerate(parts, start=1)
    ]
    return PagedText(format_, len(numbered), iter(numbered))


def _cut(text: str) -> Iterator[str]:
    """Parts of at most ``LONGEST_PAGE`` characters, cut at the end of a line where there is one."""
    while len(text) > LONGEST_PAGE:
        at = text.rfind("\n", LONGEST_PAGE // 2, LONGEST_PAGE)
        end = at if at > 0 else LONGEST_PAGE
        yield text[:end]
        text = text[end:].lstrip("\n")
    yield text


def _tidied(text: str) -> str:
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def joined_lines(text: str) -> str:
    """Put together lines that only the edge of a page broke, so that a passage can be found.

    A Chinese line is taken as broken when it is long, does not end a sentence, and the next line
    goes on in Chinese. Lines of other scripts stay as they are.

    Examples
    --------
    >>> joined_lines("本年度客戶稽核指出量測人員對於量測不確\\n定度的評估仍不熟悉。\\n一、背景")
    '本年度客戶稽核指出量測人員對於量測不確定度的評估仍不熟悉。\\n一、背景'
    """
    joined: list[str] = []
    for line in (each.strip() for each in text.split("\n")):
        if joined and _goes_on(joined[-1], line):
            joined[-1] += line
        else:
            joined.append(line)
    return "\n".join(joined).strip("\n")


def _goes_on(before: str, line: str) -> bool:
    if len(before) < _WRAPPED_FROM or not line or before[-1] in _SENTENCE_ENDS:
        return False
    return is_chinese(before[-1]) and is_chinese(line[0])
