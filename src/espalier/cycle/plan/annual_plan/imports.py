"""The import ``plan_lines``: a plan made elsewhere, such as last year's, in the columns of local practice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.modules.queries import module_ids_by_code
from espalier.cycle.people.employees.queries import ids_by_number
from espalier.cycle.plan.annual_plan import queries, rules, services
from espalier.cycle.plan.annual_plan.models import Line
from espalier.cycle.plan.annual_plan.types import ImportedLine, LineContent
from espalier.cycle.plan.permissions import CHANGE
from espalier.kit.accounts.types import Actor
from espalier.kit.imports import registry
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.rows import codes_in, reason, text_in, unknown, unknown_codes, whole_in
from espalier.kit.imports.types import CellKind, Column, ImportSpec, PlannedRow, Reason, Row

CATEGORIES = {
    "階層": Line.Category.LEVEL,
    "職能": Line.Category.COMPETENCY,
    "法定": Line.Category.LEGAL,
    "策略": Line.Category.STRATEGY,
}
STATES = {
    "計畫中": Line.State.PLANNED,
    "執行中": Line.State.RUNNING,
    "已執行": Line.State.DONE,
    "已取消": Line.State.CANCELLED,
}


def _money(key: str, label: str, label_en: str) -> Column:
    return Column(key, label, label_en, CellKind.INTEGER, minimum=0, maximum=rules.MOST_MONEY)


COLUMNS = (
    Column("year", "年度", "Year", CellKind.INTEGER, required=True, minimum=2000, maximum=2200),
    Column("number", "編號", "Line no.", CellKind.CODE, max_length=20),
    Column("module", "課程代碼", "Module code", CellKind.CODE, required=True, max_length=40),
    Column("category", "類別", "Category", CellKind.CHOICE, required=True,
           choices={**CATEGORIES, **{c.value: c.value for c in Line.Category}}),
    Column("sessions", "梯次", "Sessions", CellKind.INTEGER, required=True, minimum=1, maximum=500),
    Column("headcount", "人數", "People", CellKind.INTEGER, minimum=0, maximum=1_000_000),
    Column("minutes", "每梯次分鐘", "Minutes of a session", CellKind.INTEGER, required=True,
           minimum=1, maximum=500_000),
    _money("session_cost", "每梯次費用", "Cost of a session (NT$)"),
    _money("head_cost", "每人費用", "Cost per participant (NT$)"),
    _money("cost", "預算", "Budget (NT$)"),
    _money("grant_amount", "補助", "Grant (NT$)"),
    Column("months", "月份", "Months", CellKind.CODES),
    Column("evaluation_level", "評估層次", "Level of evaluation", CellKind.INTEGER, minimum=1,
           maximum=4),
    Column("owner", "負責人", "Responsible", max_length=120),
    Column("state", "狀態", "State", CellKind.CHOICE,
           choices={**STATES, **{s.value: s.value for s in Line.State}}),
    Column("reason", "依據", "Reason in words", max_length=2000),
    Column("people", "參訓人員", "Employee numbers", CellKind.CODES),
)  # fmt: skip
_COMPARED = tuple(column.key for column in COLUMNS if column.key not in {"year", "module"})
NUMBERS = ("session_cost", "head_cost", "grant_amount")


def _records() -> dict[tuple[int, str], dict[str, object]]:
    """Every imported line as its row of the sheet. Two queries."""
    return {
        (line.scenario.plan.year, line.module.code): {
            "year": line.scenario.plan.year,
            "module": line.module.code,
            "months": tuple(str(n) for n in rules.months_of(line.months)),
            "people": tuple(place.employee.number for place in line.places.all()),
            **{name: getattr(line, name) for name in _COMPARED if name not in {"months", "people"}},
        }
        for line in queries.imported_lines()
    }


def plan_lines(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare with the lines imported before. Four queries."""
    modules, people = module_ids_by_code(), ids_by_number()

    def check(row: Row) -> Iterator[Reason]:
        if text_in(row, "module") not in modules:
            yield unknown(row, "module", _now("module"))
        yield from unknown_codes(row, "people", people, _now("employee"))
        wrong = [m for m in codes_in(row, "months") if not m.isdigit() or not 1 <= int(m) <= 12]
        if wrong:
            message = _("A month lies between 1 and 12.")
            yield reason(row, "months", "month", message)

    return plan_by_key(
        rows, _records(), key=("year", "module"), compare_columns=_COMPARED, check=check
    )


def apply_lines(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    modules, people = module_ids_by_code(), ids_by_number()
    held = _records()
    told = [_line(each.row, held, modules, people) for each in rows]
    return dict(services.store_lines(lines=told, by=by, at=at))


def _line(
    row: Row,
    held: Mapping[tuple[int, str], Mapping[str, object]],
    modules: Mapping[str, int],
    people: Mapping[str, int],
) -> ImportedLine:
    """A row with what the file does not say taken from the record."""
    key = (whole_in(row, "year") or 0, text_in(row, "module"))
    whole = Row(row.sheet, row.number, {**held.get(key, {}), **row.values})
    content = LineContent(
        category=text_in(whole, "category"),
        sessions=whole_in(whole, "sessions") or 1,
        minutes=whole_in(whole, "minutes") or 1,
        months=tuple(int(each) for each in codes_in(whole, "months")),
        evaluation_level=whole_in(whole, "evaluation_level"),
        owner=text_in(whole, "owner"),
        reason=text_in(whole, "reason"),
        **{name: whole_in(whole, name) or 0 for name in NUMBERS},
    )
    return ImportedLine(
        year=key[0],
        module_id=modules[key[1]],
        number=text_in(whole, "number"),
        headcount=whole_in(whole, "headcount") or 0,
        cost=whole_in(whole, "cost") or 0,
        state=text_in(whole, "state") or Line.State.PLANNED,
        content=content,
        employee_ids=tuple(people[number] for number in codes_in(whole, "people")),
    )


def line_records() -> Iterable[Mapping[str, object]]:
    words: dict[str, Any] = {value: word for word, value in {**CATEGORIES, **STATES}.items()}
    for row in _records().values():
        yield {**row, "category": words[str(row["category"])], "state": words[str(row["state"])]}


def register_imports() -> None:
    """Offer the sheet."""
    registry.register(
        ImportSpec(
            kind="plan_lines",
            title=_("Lines of an annual plan"),
            permission=CHANGE,
            columns=COLUMNS,
            plan=plan_lines,
            apply=apply_lines,
            records=line_records,
            drop_downs=lambda: {"module": sorted(module_ids_by_code())},
            order=175,
            purpose=_(
                "A plan made elsewhere, such as last year's, to compare with and to carry over."
            ),
        )
    )
