"""WordprocessingML as text: runs, paragraphs and tables from the parts of the tree.

Text is put together and parsed once per document, which is some twenty times faster than building
every cell through python-docx objects.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from .. import palette
from ..cells import Align, Cell, Column, Span
from ..grid import Slot
from ..text import lines
from ..tree import KeyValue, Table
from ..widths import fitted_weights

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_SIDES = {Align.START: "left", Align.CENTER: "center", Align.END: "right"}


@dataclass(frozen=True, slots=True)
class Targets:
    """What markup refers to by identifier: styles, hyperlinks out, bookmarks within."""

    styles: dict[str, str]
    links: dict[str, str]
    bookmarks: dict[str, str]

    def style(self, name: str) -> str:
        return self.styles[name.lower()]


def run(text: str, properties: str = "") -> str:
    """A run of text; line ends become line breaks within the paragraph."""
    parts = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines(text))
    wrapped = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{wrapped}{'<w:br/>'.join(parts)}</w:r>"


def runs(spans: Iterable[Span], targets: Targets, *, bold: bool = False) -> str:
    """Spans as runs; links as hyperlinks."""
    return "".join(_span(span, targets, bold) for span in spans)


def _span(span: Span, targets: Targets, bold: bool) -> str:
    properties = []
    if span.code:
        properties.append('<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>')
    if span.bold or bold:
        properties.append("<w:b/>")
    if span.italic:
        properties.append("<w:i/>")
    if span.link:
        properties.append(f'<w:color w:val="{palette.ACCENT}"/><w:u w:val="single"/>')
    content = run(span.text, "".join(properties))
    if span.link.startswith("#"):
        return f'<w:hyperlink w:anchor="{targets.bookmarks[span.link[1:]]}">{content}</w:hyperlink>'
    if span.link:
        return f'<w:hyperlink r:id="{targets.links[span.link]}">{content}</w:hyperlink>'
    return content


def field(instruction: str, shown: str = "1", properties: str = "") -> str:
    """A field Word computes, with what stands there until it has."""
    wrapped = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{wrapped}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{wrapped}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r>{wrapped}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(shown, properties)}"
        f'<w:r>{wrapped}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def paragraph(content: str, style: str, properties: str = "") -> str:
    """A paragraph; `style` is an identifier, `properties` follow it in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def bookmark(number: int, name: str, content: str) -> str:
    """Content another place can refer to."""
    start = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


@dataclass(frozen=True, slots=True)
class TableOptions:
    """`first_height` is the least height of the first body row in twips; `keep_last` keeps the
    last row on the page of the paragraph that follows, such as its source line."""

    first_height: int = 0
    keep_last: bool = False


def table(block: Table, targets: Targets, width: int, options: TableOptions) -> str:
    """A table of `width` twips whose header rows repeat on every page."""
    grid = _Grid(block.columns, column_widths(fitted_weights(block), width), targets)
    header = [grid.row(slots, header=True) for slots in block.header_slots]
    last = len(block.rows) - 1
    body = [
        grid.row(
            slots,
            row_headers=block.row_headers,
            height=options.first_height if number == 0 else 0,
            keep=options.keep_last if number == last else block.stays_whole,
        )
        for number, slots in enumerate(block.slots)
    ]
    return f"{grid.start()}{''.join(header)}{''.join(body)}</w:tbl>"


def key_values(block: KeyValue, targets: Targets, width: int) -> str:
    """Names at the left on a tinted ground, values at the right."""
    columns = (Column(1), Column(3))
    grid = _Grid(columns, column_widths([column.weight for column in columns], width), targets)
    rows = [
        _row_start()
        + grid.cell(Slot(Cell(name), 0), bold=True, fill=palette.HEADER_FILL)
        + grid.cell(Slot(value, 1))
        + "</w:tr>"
        for name, value in block.pairs
    ]
    return f"{grid.start()}{''.join(rows)}</w:tbl>"


def column_widths(weights: Sequence[float], width: int) -> list[int]:
    """Share `width` by weight in whole twips that add up to it."""
    total = sum(weights)
    ends, reached = [0], 0.0
    for weight in weights:
        reached += weight
        ends.append(round(width * reached / total))
    return [end - start for start, end in pairwise(ends)]


def _row_start(*, header: bool = False, height: int = 0) -> str:
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{repeat}</w:trPr>"


@dataclass(frozen=True, slots=True)
class _Grid:
    """Writes rows and cells over columns of known widths."""

    columns: Sequence[Column]
    widths: Sequence[int]
    targets: Targets

    def start(self) -> str:
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        border = f'w:val="single" w:sz="4" w:space="0" w:color="{palette.RULE}"'
        borders = "".join(f"<w:{side} {border}/>" for side in sides)
        margins = "".join(
            f'<w:{side} w:w="{size}" w:type="dxa"/>'
            for side, size in (("top", 50), ("left", 90), ("bottom", 50), ("right", 90))
        )
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.targets.style("Table Grid")}"/>'
            f'<w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        )

    def row(
        self,
        slots: Sequence[Slot],
        *,
        header: bool = False,
        row_headers: int = 0,
        height: int = 0,
        keep: bool = False,
    ) -> str:
        fill, align = (palette.HEADER_FILL, Align.CENTER) if header else ("", None)
        cells = (
            self.cell(
                slot, bold=header or slot.column < row_headers, fill=fill, align=align, keep=keep
            )
            for slot in slots
        )
        return f"{_row_start(header=header, height=height)}{''.join(cells)}</w:tr>"

    def cell(
        self,
        slot: Slot,
        *,
        bold: bool = False,
        fill: str = "",
        align: Align | None = None,
        keep: bool = False,
    ) -> str:
        cell = slot.cell
        width = sum(self.widths[slot.column : slot.column + cell.colspan])
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.colspan > 1:
            properties += f'<w:gridSpan w:val="{cell.colspan}"/>'
        if cell.rowspan > 1:
            properties += "<w:vMerge/>" if slot.continued else '<w:vMerge w:val="restart"/>'
        fill = palette.SHADES.get(cell.shade, fill)
        if fill:
            properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        side = _SIDES[cell.align or align or self.columns[slot.column].align]
        content = "" if slot.continued else runs(cell.spans, self.targets, bold=bold or cell.bold)
        look = f'{"<w:keepNext/>" if keep else ""}<w:jc w:val="{side}"/>'
        text = paragraph(content, self.targets.style("Table Text"), look)
        return f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>{text}</w:tc>'
