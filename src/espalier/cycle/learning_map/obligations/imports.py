"""The import ``duties``: who was given which duty from when to when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.obligations import queries, services
from espalier.cycle.learning_map.obligations.types import NewDuty
from espalier.cycle.people.employees import queries as employees
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import counts, reason, text_in, unknown, value_in
from espalier.kit.imports.types import (
    Action,
    CellKind,
    Column,
    ImportSpec,
    PlannedRow,
    Reason,
    Row,
)

COLUMNS = (
    Column("number", "員工編號", "Employee number", CellKind.CODE, required=True, max_length=40),
    Column("duty", "職務指派", "Duty", required=True, max_length=120),
    Column("starts_on", "起始日", "From", CellKind.DATE, required=True),
    Column("ends_on", "結束日", "To", CellKind.DATE),
)


def plan(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare with the duties recorded; the same duty from the same day may get another end."""
    people, held = employees.ids_by_number().keys(), queries.duties_by_key()
    first: dict[queries.DutyKey, int] = {}
    plans = []
    for row in rows:
        new = _new_of(row)
        key = (new.employee_number, new.duty, new.starts_on)
        label = f"{new.employee_number}/{new.duty}/{new.starts_on}"
        reasons = _reasons(row, new, new.employee_number in people)
        if key in first:
            message = _("This duty also stands on row %(row)s; keep one of them.")
            reasons.append(
                reason(row, "number", "duplicate_in_file", message % {"row": first[key]})
            )
        first.setdefault(key, row.number)
        if reasons:
            plans.append(PlannedRow(row, Action.REFUSE, label, {}, tuple(reasons)))
        elif key not in held:
            plans.append(PlannedRow(row, Action.ADD, label, {"duty": (None, new.duty)}))
        elif held[key][1] == new.ends_on:
            plans.append(PlannedRow(row, Action.SKIP, label, {}))
        else:
            change = {"ends_on": (held[key][1], new.ends_on)}
            plans.append(PlannedRow(row, Action.CHANGE, label, change))
    return plans


def _new_of(row: Row) -> NewDuty:
    return NewDuty(
        text_in(row, "number"),
        text_in(row, "duty"),
        value_in(row, "starts_on"),
        value_in(row, "ends_on"),
    )


def _reasons(row: Row, new: NewDuty, person_known: bool) -> list[Reason]:
    found = [] if person_known else [unknown(row, "number", _("employee"))]
    if new.ends_on is not None and new.starts_on is not None and new.ends_on < new.starts_on:
        found.append(reason(row, "ends_on", "ends_first", _("A duty cannot end before it starts.")))
    return found


def apply(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Assign new duties and change the ends of known ones."""
    fresh = [_new_of(each.row) for each in rows if each.action is Action.ADD]
    services.assign_duties(rows=fresh, by=by, at=at)
    changed = [_new_of(each.row) for each in rows if each.action is Action.CHANGE]
    held = queries.duties_by_key()
    ends = {held[(n.employee_number, n.duty, n.starts_on)][0]: n.ends_on for n in changed}
    services.change_ends(ends=ends, by=by, at=at)
    return counts(rows)


def records() -> Iterable[Mapping[str, object]]:
    for (number, duty, starts_on), (_pk, ends_on) in queries.duties_by_key().items():
        yield {"number": number, "duty": duty, "starts_on": starts_on, "ends_on": ends_on}


def register_imports() -> None:
    register(
        ImportSpec(
            kind="duties",
            title=gettext_lazy("Duties of people"),
            permission="learning_map.change_norm",
            columns=COLUMNS,
            plan=plan,
            apply=apply,
            records=records,
            drop_downs=lambda: {"duty": queries.duty_names()},
            order=99,
        )
    )
