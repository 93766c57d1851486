"""ODT: paragraphs, lists and tables of the body in reading order, merged cells resolved."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from espalier.engines.intake.limits import Limits
from espalier.engines.intake.refusals import IntakeRefused, RefusalReason
from espalier.engines.intake.safety import Container
from espalier.engines.intake.types import Place, SourceRow

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE = f"{{{_OASIS}:office:1.0}}"
_TABLE = f"{{{_OASIS}:table:1.0}}"
_TEXT = f"{{{_OASIS}:text:1.0}}"
_MANIFEST = "META-INF/manifest.xml"
_PARAGRAPHS = {f"{_TEXT}p", f"{_TEXT}h"}
_ROW_HOLDERS = {f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"}
# What a writer repeats to fill a page with nothing; nobody's standard has a wider table.
_REPEAT_LIMIT = 64
_SKIPPED = {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note"}


def read_odt(data: bytes, limits: Limits) -> tuple[list[SourceRow], int]:
    """Read the body of an OpenDocument text; pages are counted by the soft breaks in the file.

    Raises
    ------
    IntakeRefused
        ``password_protected`` when the manifest tells of encryption, and what
        :class:`Container` refuses.
    """
    container = Container(data, limits)
    if _MANIFEST in container.names and b"encryption-data" in container.read(_MANIFEST):
        raise IntakeRefused(RefusalReason.PASSWORD_PROTECTED, "the document is encrypted")
    root = container.xml("content.xml")
    rows: list[SourceRow] = []
    page, line = 1, 0
    for cells, from_table, breaks in _body(root.find(f"{_OFFICE}body")):
        line += 1
        if any(cell and cell.strip() for cell in cells):
            rows.append(SourceRow(Place(page, line), tuple(cells), from_table))
        if breaks:
            page, line = page + breaks, 0
    return rows, page


_Row = tuple[list[str | None], bool, int]


def _body(parent: Element | None) -> Iterator[_Row]:
    """Yield cells, whether they come from a table, and the page breaks that follow them."""
    for child in parent if parent is not None else ():
        if child.tag == f"{_TABLE}table":
            yield from _table_rows(child)
        elif child.tag in _PARAGRAPHS:
            text = paragraph_text(child)
            yield list(text.split("\t")), False, _breaks(child)
        elif child.tag == f"{_TEXT}soft-page-break":
            yield [""], False, 1
        elif child.tag not in _SKIPPED:
            yield from _body(child)


def _breaks(element: Element) -> int:
    return sum(1 for _ in element.iter(f"{_TEXT}soft-page-break"))


def _table_rows(parent: Element) -> Iterator[_Row]:
    for child in parent:
        if child.tag == f"{_TABLE}table-row":
            yield _cells(child), True, _breaks(child)
        elif child.tag == f"{_TEXT}soft-page-break":
            yield [""], True, 1
        elif child.tag in _ROW_HOLDERS:
            yield from _table_rows(child)


def _cells(row: Element) -> list[str | None]:
    cells: list[str | None] = []
    for cell in row:
        repeat = _number(cell.get(f"{_TABLE}number-columns-repeated"))
        if cell.tag == f"{_TABLE}covered-table-cell":
            cells += [cell_text(cell) or None] * repeat
        elif cell.tag == f"{_TABLE}table-cell":
            cells += [cell_text(cell)] * repeat
    return cells


def cell_text(cell: Element) -> str:
    """Return the paragraphs of a cell, nested lists and tables included, one per line."""
    paragraphs = (node for node in cell.iter() if node.tag in _PARAGRAPHS)
    return "\n".join(filter(None, (paragraph_text(p).strip() for p in paragraphs)))


def paragraph_text(element: Element) -> str:
    """Return the text of a paragraph with its spaces, tabs and line breaks; notes are left out."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * _number(child.get(f"{_TEXT}c")))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag not in _SKIPPED:
            parts.append(paragraph_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _number(value: str | None) -> int:
    if value is None or not (value.isascii() and value.isdigit()):
        return 1
    return min(int(value[:9]), _REPEAT_LIMIT)
