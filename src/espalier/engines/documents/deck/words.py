"""Text in a text frame: one paragraph at a time, with a font for both scripts."""

from typing import Any

from espalier.engines.documents import palette
from espalier.engines.documents.meta import Language

LATIN, EAST_ASIAN = "Calibri", "Microsoft JhengHei"  # a deck cannot bring its fonts along
_BULLET_INDENT = 285_750  # EMU


def write(
    frame: Any,
    text: str,
    *,
    size: float,
    bold: bool = False,
    colour: str = palette.INK,
    first: bool | None = None,
    bullet: bool = False,
    end: bool = False,
    language: Language = Language.ZH_HANT,
) -> None:
    """Add `text` as a paragraph of `size` points; `first` fills the empty one a new frame begins with.

    By default the first paragraph is the first one written.
    """
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    begins = first if first is not None else not frame.text
    paragraph = frame.paragraphs[0] if begins else frame.add_paragraph()
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(size), bold
    style(run.font, colour)
    run.font._element.set("lang", "zh-TW" if language is Language.ZH_HANT else "en-GB")
    paragraph.alignment = PP_ALIGN.RIGHT if end else PP_ALIGN.LEFT
    if bullet:
        paragraph.space_after = Pt(6)
        _hang(paragraph)


def style(font: Any, colour: str) -> None:
    """Colour, and a typeface for Latin and for Chinese letters."""
    from pptx.dml.color import RGBColor

    font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
    font.name = LATIN
    _east_asian(font._element)


def _east_asian(properties: Any) -> None:
    """Set the typeface of Chinese letters, which python-pptx has no name for; order matters to PowerPoint."""
    from pptx.oxml.ns import qn

    latin = properties.find(qn("a:latin"))
    face = properties.makeelement(qn("a:ea"), {"typeface": EAST_ASIAN})
    latin.addnext(face)


def _hang(paragraph: Any) -> None:
    from pptx.oxml.ns import qn

    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(_BULLET_INDENT))
    properties.set("indent", str(-_BULLET_INDENT))
    sign = properties.makeelement(qn("a:buChar"), {"char": "•"})
    properties.append(sign)
