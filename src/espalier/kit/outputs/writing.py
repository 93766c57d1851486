"""Document trees written in the formats of the house."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from django.conf import settings

from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Document
from espalier.kit.files.models import StoredFile
from espalier.kit.files.queries import file_bytes
from espalier.kit.jobs.types import Progress
from espalier.kit.organisation import queries as organisation

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LANGUAGES = (Language.ZH_HANT, Language.EN)
# The part of a page that shows the document on screen, kept so that a reader waits for no drawing.
ON_SCREEN = "screen"
WRITERS = 2
_SLOW = {"pdf", "docx"}


def silent(share: float, step: str = "") -> None:
    """Who does not watch is told nothing."""


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
    if format_ in {"html", ON_SCREEN}:
        from espalier.engines.documents.html import to_html

        return to_html(document, fragment=format_ == ON_SCREEN, fonts_dir=fonts_dir).encode()
    raise KeyError(format_)


def write_all(
    trees: Mapping[Language, Document], formats: Sequence[str], *, progress: Progress = silent
) -> dict[tuple[str, str], bytes]:
    """Every format of every language, by format and language code."""
    reference = organisation.current().reference_docx
    slow_first = sorted(formats, key=lambda format_: format_ not in _SLOW)
    wanted = [(format_, language) for language in trees for format_ in slow_first]
    found: dict[tuple[str, str], bytes] = {}
    # Typst and the chart renderer work outside Python's lock, so two writers share the time of one.
    with ThreadPoolExecutor(WRITERS) as pool:
        writing = {
            pool.submit(written, trees[language], format_, settings.FONTS_DIR, reference): (
                format_,
                language.value,
            )
            for format_, language in wanted
        }
        for done in as_completed(writing):
            format_, code = writing[done]
            found[format_, code] = done.result()
            progress(0.1 + 0.85 * len(found) / len(wanted), f"{format_.upper()} {code}")
    return found
