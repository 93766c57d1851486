"""DOCX: paragraphs and tables of the body in reading order, merged cells resolved."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from espalier.engines.intake.limits import Limits
from espalier.engines.intake.safety import Container
from espalier.engines.intake.types import Place, SourceRow

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS = {f"{_W}{tag}" for tag in ("sdt", "sdtContent", "ins", "smartTag", "customXml")}
_BREAKS = {f"{_W}br", f"{_W}cr"}


class _Walk:
    """Walks the body once and keeps count of pages and rows on the way."""

    def __init__(self) -> None:
        self.page = 1
        self._line = 0
        self.rows: list[SourceRow] = []

    def place(self) -> Place:
        self._line += 1
        return Place(self.page, self._line)

    def turn_page(self) -> None:
        self.page += 1
        self._line = 0


def read_docx(data: bytes, limits: Limits) -> tuple[list[SourceRow], int]:
    """Read the body of a word-processor document.

    Pages are counted by the page breaks that the word processor left in the file, so the count is
    a lower bound. Deleted text under change tracking is left out, inserted text is taken.

    Raises
    ------
    IntakeRefused
        What :class:`Container` refuses.
    """
    root = Container(data, limits).xml("word/document.xml")
    walk = _Walk()
    for child in _blocks(root.find(f"{_W}body")):
        if child.tag == f"{_W}tbl":
            _table(child, walk)
        else:
            _paragraph(child, walk)
    return walk.rows, walk.page


def _blocks(parent: Element | None) -> Iterator[Element]:
    """Paragraphs and tables below an element, looking through content controls."""
    for child in parent if parent is not None else ():
        if child.tag in _WRAPPERS:
            yield from _blocks(child)
        elif child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child


def _paragraph(element: Element, walk: _Walk) -> None:
    for _ in range(_page_breaks(element)):
        walk.turn_page()
    text = paragraph_text(element)
    if text.strip():
        walk.rows.append(SourceRow(walk.place(), tuple(text.split("\t"))))


def _page_breaks(element: Element) -> int:
    hard = sum(br.get(f"{_W}type") == "page" for br in element.iter(f"{_W}br"))
    return hard + sum(1 for _ in element.iter(f"{_W}lastRenderedPageBreak"))


def paragraph_text(element: Element) -> str:
    """Return the text of a paragraph; superscript runs keep their place, deleted runs are out."""
    parts: list[str] = []
    # Only runs hold text: the same tag names a tab stop in the properties of a paragraph.
    for node in (node for run in element.iter(f"{_W}r") for node in run):
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}tab":
            parts.append("\t")
        elif node.tag in _BREAKS and node.get(f"{_W}type") != "page":
            parts.append("\n")
    return "".join(parts)


def _rows(table: Element) -> Iterator[Element]:
    """Rows of this table; those of a nested table belong to the text of the cell they stand in."""
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _table(table: Element, walk: _Walk) -> None:
    for row in _rows(table):
        cells: list[str | None] = [""] * _number(row.find(f"{_W}trPr/{_W}gridBefore"))
        for cell in _direct_cells(row):
            cells += _cell(cell)
        if any(cell and cell.strip() for cell in cells):
            walk.rows.append(SourceRow(walk.place(), tuple(cells), from_table=True))
        for _ in range(_page_breaks(row)):
            walk.turn_page()


def _direct_cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _direct_cells(child)


def _cell(cell: Element) -> list[str | None]:
    properties = cell.find(f"{_W}tcPr")
    span, swallowed = 1, False
    if properties is not None:
        span = max(_number(properties.find(f"{_W}gridSpan")), 1)
        merge = properties.find(f"{_W}vMerge")
        swallowed = merge is not None and merge.get(f"{_W}val") != "restart"
    text = "\n".join(filter(None, (paragraph_text(p).strip() for p in cell.iter(f"{_W}p"))))
    first: str | None = None if swallowed and not text else text
    return [first, *[None if swallowed else ""] * (span - 1)]


def _number(element: Element | None) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    return min(int(value[:9]), 63) if value.isascii() and value.isdigit() else 0
