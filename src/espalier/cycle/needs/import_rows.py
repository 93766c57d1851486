"""Reading converted cells of an import's rows, for every sheet of this stage."""

from collections.abc import Mapping, Sequence
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


def value_in(row: Row, key: str) -> Any:
    """A converted value such as a date or a decimal; empty text counts as none."""
    value = row.values.get(key)
    return None if value == "" else value


def codes_in(row: Row, key: str) -> tuple[str, ...]:
    value: Any = row.values.get(key)
    return tuple(dict.fromkeys(str(code).strip() for code in value)) if value else ()


def told(row: Row, keys: Sequence[str]) -> dict[str, Any]:
    """What the row says of the given columns; a column the file does not have stays as it was."""
    return {key: value_in(row, key) for key in keys if key in row.values}


def reason(row: Row, column: str, code: str, message: Text) -> Reason:
    return Reason(column, str(row.values.get(column) or ""), code, message)


def unknown(row: Row, column: str, value: str, what: Text) -> Reason:
    """The cell names a record that is not there."""
    message = _("There is no %(what)s %(value)s. Import it first, or correct the code.")
    return Reason(column, value, "unknown", message % {"what": what, "value": value})


def unknown_codes(row: Row, column: str, known: Mapping[str, Any], what: Text) -> list[Reason]:
    """One reason for each code of a cell that names nothing."""
    return [unknown(row, column, code, what) for code in codes_in(row, column) if code not in known]


def counts(rows: Sequence[PlannedRow]) -> dict[str, object]:
    """How many rows were added and changed, as a run reports it."""
    return {
        "added": sum(row.action is Action.ADD for row in rows),
        "changed": sum(row.action is Action.CHANGE for row in rows),
    }
