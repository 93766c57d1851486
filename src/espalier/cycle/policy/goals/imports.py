"""The imports ``business_goals``, ``development_goals``, ``directions`` and ``goal_links``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people.positions import queries as positions
from espalier.cycle.people.sheets import completed, day, text
from espalier.cycle.policy.goals import queries, rules, services
from espalier.cycle.policy.goals.permissions import CHANGE
from espalier.cycle.policy.goals.types import GoalProblem, GoalValues, Level
from espalier.cycle.policy.goals.wording import PLURAL, problem_in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import reason
from espalier.kit.imports.types import (
    Action,
    CellKind,
    Column,
    ImportSpec,
    PlannedRow,
    Reason,
    Row,
)

PERSPECTIVES = {
    "財務": "financial",
    "顧客": "customer",
    "內部流程": "process",
    "學習與成長": "learning",
}
_PERSPECTIVE_WORDS = {value: word for word, value in PERSPECTIVES.items()}
_COLUMN_OF = {
    GoalProblem.NO_KEY: "key",
    GoalProblem.BAD_NUMBER: "key",
    GoalProblem.NO_TEXT: "text",
    GoalProblem.PERIOD_REVERSED: "ends_on",
    GoalProblem.TARGET_WITHOUT_MEASURE: "measure",
    GoalProblem.BASELINE_WITHOUT_SOURCE: "baseline",
}


def _columns(key: Column, words: Column, *more: Column) -> tuple[Column, ...]:
    return (
        key,
        words,
        Column("text_en", "英文內容", "English text", max_length=400),
        *more,
        Column("measure", "衡量指標", "Measure", max_length=160),
        Column("measure_en", "指標英文", "Measure in English", max_length=200),
        _amount("baseline", "基準值", "Baseline"),
        Column("baseline_period", "基準期間", "Period of the baseline", max_length=60),
        Column("baseline_n", "基準筆數", "n of the baseline", CellKind.INTEGER, minimum=1),
        Column("source", "資料來源", "Source", max_length=160),
        Column("source_en", "來源英文", "Source in English", max_length=200),
        _amount("target", "目標值", "Target"),
        Column("unit", "單位", "Unit of measure", max_length=40),
        Column("unit_en", "單位英文", "Unit in English", max_length=60),
        Column("owner", "負責職位", "Responsible post", CellKind.CODE, max_length=40),
        Column("starts_on", "起日", "From", CellKind.DATE),
        Column("ends_on", "期限", "Due on", CellKind.DATE),
    )


def _amount(key: str, word: str, english: str) -> Column:
    biggest = Decimal("999999999999.99")
    return Column(key, word, english, CellKind.DECIMAL, places=2, minimum=-biggest, maximum=biggest)


def _code(word: str, english: str) -> Column:
    return Column("key", word, english, CellKind.CODE, required=True, max_length=20)


COLUMNS = {
    Level.BUSINESS: _columns(
        _code("目標代碼", "Goal code"),
        Column("text", "經營目標", "Business goal", required=True, max_length=300),
        Column(
            "perspective",
            "構面",
            "Perspective",
            CellKind.CHOICE,
            required=True,
            choices={**PERSPECTIVES, **{value: value for value in PERSPECTIVES.values()}},
        ),
    ),
    Level.DEVELOPMENT: _columns(
        _code("發展目標代碼", "Development goal code"),
        Column("text", "人才發展目標", "People-development goal", required=True, max_length=300),
    ),
    Level.DIRECTION: _columns(
        _code("方針編號", "Direction number"),
        Column("text", "政策方針", "Policy direction", required=True, max_length=300),
    ),
}
LINK_COLUMNS = (
    Column("source", "自", "From", CellKind.CODE, required=True, max_length=20,
           help=gettext_lazy("A business goal, or a people-development goal.")),
    Column("target", "至", "To", CellKind.CODE, required=True, max_length=20,
           help=gettext_lazy("The people-development goal that serves it, or the direction.")),
)  # fmt: skip
_VALUE_NAMES = tuple(f.name for f in fields(GoalValues) if f.name not in {"serves", "owner_id"})


def _values_of(told: Mapping[str, Any], owners: Mapping[str, Any]) -> GoalValues:
    """One row with what the file does not have already filled in from the record."""
    owner = owners.get(text(told, "owner"))
    plain: dict[str, Any] = {name: text(told, name) for name in _VALUE_NAMES}
    return GoalValues(
        **{
            **plain,
            "baseline": told.get("baseline"),
            "target": told.get("target"),
            "baseline_n": told.get("baseline_n"),
            "starts_on": day(told, "starts_on"),
            "ends_on": day(told, "ends_on"),
            "owner_id": owner.pk if owner else None,
        }
    )


def _records(level: Level) -> dict[str, dict[str, object]]:
    """Today's records by key, in the columns of the sheet. One query."""
    found = {}
    for record in queries.records(level):
        row = {
            name: getattr(record, name)
            for name in _VALUE_NAMES
            if name not in {"key", "perspective"}
        }
        row |= {
            "key": queries.key_of(level, record),
            "owner": record.owner.code if record.owner else "",
        }
        if level is Level.BUSINESS:
            row["perspective"] = record.perspective
        found[row["key"]] = row
    return found


def plan_of(level: Level) -> Callable[[Sequence[Row], date], list[PlannedRow]]:
    def plan(rows: Sequence[Row], on: date) -> list[PlannedRow]:
        """Compare the sheet with the records. Two queries."""
        now, owners = _records(level), positions.positions_by_code()

        def check(row: Row) -> list[Reason]:
            known = now.get(text(row.values, "key"), {})
            values = _values_of({**known, **row.values}, owners)
            return [
                _reason(row, kind, values.key) for kind in rules.problems_of_values(level, values)
            ] + _unknown_owner(row, owners)

        compared = [column.key for column in COLUMNS[level][1:]]
        return plan_by_key(rows, now, key="key", compare_columns=compared, check=check)

    return plan


def _reason(row: Row, kind: GoalProblem, about: str) -> Reason:
    problem = problem_in_words(kind, about)
    return reason(row, _COLUMN_OF[kind], kind, f"{problem.message} {problem.remedy}")


def _unknown_owner(row: Row, owners: Mapping[str, Any]) -> list[Reason]:
    code = text(row.values, "owner")
    if not code or code in owners:
        return []
    message = _("There is no position %(code)s. Import it first, or correct the code.")
    return [reason(row, "owner", "unknown", message % {"code": code})]


def apply_of(level: Level) -> Callable[[Sequence[PlannedRow], Actor, datetime], dict[str, object]]:
    def apply(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
        owners = positions.positions_by_code()
        told = completed(rows, _records(level).values(), ("key",))
        values = [_values_of(each, owners) for each in told]
        added, changed = services.store_imported(level=level, values=values, by=by, at=at)
        return {"added": added, "changed": changed}

    return apply


def records_of(level: Level) -> Callable[[], Iterable[Mapping[str, object]]]:
    def records() -> Iterable[Mapping[str, object]]:
        for row in _records(level).values():
            if level is Level.BUSINESS:
                row["perspective"] = _PERSPECTIVE_WORDS[str(row["perspective"])]
            yield row

    return records


def plan_links(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """A link goes from a business goal to a people-development goal, or from that to a direction."""
    ids = {level: queries.ids_by_key(level) for level in Level}
    existing: dict[Any, dict[str, object]] = {pair: {} for pair in queries.link_rows()}

    def check(row: Row) -> list[Reason]:
        if _step_of(row.values, ids) is not None:
            return []
        source, target = text(row.values, "source"), text(row.values, "target")
        if source not in ids[Level.BUSINESS] and source not in ids[Level.DEVELOPMENT]:
            message = _("No goal has the code %(code)s. Import the goals first.")
            return [reason(row, "source", "unknown", message % {"code": source})]
        message = _("%(source)s cannot lead to %(target)s. A link goes one step down the chain.")
        told = {"source": source, "target": target}
        return [reason(row, "target", "unknown", message % told)]

    return plan_by_key(rows, existing, key=("source", "target"), compare_columns=(), check=check)


def _step_of(
    values: Mapping[str, object], ids: Mapping[Level, Mapping[str, int]]
) -> tuple[Level, tuple[int, int]] | None:
    """Which level the lower end stands on, and the ids of both ends; None for no such link."""
    source, target = text(values, "source"), text(values, "target")
    for upper, lower in (
        (Level.BUSINESS, Level.DEVELOPMENT),
        (Level.DEVELOPMENT, Level.DIRECTION),
    ):
        if source in ids[upper] and target in ids[lower]:
            return lower, (ids[upper][source], ids[lower][target])
    return None


def apply_links(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    ids = {level: queries.ids_by_key(level) for level in Level}
    steps = [
        step
        for each in rows
        if each.action is Action.ADD and (step := _step_of(each.row.values, ids))
    ]
    added = 0
    for level in (Level.DEVELOPMENT, Level.DIRECTION):
        pairs = [pair for where, pair in steps if where is level]
        added += services.add_links(level=level, pairs=pairs, by=by, at=at)
    return {"added": added}


def link_records() -> Iterable[Mapping[str, object]]:
    return [{"source": a, "target": b} for a, b in queries.link_rows()]


def _owners() -> dict[str, list[str]]:
    return {"owner": sorted(positions.positions_by_code())}


_KINDS = {
    Level.BUSINESS: ("business_goals", 100),
    Level.DEVELOPMENT: ("development_goals", 101),
    Level.DIRECTION: ("directions", 102),
}


def register_imports() -> None:
    for level, (kind, order) in _KINDS.items():
        register(
            ImportSpec(
                kind=kind,
                title=PLURAL[level],
                permission=CHANGE,
                columns=COLUMNS[level],
                plan=plan_of(level),
                apply=apply_of(level),
                records=records_of(level),
                drop_downs=_owners,
                order=order,
            )
        )
    register(
        ImportSpec(
            kind="goal_links",
            title=gettext_lazy("Links from goals to directions"),
            permission=CHANGE,
            columns=LINK_COLUMNS,
            plan=plan_links,
            apply=apply_links,
            records=link_records,
            order=103,
            purpose=gettext_lazy(
                "Says which development goal serves which business goal, and which direction pursues it."
            ),
        )
    )
