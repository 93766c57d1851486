"""The import ``desk_documents``: the register; the files themselves are brought on their pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.desk_research import queries, rules, services, wording
from espalier.cycle.needs.desk_research.permissions import CHANGE
from espalier.cycle.needs.desk_research.rules import DocumentProblem
from espalier.cycle.needs.desk_research.types import DocumentContent
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import counts, only_told, reason, text_in, value_in, whole_in
from espalier.kit.imports.types import (
    CellKind,
    Column,
    ImportSpec,
    PlannedRow,
    Reason,
    Row,
)

TYPES = {
    "產業趨勢": "trend",
    "法規標準": "law",
    "策略計畫": "strategy",
    "會議紀錄": "minutes",
    "客訴": "complaint",
    "稽核報告": "audit",
    "人力與離職": "turnover",
    "績效數據": "performance",
    "事故紀錄": "incident",
    "其他文件": "other",
}
SCOPES = {"產業": "industry", "組織": "organisation"}
COLUMNS = (
    Column("code", "文件代碼", "Document code", CellKind.CODE, required=True, max_length=40),
    Column("title", "文件名稱", "Title", required=True, max_length=200),
    Column("title_en", "英文文件名稱", "English title", max_length=240),
    Column(
        "type", "文件類型", "Type", CellKind.CHOICE, required=True,
        choices={**TYPES, **{value: value for value in TYPES.values()}},
    ),
    Column(
        "scope", "範圍", "Scope", CellKind.CHOICE, required=True,
        choices={**SCOPES, **{value: value for value in SCOPES.values()}},
    ),
    Column("issuer", "發布單位", "Issuer", max_length=120),
    Column("issuer_en", "英文發布單位", "Issuer in English", max_length=160),
    Column("dated_on", "文件日期", "Dated", CellKind.DATE),
    Column("relevance", "相關性", "Relevance", CellKind.INTEGER, required=True, minimum=1, maximum=5),
    Column(
        "credibility", "可信度", "Credibility", CellKind.INTEGER, required=True, minimum=1, maximum=5
    ),
    Column("reason", "判斷理由", "Reason", required=True, max_length=2000),
    Column("reason_en", "英文判斷理由", "Reason in English", max_length=2000),
)  # fmt: skip
_COLUMN = {
    DocumentProblem.NO_CODE: "code",
    DocumentProblem.NO_TITLE: "title",
    DocumentProblem.BAD_RELEVANCE: "relevance",
    DocumentProblem.BAD_CREDIBILITY: "credibility",
    DocumentProblem.NO_REASON: "reason",
}
_FIELDS = [field.name for field in fields(DocumentContent)]
_EMPTY = DocumentContent("", "", "", "", 0, 0)


def _content_of(row: Row, held: DocumentContent | None) -> DocumentContent:
    """What the row makes of a document; a column the file does not have stays as it was."""
    told: dict[str, Any] = {name: text_in(row, name) for name in _FIELDS}
    told["dated_on"] = value_in(row, "dated_on")
    told["relevance"] = whole_in(row, "relevance") or 0
    told["credibility"] = whole_in(row, "credibility") or 0
    return replace(held or _EMPTY, **only_told(row, told))


def plan(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with the register. One query."""
    now = queries.contents_by_code()

    def check(row: Row) -> list[Reason]:
        content = _content_of(row, now.get(text_in(row, "code")))
        problems = [
            (kind, wording.document_problem(kind)) for kind in rules.problems_of_document(content)
        ]
        return [
            reason(row, _COLUMN[kind], kind, f"{problem.message} {problem.remedy}")
            for kind, problem in problems
        ]

    existing = {
        code: {name: getattr(content, name) for name in _FIELDS} for code, content in now.items()
    }
    return plan_by_key(rows, existing, key="code", compare_columns=_FIELDS, check=check)


def apply(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Write the planned rows."""
    now = queries.contents_by_code()
    contents = {
        (code := text_in(each.row, "code")): _content_of(each.row, now.get(code)) for each in rows
    }
    services.import_documents(contents=contents, by=by, at=at)
    return counts(rows)


def records() -> Iterable[Mapping[str, object]]:
    types = {value: text for text, value in TYPES.items()}
    scopes = {value: text for text, value in SCOPES.items()}
    for content in queries.contents_by_code().values():
        row = {name: getattr(content, name) for name in _FIELDS}
        yield {**row, "type": types[content.type], "scope": scopes[content.scope]}


def register_imports() -> None:
    register(
        ImportSpec(
            kind="desk_documents",
            title=_("Register of desk documents"),
            permission=CHANGE,
            columns=COLUMNS,
            plan=plan,
            apply=apply,
            records=records,
            drop_downs=lambda: {"type": list(TYPES), "scope": list(SCOPES)},
            order=121,
            purpose=_("The documents that are read for the analysis, with how they are judged."),
        )
    )
