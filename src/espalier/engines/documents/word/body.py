"""The body of a DOCX: cover, change log, contents and every block, in order."""

import io
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from .. import charts, front, labels, palette
from ..cells import Span
from ..meta import logo_kind
from ..numbering import Item, is_page_break, listed_headings, pages_turned, printed_items
from ..tree import (
    BulletList,
    Callout,
    Document,
    Figure,
    Heading,
    KeyValue,
    NumberedList,
    Table,
    Tone,
    all_links,
)
from ..tree import Paragraph as TextBlock
from . import markup
from .lists import Lists
from .paragraphs import Paragraph, carrier
from .reference import style_ids
from .sections import pages

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_BARS = {Tone.NOTE: palette.ACCENT, Tone.GOOD: "00735A", Tone.WARN: "9A6700", Tone.BAD: "A8391B"}
_SIGNING_ROOM = 1000  # Twips, about 1.8 cm.
_EMU_PER_POINT = 12700


class Body:
    """Collects paragraphs and tables of one document; `xml` gives them as one string."""

    def __init__(self, word: "WordDocument", document: Document, fonts_dir: Path) -> None:
        self._word, self._document, self._fonts_dir = word, document, fonts_dir
        self._meta = document.meta
        self._items = printed_items(document)
        self._targets = markup.Targets(
            style_ids(word),
            {link: _relate(word, link) for link in all_links(document) if link[0] != "#"},
            {item.anchor: f"_Ref{number:06d}" for number, item in enumerate(self._items, 1)},
        )
        self._pages = pages(word, document.meta, self._targets.style("header"))
        self._lists = Lists(word)
        self._parts: list[Paragraph | str] = []
        self._break_pending = False
        self._n_pictures = 0
        self._width = self._pages[False].text_width

    def xml(self) -> str:
        """Cover, change log, contents, then sections that turn the page where a block asks."""
        self._cover()
        self._change_log()
        self._contents(listed_headings(self._document, self._items))
        self._break_pending = self._meta.cover
        turned = False
        for turned, run in groupby(self._items, key=pages_turned):
            if turned or self._width != self._pages[turned].text_width:
                self._end_section(not turned)
            self._width = self._pages[turned].text_width
            for item in run:
                self._block(item)
        parts = (part if isinstance(part, str) else part.xml() for part in self._parts)
        return f"{''.join(parts)}{self._pages[turned].section}"

    def _end_section(self, turned: bool) -> None:
        last = self._parts[-1]
        if isinstance(last, str):
            last = carrier(self._targets.style("Table Text"))
            self._parts.append(last)
        last.section = self._pages[turned].section
        self._break_pending = False

    def _text(self, style: str, content: str, **options: object) -> None:
        """Append a paragraph; it begins a page when one is due, and keeps off a table above."""
        paragraph = Paragraph(self._targets.style(style), content, **options)  # type: ignore[arg-type] # options are Paragraph's own fields
        after_table = bool(self._parts) and isinstance(self._parts[-1], str)
        if after_table and paragraph.space_before is None and style in _NEEDS_ROOM:
            paragraph.space_before = 200
        paragraph.page_break, self._break_pending = self._break_pending, False
        self._parts.append(paragraph)

    def _table(self, xml: str) -> None:
        touches = bool(self._parts) and isinstance(self._parts[-1], str)
        if self._break_pending or touches:
            self._text("Table Text", "", space_before=0, space_after=120)
        self._parts.append(xml)

    def _runs(self, spans: Iterable[Span]) -> str:
        return markup.runs(spans, self._targets)

    def _cover(self) -> None:
        meta = self._meta
        if meta.logo is not None:
            png, size = self._logo(meta.logo)
            self._text("Normal", self._picture(png, size, meta.company))
        if not meta.cover:
            self._title_above()
            return
        self._text("Subtitle", markup.run(meta.company), space_before=2400, space_after=200)
        self._text("Title", markup.run(meta.title))
        if meta.subtitle:
            self._text("Subtitle", markup.run(meta.subtitle))
        last = self._parts[-1]
        if isinstance(last, Paragraph):
            last.space_after = 1800
        width = round(self._width * 0.7)
        self._table(markup.key_values(front.identity(meta), self._targets, width))
        grid = front.signatures(meta)
        if grid is not None:
            title = labels.word(meta.language, "approvals")
            self._text("caption", markup.run(title), space_before=2000)
            self._table(self._grid(grid, signing_room=_SIGNING_ROOM))

    def _title_above(self) -> None:
        """The title of a form of one sheet; the text follows on the same page."""
        self._text("Title", markup.run(self._meta.title))
        if self._meta.subtitle:
            self._text("Subtitle", markup.run(self._meta.subtitle), space_after=300)

    def _grid(self, table: Table, *, signing_room: int = 0, keep_last: bool = False) -> str:
        options = markup.TableOptions(signing_room, keep_last)
        return markup.table(table, self._targets, self._width, options)

    def _change_log(self) -> None:
        log = front.change_log(self._meta)
        self._break_pending = self._meta.cover
        if log is not None:
            self._text("TOC Heading", markup.run(labels.word(self._meta.language, "changes")))
            self._table(self._grid(log))

    def _contents(self, headings: Sequence[tuple[Item, int]]) -> None:
        """A table of contents Word keeps up to date; its entries stand there from the start.

        Only Word knows on which page its own layout puts a heading, so the page numbers come when
        it fills the field in; until then no number is better than a wrong one.
        """
        if not headings:
            return
        self._text("TOC Heading", markup.run(labels.word(self._meta.language, "contents")))
        for position, (item, level) in enumerate(headings):
            opening = _CONTENTS_START if position == 0 else ""
            closing = _FIELD_END if position == len(headings) - 1 else ""
            name = self._targets.bookmarks[item.anchor]
            text = markup.run(item.heading_text())
            link = f'<w:hyperlink w:anchor="{name}">{text}</w:hyperlink>'
            self._text(f"toc {level}", f"{opening}{link}{closing}")

    def _block(self, item: Item) -> None:
        block = item.block
        if is_page_break(item):
            self._break_pending = True
        elif isinstance(block, Heading):
            content = self._marked(item, markup.run(item.heading_text()))
            self._text(f"heading {block.level}", content, unnumbered=True)
        elif isinstance(block, TextBlock):
            self._text("Normal", self._runs(block.spans))
        elif isinstance(block, BulletList):
            self._list("List Bullet", block, self._lists.bullets())
        elif isinstance(block, NumberedList):
            self._list("List Number", block, self._lists.numbers())
        elif isinstance(block, Callout):
            self._callout(block)
        elif isinstance(block, KeyValue):
            self._table(markup.key_values(block, self._targets, self._width))
        elif isinstance(block, Table):
            if block.caption:
                self._caption(item, block.caption)
            noted = labels.provenance_line(self._meta.language, block.source_note) != ""
            self._table(self._grid(block, keep_last=noted))
            self._source(block)
        elif isinstance(block, Figure):
            self._figure(item, block)

    def _marked(self, item: Item, content: str) -> str:
        name = self._targets.bookmarks[item.anchor]
        return markup.bookmark(int(name.removeprefix("_Ref")), name, content)

    def _list(self, style: str, block: BulletList | NumberedList, number: int) -> None:
        for entry in block.items:
            self._text(style, self._runs(entry), number=number)

    def _callout(self, block: Callout) -> None:
        bar = _BARS[block.tone]
        title = block.title or labels.tone_label(self._meta.language, block.tone)
        heading = markup.run(title, f'<w:b/><w:color w:val="{bar}"/>')
        self._text("Callout", heading, bar=bar, keep_next=True, space_before=160)
        self._text("Callout", self._runs(block.spans), bar=bar, space_before=0, space_after=200)

    def _caption(self, item: Item, text: str) -> None:
        line = labels.caption(self._meta.language, item.label, text)
        self._text("caption", self._marked(item, markup.run(line)))

    def _source(self, block: Table | Figure) -> None:
        line = labels.provenance_line(self._meta.language, block.source_note)
        if line:
            self._text("Source Note", markup.run(line))

    def _figure(self, item: Item, figure: Figure) -> None:
        svg = charts.render_svg(figure.spec, self._fonts_dir)
        size = charts.size_on_paper(svg, figure.width, landscape=figure.landscape)
        png = charts.svg_to_png(svg, self._fonts_dir)
        picture = self._picture(png, size, figure.alt)
        self._text("Normal", picture, keep_next=True, centred=True, space_before=200)
        line = labels.caption(self._meta.language, item.label, figure.caption)
        note = labels.provenance_line(self._meta.language, figure.source_note)
        after = None if note else 240
        content = self._marked(item, markup.run(line))
        self._text("caption", content, space_before=0, space_after=after)
        self._source(figure)

    def _logo(self, logo: bytes) -> tuple[bytes, tuple[float, float]]:
        from PIL import Image

        if logo_kind(logo) == "svg":
            logo = charts.svg_to_png(logo.decode(), self._fonts_dir, 3.0)
        with Image.open(io.BytesIO(logo)) as image:
            width, height = image.size
        return logo, (45.0 * width / height, 45.0)

    def _picture(self, png: bytes, size: tuple[float, float], alt: str) -> str:
        relation, _ = self._word.part.get_or_add_image(io.BytesIO(png))
        self._n_pictures += 1
        width, height = (round(side * _EMU_PER_POINT) for side in size)
        name = f'id="{self._n_pictures}" name="Picture {self._n_pictures}"'
        extent = f'cx="{width}" cy="{height}"'
        main = "http://schemas.openxmlformats.org/drawingml/2006/picture"
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f"<wp:extent {extent}/><wp:docPr {name} descr={quoteattr(alt)}/>"
            f'<a:graphic><a:graphicData uri="{main}"><pic:pic><pic:nvPicPr><pic:cNvPr {name}/>'
            f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
            f"<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
            f'<a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            f"</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
            f"</w:drawing></w:r>"
        )


_NEEDS_ROOM = ("Normal", "List Bullet", "List Number", "caption")
# "dirty" makes Word offer to fill in the page numbers when it opens the file.
_CONTENTS_START = (
    '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _relate(word: "WordDocument", link: str) -> str:
    from docx.opc.constants import RELATIONSHIP_TYPE

    return str(word.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
