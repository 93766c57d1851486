"""Comparing rows with today's records by key, so that a room's plan stays a few lines."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from espalier.kit.imports.types import Action, PlannedRow, Reason, Row

Check = Callable[[Row], Iterable[Reason]]
Change = dict[str, tuple[object, object]]


def plan_by_key(
    rows: Sequence[Row],
    existing: Mapping[Any, Mapping[str, object]],
    *,
    key: str | Sequence[str],
    compare_columns: Sequence[str],
    check: Check | None = None,
) -> list[PlannedRow]:
    """Plan every row: ADD when its key is new, CHANGE when a compared column differs, else SKIP.

    ``existing`` maps the key (the value itself for one column, a tuple of values for several) to today's values
    by column key. ``check`` returns the reasons to refuse a row; a key that stands on several rows refuses them
    all, each naming the others. No queries are made here.
    """
    columns = (key,) if isinstance(key, str) else tuple(key)
    keys = [_key_of(row, columns) for row in rows]
    twice = _rows_per_key(rows, keys)
    padded = _zero_padded(existing) if len(columns) == 1 else {}
    planned = []
    for row, found in zip(rows, keys, strict=True):
        reasons = _duplicate_reasons(row, found, twice, columns)
        reasons += tuple(check(row)) if check else ()
        if reasons:
            planned.append(PlannedRow(row, Action.REFUSE, _text(found), {}, reasons))
        elif found in existing:
            planned.append(_compared(row, _text(found), existing[found], compare_columns))
        else:
            warnings = _twin_warning(found, padded, columns[0])
            planned.append(_added(row, _text(found), warnings))
    return planned


def same_value(before: object, after: object) -> bool:
    """Whether two cell values say the same: blanks are equal, numbers by value, several codes as a set."""
    if _blank(before) and _blank(after):
        return True
    if isinstance(before, (list, tuple, set, frozenset)) and isinstance(after, (list, tuple, set)):
        return set(before) == set(after)
    if isinstance(before, float) and isinstance(after, Decimal):
        before = Decimal(repr(before))
    if isinstance(before, str) and isinstance(after, str):
        return before.replace("\r\n", "\n").strip() == after.strip()
    return before == after


def differences(
    before: Mapping[str, object], after: Mapping[str, object], columns: Sequence[str]
) -> Change:
    """The compared columns the file has and in which it differs from the record: key -> (before, after)."""
    return {
        column: (before.get(column), after[column])
        for column in columns
        if column in after and not same_value(before.get(column), after[column])
    }


def _compared(
    row: Row, key: str, before: Mapping[str, object], columns: Sequence[str]
) -> PlannedRow:
    change = differences(before, row.values, columns)
    return PlannedRow(row, Action.CHANGE if change else Action.SKIP, key, change)


def _added(row: Row, key: str, warnings: tuple[Reason, ...]) -> PlannedRow:
    change: Change = {
        column: (None, value) for column, value in row.values.items() if not _blank(value)
    }
    return PlannedRow(row, Action.ADD, key, change, warnings)


def _blank(value: object) -> bool:
    return value is None or value == "" or value == () or value == []


def _key_of(row: Row, columns: tuple[str, ...]) -> Any:
    if len(columns) == 1:
        return row.values.get(columns[0], "")
    return tuple(row.values.get(column, "") for column in columns)


def _text(key: Any) -> str:
    parts = key if isinstance(key, tuple) else (key,)
    return "/".join(str(part) for part in parts if not _blank(part))


def _rows_per_key(rows: Sequence[Row], keys: Sequence[Any]) -> dict[Any, list[Row]]:
    """Only the keys that stand on more than one row."""
    seen: dict[Any, list[Row]] = defaultdict(list)
    for row, key in zip(rows, keys, strict=True):
        seen[key].append(row)
    return {key: found for key, found in seen.items() if len(found) > 1}


def _duplicate_reasons(
    row: Row, key: Any, twice: Mapping[Any, Sequence[Row]], columns: tuple[str, ...]
) -> tuple[Reason, ...]:
    if key not in twice:
        return ()
    others = [str(other.number) for other in twice[key] if other is not row]
    named = ", ".join(others[:5]) + ("…" if len(others) > 5 else "")
    message = _("The same key also stands on row %(rows)s; keep one of them.") % {"rows": named}
    return (Reason(columns[0], _text(key), "duplicate_in_file", message),)


def _zero_padded(existing: Mapping[Any, object]) -> dict[str, str]:
    """Stripped number -> the zero-padded key on record, e.g. ``"7" -> "00007"``."""
    return {
        key.lstrip("0"): key
        for key in existing
        if isinstance(key, str) and key.startswith("0") and key.isdigit()
    }


def _twin_warning(key: Any, padded: Mapping[str, str], column: str) -> tuple[Reason, ...]:
    twin = padded.get(key) if isinstance(key, str) else None
    if twin is None:
        return ()
    message = _(
        "%(twin)s is on record; if it is meant, the spreadsheet has lost the leading zeros: "
        "format the column as text and type the zeros again."
    ) % {"twin": twin}
    return (Reason(column, str(key), "zero_padded_twin", message),)
