"""Reading converted cells of an import's rows, for every sheet of this stage."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from espalier.kit.errors import Text
from espalier.kit.imports.types import Action, PlannedRow, Reason, Row


def text_in(row: Row, key: str) -> str:
    """A text or code cell; a missing one is empty."""
    value = row.values.get(key)
    return "" if value is None else str(value).strip()


def number_in(row: Row, key: str) -> float | None:
    value = row.values.get(key)
    return None if value is None or value == "" else float(str(value))


def whole_in(row: Row, key: str) -> int | None:
    value = number_in(row, key)
    return None if value is None else int(value)


def value_in(row: Row, key: str) -> Any:
    """A converted value such as a date; empty text counts as none."""
    return row.values.get(key) or None


def codes_in(row: Row, key: str) -> tuple[str, ...]:
    value: Any = row.values.get(key)
    return tuple(dict.fromkeys(str(code).strip() for code in value)) if value else ()


def reason(row: Row, column: str, code: str, message: Text) -> Reason:
    return Reason(column, text_in(row, column), code, message)


def unknown(row: Row, column: str, what: Text) -> Reason:
    """The cell names a record that is not there."""
    message = _("There is no %(what)s %(value)s. Import it first, or correct the code.")
    return reason(row, column, "unknown", message % {"what": what, "value": text_in(row, column)})


def outside_scale(row: Row, column: str, lowest: float, highest: float) -> Reason:
    message = _("A level lies between %(low)s and %(high)s.")
    limits = {"low": f"{lowest:g}", "high": f"{highest:g}"}
    return reason(row, column, "out_of_scale", message % limits)


def count_of(rows: Sequence[PlannedRow], action: Action) -> int:
    return sum(1 for row in rows if row.action is action)
