"""A document as plain lines, section by section: what two editions are compared by."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .cells import Row, Span
from .tree import (
    Block,
    BulletList,
    Callout,
    Document,
    Figure,
    Heading,
    KeyValue,
    NumberedList,
    Paragraph,
    Table,
)


@dataclass(slots=True)
class PlainSection:
    """A heading of level 1 with everything under it; what stands before the first has no anchor."""

    anchor: str
    title: str
    lines: list[str] = field(default_factory=list)


def plain_sections(document: Document) -> list[PlainSection]:
    """The text of a document without its look, in reading order.

    A row of a table is one line, its cells parted by ``｜``; a figure is its caption and its data.
    The cover and the change log are left out: they differ between any two editions.
    """
    found: list[PlainSection] = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            found.append(PlainSection(block.anchor, block.text))
            continue
        if not found:
            found.append(PlainSection("", document.meta.title))
        found[-1].lines += [line for line in _lines(block) if line.strip("｜ ")]
    return found


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text
        case Paragraph() | Callout():
            yield _text(block.spans)
        case BulletList() | NumberedList():
            yield from map(_text, block.items)
        case KeyValue():
            for name, cell in block.pairs:
                yield f"{name}｜{cell.text}"
        case Table():
            yield block.caption
            yield from map(_row, (*block.header, *block.rows))
        case Figure():
            yield block.caption
            if block.data is not None:
                yield from map(_row, block.data.rows)


def _text(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def _row(row: Row) -> str:
    return "｜".join(cell.text.replace("\n", " ") for cell in row)
