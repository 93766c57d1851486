"""From a document tree to the bytes of a DOCX."""

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..archive import repacked
from ..meta import Meta
from ..tree import Document
from .body import Body
from .markup import NAMESPACES
from .reference import opened_reference

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


def to_docx(document: Document, *, fonts_dir: Path, reference_docx: bytes | None = None) -> bytes:
    """Write `document` as DOCX; the same tree gives the same bytes.

    Parameters
    ----------
    document : Document
    fonts_dir : path
        Folder of the font files, for drawing charts.
    reference_docx : bytes or None
        The organisation's own styles and margins; its text, headers and footers are not used.

    Raises
    ------
    ReferenceRefused
        If the reference cannot be read or lacks styles; all missing ones are named.
    FontsMissing, ChartRefused
        As `charts.render_svg`.
    """
    from docx.oxml.parser import parse_xml

    word = opened_reference(reference_docx)
    content = Body(word, document, fonts_dir).xml()
    root = word.element
    root.replace(root.body, parse_xml(f"<w:body {NAMESPACES}>{content}</w:body>"))
    _one_header_for_all_pages(word)
    _set_properties(word, document.meta)
    buffer = io.BytesIO()
    word.save(buffer)
    return repacked(buffer.getvalue())


def _one_header_for_all_pages(word: "WordDocument") -> None:
    """A reference with other headers on even pages would leave those of ours empty."""
    word.settings.odd_and_even_pages_header_footer = False


def _set_properties(word: "WordDocument", meta: Meta) -> None:
    properties = word.core_properties
    texts = {
        "title": meta.title,
        "subject": meta.subtitle,
        "author": meta.company,
        "last_modified_by": meta.company,
        "version": meta.edition,
        "language": meta.language.value,
        "identifier": meta.number,
        "content_status": meta.state,
        "comments": "",
        "keywords": "",
        "category": "",
    }
    for name, text in texts.items():
        setattr(properties, name, text[:255])  # The longest a property of a DOCX may be.
    dated = datetime(meta.dated.year, meta.dated.month, meta.dated.day)
    properties.created = properties.modified = dated
    properties.revision = 1
