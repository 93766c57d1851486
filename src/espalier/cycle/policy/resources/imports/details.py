"""Sheets of what hangs on a resource: hours, contracts, criteria, judgements, money, demand."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people.sheets import completed, day, text
from espalier.cycle.policy.resources import queries, services
from espalier.cycle.policy.resources.imports.register import KINDS
from espalier.cycle.policy.resources.permissions import CHANGE
from espalier.cycle.policy.resources.types import Kind
from espalier.kit.accounts.types import Actor
from espalier.kit.errors import Text
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.rows import reason
from espalier.kit.imports.types import CellKind, Column, ImportSpec, PlannedRow, Reason, Row

CODE = Column("code", "資源代碼", "Resource code", CellKind.CODE, required=True, max_length=40)
_KIND_WORDS = {value: word for word, value in KINDS.items()}
MONEY_MAX = 900_000_000_000
Record = dict[str, object]


@dataclass(frozen=True)
class Detail:
    """One sheet: its columns, the columns that make its key, and how rows are read and written."""

    kind: str
    order: int
    title: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    records: Callable[[], Iterable[Record]]
    store: Callable[[Sequence[Record], Actor, datetime], Mapping[str, object]]
    kinds: frozenset[Kind] = frozenset(Kind)

    def plan(self, rows: Sequence[Row], on: date) -> list[PlannedRow]:
        """Compare with what is on record; the resource must be there and of the right kind."""
        now = {tuple(record[k] for k in self.key): record for record in self.records()}
        known = {each.code: Kind(each.kind) for each in queries.resources()}

        def check(row: Row) -> Iterator[Reason]:
            code = text(row.values, "code")
            if "code" in self.key and known.get(code) not in self.kinds:
                message = _("There is no such resource for this sheet. Import the resources first.")
                yield reason(row, "code", "unknown", message)
            first, last = day(row.values, "starts_on"), day(row.values, "ends_on")
            if first and last and last < first:
                yield reason(row, "ends_on", "reversed", _("This day lies before the first one."))

        compared = [column.key for column in self.columns if column.key not in self.key]
        return plan_by_key(rows, now, key=self.key, compare_columns=compared, check=check)

    def apply(self, rows: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
        return self.store(completed(rows, self.records(), self.key), by, at)

    def worded(self) -> Iterable[Record]:
        """Today's rows with choices in the words of the sheet."""
        for row in self.records():
            kind = row.get("kind")
            yield row if kind is None else {**row, "kind": _KIND_WORDS[Kind(str(kind))]}

    @property
    def spec(self) -> ImportSpec:
        return ImportSpec(
            kind=self.kind,
            title=self.title,
            permission=CHANGE,
            columns=self.columns,
            plan=self.plan,
            apply=self.apply,
            records=self.worded,
            order=self.order,
        )


def _store(kind: str) -> Callable[[Sequence[Record], Actor, datetime], Mapping[str, object]]:
    def store(rows: Sequence[Record], by: Actor, at: datetime) -> Mapping[str, object]:
        return services.store_details(kind=kind, rows=rows, by=by, at=at)

    return store


def _rows(kind: str) -> Callable[[], Iterable[Record]]:
    return lambda: queries.detail_records(kind)


def _number(key: str, label: str, label_en: str, **more: Any) -> Column:
    return Column(key, label, label_en, CellKind.INTEGER, **{"minimum": 0, **more})


DETAILS = (
    Detail(
        "resource_hours", 112, gettext_lazy("Hours of resources"),
        (
            CODE,
            Column("starts_on", "起日", "From", CellKind.DATE, required=True),
            Column("ends_on", "迄日", "Until", CellKind.DATE),
            Column("weekdays", "星期", "Weekdays (1–7)", CellKind.CODE, required=True, max_length=7),
            _number("minutes_a_day", "每日分鐘", "Minutes a day", required=True, maximum=1440),
        ),
        ("code", "starts_on", "weekdays"), _rows("resource_hours"), _store("resource_hours"),
        frozenset({Kind.INSTRUCTOR, Kind.ROOM, Kind.EQUIPMENT}),
    ),
    Detail(
        "resource_contracts", 113, gettext_lazy("Contracts"),
        (
            CODE,
            Column("number", "契約編號", "Contract number", CellKind.CODE, required=True, max_length=60),
            Column("title", "契約名稱", "Contract", required=True, max_length=200),
            Column("starts_on", "起日", "From", CellKind.DATE, required=True),
            Column("ends_on", "迄日", "Until", CellKind.DATE),
            _number("notice_days", "預告日數", "Notice (days)", maximum=3650),
            _number("amount", "契約金額", "Amount (NT$)", maximum=MONEY_MAX),
        ),
        ("code", "number"), _rows("resource_contracts"), _store("resource_contracts"),
    ),
    Detail(
        "selection_criteria", 115, gettext_lazy("Criteria for choosing resources"),
        (
            Column("kind", "資源類別", "Kind", CellKind.CHOICE, required=True,
                   choices={**KINDS, **{k.value: k.value for k in Kind}}),
            Column("name", "評選項目", "Criterion", required=True, max_length=120),
            Column("name_en", "項目英文", "Criterion in English", max_length=160),
            Column("weight", "權重", "Weight", CellKind.DECIMAL, required=True, places=2,
                   minimum=Decimal("0.01"), maximum=1000),
        ),
        ("kind", "name"), _rows("selection_criteria"), _store("selection_criteria"),
    ),
    Detail(
        "resource_evaluations", 116, gettext_lazy("Judgements of resources"),
        (
            CODE,
            Column("evaluated_on", "評鑑日", "Judged on", CellKind.DATE, required=True),
            Column("by", "評鑑者", "Judged by", required=True, max_length=120),
            Column("criterion", "評選項目", "Criterion", required=True, max_length=120),
            Column("score", "分數", "Score (1–5)", CellKind.DECIMAL, required=True, places=1,
                   minimum=1, maximum=5),
            _number("n_respondents", "評分人數", "Respondents", maximum=100_000),
        ),
        ("code", "evaluated_on", "by", "criterion"), _rows("resource_evaluations"),
        _store("resource_evaluations"),
    ),
    Detail(
        "money_lines", 117, gettext_lazy("Budget lines and grants"),
        (
            CODE,
            _number("year", "年度", "Year", required=True, minimum=2000, maximum=2200),
            _number("amount", "金額", "Amount (NT$)", required=True, maximum=MONEY_MAX),
            _number("spent", "已支用", "Spent (NT$)", maximum=MONEY_MAX),
            Column("rule", "規則", "Rule"),
            Column("rule_en", "規則英文", "Rule in English"),
            Column("source", "資料來源", "Source", max_length=200),
            Column("checked_on", "查核日", "Checked on", CellKind.DATE),
        ),
        ("code", "year"), _rows("money_lines"), _store("money_lines"),
        frozenset({Kind.MONEY, Kind.GRANT}),
    ),
    Detail(
        "resource_demands", 118, gettext_lazy("Demand for resources"),
        (
            CODE,
            _number("year", "年度", "Year", required=True, minimum=2000, maximum=2200),
            _number("month", "月份", "Month", required=True, minimum=1, maximum=12),
            Column("reason", "需求來源", "What asks for it", required=True, max_length=200),
            _number("minutes", "分鐘", "Minutes", maximum=10_000_000),
            _number("amount", "金額", "Amount (NT$)", maximum=MONEY_MAX),
        ),
        ("code", "year", "month", "reason"), _rows("resource_demands"), _store("resource_demands"),
    ),
)  # fmt: skip
SPECS = tuple(each.spec for each in DETAILS)
