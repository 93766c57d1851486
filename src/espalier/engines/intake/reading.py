"""Any supported file in, a neutral document out."""

import hashlib
import json

from espalier.engines.intake.detect import detect_format
from espalier.engines.intake.limits import DEFAULT_LIMITS, Limits
from espalier.engines.intake.readers.docx import read_docx
from espalier.engines.intake.readers.odt import read_odt
from espalier.engines.intake.readers.pdf import read_pdf
from espalier.engines.intake.readers.text import decode, read_text
from espalier.engines.intake.readers.xlsx import read_xlsx
from espalier.engines.intake.refusals import IntakeRefused, RefusalReason
from espalier.engines.intake.types import FileFormat, NeutralDocument, SourceRow


def read_document(
    data: bytes,
    *,
    filename: str = "",
    password: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> NeutralDocument:
    """Reduce a file to rows of cells, whatever it is.

    Parameters
    ----------
    data : bytes
        The whole file.
    filename : str
        Only quoted in refusals; the content decides what the file is.
    password : str, optional
        For a protected PDF.
    limits : Limits
        What is too much; see :class:`Limits` for units.

    Returns
    -------
    NeutralDocument
        Rows in reading order with their places, and the SHA-256 of the bytes.

    Raises
    ------
    IntakeRefused
        With one of the codes of :class:`RefusalReason`; never another exception.
    """
    try:
        found = detect_format(data, limits)
        rows, n_pages, payload = _read(data, found, limits, password)
    except IntakeRefused as refusal:
        raise _named(refusal, filename) from refusal
    except (RecursionError, MemoryError) as error:
        # Nesting a thousand deep is no document; the stack is unwound again when this is caught.
        raise IntakeRefused(RefusalReason.TOO_LARGE, f"nested too deep ({error})") from error
    return NeutralDocument(found, tuple(rows), n_pages, hashlib.sha256(data).hexdigest(), payload)


def _named(refusal: IntakeRefused, filename: str) -> IntakeRefused:
    detail = f"{filename}: {refusal.detail}" if filename else refusal.detail
    return IntakeRefused(refusal.reason, detail)


def _read(
    data: bytes, found: FileFormat, limits: Limits, password: str | None
) -> tuple[list[SourceRow], int, dict[str, object] | None]:
    if found is FileFormat.JSON:
        return [], 1, _json_payload(data)
    if found is FileFormat.PDF:
        rows, pages = read_pdf(data, limits, password)
    elif found is FileFormat.DOCX:
        rows, pages = read_docx(data, limits)
    elif found is FileFormat.ODT:
        rows, pages = read_odt(data, limits)
    elif found is FileFormat.XLSX:
        rows, pages = read_xlsx(data, limits)
    else:
        rows, pages = read_text(data)
    if len(rows) > limits.rows:
        raise IntakeRefused(RefusalReason.TOO_LARGE, f"{len(rows)} rows, at most {limits.rows}")
    characters = sum(len(cell) for row in rows for cell in row.cells if cell)
    if characters > limits.characters:
        raise IntakeRefused(
            RefusalReason.TOO_LARGE, f"{characters} characters, at most {limits.characters}"
        )
    return rows, pages, None


def _json_payload(data: bytes) -> dict[str, object]:
    try:
        payload = json.loads(decode(data))
    except ValueError as error:
        raise IntakeRefused(
            RefusalReason.TRUNCATED, f"the JSON cannot be read ({error})"
        ) from error
    if not isinstance(payload, dict):
        raise IntakeRefused(RefusalReason.NO_STANDARD, "the JSON is no object")
    return payload
