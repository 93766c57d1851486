"""The plan of one file: every row with what would happen to it, and a compact form of it that is stored."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from espalier.kit.imports.reading.rows import RowsRead, UnreadableRow
from espalier.kit.imports.types import Action, Column, ImportSpec, PlannedRow

# The page shows this many rows of each kind; the rest is counted. All refusals can be downloaded.
SHOWN = {Action.REFUSE: 1000, Action.CHANGE: 300, Action.ADD: 200, Action.SKIP: 50}
WRITES = (Action.ADD, Action.CHANGE)


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows in the order of the file. ``digest`` stands for what applying would write."""

    rows: Sequence[PlannedRow]
    planned_on: date

    @property
    def to_write(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.action in WRITES]

    @property
    def refused(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.action is Action.REFUSE]

    def counts(self) -> dict[str, int]:
        found = Counter(row.action for row in self.rows)
        warned = sum(bool(row.reasons) and row.action is not Action.REFUSE for row in self.rows)
        return {
            **{action.value: found[action] for action in Action},
            "rows": len(self.rows),
            "warnings": warned,
        }

    def digest(self) -> str:
        """Changes as soon as one written row, or the value it replaces, is another one."""
        summed = hashlib.sha256()
        for row in self.to_write:
            change = sorted(
                (k, repr(before), repr(after)) for k, (before, after) in row.change.items()
            )
            summed.update(repr((row.row.number, row.action.value, row.key, change)).encode())
        return summed.hexdigest()


def make_plan(spec: ImportSpec, read: RowsRead, today: date) -> Plan:
    """Ask the room about the readable rows and put the unreadable ones back in their place, refused.

    Raises: LookupError when the room did not answer for every row, which is its bug.
    """
    planned = list(spec.plan(read.rows, today))
    if len(planned) != len(read.rows):
        raise LookupError(f"import {spec.kind!r} planned {len(planned)} of {len(read.rows)} rows")
    planned += _refused(spec, read, today)
    planned.sort(key=lambda row: row.row.number)
    return Plan(planned, today)


def _refused(spec: ImportSpec, read: RowsRead, today: date) -> list[PlannedRow]:
    """Refuse the unreadable rows with all that is wrong with them, also what only the room can tell.

    The room looks at the complete ones among their neighbours; its answer is used for its reasons only.
    """
    complete = [bad.row for bad in read.unreadable if bad.complete]
    told: Mapping[int, PlannedRow] = {}
    if complete:
        wanted = {row.number for row in complete}
        answer = spec.plan([*read.rows, *complete], today)
        told = {row.row.number: row for row in answer if row.row.number in wanted}
    return [_with_reasons(bad, told.get(bad.row.number)) for bad in read.unreadable]


def _with_reasons(bad: UnreadableRow, told: PlannedRow | None) -> PlannedRow:
    more = told.reasons if told is not None and told.action is Action.REFUSE else ()
    seen = {reason.column for reason in bad.reasons}
    reasons = bad.reasons + tuple(reason for reason in more if reason.column not in seen)
    row = PlannedRow(bad.row, Action.REFUSE, told.key if told else "", {}, reasons)
    return row if told is None else replace(row, key=told.key)


def stored_plan(plan: Plan, columns: Sequence[Column]) -> dict[str, object]:
    """The plan as it is kept: digest, and the first rows of each kind as the page shows them."""
    by_key = {column.key: column for column in columns}
    shown: Counter[Action] = Counter()
    rows = []
    for planned in plan.rows:
        if shown[planned.action] < SHOWN[planned.action]:
            shown[planned.action] += 1
            rows.append(_stored_row(planned, by_key))
    return {
        "digest": plan.digest(),
        "planned_on": plan.planned_on.isoformat(),
        "rows": rows,
        "shown": {action.value: n for action, n in shown.items()},
    }


def _stored_row(planned: PlannedRow, columns: Mapping[str, Column]) -> dict[str, object]:
    return {
        "number": planned.row.number,
        "sheet": planned.row.sheet,
        "action": planned.action.value,
        "key": planned.key,
        "change": [
            [key, display(before, columns.get(key)), display(after, columns.get(key))]
            for key, (before, after) in planned.change.items()
        ],
        "reasons": [
            [reason.column, reason.value, reason.code, str(reason.message)]
            for reason in planned.reasons
        ],
    }


def display(value: object, column: Column | None = None) -> str:
    """A value as it is written in a cell: the first text of a choice, 是/否, codes joined by 、."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if column is not None and column.choices:
        return next((text for text, meant in column.choices.items() if meant == value), str(value))
    if isinstance(value, (tuple, list, set, frozenset)):
        return "、".join(str(part) for part in value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)


def refused_table(plan: Plan, columns: Sequence[Column]) -> Iterator[list[object]]:
    """One line per reason: sheet, row, column, value, reason — for the download of all refusals."""
    labels = {column.key: column.heading for column in columns}
    for planned in plan.refused:
        for reason in planned.reasons:
            place: list[object] = [planned.row.sheet, planned.row.number]
            yield [
                *place,
                labels.get(reason.column, reason.column),
                reason.value,
                str(reason.message),
            ]
