"""The imports ``resources`` and ``instructors``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.sheets import completed, day, text
from espalier.cycle.people.units.queries import units_by_code
from espalier.cycle.policy.resources import queries, services
from espalier.cycle.policy.resources.permissions import CHANGE
from espalier.cycle.policy.resources.types import CostBasis, Kind
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.rows import reason, without_blanks
from espalier.kit.imports.types import CellKind, Column, ImportSpec, PlannedRow, Reason, Row

KINDS = {
    "講師": Kind.INSTRUCTOR,
    "教室": Kind.ROOM,
    "設備": Kind.EQUIPMENT,
    "系統": Kind.SYSTEM,
    "供應商": Kind.VENDOR,
    "合作夥伴": Kind.PARTNER,
    "預算": Kind.MONEY,
    "補助": Kind.GRANT,
}
BASES = {
    "小時": CostBasis.HOUR,
    "日": CostBasis.DAY,
    "場次": CostBasis.SESSION,
    "人": CostBasis.PERSON,
    "年": CostBasis.YEAR,
}
_KIND_WORDS = {value: word for word, value in KINDS.items()}
_BASIS_WORDS = {value: word for word, value in BASES.items()}
COLUMNS = (
    Column("code", "資源代碼", "Resource code", CellKind.CODE, required=True, max_length=40),
    Column("kind", "資源類別", "Kind", CellKind.CHOICE, required=True,
           choices={**KINDS, **{k.value: k.value for k in Kind}}),
    Column("name", "資源名稱", "Name", required=True, max_length=160),
    Column("name_en", "英文名稱", "English name", max_length=200),
    Column("is_internal", "內部資源", "Internal", CellKind.YES_NO),
    Column("unit", "管理單位代碼", "Keeping unit", CellKind.CODE, max_length=40),
    Column("place", "地點", "Place", max_length=160),
    Column("seats", "座位數", "Seats", CellKind.INTEGER, minimum=0, maximum=100_000),
    Column("pieces", "數量", "Pieces", CellKind.INTEGER, minimum=1, maximum=999),
    Column("unit_cost", "單位成本", "Unit cost (NT$)", CellKind.INTEGER, minimum=0,
           maximum=2_000_000_000),
    Column("cost_basis", "計價單位", "Cost is for", CellKind.CHOICE,
           choices={**BASES, **{b.value: b.value for b in CostBasis}}),
    Column("valid_from", "啟用日", "From", CellKind.DATE),
    Column("ended_on", "終止日", "Until", CellKind.DATE),
    Column("selection_note", "選用說明", "Why it was chosen"),
    Column("note", "備註", "Note"),
    Column("note_en", "備註英文", "Note in English"),
)  # fmt: skip
INSTRUCTOR_COLUMNS = (
    Column("code", "資源代碼", "Resource code", CellKind.CODE, required=True, max_length=40),
    Column("number", "員工編號", "Employee number", CellKind.CODE, max_length=40),
    Column("subjects", "授課主題", "Subjects"),
    Column("languages", "授課語言", "Languages", max_length=160),
    Column("qualifications", "資格", "Qualifications"),
)
_COMPARED = tuple(column.key for column in COLUMNS[1:])
_OF_INSTRUCTOR = tuple(column.key for column in INSTRUCTOR_COLUMNS[1:])


def _resources() -> dict[str, dict[str, object]]:
    plain = [key for key in _COMPARED if key != "unit"]
    return {
        each.code: {
            "code": each.code,
            **{key: getattr(each, key) for key in plain},
            "unit": each.unit.code if each.unit else "",
        }
        for each in queries.resources()
    }


def plan_resources(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare with the register. Two queries."""
    now, units = _resources(), units_by_code()

    def check(row: Row) -> Iterator[Reason]:
        told = {**now.get(text(row.values, "code"), {}), **row.values}
        unit = text(row.values, "unit")
        if unit and unit not in units:
            yield reason(row, "unit", "unknown_unit", _("There is no unit with this code."))
        if told.get("unit_cost") is not None and not text(told, "cost_basis"):
            message = _("A cost needs to say what it is for: hour, day, session…")
            yield reason(row, "unit_cost", "cost_basis", message)
        first, last = day(told, "valid_from"), day(told, "ended_on")
        if first and last and last < first:
            yield reason(row, "ended_on", "reversed", _("This day lies before the first one."))

    # One piece, inside the house: what nobody wrote is what is most often so, and no wish to change it.
    told_rows = without_blanks(rows, "pieces", "is_internal")
    return plan_by_key(told_rows, now, key="code", compare_columns=_COMPARED, check=check)


def apply_resources(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    units = units_by_code()
    values = []
    for each in completed(rows, _resources().values(), ("code",)):
        unit = units.get(text(each, "unit"))
        values.append(
            {
                **{key: each.get(key) for key in ("code", *_COMPARED) if key != "unit"},
                "unit_id": unit.pk if unit else None,
            }
        )
    return services.store_resources(values=values, by=by, at=at)


def resource_records() -> Iterable[Mapping[str, object]]:
    for row in _resources().values():
        yield {
            **row,
            "kind": _KIND_WORDS[Kind(str(row["kind"]))],
            "cost_basis": _BASIS_WORDS.get(CostBasis(str(row["cost_basis"])), "")
            if row["cost_basis"]
            else "",
        }


def _instructors() -> dict[str, dict[str, object]]:
    return {
        each.code: {
            "code": each.code,
            "number": each.instructor.employee.number if each.instructor.employee else "",
            "subjects": each.instructor.subjects,
            "languages": each.instructor.languages,
            "qualifications": each.instructor.qualifications,
        }
        for each in queries.resources(Kind.INSTRUCTOR)
        if hasattr(each, "instructor")
    }


def plan_instructors(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare what only instructors have. Three queries."""
    kinds = {each.code: each.kind for each in queries.resources()}
    numbers = employees.ids_by_number()

    def check(row: Row) -> Iterator[Reason]:
        if kinds.get(text(row.values, "code")) != Kind.INSTRUCTOR:
            message = _("There is no instructor with this code. Import the resources first.")
            yield reason(row, "code", "unknown", message)
        number = text(row.values, "number")
        if number and number not in numbers:
            message = _("There is no employee with this number.")
            yield reason(row, "number", "unknown_employee", message)

    return plan_by_key(
        rows, _instructors(), key="code", compare_columns=_OF_INSTRUCTOR, check=check
    )


def apply_instructors(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    numbers = employees.ids_by_number()
    told = [
        {
            "code": text(each, "code"),
            "employee_id": numbers.get(text(each, "number")),
            **{key: text(each, key) for key in _OF_INSTRUCTOR if key != "number"},
        }
        for each in completed(rows, _instructors().values(), ("code",))
    ]
    return services.store_instructors(values=told, by=by, at=at)


def _units() -> dict[str, list[str]]:
    return {"unit": sorted(units_by_code())}


SPECS = (
    ImportSpec(
        kind="resources",
        title=gettext_lazy("Resources of training"),
        permission=CHANGE,
        columns=COLUMNS,
        plan=plan_resources,
        apply=apply_resources,
        records=resource_records,
        drop_downs=_units,
        order=110,
        purpose=gettext_lazy("Instructors, rooms, equipment, systems, vendors, partners, money."),
    ),
    ImportSpec(
        kind="instructors",
        title=gettext_lazy("Instructors"),
        permission=CHANGE,
        columns=INSTRUCTOR_COLUMNS,
        plan=plan_instructors,
        apply=apply_instructors,
        records=lambda: _instructors().values(),
        order=111,
        purpose=gettext_lazy("What instructors teach, in which languages, and who they are."),
    ),
)
