"""The imports ``needs``, ``need_links``, ``need_criteria``, ``need_ratings``, ``need_scores`` and ``need_causes``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.needs.needs_list import bulk, causes, linking, queries, rules
from espalier.cycle.needs.needs_list.permissions import CHANGE
from espalier.cycle.needs.needs_list.types import (
    Answer,
    Question,
    RespondentKind,
    ScoreFrom,
    View,
)
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import counts, reason, text_in, told, unknown
from espalier.kit.imports.types import CellKind, Column, ImportSpec, PlannedRow, Reason, Row

VIEWS = {"組織": View.ORGANISATION, "工作": View.TASK, "人員": View.PERSON}
KINDS = {
    "文件摘錄": "extracts",
    "考量": "considerations",
    "職能": "competencies",
    "政策方向": "directions",
    "經營目標": "business_goals",
    "規範": "norms",
    "單位": "units",
    "職位": "positions",
}
ORIGINS = {
    "人員評分": ScoreFrom.PEOPLE,
    "量測落差": ScoreFrom.GAP,
    "涉及人數": ScoreFrom.HEADCOUNT,
    "連結規範": ScoreFrom.LEGAL,
}
RESPONDENTS = {
    "學員": RespondentKind.LEARNER,
    "主管": RespondentKind.SUPERVISOR,
    "講師": RespondentKind.INSTRUCTOR,
    "承辦人": RespondentKind.COORDINATOR,
    "高階主管": RespondentKind.EXECUTIVE,
    "顧客": RespondentKind.CUSTOMER,
}
ANSWERS = {"是": Answer.YES, "否": Answer.NO, "不清楚": Answer.UNKNOWN}
# The Chinese header of each guided question in the sheet of causes.
_ASKED = {
    Question.MATTERS: "差異重要",
    Question.EXPECTED: "期望明確",
    Question.COULD: "必要時做得到",
    Question.BEFORE: "過去做得到",
    Question.OFTEN: "經常使用",
    Question.SIMPLER: "有更簡單作法",
    Question.OBSTACLES: "有障礙",
    Question.PUNISHED: "做好反而吃虧",
    Question.REWARDED: "不做也無妨",
    Question.ABLE: "有能力學會",
}


def _choices(words: Mapping[str, str]) -> dict[str, str]:
    """Chinese words first, then the values themselves."""
    plain = {str(text): str(value) for text, value in words.items()}
    return plain | {value: value for value in plain.values()}


_CODE = Column("code", "代碼", "Code", CellKind.CODE, required=True, max_length=40)
_NEED = Column("need", "需求代碼", "Need code", CellKind.CODE, required=True, max_length=40)
NEED_COLUMNS = (
    _CODE,
    Column("title", "需求", "Need", required=True, max_length=200),
    Column("title_en", "英文需求", "English need", max_length=200),
    Column("view", "層面", "Seen from", CellKind.CHOICE, required=True, choices=_choices(VIEWS)),
    Column("description", "說明", "Description", max_length=4000),
    Column("description_en", "英文說明", "English description", max_length=4000),
    Column("headcount", "涉及人數", "People concerned", CellKind.INTEGER, minimum=0, maximum=10**6),
    Column("source", "其他來源", "Other source", max_length=300),
    Column("source_en", "英文其他來源", "Other source in English", max_length=300),
)
LINK_COLUMNS = (
    _NEED,
    Column("kind", "連結類別", "Kind", CellKind.CHOICE, required=True, choices=_choices(KINDS)),
    Column("record", "連結代碼", "Linked code", CellKind.CODE, required=True, max_length=60),
)
CRITERION_COLUMNS = (
    _CODE,
    Column("name", "準則", "Criterion", required=True, max_length=120),
    Column("name_en", "英文準則", "English criterion", max_length=120),
    Column("weight", "權重", "Weight", CellKind.DECIMAL, required=True, minimum=0, maximum=1000),
    Column("lower_is_better", "愈低愈優先", "Lower is better", CellKind.YES_NO),
    Column(
        "score_from", "分數來源", "Score from", CellKind.CHOICE, required=True,
        choices=_choices(ORIGINS),
    ),
)  # fmt: skip
RATING_COLUMNS = (
    _NEED,
    Column(
        "respondent_kind", "填答者類別", "Group", CellKind.CHOICE, required=True,
        choices=_choices(RESPONDENTS),
    ),
    Column("respondent", "填答者", "Respondent", CellKind.CODE, required=True, max_length=40),
    Column("importance", "重要程度", "Importance", CellKind.DECIMAL, minimum=1, maximum=5),
    Column("degree", "現況程度", "Degree met", CellKind.DECIMAL, minimum=1, maximum=5),
    Column("rated_on", "填答日期", "Day", CellKind.DATE, required=True),
)  # fmt: skip
SCORE_COLUMNS = (
    _NEED,
    Column("criterion", "準則代碼", "Criterion code", CellKind.CODE, required=True, max_length=20),
    Column("value", "分數", "Mark", CellKind.DECIMAL, required=True, minimum=1, maximum=5),
    Column("reason", "理由", "Reason", max_length=300),
)
CAUSE_COLUMNS = (
    _NEED,
    *(
        Column(q.value, words, q.value, CellKind.CHOICE, choices=_choices(ANSWERS))
        for q, words in _ASKED.items()
    ),
    Column("reason", "判斷依據", "What the answers rest on", max_length=2000),
    Column("reason_en", "英文判斷依據", "What they rest on in English", max_length=2000),
    Column("alternative", "替代或配套作法", "What is done instead", max_length=2000),
    Column(
        "alternative_en", "英文替代或配套作法", "What is done instead in English", max_length=2000
    ),
    Column("checked_on", "檢核日期", "Day", CellKind.DATE, required=True),
)


def _keys(columns: Sequence[Column], skip: int = 1) -> list[str]:
    return [column.key for column in columns[skip:]]


def plan_needs(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    held = {str(row["code"]): row for row in bulk.need_records()}
    return plan_by_key(rows, held, key="code", compare_columns=_keys(NEED_COLUMNS))


def apply_needs(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    contents = {text_in(r.row, "code"): told(r.row, _keys(NEED_COLUMNS)) for r in rows}
    bulk.save_needs(contents=contents, by=by, at=at)
    return counts(rows)


def plan_links(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """A link is there or not; both ends must be known."""
    needs = queries.need_ids_by_code()
    wanted = {text_in(row, "kind") for row in rows}
    known = {
        name: linking.ids_by_code(linking.BY_NAME[name]) for name in wanted & set(KINDS.values())
    }

    def check(row: Row) -> list[Reason]:
        found = _need_reasons(row, needs)
        kind, code = text_in(row, "kind"), text_in(row, "record")
        if code not in known.get(kind, {}):
            words = linking.BY_NAME[kind].label if kind in linking.BY_NAME else _("record")
            found.append(unknown(row, "record", words))
        return found

    held: dict[tuple[str, str, str], dict[str, object]] = {
        (str(r["need"]), str(r["kind"]), str(r["record"])): {} for r in bulk.link_records()
    }
    return plan_by_key(rows, held, key=_keys(LINK_COLUMNS, 0), compare_columns=[], check=check)


def apply_links(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    found: dict[str, list[tuple[str, str]]] = {}
    for each in rows:
        pair = (text_in(each.row, "need"), text_in(each.row, "record"))
        found.setdefault(text_in(each.row, "kind"), []).append(pair)
    bulk.link_by_code(links=found, by=by, at=at)
    return counts(rows)


def plan_criteria(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    held = {str(row["code"]): row for row in bulk.criterion_records()}
    return plan_by_key(rows, held, key="code", compare_columns=_keys(CRITERION_COLUMNS))


def apply_criteria(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    contents = {text_in(r.row, "code"): told(r.row, _keys(CRITERION_COLUMNS)) for r in rows}
    bulk.save_criteria(contents=contents, by=by, at=at)
    return counts(rows)


def plan_ratings(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    needs = queries.need_ids_by_code()
    key = ("need", "respondent_kind", "respondent")
    held = {tuple(str(row[k]) for k in key): row for row in bulk.rating_records()}
    return plan_by_key(
        rows, held, key=key, compare_columns=["importance", "degree", "rated_on"],
        check=lambda row: _need_reasons(row, needs),
    )  # fmt: skip


def apply_ratings(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    bulk.save_ratings(rows=[told(r.row, _keys(RATING_COLUMNS, 0)) for r in rows], by=by, at=at)
    return counts(rows)


def plan_scores(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    needs = queries.need_ids_by_code()
    scored = {c.code: c.score_from for c in queries.criteria()}

    def check(row: Row) -> list[Reason]:
        found, code = _need_reasons(row, needs), text_in(row, "criterion")
        if code not in scored:
            found.append(unknown(row, "criterion", _("criterion")))
        elif scored[code] != ScoreFrom.PEOPLE:
            words = _("This criterion is counted from records; nobody scores it.")
            found.append(reason(row, "criterion", "counted", words))
        return found

    held = {(str(r["need"]), str(r["criterion"])): r for r in bulk.score_records()}
    return plan_by_key(
        rows, held, key=("need", "criterion"), compare_columns=["value", "reason"], check=check
    )


def apply_scores(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    bulk.save_scores(rows=[told(r.row, _keys(SCORE_COLUMNS, 0)) for r in rows], by=by, at=at)
    return counts(rows)


def plan_causes(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """A cause that training does not remove needs an alternative here too."""
    needs = queries.need_ids_by_code()

    def check(row: Row) -> list[Reason]:
        finding = causes.check_causes({q.value: text_in(row, q.value) or "unknown" for q in _ASKED})
        found = _need_reasons(row, needs)
        if rules.problems_of_cause(finding, text_in(row, "alternative")):
            words = _("Training alone does not remove the cause, but nothing else is named.")
            found.append(reason(row, "alternative", "no_alternative", words))
        return found

    held = {str(row["need"]): row for row in bulk.cause_records()}
    return plan_by_key(rows, held, key="need", compare_columns=_keys(CAUSE_COLUMNS), check=check)


def apply_causes(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    bulk.save_causes(rows=[told(r.row, _keys(CAUSE_COLUMNS, 0)) for r in rows], by=by, at=at)
    return counts(rows)


def _need_reasons(row: Row, needs: Mapping[str, int]) -> list[Reason]:
    code = text_in(row, "need")
    return [] if code in needs else [unknown(row, "need", _("need"))]


def _worded(rows: Iterable[Mapping[str, object]], **words: Mapping[str, str]) -> Iterable[Any]:
    """Records with the Chinese words of their choices, as the template and the export write them."""
    turned = {key: {str(v): text for text, v in each.items()} for key, each in words.items()}
    for row in rows:
        yield {
            **row,
            **{key: each.get(str(row.get(key) or ""), "") for key, each in turned.items()},
        }


def register_imports() -> None:
    def add(
        kind: str, title: Any, order: int, columns: Any, plan: Any, apply: Any, records: Any
    ) -> None:
        register(ImportSpec(kind, title, CHANGE, columns, plan, apply, records, order=order))

    add("needs", gettext_lazy("Needs"), 130, NEED_COLUMNS, plan_needs, apply_needs,
        lambda: _worded(bulk.need_records(), view=VIEWS))  # fmt: skip
    add("need_links", gettext_lazy("What needs rest on"), 131, LINK_COLUMNS, plan_links,
        apply_links, lambda: _worded(bulk.link_records(), kind=KINDS))  # fmt: skip
    add("need_criteria", gettext_lazy("Criteria of the needs"), 132, CRITERION_COLUMNS,
        plan_criteria, apply_criteria,
        lambda: _worded(bulk.criterion_records(), score_from=ORIGINS))  # fmt: skip
    add("need_ratings", gettext_lazy("Ratings of needs"), 134, RATING_COLUMNS, plan_ratings,
        apply_ratings, lambda: _worded(bulk.rating_records(), respondent_kind=RESPONDENTS))  # fmt: skip
    add("need_scores", gettext_lazy("Scores of needs"), 135, SCORE_COLUMNS, plan_scores,
        apply_scores, bulk.score_records)  # fmt: skip
    answers = {q.value: ANSWERS for q in _ASKED}
    add("need_causes", gettext_lazy("Causes of needs"), 136, CAUSE_COLUMNS, plan_causes,
        apply_causes, lambda: _worded(bulk.cause_records(), **answers))  # fmt: skip
