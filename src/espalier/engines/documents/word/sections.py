"""Pages of a DOCX: paper, margins, the running header and the draft mark behind the text."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from .. import labels
from ..meta import Meta
from .markup import NAMESPACES, field, run
from .paragraphs import Paragraph

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A4 = (11906, 16838)  # Twips.
_LEAST_TOP = 1500  # Twips; room for the two lines of the running header.


@dataclass(frozen=True, slots=True)
class Page:
    """One orientation: its text width in twips and its section properties as XML."""

    text_width: int
    section: str


def pages(document: "WordDocument", meta: Meta, header_style: str) -> dict[bool, Page]:
    """The upright page (False) and the turned one (True), each with its running header.

    Margins are those of the reference file's last section.
    """
    section = document.sections[-1]
    given = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    left, right, top, bottom = (1134 if m is None else round(m.twips) for m in given)
    top = max(top, _LEAST_TOP)
    found = {}
    for turned in (False, True):
        width, height = reversed(_A4) if turned else _A4
        text_width = width - left - right
        relation = _add_header(document, meta, header_style, text_width)
        orientation = ' w:orient="landscape"' if turned else ""
        found[turned] = Page(
            text_width,
            f'<w:sectPr><w:headerReference w:type="default" r:id="{relation}"/>'
            f'<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{orientation}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
            'w:header="680" w:footer="567" w:gutter="0"/></w:sectPr>',
        )
    return found


def _add_header(document: "WordDocument", meta: Meta, style: str, width: int) -> str:
    from docx.oxml.parser import parse_xml

    stops = _cleared_stops(document, style)
    part, relation = document.part.add_header_part()
    content = "".join(paragraph.xml() for paragraph in _header_lines(meta, style, width, stops))
    part._element = parse_xml(f"<w:hdr {NAMESPACES}>{content}</w:hdr>")
    return str(relation)


def _cleared_stops(document: "WordDocument", style: str) -> str:
    """Switch off the tab stops of the header style, which would catch the tab of our lines."""
    element = next(e for e in document.styles.element if e.get(f"{_W}styleId") == style)
    found = element.iterfind(f"{_W}pPr/{_W}tabs/{_W}tab")
    positions = dict.fromkeys(tab.get(f"{_W}pos") for tab in found)
    return "".join(f'<w:tab w:val="clear" w:pos="{position}"/>' for position in positions)


def _header_lines(meta: Meta, style: str, width: int, stops: str) -> tuple[Paragraph, Paragraph]:
    tabs = f'<w:tabs>{stops}<w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    before, between, after = labels.page_parts(meta.language)
    tab = "<w:r><w:tab/></w:r>"
    first = run(labels.running(meta.company), "<w:b/>") + tab + run(labels.identity_line(meta))
    count = run(before) + field("PAGE") + run(between) + field("NUMPAGES") + run(after)
    mark = _watermark(meta.draft_mark) if meta.draft_mark else ""
    return (
        Paragraph(style, mark + first, tabs=tabs),
        Paragraph(style, run(labels.running(meta.title)) + tab + count, tabs=tabs, rule_below=True),
    )


def _watermark(text: str) -> str:
    """Large pale words behind the text, as Word's own watermark makes them."""
    size = f"width:{min(420, 130 * len(text))}pt;height:110pt"
    place = (
        f"position:absolute;margin-left:0;margin-top:0;{size};rotation:315;z-index:-251;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        "<w:r><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="DraftMark" type="#_x0000_t136" alt={quoteattr(text)} '
        f'style="{place}" fillcolor="#e3e6e9" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;Noto Sans TC&quot;;font-size:1pt" '
        f"string={quoteattr(text)}/></v:shape></w:pict></w:r>"
    )
