"""Telling the format of a file from its content; the file name never decides."""

import re

from espalier.engines.intake.limits import Limits
from espalier.engines.intake.refusals import IntakeRefused, RefusalReason
from espalier.engines.intake.safety import Container
from espalier.engines.intake.types import FileFormat

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_KNOWN_STRANGERS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"{\\rtf": "an RTF document; save it as DOCX or ODT",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
# PDF readers accept some rubbish before the header; 1,024 bytes is what the format allows.
_PDF_HEADER_WITHIN = 1024
_MARKUP = re.compile(rb"\s*<(!doctype html|html|\?xml)", re.IGNORECASE)


def detect_format(data: bytes, limits: Limits) -> FileFormat:
    """Return what the bytes are.

    Raises
    ------
    IntakeRefused
        ``empty``, ``too_large``, ``wrong_type``, ``password_protected`` (an encrypted office
        file hides inside an OLE container), or what :class:`Container` refuses.
    """
    if len(data) > limits.file_bytes:
        raise IntakeRefused(
            RefusalReason.TOO_LARGE, f"{len(data)} bytes, at most {limits.file_bytes} are read"
        )
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise IntakeRefused(RefusalReason.EMPTY, "the file holds nothing")
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return FileFormat.PDF
    if data.startswith(_ZIP_MAGIC):
        return _container_format(data, limits)
    _refuse_strangers(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return FileFormat.JSON
    return FileFormat.TEXT


def _refuse_strangers(data: bytes) -> None:
    if data.startswith(_OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise IntakeRefused(
                RefusalReason.PASSWORD_PROTECTED, "an office file encrypted with a password"
            )
        raise IntakeRefused(
            RefusalReason.WRONG_TYPE, "an old binary office file; save it as DOCX, ODT or XLSX"
        )
    for magic, what in _KNOWN_STRANGERS.items():
        if data.startswith(magic):
            raise IntakeRefused(RefusalReason.WRONG_TYPE, what)
    if _MARKUP.match(data):
        raise IntakeRefused(RefusalReason.WRONG_TYPE, "an HTML or XML page")


def _container_format(data: bytes, limits: Limits) -> FileFormat:
    container = Container(data, limits)
    if "word/document.xml" in container.names:
        return FileFormat.DOCX
    if "xl/workbook.xml" in container.names:
        return FileFormat.XLSX
    if "mimetype" in container.names:
        kind = container.read("mimetype")
        if b"opendocument.text" in kind:
            return FileFormat.ODT
        raise IntakeRefused(RefusalReason.WRONG_TYPE, f"a container of type {kind[:80]!r}")
    raise IntakeRefused(RefusalReason.WRONG_TYPE, "a ZIP archive that is no office document")
