"""The imports ``clauses``, ``raci`` and ``training_categories``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people.positions import queries as positions
from espalier.cycle.people.sheets import completed, text
from espalier.cycle.policy.goals import queries as goals
from espalier.cycle.policy.goals.types import Level
from espalier.cycle.policy.handbook import queries, rules, services
from espalier.cycle.policy.handbook.permissions import CHANGE
from espalier.cycle.policy.handbook.types import ClauseValues
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import reason
from espalier.kit.imports.types import (
    CellKind,
    Column,
    ImportSpec,
    PlannedRow,
    Reason,
    Row,
)

KINDS = {
    "條文": "clause",
    "高階主管的話": "message",
    "願景": "vision",
    "使命": "mission",
    "策略": "strategy",
}
CATEGORY_KINDS = {
    "新進人員": "orientation",
    "階層別": "level",
    "職能別": "function",
    "專案與策略": "project",
    "法定": "legal",
    "自我發展": "self",
}
TIERS = {"基層": "base", "中階": "middle", "高階": "top"}


def _both(words: Mapping[str, str]) -> dict[str, str]:
    """Words and the values themselves."""
    return {**words, **{value: value for value in words.values()}}


CLAUSE_COLUMNS = (
    Column("chapter", "章", "Chapter", CellKind.INTEGER, required=True, minimum=1, maximum=16),
    Column("number", "條", "Clause", CellKind.INTEGER, required=True, minimum=1, maximum=999),
    Column("title", "標題", "Title", required=True, max_length=120),
    Column("title_en", "標題英文", "Title in English", max_length=160),
    Column("text", "內容", "Text", required=True, max_length=20_000),
    Column("text_en", "內容英文", "Text in English", max_length=30_000),
    Column("kind", "種類", "Kind", CellKind.CHOICE, choices=_both(KINDS)),
    Column("owner", "負責職位", "Responsible post", CellKind.CODE, max_length=40),
    Column("directions", "政策方針", "Policy directions", CellKind.CODES,
           help=gettext_lazy("Numbers of the directions it carries out.")),
)  # fmt: skip
RACI_COLUMNS = (
    Column("activity", "活動代碼", "Activity code", CellKind.CODE, required=True, max_length=20),
    Column("activity_name", "活動", "Activity", required=True, max_length=160),
    Column("activity_name_en", "活動英文", "Activity in English", max_length=200),
    Column("role", "角色代碼", "Role code", CellKind.CODE, required=True, max_length=20),
    Column("role_name", "角色", "Role", required=True, max_length=80),
    Column("role_name_en", "角色英文", "Role in English", max_length=120),
    Column("letters", "職責", "Part", required=True, max_length=8,
           help=gettext_lazy("R, A, C or I; RA where one role is both.")),
)  # fmt: skip
CATEGORY_COLUMNS = (
    Column("code", "類別代碼", "Code", CellKind.CODE, required=True, max_length=20),
    Column("name", "訓練類別", "Name", required=True, max_length=80),
    Column("name_en", "類別英文", "Name in English", max_length=120),
    Column("kind", "體系", "Kind", CellKind.CHOICE, required=True, choices=_both(CATEGORY_KINDS)),
    Column("tier", "階層", "Level", CellKind.CHOICE, choices=_both(TIERS)),
    Column("function", "職系代碼", "Function code", CellKind.CODE, max_length=40),
    Column("text", "內容", "Content", max_length=400),
    Column("text_en", "內容英文", "Content in English", max_length=500),
)  # fmt: skip


def _clause_rows() -> dict[Any, dict[str, object]]:
    """Today's clauses by chapter and number, in the columns of the sheet. Three queries."""
    numbers = {row.id: str(row.number) for row in goals.directions()}
    linked = goals.direction_ids_of_clauses()
    return {
        (clause.chapter, clause.number): {
            "chapter": clause.chapter,
            "number": clause.number,
            "title": clause.title,
            "title_en": clause.title_en,
            "text": clause.text,
            "text_en": clause.text_en,
            "kind": clause.kind,
            "owner": clause.owner.code if clause.owner else "",
            "directions": tuple(numbers[pk] for pk in linked.get(clause.pk, ())),
        }
        for clause in queries.clauses()
    }


def plan_clauses(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with the clauses. Five queries."""
    owners = positions.positions_by_code()
    numbers = goals.ids_by_key(Level.DIRECTION)

    def check(row: Row) -> list[Reason]:
        reasons = []
        if (code := text(row.values, "owner")) and code not in owners:
            message = _("There is no position %(code)s. Import it first, or correct the code.")
            reasons.append(reason(row, "owner", "unknown", message % {"code": code}))
        asked: Any = row.values.get("directions") or ()
        if unknown := [number for number in asked if number not in numbers]:
            message = _("There is no policy direction %(numbers)s. Import the directions first.")
            told = message % {"numbers": "、".join(unknown)}
            reasons.append(reason(row, "directions", "unknown", told))
        return reasons

    compared = [column.key for column in CLAUSE_COLUMNS[2:]]
    return plan_by_key(
        rows, _clause_rows(), key=("chapter", "number"), compare_columns=compared, check=check
    )


def apply_clauses(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    owners = positions.positions_by_code()
    numbers = goals.ids_by_key(Level.DIRECTION)
    told: list[dict[str, Any]] = completed(rows, _clause_rows().values(), ("chapter", "number"))
    values = [
        ClauseValues(
            chapter=each["chapter"],
            number=each["number"],
            kind=each.get("kind") or "clause",
            title=text(each, "title"),
            title_en=text(each, "title_en"),
            text=text(each, "text"),
            text_en=text(each, "text_en"),
            owner_id=owner.pk if (owner := owners.get(text(each, "owner"))) else None,
            direction_ids=frozenset(numbers[n] for n in each.get("directions") or ()),
        )
        for each in told
    ]
    added, changed = services.store_imported_clauses(values=values, by=by, at=at)
    return {"added": added, "changed": changed}


def clause_records() -> Iterable[Mapping[str, object]]:
    words = {value: word for word, value in KINDS.items()}
    return [{**row, "kind": words[str(row["kind"])]} for row in _clause_rows().values()]


def _raci_rows() -> dict[Any, dict[str, object]]:
    table = queries.raci_table()
    roles = {role.id: role for role in table.roles}
    return {
        (line.code, roles[pk].code): {
            "activity": line.code,
            "activity_name": line.name,
            "activity_name_en": line.name_en,
            "role": roles[pk].code,
            "role_name": roles[pk].name,
            "role_name_en": roles[pk].name_en,
            "letters": letters,
        }
        for line in table.lines
        for pk, letters in sorted(line.letters.items())
    }


def plan_raci(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with the table; whether each line is whole is shown on its page. Three queries."""

    def check(row: Row) -> list[Reason]:
        letters = rules.clean_letters(text(row.values, "letters"))
        if letters and not set(letters) - set(rules.LETTERS):
            return []
        message = _("Use the letters R, A, C and I.")
        return [reason(row, "letters", "bad_letters", message)]

    compared = [column.key for column in RACI_COLUMNS if column.key not in {"activity", "role"}]
    key = ("activity", "role")
    return plan_by_key(rows, _raci_rows(), key=key, compare_columns=compared, check=check)


def apply_raci(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    told = completed(rows, _raci_rows().values(), ("activity", "role"))
    cells = [{column.key: text(each, column.key) for column in RACI_COLUMNS} for each in told]
    for cell in cells:
        cell["letters"] = rules.clean_letters(cell["letters"])
    added, changed = services.store_imported_raci(rows=cells, by=by, at=at)
    return {"added": added, "changed": changed}


def raci_records() -> Iterable[Mapping[str, object]]:
    return _raci_rows().values()


def _category_rows() -> dict[str, dict[str, object]]:
    return {
        category.code: {
            **{
                name: getattr(category, name)
                for name in ("code", "name", "name_en", "kind", "tier", "text", "text_en")
            },
            "function": category.function.code if category.function else "",
        }
        for category in queries.training_categories()
    }


def plan_categories(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with the parts of the system. Two queries."""
    functions = positions.functions_by_code()

    def check(row: Row) -> list[Reason]:
        kind, code = text(row.values, "kind"), text(row.values, "function")
        reasons = []
        if code and code not in functions:
            message = _("There is no function %(code)s. Import it first, or correct the code.")
            reasons.append(reason(row, "function", "unknown", message % {"code": code}))
        if kind == "function" and not code:
            message = _("Training by function needs its function.")
            reasons.append(reason(row, "function", "no_function", message))
        if kind == "level" and not text(row.values, "tier"):
            reasons.append(reason(row, "tier", "no_tier", _("Training by level needs its level.")))
        return reasons

    compared = [column.key for column in CATEGORY_COLUMNS[1:]]
    return plan_by_key(rows, _category_rows(), key="code", compare_columns=compared, check=check)


def apply_categories(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    functions = positions.functions_by_code()
    told = completed(rows, _category_rows().values(), ("code",))
    values = []
    for each in told:
        row: dict[str, Any] = {c.key: text(each, c.key) for c in CATEGORY_COLUMNS}
        row["function"] = functions.get(row["function"])
        values.append(row)
    added, changed = services.store_imported_categories(rows=values, by=by, at=at)
    return {"added": added, "changed": changed}


def category_records() -> Iterable[Mapping[str, object]]:
    kinds = {value: word for word, value in CATEGORY_KINDS.items()}
    tiers = {value: word for word, value in TIERS.items()}
    return [
        {**row, "kind": kinds[str(row["kind"])], "tier": tiers.get(str(row["tier"]), "")}
        for row in _category_rows().values()
    ]


def register_imports() -> None:
    register(
        ImportSpec(
            kind="clauses",
            title=gettext_lazy("Clauses of the handbook"),
            permission=CHANGE,
            columns=CLAUSE_COLUMNS,
            plan=plan_clauses,
            apply=apply_clauses,
            records=clause_records,
            drop_downs=lambda: {
                "kind": list(KINDS),
                "owner": sorted(positions.positions_by_code()),
            },
            order=104,
        )
    )
    register(
        ImportSpec(
            kind="raci",
            title=gettext_lazy("Who does what (RACI)"),
            permission=CHANGE,
            columns=RACI_COLUMNS,
            plan=plan_raci,
            apply=apply_raci,
            records=raci_records,
            order=105,
        )
    )
    register(
        ImportSpec(
            kind="training_categories",
            title=gettext_lazy("System of training"),
            permission=CHANGE,
            columns=CATEGORY_COLUMNS,
            plan=plan_categories,
            apply=apply_categories,
            records=category_records,
            drop_downs=lambda: {
                "kind": list(CATEGORY_KINDS),
                "tier": list(TIERS),
                "function": sorted(positions.functions_by_code()),
            },
            order=106,
        )
    )
