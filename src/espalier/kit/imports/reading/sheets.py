"""Bytes of a file -> its sheets of raw cells; the content decides the format, never the file name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from espalier.kit.imports.limits import DEFAULT_LIMITS, ImportLimits
from espalier.kit.imports.reading.refusals import empty_file, file_too_large, wrong_type

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_STRANGERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "GZIP",
    b"7z\xbc\xaf": "7Z",
    b"Rar!": "RAR",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
}


@dataclass(frozen=True, slots=True)
class CellNote:
    """What a value does not tell: the error shown in the cell, a formula never calculated, its number format."""

    error: str = ""
    uncalculated: bool = False
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``rows[i][j]`` is row i + 1, column j + 1 of the spreadsheet. Blank cells are ``""``."""

    name: str
    rows: Sequence[Sequence[object]]
    notes: Mapping[tuple[int, int], CellNote] = field(default_factory=dict)
    escaped: bool = (
        False  # from a text file, whose formula-like cells are written with an apostrophe
    )


def read_sheets(
    data: bytes, *, filename: str, limits: ImportLimits = DEFAULT_LIMITS
) -> list[Sheet]:
    """Read every visible sheet of an XLSX or XLS workbook, or the one table of a text file.

    Raises: Refused for a file that is empty, too large, of another type, protected, damaged or a bomb.
    """
    if len(data) > limits.file_bytes:
        raise file_too_large(len(data), limits, filename)
    if not data.strip(b"\x00\t\r\n ,;\xef\xbb\xbf\xff\xfe\x1a"):
        raise empty_file(filename)
    # The readers are imported here because most requests never open a file.
    if data.startswith(ZIP_MAGIC):
        from espalier.kit.imports.reading.xlsx import read_xlsx

        return read_xlsx(data, filename, limits)
    if data.startswith(OLE_MAGIC):
        from espalier.kit.imports.reading.xls import read_xls

        return read_xls(data, filename, limits)
    for magic, what in _STRANGERS.items():
        if data.startswith(magic):
            raise wrong_type(filename, what)
    from espalier.kit.imports.reading.delimited import read_delimited

    return [read_delimited(data, filename, limits)]
