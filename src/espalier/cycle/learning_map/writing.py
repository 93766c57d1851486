"""A document tree written in one of the formats of the house."""

from pathlib import Path

from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Document
from espalier.kit.files.models import StoredFile
from espalier.kit.files.queries import file_bytes

FORMATS = ("docx", "html", "pdf", "xlsx")
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LANGUAGES = (Language.ZH_HANT, Language.EN)


def written(
    document: Document, format_: str, fonts_dir: Path, reference: StoredFile | None = None
) -> bytes:
    """The bytes of a document; the organisation's own reference DOCX gives the look of the DOCX.

    Raises: KeyError for an unknown format; what the engine raises when fonts are missing.
    """
    # The writers bring typst, python-docx and XlsxWriter with them: loaded only when a file is made.
    if format_ == "pdf":
        from espalier.engines.documents.pdf.compile import to_pdf

        return to_pdf(document, fonts_dir=fonts_dir)
    if format_ == "docx":
        from espalier.engines.documents.word.build import to_docx

        look = file_bytes(reference) if reference else None
        return to_docx(document, fonts_dir=fonts_dir, reference_docx=look)
    if format_ == "xlsx":
        from espalier.engines.documents.xlsx import to_xlsx

        return to_xlsx(document)
    if format_ == "html":
        from espalier.engines.documents.html import to_html

        return to_html(document, fragment=False, fonts_dir=fonts_dir).encode()
    raise KeyError(format_)
