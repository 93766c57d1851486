"""The import ``strategy_goals``. Importing writes drafts; confirming stays an act of the manager."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.needs.needs_list import queries as needs
from espalier.cycle.needs.strategy_goals import queries, services
from espalier.cycle.needs.strategy_goals.permissions import CHANGE
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.policy.goals import queries as policy
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import codes_in, counts, text_in, told, unknown, unknown_codes
from espalier.kit.imports.types import CellKind, Column, ImportSpec, PlannedRow, Reason, Row

LARGEST = Decimal(10) ** 11
_TEXTS = {
    "specific": ("具體（S）", "Specific"),
    "measurable": ("可衡量（M）", "Measurable"),
    "achievable": ("可達成（A）", "Achievable"),
    "relevant": ("相關（R）", "Relevant"),
    "timely": ("時限（T）", "Time-bound"),
}
COLUMNS = (
    Column("code", "代碼", "Code", CellKind.CODE, required=True, max_length=40),
    Column("text", "策略目標", "Goal", required=True, max_length=2000),
    Column("text_en", "英文策略目標", "Goal in English", max_length=2000),
    *(
        column
        for key, (zh, en) in _TEXTS.items()
        for column in (
            Column(key, zh, en, max_length=2000),
            Column(f"{key}_en", f"英文{zh}", f"{en} in English", max_length=2000),
        )
    ),
    Column("measure", "衡量指標", "Measure", max_length=160),
    Column("measure_en", "英文衡量指標", "Measure in English", max_length=200),
    Column("unit", "單位", "Unit", max_length=40),
    Column("unit_en", "英文單位", "Unit in English", max_length=60),
    Column(
        "baseline", "基準值", "Baseline", CellKind.DECIMAL, places=2, minimum=-LARGEST,
        maximum=LARGEST,
    ),
    Column("baseline_period", "基準期間", "Period of the baseline", max_length=60),
    Column("baseline_n", "基準樣本數", "n of the baseline", CellKind.INTEGER, minimum=0,
           maximum=10**9),
    Column("source", "資料來源", "Source", max_length=160),
    Column("source_en", "英文資料來源", "Source in English", max_length=200),
    Column(
        "target", "目標值", "Target", CellKind.DECIMAL, places=2, minimum=-LARGEST,
        maximum=LARGEST,
    ),
    Column("due_on", "達成期限", "Due on", CellKind.DATE),
    Column("owner", "負責職位代碼", "Owner's position code", CellKind.CODE, max_length=40),
    Column("directions", "政策方向編號", "Policy directions", CellKind.CODES),
    Column("needs", "需求代碼", "Needs", CellKind.CODES),
)  # fmt: skip
_KEYS = [column.key for column in COLUMNS[1:]]
_LINKS = ("owner", "directions", "needs")


def _known() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Ids of positions, directions and needs by what a sheet calls them."""
    owners = {code: each.pk for code, each in positions.positions_by_code().items()}
    directions = {str(each.number): each.id for each in policy.directions()}
    return owners, directions, needs.need_ids_by_code()


def plan(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    owners, directions, known_needs = _known()

    def check(row: Row) -> list[Reason]:
        found = unknown_codes(row, "directions", directions, _("policy direction"))
        found += unknown_codes(row, "needs", known_needs, _("need"))
        owner = text_in(row, "owner")
        if owner and owner not in owners:
            found.append(unknown(row, "owner", _("position")))
        return found

    held = {str(record["code"]): record for record in records()}
    return plan_by_key(rows, held, key="code", compare_columns=_KEYS, check=check)


def apply(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    owners, directions, known_needs = _known()
    contents: dict[str, dict[str, Any]] = {}
    for each in rows:
        row = each.row
        plain = told(row, [key for key in _KEYS if key not in _LINKS])
        values: dict[str, Any] = {
            key: value if key in ("baseline", "target", "due_on", "baseline_n") else value or ""
            for key, value in plain.items()
        }
        if "owner" in row.values:
            values["owner_id"] = owners.get(text_in(row, "owner"))
        for name, ids in (("directions", directions), ("needs", known_needs)):
            if name in row.values:
                values[name] = [ids[code] for code in codes_in(row, name)]
        contents[text_in(row, "code")] = values
    services.save_imported(rows=contents, by=by, at=at)
    return counts(rows)


def records() -> Iterable[Mapping[str, object]]:
    plain = [key for key in _KEYS if key not in _LINKS]
    for goal in queries.all_goals():
        yield {
            "code": goal.code,
            **{key: getattr(goal, key) for key in plain},
            "owner": goal.owner.code if goal.owner else "",
            "directions": tuple(str(d.number) for d in goal.directions.all()),
            "needs": tuple(need.code for need in goal.needs.all()),
        }


def register_imports() -> None:
    register(
        ImportSpec(
            kind="strategy_goals",
            title=gettext_lazy("Strategy goals"),
            permission=CHANGE,
            columns=COLUMNS,
            plan=plan,
            apply=apply,
            records=records,
            order=133,
        )
    )
