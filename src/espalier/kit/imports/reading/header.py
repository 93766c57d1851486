"""Finding the header row among titles and merged cells, and saying which column is which."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from espalier.kit.imports.limits import HEADER_WITHIN_ROWS
from espalier.kit.imports.reading.cells import shown
from espalier.kit.imports.reading.sheets import Sheet
from espalier.kit.imports.types import Column

_IN_BRACKETS = re.compile(r"[(\[【〔<《][^()\[\]【】〔〕<>《》]*[)\]】〕>》]")
_NOISE = re.compile(r"[\s_\-*:：＊※/.·]+")
_CLOSE_ENOUGH = 0.86
_MAX_TEXT = 80
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table stands and what its columns mean: index from 0 -> column key.

    ``guessed`` are the columns matched by likeness only; a person should look at them.
    """

    sheet: str
    header_row: int  # from 0
    headers: tuple[str, ...]
    columns: Mapping[int, str]
    guessed: tuple[int, ...] = ()
    sheets: tuple[str, ...] = ()
    samples: tuple[tuple[str, ...], ...] = ()  # per column, the first values below the header

    @property
    def fingerprint(self) -> str:
        text = "\x1f".join(normal(header) for header in self.headers)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def ignored(self) -> list[str]:
        """Headers of columns nothing is taken from."""
        return [text for i, text in enumerate(self.headers) if text and i not in self.columns]

    def missing(self, columns: Sequence[Column]) -> list[Column]:
        """Required columns the file does not have."""
        there = set(self.columns.values())
        return [column for column in columns if column.required and column.key not in there]

    def to_json(self) -> dict[str, object]:
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "headers": list(self.headers),
            "columns": {str(index): key for index, key in self.columns.items()},
            "guessed": list(self.guessed),
            "sheets": list(self.sheets),
            "samples": [list(values) for values in self.samples],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Layout":
        return cls(
            sheet=stored["sheet"],
            header_row=stored["header_row"],
            headers=tuple(stored["headers"]),
            columns={int(index): key for index, key in stored["columns"].items()},
            guessed=tuple(stored["guessed"]),
            sheets=tuple(stored["sheets"]),
            samples=tuple(tuple(values) for values in stored["samples"]),
        )


def normal(text: str) -> str:
    """Full width to half, lower case, without spaces, strokes and required marks."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def suggest_layout(sheets: Sequence[Sheet], columns: Sequence[Column]) -> Layout:
    """Choose the sheet and the row whose texts match the columns best.

    Rows are judged by exact names; likeness is only asked for the chosen row. Without any match the first row
    with two filled cells is offered, for a person to map by hand.
    """
    names = _names(columns)
    required = {column.key for column in columns if column.required}
    best: tuple[tuple[int, int], Sheet, int] | None = None
    for sheet in sheets:
        for row in range(min(len(sheet.rows), HEADER_WITHIN_ROWS)):
            keys = set(_exact(sheet.rows, row, names).values())
            score = (len(keys & required), len(keys))
            if keys and (best is None or score > best[0]):
                best = (score, sheet, row)
    sheet, row = (best[1], best[2]) if best else _first_filled(sheets)
    return layout_at(sheet, row, columns, sheets)


def layout_at(sheet: Sheet, row: int, columns: Sequence[Column], sheets: Sequence[Sheet]) -> Layout:
    """Match the columns of one given header row, by name and then by likeness."""
    texts = [options[0] if options else "" for options in _texts(sheet.rows, row)]
    matched = _exact(sheet.rows, row, _names(columns))
    likely = _likely(texts, matched, columns)
    return Layout(
        sheet=sheet.name,
        header_row=row,
        headers=tuple(text[:_MAX_TEXT] for text in texts),
        columns={**matched, **likely},
        guessed=tuple(sorted(likely)),
        sheets=tuple(sheet.name for sheet in sheets),
        samples=_samples(sheet, row, len(texts)),
    )


def _samples(sheet: Sheet, row: int, width: int) -> tuple[tuple[str, ...], ...]:
    below = sheet.rows[row + 1 : row + 1 + _SAMPLES]
    return tuple(
        tuple(
            shown(cells[index])[:40] for cells in below if index < len(cells) and cells[index] != ""
        )
        for index in range(width)
    )


def _names(columns: Sequence[Column]) -> dict[str, str]:
    """Every accepted header, normalised -> column key; an earlier column keeps a name two share."""
    names: dict[str, str] = {}
    for column in columns:
        for text in (column.label, column.label_en, column.key, *column.aliases):
            names.setdefault(normal(text), column.key)
            names.setdefault(normal(_without_brackets(text)), column.key)
    names.pop("", None)
    return names


def _without_brackets(text: str) -> str:
    return _IN_BRACKETS.sub("", unicodedata.normalize("NFKC", text))


def _texts(rows: Sequence[Sequence[object]], row: int) -> Iterator[list[str]]:
    """What the header of each column may be called: its own text, with the group above it, or the group's.

    A header merged downwards stands in the row above; one merged to the right stands above several columns.
    """
    above = rows[row - 1] if row > 0 else ()
    group = ""
    for column in range(max(len(rows[row]), len(above))):
        own = _text(rows[row], column)
        over = _text(above, column)
        group = over or (group if own else "")
        options = [own, f"{group}{own}"] if own else [over]
        yield [option for option in options if option]


def _text(row: Sequence[object], column: int) -> str:
    value = row[column] if column < len(row) else ""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _exact(rows: Sequence[Sequence[object]], row: int, names: Mapping[str, str]) -> dict[int, str]:
    if not any(_text(rows[row], column) for column in range(len(rows[row]))):
        return {}
    found: dict[int, str] = {}
    for column, options in enumerate(_texts(rows, row)):
        for text in options:
            key = names.get(normal(text)) or names.get(normal(_without_brackets(text)))
            if key and key not in found.values():
                found[column] = key
                break
    return found


def _likely(
    texts: Sequence[str], matched: Mapping[int, str], columns: Sequence[Column]
) -> dict[int, str]:
    """Pair what is left by likeness, the most alike first; each column is given once."""
    taken = set(matched.values())
    pairs = []
    for index, text in enumerate(texts):
        if index in matched or len(normal(text)) < 4:
            continue
        for name, key in _names(columns).items():
            if key not in taken:
                ratio = SequenceMatcher(None, normal(text)[:_MAX_TEXT], name).ratio()
                pairs.append((ratio, index, key))
    found: dict[int, str] = {}
    for ratio, index, key in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if ratio >= _CLOSE_ENOUGH and index not in found and key not in found.values():
            found[index] = key
    return found


def _first_filled(sheets: Sequence[Sheet]) -> tuple[Sheet, int]:
    for sheet in sheets:
        for row in range(min(len(sheet.rows), HEADER_WITHIN_ROWS)):
            if sum(bool(_text(sheet.rows[row], c)) for c in range(len(sheet.rows[row]))) > 1:
                return sheet, row
    return sheets[0], 0
