"""Run Typst on the fixed template with a document as its data."""

import json
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..fonts import font_folder
from ..tree import Document
from .data import document_data

if TYPE_CHECKING:
    import typst

_TEMPLATE = Path(__file__).with_name("document.typ")


def to_pdf(document: Document, *, fonts_dir: Path) -> bytes:
    """Write `document` as a tagged PDF; the same tree gives the same bytes.

    The file claims PDF/UA-1 whenever the fonts hold every character; Noto Sans TC holds all of
    Big5. A character no font of the folder holds prints as an empty box, and the claim is left
    out; a further font put into the folder is used for it.

    Parameters
    ----------
    document : Document
    fonts_dir : path
        Folder of the font files.

    Raises
    ------
    FontsMissing
        If the folder lacks the font files.
    ChartRefused
        If a figure's spec cannot be drawn.
    """
    import typst

    data = json.dumps(document_data(document, fonts_dir), ensure_ascii=False)
    try:
        return _compile(data, document.meta.dated, fonts_dir, ["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed with font" not in error.message:
            raise
    return _compile(data, document.meta.dated, fonts_dir, [])


def _compile(data: str, dated: date, fonts_dir: Path, standards: list[Literal["ua-1"]]) -> bytes:
    import typst

    compiler = typst.Compiler(
        _TEMPLATE.read_bytes(),
        root=_TEMPLATE.parent,
        font_paths=_fonts(font_folder(fonts_dir)),
        ignore_system_fonts=True,
        sys_inputs={"document": data},
    )
    midnight = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    pdf = compiler.compile(
        format="pdf", pdf_standards=[*standards], timestamp=int(midnight.timestamp())
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst gave {type(pdf).__name__} instead of one PDF")
    return pdf


@lru_cache(maxsize=4)
def _fonts(folder: str) -> "typst.Fonts":
    """Read the font files once per process."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
