"""Items of the content table from their printed pieces, and the level of a block."""

import re
import unicodedata

from espalier.engines.intake.cells import Piece
from espalier.engines.intake.findings import Findings, WarningKind
from espalier.engines.intake.types import Item, ItemKind, Place
from espalier.engines.intake.wording import tidy

_LEVELS = frozenset("123456")
_TASK_REFERENCES = re.compile(
    r"(?:[、,，;；\s]{0,3}[【\[]\s?T\s?\d{1,3}(?:\.\d{1,3})?\s?[】\]]){1,40}\s*$"
)
_TASK_CODE = re.compile(r"T\s?\d+(?:\.\d+)?")


def level_of(text: str, place: Place | None, findings: Findings) -> int | None:
    """Return a level from 1 to 6, or None; anything else is quoted, never interpreted."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if folded in _LEVELS:
        return int(folded)
    if folded:
        findings.warn(WarningKind.LEVEL_NOT_READ, place, tidy(text))
    return None


class ItemMaker:
    """Makes items and keeps, for codes that recur, the first text the document gave them."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._first: dict[str, str] = {}

    def item(self, piece: Piece, column: str) -> Item:
        """Return the item of a piece found in a column (O, P, K or S)."""
        kind = self._kind(piece, column)
        name, references = _without_references(piece.text) if kind in "KS" else (piece.text, ())
        self._look_at(piece, name)
        if piece.code and kind != "P":
            name = self._first_text(piece, name)
        return Item(ItemKind(kind), piece.code, name, "", references, piece.places)

    def _kind(self, piece: Piece, column: str) -> str:
        letter = piece.code[:1]
        if letter in ("K", "S") and letter != column:
            where = f"{piece.code} {piece.text}"
            self._findings.warn(WarningKind.OTHER_COLUMN, piece.places[0], where)
            return letter
        return column

    def _look_at(self, piece: Piece, name: str) -> None:
        place = piece.places[0]
        if not piece.code:
            self._findings.warn(WarningKind.UNCODED_ITEM, place, piece.text)
        elif piece.code.startswith("0"):
            self._findings.warn(WarningKind.ZERO_FOR_O, place, f"{piece.code} {piece.text}")
        if piece.code and not name:
            self._findings.warn(WarningKind.EMPTY_ITEM, place, piece.code)

    def _first_text(self, piece: Piece, name: str) -> str:
        """The first text of a code holds for the whole document; another one is a warning."""
        first = self._first.get(piece.code)
        if not first:
            self._first[piece.code] = name
            return name
        if name and name != first:
            self._findings.warn(
                WarningKind.SAME_CODE_OTHER_TEXT, piece.places[0], f"{piece.code} {first} / {name}"
            )
        return first


def _without_references(text: str) -> tuple[str, tuple[str, ...]]:
    """Take the task references off the end of a K or S: 【T1.1】、【T1.3】."""
    found = _TASK_REFERENCES.search(text)
    if not found:
        return text, ()
    codes = tuple(code.replace(" ", "") for code in _TASK_CODE.findall(found.group()))
    return text[: found.start()].rstrip(), codes
