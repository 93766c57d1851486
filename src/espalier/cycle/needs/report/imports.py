"""The imports ``analysis_findings`` and ``analysis_texts``: what of O2.1.1 is written by hand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.needs.report import queries, services
from espalier.cycle.needs.report.models import Finding
from espalier.cycle.needs.report.permissions import CHANGE
from espalier.cycle.needs.report.types import FindingKind, Part
from espalier.cycle.needs.stakeholders import queries as stakeholders
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
)
from espalier.kit.imports.types import CellKind, Column, ImportSpec, PlannedRow, Reason, Row

KINDS = {
    "優勢": FindingKind.STRENGTH,
    "劣勢": FindingKind.WEAKNESS,
    "機會": FindingKind.OPPORTUNITY,
    "威脅": FindingKind.THREAT,
    "SO": FindingKind.SO,
    "WO": FindingKind.WO,
    "ST": FindingKind.ST,
    "WT": FindingKind.WT,
    "假設": FindingKind.ASSUMPTION,
    "風險": FindingKind.RISK,
    "限制": FindingKind.CONSTRAINT,
}
PARTS = {
    "方法": Part.METHOD,
    "產業文件": Part.INDUSTRY,
    "組織文件": Part.ORGANISATION,
    "結論": Part.CONCLUSIONS,
}


def _choices(words: Mapping[str, str]) -> dict[str, str]:
    plain = {text: str(value) for text, value in words.items()}
    return plain | {value: value for value in plain.values()}


FINDING_COLUMNS = (
    Column("code", "代碼", "Code", CellKind.CODE, required=True, max_length=40),
    Column("kind", "類別", "Kind", CellKind.CHOICE, required=True, choices=_choices(KINDS)),
    Column("text", "內容", "Finding", required=True, max_length=2000),
    Column("text_en", "英文內容", "Finding in English", max_length=2000),
    Column("response", "因應", "Response", max_length=2000),
    Column("response_en", "英文因應", "Response in English", max_length=2000),
    Column("source", "來源", "Source", max_length=300),
    Column("source_en", "英文來源", "Source in English", max_length=300),
    Column("extract", "摘錄代碼", "Passage code", CellKind.CODE, max_length=60),
    Column("consideration", "考量代碼", "Consideration code", CellKind.CODE, max_length=40),
    Column("rests_on", "依據代碼", "Rests on", CellKind.CODES),
)
TEXT_COLUMNS = (
    Column("part", "段落", "Part", CellKind.CHOICE, required=True, choices=_choices(PARTS)),
    Column("text", "內容", "Text", required=True, max_length=8000),
    Column("text_en", "英文內容", "Text in English", max_length=8000),
)
_KEYS = [column.key for column in FINDING_COLUMNS[1:]]
_LINKS = {"extract": "extract_id", "consideration": "consideration_id"}


def _linked(name: str) -> dict[str, int]:
    """Passages or considerations by code. One query."""
    model: Any = Finding._meta.get_field(name).related_model
    return dict(model.objects.values_list("code", "pk"))


def plan_findings(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    known = {name: _linked(name) for name in _LINKS}
    codes = queries.finding_ids_by_code() | {text_in(row, "code"): 0 for row in rows}
    begun = stakeholders.current_analysis() is not None

    def check(row: Row) -> list[Reason]:
        found = unknown_codes(row, "rests_on", codes, _("finding"))
        for name, by_code in known.items():
            code = text_in(row, name)
            if code and code not in by_code:
                words = _("passage") if name == "extract" else _("consideration")
                found.append(unknown(row, name, words))
        if not begun:
            words = _("No analysis was begun yet.")
            found.append(reason(row, "code", "no_analysis", words))
        return found

    held = {str(record["code"]): record for record in finding_records()}
    return plan_by_key(rows, held, key="code", compare_columns=_KEYS, check=check)


def apply_findings(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    known = {name: _linked(name) for name in _LINKS}
    contents: dict[str, dict[str, Any]] = {}
    for each in rows:
        row = each.row
        plain = [key for key in _KEYS if key not in (*_LINKS, "rests_on")]
        values: dict[str, Any] = {key: value or "" for key, value in told(row, plain).items()}
        for name, column in _LINKS.items():
            if name in row.values:
                values[column] = known[name].get(text_in(row, name))
        if "rests_on" in row.values:
            values["rests_on"] = codes_in(row, "rests_on")
        contents[text_in(row, "code")] = values
    services.save_imported_findings(rows=contents, by=by, at=at)
    return counts(rows)


def finding_records() -> Iterable[Mapping[str, object]]:
    analysis = stakeholders.current_analysis()
    for each in queries.findings(analysis.pk if analysis else None):
        plain = [key for key in _KEYS if key not in (*_LINKS, "rests_on")]
        yield {
            "code": each.code,
            **{key: getattr(each, key) for key in plain},
            "extract": each.extract.code if each.extract else "",
            "consideration": each.consideration.code if each.consideration else "",
            "rests_on": tuple(sorted(other.code for other in each.rests_on.all())),
        }


def plan_texts(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    begun = stakeholders.current_analysis() is not None

    def check(row: Row) -> list[Reason]:
        words = _("No analysis was begun yet.")
        return [] if begun else [reason(row, "part", "no_analysis", words)]

    held = {str(record["part"]): record for record in text_records()}
    return plan_by_key(rows, held, key="part", compare_columns=["text", "text_en"], check=check)


def apply_texts(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    found = [
        (text_in(each.row, "part"), text_in(each.row, "text"), text_in(each.row, "text_en"))
        for each in rows
    ]
    services.save_imported_narratives(rows=found, by=by, at=at)
    return counts(rows)


def text_records() -> Iterable[Mapping[str, object]]:
    analysis = stakeholders.current_analysis()
    for part, row in queries.narratives(analysis.pk if analysis else None).items():
        yield {"part": part, "text": row.text, "text_en": row.text_en}


def _worded(
    rows: Iterable[Mapping[str, object]], key: str, words: Mapping[str, str]
) -> Iterable[Mapping[str, object]]:
    turned = {str(value): text for text, value in words.items()}
    for row in rows:
        yield {**row, key: turned[str(row[key])]}


def register_imports() -> None:
    register(
        ImportSpec(
            kind="analysis_findings",
            title=gettext_lazy("Findings of the analysis"),
            permission=CHANGE,
            columns=FINDING_COLUMNS,
            plan=plan_findings,
            apply=apply_findings,
            records=lambda: _worded(finding_records(), "kind", KINDS),
            order=137,
        )
    )
    register(
        ImportSpec(
            kind="analysis_texts",
            title=gettext_lazy("Texts of the analysis report"),
            permission=CHANGE,
            columns=TEXT_COLUMNS,
            plan=plan_texts,
            apply=apply_texts,
            records=lambda: _worded(text_records(), "part", PARTS),
            order=138,
        )
    )
