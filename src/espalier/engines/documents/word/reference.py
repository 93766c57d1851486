"""The reference DOCX: the styles every document uses, ours or the organisation's own."""

import io
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .. import palette
from ..archive import repacked
from ..fonts import FAMILY

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

# Names as Word stores them, whatever the language of the Word that shows them.
REQUIRED_STYLES = (
    "Normal",
    "Title",
    "Subtitle",
    "heading 1",
    "heading 2",
    "heading 3",
    "heading 4",
    "toc 1",
    "toc 2",
    "toc 3",
    "TOC Heading",
    "header",
    "caption",
    "List Bullet",
    "List Number",
    "Table Grid",
    "Table Text",
    "Source Note",
    "Callout",
)
# Windows in Taiwan has this one; it stands in where Noto Sans TC is not installed.
_STAND_IN = "Microsoft JhengHei"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNPACKED_LIMIT = 100_000_000


class ReferenceRefused(ValueError):
    """The organisation's reference file cannot be used; the message says why."""


def opened_reference(data: bytes | None) -> "WordDocument":
    """Open the organisation's reference, or ours when `data` is None.

    Raises
    ------
    ReferenceRefused
        If it is no DOCX, unpacks to more than 100 MB, or lacks styles; all missing ones are named.
    """
    import docx

    if data is None:
        return docx.Document(io.BytesIO(reference_docx()))
    _check_size(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:
        # python-docx raises whatever its parser met; to the person it is one thing.
        raise ReferenceRefused(
            "reference DOCX: cannot be read as a Word document (.docx); save it again from Word "
            "as .docx, without a password and not as a template or .doc"
        ) from error
    known = {name.lower() for name in style_ids(document)}
    missing = [name for name in REQUIRED_STYLES if name.lower() not in known]
    if missing:
        raise ReferenceRefused(
            f"reference DOCX: these styles are missing: {', '.join(missing)}; begin from our "
            "reference file, which has them all, and change how they look"
        )
    return document


def _check_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise ReferenceRefused("reference DOCX: is not a Word document (.docx)") from error
    if size > _UNPACKED_LIMIT:
        raise ReferenceRefused("reference DOCX: unpacks to more than 100 MB; make it smaller")


def style_ids(document: "WordDocument") -> dict[str, str]:
    """Style name in lower case -> the identifier paragraphs refer to."""
    styles = document.styles.element.iter(f"{_W}style")
    return {_style_name(style).lower(): style.get(f"{_W}styleId", "") for style in styles}


def _style_name(style: Any) -> str:
    name = style.find(f"{_W}name")
    return "" if name is None else str(name.get(f"{_W}val", ""))


@lru_cache(maxsize=1)
def reference_docx() -> bytes:
    """Our reference DOCX, for the organisation to begin its own from; always the same bytes."""
    import docx

    document = docx.Document()
    _set_defaults(document)
    _restyle(document)
    _add_styles(document)
    for style in document.styles.element.iter(f"{_W}style"):
        if style.get(f"{_W}type") in ("paragraph", "character"):
            _set_fonts(style)
    _name_stand_in(document)
    _set_page_and_settings(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _set_fonts(style: Any) -> None:
    """Name the font for every script: without `eastAsia` Word sets Chinese in a fallback."""
    fonts = style.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(f"{_W}{script}", FAMILY)


def _set_defaults(document: "WordDocument") -> None:
    from docx.oxml.parser import OxmlElement

    defaults = document.styles.element.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
    fonts = defaults.find(f"{_W}rFonts")
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(f"{_W}{script}", FAMILY)
    language = defaults.find(f"{_W}lang")
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(f"{_W}val", "en-US")
    language.set(f"{_W}eastAsia", "zh-TW")


# Style -> points of type, space before and after in points, colour, bold.
_LOOKS: dict[str, tuple[float, float, float, str, bool]] = {
    "Normal": (10.5, 0, 6, palette.INK, False),
    "Title": (25, 0, 6, palette.ACCENT, True),
    "Subtitle": (13, 0, 0, palette.INK, False),
    "Heading 1": (15, 18, 8, palette.ACCENT, True),
    "Heading 2": (12.5, 14, 6, palette.ACCENT, True),
    "Heading 3": (11, 12, 5, palette.ACCENT, True),
    "Heading 4": (10.5, 10, 4, palette.INK, True),
    "TOC Heading": (15, 18, 8, palette.ACCENT, True),
    "Header": (8.5, 0, 0, palette.INK, False),
    "Caption": (9.5, 12, 4, palette.INK, True),
    "List Bullet": (10.5, 0, 3, palette.INK, False),
    "List Number": (10.5, 0, 3, palette.INK, False),
    "toc 1": (10.5, 5, 2, palette.INK, True),
    "toc 2": (10.5, 0, 2, palette.INK, False),
    "toc 3": (10.5, 0, 2, palette.INK, False),
    "Table Text": (9, 0, 0, palette.INK, False),
    "Source Note": (8.5, 3, 12, palette.MUTED_INK, False),
    "Callout": (10.5, 0, 0, palette.INK, False),
}


def _restyle(document: "WordDocument") -> None:
    for name in _LOOKS:
        if name in document.styles:
            _apply_look(document.styles[name], name)
    title = document.styles["Title"].element.get_or_add_pPr()
    for border in title.findall(f"{_W}pBdr"):
        title.remove(border)
    for name in ("Title", "Subtitle"):
        document.styles[name].paragraph_format.alignment = 1
    caption = document.styles["Caption"].paragraph_format
    caption.alignment, caption.keep_with_next = 1, True


def _add_styles(document: "WordDocument") -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    names = [name for name in _LOOKS if name not in document.styles]
    for name in names:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, name.startswith("toc"))
        style.base_style = document.styles["Normal"]
        style.quick_style = True
        _apply_look(style, name)
    for level in (1, 2, 3):
        document.styles[f"toc {level}"].paragraph_format.left_indent = Pt(12 * (level - 1))
    document.styles["Table Text"].paragraph_format.line_spacing = 1.0


def _apply_look(style: Any, name: str) -> None:
    from docx.shared import Pt, RGBColor

    size, before, after, colour, bold = _LOOKS[name]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    # Latin letter spacing and caps of the stock styles do not suit Chinese.
    properties = style.element.get_or_add_rPr()
    for tag in ("spacing", "kern", "caps"):
        for found in properties.findall(f"{_W}{tag}"):
            properties.remove(found)


def _name_stand_in(document: "WordDocument") -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml.parser import OxmlElement, parse_xml

    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(part.blob)
    font, other = OxmlElement("w:font"), OxmlElement("w:altName")
    font.set(f"{_W}name", FAMILY)
    other.set(f"{_W}val", _STAND_IN)
    font.append(other)
    table.append(font)
    part._blob = serialize_part_xml(table)


def _set_page_and_settings(document: "WordDocument") -> None:
    """A4 with our margins, today's layout rules instead of Word 2010's, no stock thumbnail."""
    from docx.oxml.parser import parse_xml
    from docx.shared import Cm

    section = document.sections[-1]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.bottom_margin = Cm(2)
    section.top_margin = Cm(2.9)
    settings = document.settings.element
    for found in settings.findall(f"{_W}compat"):
        found.getparent().replace(found, parse_xml(_COMPATIBILITY))
    package = document.part.package
    for key in [key for key, relation in package.rels.items() if "thumbnail" in relation.reltype]:
        del package.rels[key]


_COMPATIBILITY = (
    '<w:compat xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:compatSetting w:name="compatibilityMode" w:val="15" '
    'w:uri="http://schemas.microsoft.com/office/word"/></w:compat>'
)
