"""The import ``completions``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.completions import queries, services
from espalier.cycle.learning_map.completions.types import NewCompletion
from espalier.cycle.learning_map.mode_words import MODES
from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.people.employees import queries as employees
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import differences
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import (
    count_of,
    number_in,
    reason,
    text_in,
    unknown,
    value_in,
    whole_in,
)
from espalier.kit.imports.types import (
    Action,
    CellKind,
    Column,
    ImportSpec,
    PlannedRow,
    Reason,
    Row,
)

ORIGINS = {"匯入": "import", "班級": "class", "外部": "external"}
_MODE_WORDS = {value: text for text, value in MODES.items()}
_ORIGIN_WORDS = {value: text for text, value in ORIGINS.items()}

COLUMNS = (
    Column("number", "員工編號", "Employee number", CellKind.CODE, required=True, max_length=40),
    Column("module_code", "模組代碼", "Module code", CellKind.CODE, required=True, max_length=40),
    Column("version", "版本", "Version", CellKind.INTEGER),
    Column("completed_on", "完成日", "Completed on", CellKind.DATE, required=True),
    Column("hours", "時數", "Hours", CellKind.DECIMAL),
    Column(
        "mode", "方式", "Mode", CellKind.CHOICE,
        choices={**MODES, **{value: value for value in MODES.values()}},
    ),
    Column("expires_on", "到期日", "Expires on", CellKind.DATE),
    Column(
        "origin", "來源", "Origin", CellKind.CHOICE,
        choices={**ORIGINS, **{value: value for value in ORIGINS.values()}},
    ),
    Column("note", "備註", "Note", max_length=300),
)  # fmt: skip


def _new_of(row: Row) -> NewCompletion:
    hours = number_in(row, "hours")
    return NewCompletion(
        employee_number=text_in(row, "number"),
        module_code=text_in(row, "module_code"),
        completed_on=value_in(row, "completed_on"),
        version_no=whole_in(row, "version"),
        minutes=None if hours is None else round(hours * 60),
        mode=text_in(row, "mode"),
        expires_on=value_in(row, "expires_on"),
        origin=text_in(row, "origin") or "import",
        note=text_in(row, "note"),
    )


def plan(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare with what is recorded; a completion without a version means the version in force."""
    people = employees.ids_by_number().keys()
    versions, in_force = modules.versions_by_number(), modules.version_in_force_by_code()
    held = queries.completions_by_key()
    first: dict[queries.CompletionKey, int] = {}
    plans = []
    for row in rows:
        new = _new_of(row)
        number = new.version_no or in_force.get(new.module_code) or 0
        key = (new.employee_number, new.module_code, number, new.completed_on)
        label = f"{new.employee_number}/{new.module_code}/{new.completed_on}"
        version = versions.get((new.module_code, number))
        reasons = _reasons(row, new, new.employee_number in people, version, on)
        if key in first:
            message = _("This completion also stands on row %(row)s; keep one of them.")
            reasons.append(
                reason(row, "number", "duplicate_in_file", message % {"row": first[key]})
            )
        first.setdefault(key, row.number)
        if reasons or version is None:
            plans.append(PlannedRow(row, Action.REFUSE, label, {}, tuple(reasons)))
        elif key not in held:
            added = {name: (None, value) for name, value in _told(row, new).items()}
            plans.append(PlannedRow(row, Action.ADD, label, added))
        else:
            before = _plain(held[key])
            change = differences(before, _told(row, new), list(before))
            action = Action.CHANGE if change else Action.SKIP
            plans.append(PlannedRow(row, action, label, change))
    return plans


def _reasons(
    row: Row,
    new: NewCompletion,
    person_known: bool,
    version: modules.VersionKey | None,
    on: date,
) -> list[Reason]:
    found = []
    if not person_known:
        found.append(unknown(row, "number", _("employee")))
    if version is None:
        column = "version" if new.version_no else "module_code"
        found.append(unknown(row, column, _("published version of the module")))
    if new.completed_on > on:
        found.append(
            reason(row, "completed_on", "future", _("A completion cannot lie in the future."))
        )
    if new.expires_on is not None and new.expires_on < new.completed_on:
        message = _("It cannot expire before it was completed.")
        found.append(reason(row, "expires_on", "expiry_first", message))
    if new.minutes is not None and new.minutes < 0:
        found.append(reason(row, "hours", "negative", _("Hours cannot be negative.")))
    return found


def _told(row: Row, new: NewCompletion) -> dict[str, object]:
    """What the row says of the changeable columns; an empty cell leaves what is recorded."""
    told: dict[str, object] = {
        "minutes": new.minutes,
        "mode": new.mode,
        "expires_on": new.expires_on,
        "origin": text_in(row, "origin"),
        "note": new.note,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _plain(held: queries.HeldCompletion) -> dict[str, object]:
    return {
        "minutes": held.minutes,
        "mode": held.mode,
        "expires_on": held.expires_on,
        "origin": held.origin,
        "note": held.note,
    }


def apply(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Record new completions and correct changed ones."""
    fresh = [_new_of(each.row) for each in rows if each.action is Action.ADD]
    changed = [each for each in rows if each.action is Action.CHANGE]
    n_added = services.record_completions(rows=fresh, by=by, at=at)
    if changed:
        held = queries.completions_by_key()
        in_force = modules.version_in_force_by_code()
        changes = {}
        for each in changed:
            new = _new_of(each.row)
            number = new.version_no or in_force.get(new.module_code) or 0
            key = (new.employee_number, new.module_code, number, new.completed_on)
            changes[held[key].id] = {name: after for name, (_old, after) in each.change.items()}
        services.correct_completions(changes=changes, by=by, at=at)
    return {"added": n_added, "changed": count_of(rows, Action.CHANGE)}


def records() -> Iterable[Mapping[str, object]]:
    for (number, code, version, day), held in queries.completions_by_key().items():
        yield {
            "number": number,
            "module_code": code,
            "version": version,
            "completed_on": day,
            "hours": round(held.minutes / 60, 2),
            "mode": _MODE_WORDS.get(held.mode, held.mode),
            "expires_on": held.expires_on,
            "origin": _ORIGIN_WORDS.get(held.origin, held.origin),
            "note": held.note,
        }


def register_imports() -> None:
    register(
        ImportSpec(
            kind="completions",
            title=gettext_lazy("Completions"),
            permission="learning_map.change_completion",
            columns=COLUMNS,
            plan=plan,
            apply=apply,
            records=records,
            drop_downs=lambda: {
                "module_code": sorted(modules.version_in_force_by_code()),
                "mode": list(MODES),
                "origin": list(ORIGINS),
            },
            order=80,
        )
    )
