"""Reading converted cells of a sheet's rows, and saying what is wrong with one, for the import of any room."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from espalier.kit.errors import Text
from espalier.kit.imports.types import Action, PlannedRow, Reason, Row


def text_in(row: Row, key: str) -> str:
    """A text, code or choice cell; a missing one is empty."""
    value = row.values.get(key)
    return "" if value is None else str(value).strip()


def number_in(row: Row, key: str) -> float | None:
    value = row.values.get(key)
    return None if value is None or value == "" else float(str(value))


def whole_in(row: Row, key: str) -> int | None:
    value = number_in(row, key)
    return None if value is None else int(value)


def value_in(row: Row, key: str) -> Any:
    """A converted value such as a date or a decimal; empty text counts as none."""
    value = row.values.get(key)
    return None if value == "" else value


def codes_in(row: Row, key: str) -> tuple[str, ...]:
    value: Any = row.values.get(key)
    return tuple(dict.fromkeys(str(code).strip() for code in value)) if value else ()


def told(row: Row, keys: Iterable[str]) -> dict[str, Any]:
    """What the row says of the given columns; a column the file does not have stays as it was."""
    return {key: value_in(row, key) for key in keys if key in row.values}


def only_told(row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of values by column, those whose column the file has; the others stay as they were."""
    return {key: value for key, value in values.items() if key in row.values}


def without_blanks(rows: Iterable[Row], *columns: str) -> list[Row]:
    """Leave out blank cells of columns where a blank says nothing rather than "empty it"."""
    return [
        replace(
            row, values={k: v for k, v in row.values.items() if k not in columns or text_in(row, k)}
        )
        for row in rows
    ]


def reason(row: Row, column: str, code: str, message: Text) -> Reason:
    """Why a row is refused, quoting the cell as it was read."""
    return Reason(column, text_in(row, column), code, message)


def unknown(row: Row, column: str, what: Text, value: str | None = None) -> Reason:
    """The cell, or one value of several in it, names a record that is not there."""
    named = text_in(row, column) if value is None else value
    message = _("There is no %(what)s %(value)s. Import it first, or correct the code.")
    return Reason(column, named, "unknown", message % {"what": what, "value": named})


def unknown_codes(row: Row, column: str, known: Collection[str], what: Text) -> list[Reason]:
    """One reason for each code of a cell that names nothing."""
    return [unknown(row, column, what, code) for code in codes_in(row, column) if code not in known]


def count_of(rows: Sequence[PlannedRow], action: Action) -> int:
    return sum(1 for row in rows if row.action is action)


def counts(rows: Sequence[PlannedRow]) -> dict[str, object]:
    """How many rows were added and changed, as a run reports it."""
    return {"added": count_of(rows, Action.ADD), "changed": count_of(rows, Action.CHANGE)}
