"""Reading documents back with other people's libraries, and what must be found in them."""

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from zipfile import ZipFile

import openpyxl
import pypdfium2
from lxml import etree

from espalier.engines.documents import (
    BulletList,
    Callout,
    Document,
    Figure,
    Heading,
    KeyValue,
    Number,
    NumberedList,
    Paragraph,
    Table,
    front,
    labels,
)
from espalier.engines.documents.numbering import Item, data_table, numbered_items

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def squeezed(text: str) -> str:
    """Without white space, which every format breaks in its own way."""
    return re.sub(r"\s+", "", text)


def pdf_pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def docx_text(data: bytes) -> str:
    with ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return "".join(node.text or "" for node in root.iter(f"{W}t"))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def html_text(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return "".join(parser.found)


def xlsx_text(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return "\n".join(str(cell.value) for cell in cells if cell.value is not None)


def expected_texts(document: Document) -> Iterator[str]:
    """Every text of every block and of the cover, with the numbers the engine adds."""
    meta = document.meta
    yield from (meta.title, meta.subtitle, meta.company, meta.number, meta.edition, meta.state)
    for table in (front.signatures(meta), front.change_log(meta)):
        if table is not None:
            yield from _cells(table)
    for item in numbered_items(document):
        yield from _item_texts(item, document)


def _item_texts(item: Item, document: Document) -> Iterator[str]:
    language, block = document.meta.language, item.block
    match block:
        case Heading():
            yield item.heading_text()
        case Paragraph(spans) | Callout(spans):
            yield "".join(span.text for span in spans)
        case BulletList(items) | NumberedList(items):
            yield from ("".join(span.text for span in spans) for spans in items)
        case KeyValue(pairs):
            for name, value in pairs:
                yield from (name, value.text)
        case Table() | Figure():
            yield labels.caption(language, item.label, block.caption)
            yield labels.provenance_line(language, block.source_note)
            data = block if isinstance(block, Table) else block.data
            if isinstance(block, Figure) and data is not None:
                yield data_table(item, language).caption
            if data is not None:
                yield from _cells(data)


def _cells(table: Table) -> Iterator[str]:
    for row in (*table.header, *table.rows):
        yield from (cell.text for cell in row if not isinstance(cell.content, Number))
