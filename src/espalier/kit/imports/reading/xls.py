"""Old binary workbooks (BIFF), and the OLE container in which a password hides an XLSX."""

import io

import python_calamine

from espalier.kit.imports.limits import ImportLimits
from espalier.kit.imports.reading.refusals import (
    damaged_file,
    password_protected,
    too_many_rows,
    wrong_type,
)
from espalier.kit.imports.reading.sheets import Sheet

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))


def read_xls(data: bytes, filename: str, limits: ImportLimits) -> list[Sheet]:
    """Raises: Refused. The format cannot exceed 65,536 × 256 cells, so no extent is checked before."""
    if _ENCRYPTED in data:
        raise password_protected(filename)
    if not any(stream in data for stream in _WORKBOOK_STREAMS):
        raise wrong_type(filename)
    return open_workbook(data, filename, limits)


def open_workbook(data: bytes, filename: str, limits: ImportLimits) -> list[Sheet]:
    """Read the visible sheets with calamine; whatever it stumbles over is a damaged file."""
    sheets = []
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        for meta in workbook.sheets_metadata:
            if meta.visible == python_calamine.SheetVisibleEnum.Visible:
                found = workbook.get_sheet_by_name(meta.name)
                sheets.append((meta.name, found.to_python(skip_empty_area=False)))
    except python_calamine.PasswordError as error:
        raise password_protected(filename) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged_file(filename) from error
    except BaseException as error:
        # A panic of the Rust reader derives from BaseException; it means a file no program wrote.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged_file(filename) from error
    for name, rows in sheets:
        if len(rows) > limits.rows + 1:
            raise too_many_rows(len(rows), limits, f"{filename} · {name}")
    return [Sheet(name, rows) for name, rows in sheets]
