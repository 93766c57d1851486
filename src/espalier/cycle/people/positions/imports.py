"""The sheets of grades and positions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people.positions import queries, services
from espalier.cycle.people.sheets import (
    DEGREE_WORDS,
    in_whole_months,
    months_of,
    text,
    writable,
    years_of,
)
from espalier.kit.accounts.types import Actor
from espalier.kit.imports import registry
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.rows import reason, without_blanks
from espalier.kit.imports.types import CellKind, Column, ImportSpec, PlannedRow, Reason, Row

TIERS = {
    "基層": "base",
    "中階": "middle",
    "高階": "top",
    "Base level": "base",
    "Middle level": "middle",
    "Top level": "top",
    "base": "base",
    "middle": "middle",
    "top": "top",
}
MAX_RANK, MAX_MONTHS = 999, 720

GRADE_COLUMNS = (
    Column("code", "職等代碼", "Grade code", CellKind.CODE, required=True, max_length=20),
    Column("name", "名稱", "Name", required=True, aliases=("職等名稱",), max_length=80),
    Column("name_en", "英文名稱", "English name", max_length=120),
    Column("rank", "位階", "Rank", CellKind.INTEGER, required=True),
    Column("tier", "層級", "Tier", CellKind.CHOICE, choices=TIERS),
)
POSITION_COLUMNS = (
    Column("code", "職位代碼", "Position code", CellKind.CODE, required=True, max_length=40),
    Column("name", "職位名稱", "Position name", required=True, max_length=120),
    Column("name_en", "英文名稱", "English name", max_length=160),
    Column(
        "function_code", "職系代碼", "Function code", CellKind.CODE, required=True, max_length=40
    ),
    Column("function_name", "職系名稱", "Function name", max_length=120),
    Column("grade_code", "職等代碼", "Grade code", CellKind.CODE, required=True, max_length=20),
    Column("min_degree", "最低學歷", "Lowest degree", CellKind.CHOICE, choices=DEGREE_WORDS),
    Column("fields_of_study", "科系條件", "Fields of study", max_length=300),
    Column("min_experience_years", "經驗年資", "Years of experience", CellKind.DECIMAL),
    Column("summary", "工作摘要", "Summary", max_length=4000),
)


def plan_grades(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    """Compare with the grades; two grades with one rank are refused. One query."""
    rows = without_blanks(rows, "tier")
    known = {str(record["code"]): record for record in grade_records()}
    ranks = {code: record["rank"] for code, record in known.items()}
    ranks |= {text(row.values, "code"): row.values.get("rank") for row in rows}

    def check(row: Row) -> Iterable[Reason]:
        code, rank = text(row.values, "code"), row.values.get("rank")
        if not isinstance(rank, int) or not 0 <= rank <= MAX_RANK:
            message = _("A rank is a whole number from 0 to %(most)s.") % {"most": MAX_RANK}
            yield reason(row, "rank", "bad_rank", message)
        others = [other for other, theirs in ranks.items() if theirs == rank and other != code]
        if others:
            message = _("Grade %(code)s has this rank too.") % {"code": others[0]}
            yield reason(row, "rank", "rank_taken", message)

    compared = [column.key for column in GRADE_COLUMNS[1:]]
    return plan_by_key(rows, known, key="code", compare_columns=compared, check=check)


def apply_grades(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    known = queries.grades_by_code()
    rows = [
        each.row.values
        if text(each.row.values, "code") in known
        else {"tier": "base", **each.row.values}
        for each in writable(planned)
    ]
    return services.write_grades(rows=rows, by=by, at=at)


def grade_records() -> list[dict[str, object]]:
    """Today's grades. One query."""
    fields = ("code", "name", "name_en", "rank", "tier")
    return [dict(zip(fields, row, strict=True)) for row in queries.grades().values_list(*fields)]


def plan_positions(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    """Compare with the positions; an unknown grade is refused, a new function is made. Two queries."""
    rows = [_no_years_as_blank(row) for row in in_whole_months(rows, "min_experience_years")]
    rows = without_blanks(rows, "function_name")
    known = {str(record["code"]): record for record in position_records()}
    grades = queries.grades_by_code()

    def check(row: Row) -> Iterable[Reason]:
        if text(row.values, "grade_code") not in grades:
            yield reason(row, "grade_code", "unknown_grade", _("There is no grade with this code."))
        months = months_of(row.values.get("min_experience_years"))
        if months is not None and not 0 <= months <= MAX_MONTHS:
            yield reason(
                row, "min_experience_years", "bad_years", _("Experience is 0 to 60 years.")
            )

    compared = [column.key for column in POSITION_COLUMNS[1:]]
    return plan_by_key(rows, known, key="code", compare_columns=compared, check=check)


def apply_positions(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    rows = []
    for each in writable(planned):
        values = dict(each.row.values)
        if "min_experience_years" in values:
            values["min_experience_months"] = months_of(values.pop("min_experience_years")) or 0
        rows.append(values)
    return services.write_positions(rows=rows, by=by, at=at)


def position_records() -> list[dict[str, object]]:
    """Today's positions. One query."""
    return [
        {
            "code": position.code,
            "name": position.name,
            "name_en": position.name_en,
            "function_code": position.function.code,
            "function_name": position.function.name,
            "grade_code": position.grade.code,
            "min_degree": position.min_degree,
            "fields_of_study": position.fields_of_study,
            "min_experience_years": _years_or_blank(position.min_experience_months),
            "summary": position.summary,
        }
        for position in queries.positions()
    ]


def _years_or_blank(months: int) -> Decimal | None:
    """No experience asked is a blank cell, and so is what a blank cell brings in."""
    return years_of(months) if months else None


def _no_years_as_blank(row: Row) -> Row:
    blank = row.values.get("min_experience_years") == 0
    return replace(row, values={**row.values, "min_experience_years": None}) if blank else row


def register() -> None:
    registry.register(
        ImportSpec(
            kind="grades",
            title=gettext_lazy("Grades"),
            permission="people.change_position",
            columns=GRADE_COLUMNS,
            plan=plan_grades,
            apply=apply_grades,
            records=grade_records,
            order=25,
        )
    )
    registry.register(
        ImportSpec(
            kind="positions",
            title=gettext_lazy("Positions"),
            permission="people.change_position",
            columns=POSITION_COLUMNS,
            plan=plan_positions,
            apply=apply_positions,
            records=position_records,
            drop_downs=lambda: {"grade_code": list(queries.grades_by_code())},
            order=30,
        )
    )
