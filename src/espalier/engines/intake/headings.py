"""Recognising the headings of a standard: table headers, section titles, identity labels."""

import re
from collections.abc import Sequence

from espalier.engines.intake.types import SourceRow
from espalier.engines.intake.wording import compact

_LETTER_BY_NAME = {
    "主要職責": "D",
    "工作任務": "T",
    "工作產出": "O",
    "行為指標": "P",
    "職能級別": "L",
    "職能": "L",  # the upper half of a header printed on two rows
    "級別": "L",
    "區塊": "B",
}
_KNOWLEDGE = re.compile(r"職能內涵\(?K|^\(?K=|^知識(\(K|$)", re.IGNORECASE)
_SKILL = re.compile(r"職能內涵\(?S|^\(?S=|^技能(\(S|$)", re.IGNORECASE)
_SECOND_ROW = re.compile(
    r"(職能)?級別|職能內涵|\(?[KS]=?(knowledge|skills?)?(知識|技能)?\)?|知識|技能"
)
_ENOUGH_NAMES = 4
_ATTITUDES = re.compile(r"\s*職\s*能\s*內\s*涵\s*[（(]\s*A[^)）]*[)）]?[:：]?", re.IGNORECASE)
_NOTES = re.compile(r"\s*說\s*明\s*與\s*補\s*充\s*事\s*項\s*[:：]?")
_VERSION_NAMES = {
    "版本": "version",
    "職能基準代碼": "code",
    "職能模型代碼": "code",
    "職能基準名稱": "name",
    "職能模型名稱": "name",
    "狀態": "status",
    "更新說明": "note",
    "發展更新日期": "updated_on",
}


def column_letter(text: str) -> str:
    """Return the column letter that a header cell names, or ""."""
    folded = compact(text)
    if folded in _LETTER_BY_NAME:
        return _LETTER_BY_NAME[folded]
    if _KNOWLEDGE.search(folded):
        return "K"
    return "S" if _SKILL.search(folded) else ""


def content_columns(row: SourceRow) -> dict[int, str] | None:
    """Return column index to letter when the row is the header of the content table."""
    columns: dict[int, str] = {}
    unnamed: list[int] = []
    for index, cell in enumerate(row.cells):
        if not cell:
            continue
        letter = column_letter(cell)
        if letter and letter not in columns.values():
            columns[index] = letter
        elif compact(cell) == "職能內涵":
            unnamed.append(index)
    if len(columns) < _ENOUGH_NAMES or not {"T", "P"} <= set(columns.values()):
        return None
    # "職能內涵" without a letter: the first such column is knowledge, the second skills.
    missing = [letter for letter in "KS" if letter not in columns.values()]
    columns.update(zip(unnamed, missing, strict=False))
    return columns


def second_header_row(row: SourceRow) -> dict[int, str] | None:
    """Return what a second header row adds to the columns; None when it is no header row."""
    cells = [
        (index, compact(cell)) for index, cell in enumerate(row.cells) if cell and cell.strip()
    ]
    if not cells or not all(_SECOND_ROW.fullmatch(cell) for _, cell in cells):
        return None
    found = ((index, column_letter(cell)) for index, cell in cells)
    return {index: letter for index, letter in found if letter in ("K", "S", "L")}


def version_columns(row: SourceRow) -> dict[int, str] | None:
    """Return column index to field when the row is the header of the version table."""
    cells = [compact(cell or "") for cell in row.cells]
    columns = {i: _VERSION_NAMES[cell] for i, cell in enumerate(cells) if cell in _VERSION_NAMES}
    return columns if {"version", "status"} <= set(columns.values()) else None


def first_text(cells: Sequence[str | None]) -> str:
    """Return the first cell that holds anything."""
    return next((cell for cell in cells if cell and cell.strip()), "")


def after_attitudes_heading(text: str) -> str | None:
    """Return what follows the heading of the attitudes in the same cell; None without heading."""
    found = _ATTITUDES.match(text)
    return text[found.end() :].strip() if found else None


def attitudes_heading(text: str) -> str:
    """Return the heading of the attitudes itself."""
    found = _ATTITUDES.match(text)
    return found.group().strip() if found else ""


def after_notes_heading(text: str) -> str | None:
    """Return what follows the heading of the notes in the same cell; None without heading."""
    found = _NOTES.match(text)
    return text[found.end() :].strip() if found else None
