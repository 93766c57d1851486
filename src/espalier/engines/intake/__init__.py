"""Intake: bytes of PDF, ODT, DOCX, XLSX, TSV, plain text or our JSON in, a parsed standard out.

The front door of the room: ``read_document`` makes rows of cells of any file, ``parse_standard``
understands the standard in them, ``facts``, ``to_json`` and ``write_xlsx`` hand it on.
"""

from espalier.engines.intake.codes import CodeKind, StandardCode, parse_code
from espalier.engines.intake.facts import facts, printed_note
from espalier.engines.intake.findings import WarningKind
from espalier.engines.intake.form import write_xlsx, xlsx_bytes
from espalier.engines.intake.limits import DEFAULT_LIMITS, Limits
from espalier.engines.intake.own_json import parsed_from_json, to_json
from espalier.engines.intake.parse import parse_standard
from espalier.engines.intake.reading import read_document
from espalier.engines.intake.refusals import IntakeRefused, RefusalReason
from espalier.engines.intake.types import (
    Block,
    Coded,
    Duty,
    FileFormat,
    IntakeWarning,
    Item,
    ItemKind,
    NeutralDocument,
    Note,
    ParsedStandard,
    Place,
    SourceRow,
    Task,
    TaskGroup,
    Unplaced,
    VersionRow,
)

__all__ = [
    "DEFAULT_LIMITS",
    "Block",
    "CodeKind",
    "Coded",
    "Duty",
    "FileFormat",
    "IntakeRefused",
    "IntakeWarning",
    "Item",
    "ItemKind",
    "Limits",
    "NeutralDocument",
    "Note",
    "ParsedStandard",
    "Place",
    "RefusalReason",
    "SourceRow",
    "StandardCode",
    "Task",
    "TaskGroup",
    "Unplaced",
    "VersionRow",
    "WarningKind",
    "facts",
    "parse_code",
    "parse_standard",
    "parsed_from_json",
    "printed_note",
    "read_document",
    "to_json",
    "write_xlsx",
    "xlsx_bytes",
]
