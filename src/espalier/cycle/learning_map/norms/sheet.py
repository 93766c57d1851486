"""The columns of the sheet ``norms``, and the way between a row and what it says of a norm."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from espalier.cycle.learning_map import norm_words as words
from espalier.cycle.learning_map.labels import hours_text
from espalier.cycle.learning_map.mode_words import MODES
from espalier.cycle.learning_map.norms.types import NormContent, NormRow, Rule, Target
from espalier.kit.imports.rows import codes_in, number_in, only_told, text_in, value_in, whole_in
from espalier.kit.imports.types import CellKind, Column, Row

NUMBER, CODES, DATE, YES_NO = CellKind.INTEGER, CellKind.CODES, CellKind.DATE, CellKind.YES_NO


def _choices(told: Mapping[str, str]) -> dict[str, str]:
    """What a choice cell understands: the words of the sheet and the stored values."""
    return {**told, **{value: value for value in told.values()}}


COLUMNS = (
    Column("code", "規範代碼", "Norm code", CellKind.CODE, required=True, max_length=40),
    Column("kind", "性質", "Kind", CellKind.CHOICE, required=True, choices=_choices(words.SHEET_KINDS)),
    Column("topic", "主題", "Topic", max_length=60),
    Column("title", "規範名稱", "Title", required=True, max_length=200),
    Column("title_en", "英文名稱", "English title", max_length=300),
    Column("summary", "內容摘要", "Summary", max_length=5000),
    Column("summary_en", "英文摘要", "English summary", max_length=5000),
    Column("source", "出處", "Source", max_length=300),
    Column("source_url", "出處網址", "Address of the source", max_length=500),
    Column("source_dated", "出處版本日", "Version of the source", DATE),
    Column("checked_on", "查證日", "Looked up on", DATE),
    Column("review_on", "覆核期限", "Review by", DATE),
    Column(
        "status", "查證狀態", "Status", CellKind.CHOICE, required=True,
        choices=_choices(words.SHEET_STATUSES),
    ),
    Column("is_applied", "本公司適用", "Applies to us", YES_NO),
    Column("effective_from", "生效日", "In force from", DATE, required=True),
    Column("effective_to", "停止日", "In force until", DATE),
    Column(
        "window", "期限類型", "Kind of term", CellKind.CHOICE, choices=_choices(words.SHEET_WINDOWS)
    ),
    Column("months", "期間月數", "Months of the term", NUMBER, minimum=0, maximum=240),
    Column("hours", "應訓時數", "Hours", CellKind.DECIMAL, minimum=0, maximum=2000, places=2),
    Column("grace_days", "寬限天數", "Days of grace", NUMBER, minimum=0, maximum=3650),
    Column("first_due_months", "首次期限月數", "First due after months", NUMBER, minimum=0, maximum=240),
    Column("lookback_months", "採計回溯月數", "Hours count back months", NUMBER, minimum=0, maximum=240),
    Column(
        "again_on_change", "異動重訓", "Again on change", CellKind.CHOICE,
        choices=_choices(words.SHEET_AGAIN),
    ),
    Column(
        "first_period", "首期計算", "First period", CellKind.CHOICE,
        choices=_choices(words.SHEET_FIRST_PERIODS),
    ),
    Column("covers_incumbents", "適用既有人員", "Binds incumbents", YES_NO),
    Column("notice_days", "提前提醒天數", "Notice days", NUMBER, minimum=0, maximum=730),
    Column("modes", "可採計方式", "Modes that count", CODES, help="空白表示全部方式"),
    Column("mode_caps", "方式時數上限", "Limits of modes", CODES, help="例：線上=2"),
    Column("content_minutes", "內容時數下限", "Hours of contents", CODES, help="例：消防=1"),
    Column("everyone", "適用全體", "Binds everybody", YES_NO),
    Column("categories", "適用人員類別", "Categories", CODES),
    Column("tiers", "適用層級", "Levels", CODES),
    Column("duties", "適用職務", "Duties", CODES),
    Column("licences", "適用證照", "Licences", CODES),
    Column("min_headcount", "人數下限", "Headcount of at least", NUMBER, minimum=0, maximum=1000000),
    Column("max_headcount", "人數上限", "Headcount of at most", NUMBER, minimum=0, maximum=1000000),
    Column("hired_from", "到職日起適用", "Hired from", DATE),
    Column("is_shareable", "時數可共用", "Hours may be shared", YES_NO),
    Column("is_working_time", "視為工作時間", "Working time", YES_NO),
    Column(
        "on_leave", "留停期間", "During leave", CellKind.CHOICE,
        choices=_choices(words.SHEET_ON_LEAVE),
    ),
    Column("evidence", "應備佐證", "Proof to keep", max_length=200),
    Column("interpretation", "解釋與提醒", "Interpretation", max_length=3000),
)  # fmt: skip

CONTENT_COLUMNS = tuple(NormContent.__dataclass_fields__)
RULE_COLUMNS = tuple(
    column.key
    for column in COLUMNS
    if column.key
    not in {*CONTENT_COLUMNS, "code", "interpretation", "effective_from", "effective_to"}
)


class BadCell(ValueError):
    """A cell that holds a list cannot be read: ``args`` are the column, the value and the code of the reason."""


def hours_by_word(row: Row, column: str) -> tuple[tuple[str, int], ...]:
    """A cell such as "線上=2、外訓=3" as pairs of word and minutes.

    Raises: BadCell for a part without a number of hours.
    """
    pairs = []
    for part in codes_in(row, column):
        word, mark, hours = part.replace("＝", "=").partition("=")
        try:
            minutes = round(Decimal(hours.strip()) * 60) if mark else 0
        except (InvalidOperation, ValueError, OverflowError):
            minutes = 0
        if not word.strip() or minutes < 1:
            raise BadCell(column, part, "not_hours")
        pairs.append((word.strip(), minutes))
    return tuple(sorted(pairs))


def _values(row: Row, column: str, told: Mapping[str, str]) -> tuple[str, ...]:
    """Several words of one cell as stored values. Raises: BadCell for a word nobody knows."""
    known = _choices(told)
    found = codes_in(row, column)
    for word in found:
        if word not in known:
            raise BadCell(column, word, "unknown_word")
    return tuple(known[word] for word in found)


def row_of(row: Row, held: NormRow | None) -> NormRow:
    """What a row makes of a norm; a column the file does not have stays as it was.

    Raises: BadCell.
    """
    start = held or NormRow(NormContent("", "", ""), Rule(), date.min)
    content: dict[str, Any] = {
        name: _cell(row, name, name in {"source_dated", "checked_on", "review_on"})
        for name in CONTENT_COLUMNS
        if name in row.values
    }
    if "is_applied" in content:
        content["is_applied"] = row.values["is_applied"] is not False
    return NormRow(
        content=replace(start.content, **content),
        rule=replace(start.rule, **_rule_fields(row), target=_target(row, start.rule.target)),
        effective_from=value_in(row, "effective_from") or start.effective_from,
        effective_to=value_in(row, "effective_to")
        if "effective_to" in row.values
        else start.effective_to,
        interpretation=text_in(row, "interpretation")
        if "interpretation" in row.values
        else start.interpretation,
    )


def _cell(row: Row, name: str, is_date: bool) -> object:
    return value_in(row, name) if is_date else text_in(row, name)


def _rule_fields(row: Row) -> dict[str, Any]:
    """The fields of a rule the file has; a blank cell means what a new rule begins with."""
    blank = Rule()
    told: dict[str, Any] = {}
    for name in ("window", "again_on_change", "first_period", "on_leave"):
        told[name] = text_in(row, name) or getattr(blank, name)
    for name in ("grace_days", "notice_days"):
        whole = whole_in(row, name)
        told[name] = getattr(blank, name) if whole is None else whole
    for name in ("months", "first_due_months", "lookback_months"):
        told[name] = whole_in(row, name)
    for name in ("covers_incumbents", "is_shareable", "is_working_time"):
        told[name] = row.values.get(name) is not False
    told["evidence"] = text_in(row, "evidence")
    told["modes"] = _values(row, "modes", MODES)
    told["content_minutes"] = hours_by_word(row, "content_minutes")
    told["mode_caps"] = tuple(
        sorted((_choices(MODES).get(word, word), n) for word, n in hours_by_word(row, "mode_caps"))
    )
    kept = only_told(row, told)
    if "hours" in row.values:
        hours = number_in(row, "hours")
        kept["minutes"] = None if hours is None else round(hours * 60)
    return kept


def _target(row: Row, held: Target) -> Target:
    told = {
        "everyone": row.values.get("everyone") is True,
        "categories": _values(row, "categories", words.SHEET_CATEGORIES),
        "tiers": _values(row, "tiers", words.SHEET_TIERS),
        "duties": codes_in(row, "duties"),
        "licences": codes_in(row, "licences"),
        "min_headcount": whole_in(row, "min_headcount"),
        "max_headcount": whole_in(row, "max_headcount"),
        "hired_from": value_in(row, "hired_from"),
    }
    return replace(held, **only_told(row, told))


def cells_of(held: NormRow) -> dict[str, object]:
    """The row of a norm by column key, values as stored: what a sheet is compared with."""
    content, rule, target = held.content, held.rule, held.rule.target
    mode_words = {value: text for text, value in MODES.items()}
    plain = {name: getattr(content, name) for name in CONTENT_COLUMNS}
    plain |= {name: getattr(rule, name) for name in RULE_COLUMNS if hasattr(rule, name)}
    return plain | {
        "effective_from": held.effective_from,
        "effective_to": held.effective_to,
        "interpretation": held.interpretation,
        "hours": None if rule.minutes is None else round(rule.minutes / 60, 2),
        "modes": tuple(mode_words.get(mode, mode) for mode in rule.modes),
        "mode_caps": _hours_in_words(rule.mode_caps, mode_words),
        "content_minutes": _hours_in_words(rule.content_minutes, {}),
        "everyone": target.everyone,
        "categories": tuple(words.written(words.SHEET_CATEGORIES, c) for c in target.categories),
        "tiers": tuple(words.written(words.SHEET_TIERS, tier) for tier in target.tiers),
        "duties": target.duties,
        "licences": target.licences,
        "min_headcount": target.min_headcount,
        "max_headcount": target.max_headcount,
        "hired_from": target.hired_from,
    }


def _hours_in_words(
    pairs: tuple[tuple[str, int], ...], mode_words: Mapping[str, str]
) -> tuple[str, ...]:
    return tuple(f"{mode_words.get(key, key)}={hours_text(n)}" for key, n in pairs)
