"""The import ``stakeholders``: the register as a sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.needs.stakeholders import queries, rules, services, wording
from espalier.cycle.needs.stakeholders.permissions import CHANGE
from espalier.cycle.needs.stakeholders.rules import StakeholderProblem
from espalier.cycle.needs.stakeholders.types import StakeholderContent
from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.units import queries as units
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import (
    counts,
    only_told,
    reason,
    text_in,
    unknown,
    whole_in,
    without_blanks,
)
from espalier.kit.imports.types import (
    CellKind,
    Column,
    ImportSpec,
    PlannedRow,
    Reason,
    Row,
)

GROUPS = {
    "學員": "learner",
    "講師": "instructor",
    "主管": "supervisor",
    "承辦人": "coordinator",
    "高階主管": "executive",
    "客戶": "customer",
    "勞方代表": "labour",
    "協力廠商": "vendor",
    "其他": "other",
}
STANCES = {"尚不清楚": "unknown", "支持": "for", "中立": "neutral", "反對": "against"}
COLUMNS = (
    Column("code", "關係人代碼", "Stakeholder code", CellKind.CODE, required=True, max_length=40),
    Column("name", "關係人", "Stakeholder", required=True, max_length=120),
    Column("name_en", "英文名稱", "English name", max_length=160),
    Column(
        "group", "群組", "Group", CellKind.CHOICE, required=True,
        choices={**GROUPS, **{value: value for value in GROUPS.values()}},
    ),
    Column("role", "角色", "Role", max_length=120),
    Column("role_en", "英文角色", "Role in English", max_length=160),
    Column("unit_code", "單位代碼", "Unit code", CellKind.CODE, max_length=40),
    Column("employee_number", "員工編號", "Employee number", CellKind.CODE, max_length=40),
    Column("email", "電子郵件", "E-mail", max_length=254),
    Column("power", "影響力", "Power", CellKind.INTEGER, required=True, minimum=1, maximum=5),
    Column("interest", "關注程度", "Interest", CellKind.INTEGER, required=True, minimum=1, maximum=5),
    Column("expectation", "期望", "Expectation", max_length=2000),
    Column("expectation_en", "英文期望", "Expectation in English", max_length=2000),
    Column(
        "stance", "態度", "Stance", CellKind.CHOICE,
        choices={**STANCES, **{value: value for value in STANCES.values()}},
    ),
    Column("position", "立場說明", "Position", max_length=2000),
    Column("position_en", "英文立場說明", "Position in English", max_length=2000),
)  # fmt: skip
_COLUMN = {
    StakeholderProblem.NO_CODE: "code",
    StakeholderProblem.NO_NAME: "name",
    StakeholderProblem.NO_GROUP: "group",
    StakeholderProblem.BAD_POWER: "power",
    StakeholderProblem.BAD_INTEREST: "interest",
    StakeholderProblem.BAD_STANCE: "stance",
}
_FIELDS = [field.name for field in fields(StakeholderContent)]
_EMPTY = StakeholderContent("", "", "", 0, 0)


def _content_of(row: Row, held: StakeholderContent | None) -> StakeholderContent:
    """What the row makes of a stakeholder; a column the file does not have stays as it was."""
    told: dict[str, Any] = {name: text_in(row, name) for name in _FIELDS}
    told["power"] = whole_in(row, "power") or 0
    told["interest"] = whole_in(row, "interest") or 0
    told["stance"] = told["stance"] or "unknown"
    return replace(held or _EMPTY, **only_told(row, told))


def plan(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with the register. Three queries."""
    now = queries.contents_by_code()
    people, places = employees.ids_by_number(), units.units_by_code()
    groups, stances = dict(queries.group_choices()), dict(queries.stance_choices())

    def check(row: Row) -> list[Reason]:
        content = _content_of(row, now.get(text_in(row, "code")))
        found = rules.problems_of_stakeholder(content, groups=groups, stances=stances)
        reasons = [
            reason(row, _COLUMN[kind], kind, str(wording.stakeholder_problem(kind)))
            for kind in found
        ]
        if content.unit_code and content.unit_code not in places:
            reasons.append(unknown(row, "unit_code", _("unit")))
        if content.employee_number and content.employee_number not in people:
            reasons.append(unknown(row, "employee_number", _("employee")))
        return reasons

    existing = {
        code: {name: getattr(content, name) for name in _FIELDS} for code, content in now.items()
    }
    # An employee's own address is shown where the sheet has none: a blank cell says nothing then.
    planned = without_blanks((_known_stance(row) for row in rows), "email")
    return plan_by_key(planned, existing, key="code", compare_columns=_FIELDS, check=check)


def _known_stance(row: Row) -> Row:
    """A blank stance means that it is not known."""
    if "stance" not in row.values or text_in(row, "stance"):
        return row
    return replace(row, values={**row.values, "stance": "unknown"})


def apply(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Write the planned rows."""
    now = queries.contents_by_code()
    contents = {
        (code := text_in(each.row, "code")): _content_of(each.row, now.get(code)) for each in rows
    }
    services.import_stakeholders(contents=contents, by=by, at=at)
    return counts(rows)


def records() -> Iterable[Mapping[str, object]]:
    groups = {value: text for text, value in GROUPS.items()}
    stances = {value: text for text, value in STANCES.items()}
    for content in queries.contents_by_code().values():
        row = {name: getattr(content, name) for name in _FIELDS}
        yield {**row, "group": groups[content.group], "stance": stances[content.stance]}


def register_imports() -> None:
    register(
        ImportSpec(
            kind="stakeholders",
            title=gettext_lazy("Register of stakeholders"),
            permission=CHANGE,
            columns=COLUMNS,
            plan=plan,
            apply=apply,
            records=records,
            drop_downs=lambda: {
                "group": list(GROUPS),
                "stance": list(STANCES),
                "unit_code": sorted(units.units_by_code()),
            },
            order=120,
            purpose=gettext_lazy(
                "Who has something at stake in training, with power and interest."
            ),
        )
    )
