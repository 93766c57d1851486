"""The sheet of units."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people import chains
from espalier.cycle.people.employees.queries import ids_by_number
from espalier.cycle.people.sheets import text, without_refused, writable
from espalier.cycle.people.units import queries, services
from espalier.kit.accounts.types import Actor
from espalier.kit.imports import registry
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.rows import reason
from espalier.kit.imports.types import CellKind, Column, ImportSpec, PlannedRow, Reason, Row

COLUMNS = (
    Column("code", "單位代碼", "Unit code", CellKind.CODE, required=True, max_length=40),
    Column("name", "單位名稱", "Unit name", required=True, max_length=120),
    Column("name_en", "英文名稱", "English name", max_length=160),
    Column("parent", "上級單位代碼", "Parent unit code", CellKind.CODE, max_length=40),
    Column("manager_number", "主管員工編號", "Manager's number", CellKind.CODE, max_length=40),
)


def plan(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    """Compare with the tree; an unknown parent and a circle are refused. One query."""
    known = {str(record["code"]): record for record in records()}
    above = {code: text(record, "parent") or None for code, record in known.items()}
    for row in rows:
        code = text(row.values, "code")
        above[code] = text(row.values, "parent") or None if "parent" in row.values else None
        if "parent" not in row.values and code in known:
            above[code] = text(known[code], "parent") or None
    circle_of = {code: circle for circle in chains.circles(above) for code in circle}

    def check(row: Row) -> Iterable[Reason]:
        code, parent = text(row.values, "code"), text(row.values, "parent")
        if parent and parent not in above:
            yield reason(row, "parent", "unknown_parent", _("There is no unit with this code."))
        if code in circle_of:
            message = _("These units would lie below one another in a circle: %(units)s.")
            units = chains.in_words(circle_of[code])
            yield reason(row, "parent", "unit_cycle", message % {"units": units})

    compared = [column.key for column in COLUMNS[1:]]
    planned = plan_by_key(rows, known, key="code", compare_columns=compared, check=check)
    return without_refused(
        planned,
        lambda row: text(row.values, "parent"),
        existing=known,
        column="parent",
        message=_("The row of the parent unit is refused."),
    )


def apply(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    """Write the rows; parents may come in any order."""
    rows = [each.row.values for each in writable(planned)]
    return services.write_units(rows=rows, manager_ids=ids_by_number(), by=by, at=at)


def records() -> list[dict[str, object]]:
    """Today's units, parents before children where their order says so. One query."""
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "name_en": unit.name_en,
            "parent": unit.parent.code if unit.parent else "",
            "manager_number": unit.manager.number if unit.manager else unit.awaited_manager_number,
        }
        for unit in queries.units()
    ]


def drop_downs() -> Mapping[str, Sequence[str]]:
    return {"parent": [str(record["code"]) for record in records()]}


def register() -> None:
    registry.register(
        ImportSpec(
            kind="units",
            title=gettext_lazy("Units"),
            permission="people.change_unit",
            columns=COLUMNS,
            plan=plan,
            apply=apply,
            records=records,
            drop_downs=drop_downs,
            order=20,
        )
    )
