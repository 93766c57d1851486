"""The imports ``unit_request_rounds`` and ``unit_requests``: rounds, and the answers of units that fill in Excel.

Both directions use the same columns: a form made for a unit (``sheets``) comes back as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.needs.needs_list import queries as needs
from espalier.cycle.needs.unit_requests import queries, rules, services, wording
from espalier.cycle.needs.unit_requests.models import SurveyRound, UnitRequest
from espalier.cycle.needs.unit_requests.permissions import CONDUCT
from espalier.cycle.needs.unit_requests.types import (
    RequestContent,
    RequestState,
    RoundState,
)
from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.units import queries as units
from espalier.cycle.policy.goals import queries as policy
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import (
    codes_in,
    counts,
    reason,
    text_in,
    told,
    unknown,
    unknown_codes,
    without_blanks,
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

REASONS = {"經營目標": "goal", "職能落差": "gap", "法規要求": "law", "其他": "other"}
MODES = {
    "內訓": "in_house", "外訓": "external", "數位學習": "online", "工作崗位訓練": "workplace",
    "不限": "open",
}  # fmt: skip
PRIORITIES = {"高": "high", "中": "medium", "低": "low"}


def _choices(texts: Mapping[str, str]) -> dict[str, str]:
    """What a cell may say: our words first, then the codes."""
    return {**texts, **{value: value for value in texts.values()}}


ROUND_COLUMNS = (
    Column("code", "調查代碼", "Round code", CellKind.CODE, required=True, max_length=40),
    Column("year", "年度", "Year", CellKind.INTEGER, required=True, minimum=2000, maximum=2200),
    Column("title", "調查名稱", "Title", required=True, max_length=200),
    Column("title_en", "英文名稱", "English title", max_length=200),
    Column("opens_on", "開始日", "First day", CellKind.DATE, required=True),
    Column("deadline", "截止日", "Deadline", CellKind.DATE, required=True),
    Column("units", "調查單位代碼", "Units asked", CellKind.CODES, required=True),
    Column("instructions", "填寫說明", "Instructions", max_length=4000),
    Column("instructions_en", "英文填寫說明", "Instructions in English", max_length=4000),
    Column("contact", "聯絡窗口", "Contact", max_length=200),
)
COLUMNS = (
    Column("round", "調查代碼", "Round code", CellKind.CODE, required=True, max_length=40),
    Column("code", "需求編號", "Request number", CellKind.CODE, required=True, max_length=60),
    Column("unit", "單位代碼", "Unit code", CellKind.CODE, required=True, max_length=160),
    Column("module", "課程模組", "Module", CellKind.CODE, max_length=260,
           help=gettext_lazy("Choose from the list, or leave it empty and write a topic.")),
    Column("topic", "希望主題", "Wished topic", max_length=200),
    Column("reason_kind", "需求來源", "Kind of reason", CellKind.CHOICE, choices=_choices(REASONS)),
    Column("reason", "需求說明", "Reason", max_length=2000,
           help=gettext_lazy("What should be better at work afterwards.")),
    Column("goal", "經營目標代碼", "Business goal", CellKind.CODE, max_length=260),
    Column("need", "需求清單代碼", "Need", CellKind.CODE, max_length=260),
    Column("mode", "希望方式", "Wished form", CellKind.CHOICE, choices=_choices(MODES)),
    Column("people", "指名人員", "People", CellKind.CODES,
           help=gettext_lazy("Employee numbers; the people of the unit stand on a sheet of their own.")),
    Column("headcount", "人數", "Number of people", CellKind.INTEGER, minimum=1,
           maximum=rules.MOST_PEOPLE, help=gettext_lazy("Those named count too.")),
    Column("months", "希望月份", "Months", CellKind.CODES,
           help=gettext_lazy("Numbers from 1 to 12.")),
    Column("budget_minor", "預估經費（元）", "Budget expected (NT$)", CellKind.INTEGER, minimum=0,
           maximum=rules.MOST_BUDGET),
    Column("priority", "優先順序", "Priority", CellKind.CHOICE, choices=_choices(PRIORITIES)),
    Column("remarks", "備註", "Remarks", max_length=2000),
)  # fmt: skip
KEY = ("round", "code")
_COMPARED = [column.key for column in COLUMNS if column.key not in KEY]
# Cells that name a record; a form offers "MFG-01 工程圖判讀", of which the first word counts.
_NAMING = ("unit", "module", "goal", "need")
_LISTS = {"people": "", "months": "月"}  # what may stand behind a value
# A blank here says nothing; it is no wish to forget what was chosen.
_CHOSEN = ("reason_kind", "mode", "priority")
_TEXTS = ("topic", "reason", "remarks")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the cells of a sheet may name, and the requests there are. Read once for all rows."""

    rounds: Mapping[str, SurveyRound]
    asked: frozenset[tuple[str, str]]
    units: Mapping[str, Any]
    modules: Mapping[str, int]
    goals: Mapping[str, int]
    needs: Mapping[str, int]
    people: Mapping[str, tuple[int, str]]  # number → id, path of the unit
    held: Mapping[tuple[str, str], UnitRequest]


def _known(rows: Sequence[Row], on: date) -> _Known:
    rounds = queries.round_codes()
    named = {text_in(row, "round") for row in rows}
    present = employees.employees().filter(employees.present_on(on))
    return _Known(
        rounds=rounds,
        asked=queries.asked_pairs(named),
        units=units.units_by_code(),
        modules=modules.module_ids_by_code(),
        goals={goal.key: goal.id for goal in policy.goals()},
        needs=needs.need_ids_by_code(),
        people={
            number: (pk, path)
            for pk, number, path in present.values_list("pk", "number", "unit__scope__path")
        },
        held=queries.requests_by_key(named),
    )


def plan(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare requests by round and number; a line of a form that was left empty is passed over."""
    normal = [_normal(row) for row in without_blanks(rows, *_CHOSEN)]
    known = _known(normal, on)
    filled = [row for row in normal if _is_filled(row)]
    existing = {key: _record(row) for key, row in known.held.items()}
    planned = plan_by_key(
        filled,
        existing,
        key=KEY,
        compare_columns=_COMPARED,
        check=lambda row: _reasons(row, known, on),
    )
    empty = [
        PlannedRow(row, Action.SKIP, "/".join(text_in(row, key) for key in KEY))
        for row in normal
        if not _is_filled(row)
    ]
    checked = [_unless_decided(each, known) for each in planned]
    return sorted([*checked, *empty], key=lambda each: each.row.number)


def _normal(row: Row) -> Row:
    """Cells that offered a code with its name are cut to the code, months lose their 月."""
    values = dict(row.values)
    for key in _NAMING:
        if key in values:
            values[key] = _first_word(text_in(row, key))
    for key, ending in _LISTS.items():
        if key in values:
            named = (_first_word(code).removesuffix(ending) for code in codes_in(row, key))
            values[key] = tuple(dict.fromkeys(named))
    return replace(row, values=values)


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0] if text.strip() else ""


def _is_filled(row: Row) -> bool:
    return any(row.values.get(key) not in (None, "", ()) for key in _COMPARED if key != "unit")


def _reasons(row: Row, known: _Known, on: date) -> list[Reason]:
    """Every reason to refuse a row: records that are not there, and what the rules of a request say."""
    found = _unknown_records(row, known)
    round_, unit = text_in(row, "round"), text_in(row, "unit")
    if round_ in known.rounds and known.rounds[round_].state == RoundState.PLANNED:
        found += _said(row, "round", [(rules.RequestProblem.NOT_BEGUN, "")])
    elif round_ in known.rounds and unit in known.units and (round_, unit) not in known.asked:
        found += _said(row, "unit", [(rules.RequestProblem.UNIT_NOT_ASKED, unit)])
    bad = [text for text in codes_in(row, "months") if not text.isdecimal()]
    if bad or found:
        problems = [(rules.RequestProblem.BAD_MONTH, text) for text in bad]
        return found + _said(row, "months", problems)
    content = _content(row, known)
    outside = [
        number
        for number in codes_in(row, "people")
        if unit in known.units and not _is_inside(number, unit, known)
    ]
    problems = rules.problems_of_draft(content, outside=outside)
    return found + _said(row, "", problems + rules.problems_before_send(content))


def _is_inside(number: str, unit: str, known: _Known) -> bool:
    return known.people[number][1].startswith(known.units[unit].scope.path)


def _unknown_records(row: Row, known: _Known) -> list[Reason]:
    found = []
    for column, there, what in (
        ("round", known.rounds, _("survey round")),
        ("unit", known.units, _("unit")),
        ("module", known.modules, _("module")),
        ("goal", known.goals, _("business goal")),
        ("need", known.needs, _("need")),
    ):
        if (named := text_in(row, column)) and named not in there:
            found.append(unknown(row, column, what))
    return found + unknown_codes(row, "people", known.people, _("person who works here"))


_COLUMN_OF = {
    rules.RequestProblem.NO_SUBJECT: "topic",
    rules.RequestProblem.NO_REASON: "reason",
    rules.RequestProblem.NO_GOAL: "goal",
    rules.RequestProblem.NO_PEOPLE: "headcount",
    rules.RequestProblem.FEWER_THAN_NAMED: "headcount",
    rules.RequestProblem.OUTSIDE_UNIT: "people",
    rules.RequestProblem.NO_MONTH: "months",
    rules.RequestProblem.BAD_MONTH: "months",
    rules.RequestProblem.OUT_OF_RANGE: "headcount",
}


def _said(row: Row, column: str, found: rules.Found) -> list[Reason]:
    return [
        reason(row, column or _COLUMN_OF[kind], kind.value, f"{words.message} {words.remedy}")
        for (kind, _about), words in zip(found, wording.in_words(found), strict=True)
    ]


def _unless_decided(planned: PlannedRow, known: _Known) -> PlannedRow:
    """A request that was decided or withdrawn is not written over by a file."""
    row = planned.row
    held = known.held.get((text_in(row, "round"), text_in(row, "code")))
    if planned.action is not Action.CHANGE or held is None:
        return planned
    if held.state in (*rules.WRITABLE, RequestState.SENT):
        return planned
    message = _("This request is no longer open: %(state)s. Take that back first.")
    said = Reason(
        "code", held.code, "already_decided", message % {"state": wording.STATES[held.state]}
    )
    return replace(planned, action=Action.REFUSE, change={}, reasons=(said,))


def _content(row: Row, known: _Known) -> RequestContent:
    """What a row says; what the file has no column for stays as it was."""
    held = known.held.get((text_in(row, "round"), text_in(row, "code")))
    values: dict[str, Any] = {key: text_in(row, key) for key in _TEXTS if key in row.values}
    values |= told(row, ["headcount", "budget_minor"])
    for column, name, there in (
        ("module", "module_id", known.modules),
        ("goal", "business_goal_id", known.goals),
        ("need", "need_id", known.needs),
    ):
        if column in row.values:
            values[name] = there.get(text_in(row, column))
    values |= {key: text_in(row, key) for key in _CHOSEN if key in row.values}
    if "people" in row.values:
        values["employee_ids"] = tuple(known.people[n][0] for n in codes_in(row, "people"))
    if "months" in row.values:
        values["months"] = tuple(sorted({int(text) for text in codes_in(row, "months")}))
    return replace(queries.content_of(held) if held else RequestContent(), **values)


def apply(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    known = _known([each.row for each in rows], timezone.localdate(at))
    keys = [(text_in(each.row, "round"), text_in(each.row, "code")) for each in rows]
    contents = {key: _content(each.row, known) for key, each in zip(keys, rows, strict=True)}
    places = {
        key: known.units[text_in(each.row, "unit")].pk for key, each in zip(keys, rows, strict=True)
    }
    services.save_requests(contents=contents, units=places, by=by, at=at)
    return counts(rows)


def _record(row: UnitRequest) -> dict[str, object]:
    return {
        "round": row.round.code,
        "code": row.code,
        "unit": row.unit.code,
        "module": row.module.code if row.module else "",
        "topic": row.topic,
        "reason_kind": row.reason_kind,
        "reason": row.reason,
        "goal": row.business_goal.code if row.business_goal else "",
        "need": row.need.code if row.need else "",
        "mode": row.mode,
        "people": tuple(sorted(each.number for each in row.employees.all())),
        "headcount": row.headcount,
        "months": tuple(str(month) for month in row.months),
        "budget_minor": row.budget_minor,
        "priority": row.priority,
        "remarks": row.remarks,
    }


def records() -> Iterable[Mapping[str, object]]:
    """Every request that was not withdrawn."""
    kept = queries.requests().exclude(state=RequestState.WITHDRAWN).prefetch_related("employees")
    return map(_record, kept)


def records_of_unit(round_id: int, unit_id: int) -> list[dict[str, object]]:
    """What one unit asks for, as the lines of its form."""
    rows = queries.requests_of_unit(round_id, unit_id)
    return [_record(row) for row in rows if row.state != RequestState.WITHDRAWN]


def plan_rounds(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    known = units.units_by_code()
    held = {str(record["code"]): record for record in round_records()}

    def check(row: Row) -> list[Reason]:
        found = unknown_codes(row, "units", known, _("unit"))
        first, last = row.values.get("opens_on"), row.values.get("deadline")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            problem = (rules.RequestProblem.ENDS_BEFORE_IT_BEGINS, "")
            found += _said(row, "deadline", [problem])
        return found

    keys = [column.key for column in ROUND_COLUMNS[1:]]
    return plan_by_key(rows, held, key="code", compare_columns=keys, check=check)


def apply_rounds(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    known = units.units_by_code()
    plain = [column.key for column in ROUND_COLUMNS if column.key != "units"]
    contents, asked = {}, {}
    for each in rows:
        values = told(each.row, plain)
        code = str(values.pop("code"))
        contents[code] = {name: "" if value is None else value for name, value in values.items()}
        asked[code] = [known[unit].pk for unit in codes_in(each.row, "units")]
    services.save_rounds(contents=contents, units=asked, by=by, at=at)
    return counts(rows)


def round_records() -> Iterable[Mapping[str, object]]:
    asked = queries.asked_codes()
    plain = [column.key for column in ROUND_COLUMNS if column.key != "units"]
    for code, row in queries.round_codes().items():
        yield {name: getattr(row, name) for name in plain} | {"units": tuple(asked.get(code, ()))}


def drop_downs() -> dict[str, list[str]]:
    """What the lists of a form offer, codes with their names."""
    return {
        "module": [label for _pk, label in queries.module_choices()],
        "goal": [f"{goal.key} {goal.text}"[:200] for goal in policy.goals()],
        "need": [label for _pk, label in needs.need_choices()],
    }


REQUESTS = ImportSpec(
    kind="unit_requests",
    title=gettext_lazy("Training requests of the units"),
    permission=CONDUCT,
    columns=COLUMNS,
    plan=plan,
    apply=apply,
    records=records,
    drop_downs=drop_downs,
    order=151,
    purpose=gettext_lazy("Answers of units that fill the form in Excel."),
)


def register_imports() -> None:
    register(
        ImportSpec(
            kind="unit_request_rounds",
            title=gettext_lazy("Surveys of training requests"),
            permission=CONDUCT,
            columns=ROUND_COLUMNS,
            plan=plan_rounds,
            apply=apply_rounds,
            records=round_records,
            order=150,
        )
    )
    register(REQUESTS)
