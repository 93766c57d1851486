"""The sheet of competencies the organisation adds to those of its adopted standards."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.standards.catalogue import queries, services
from espalier.cycle.standards.catalogue.services import CompetencyRow
from espalier.kit.accounts.types import Actor
from espalier.kit.imports import registry
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.types import (
    Action,
    CellKind,
    Column,
    ImportSpec,
    PlannedRow,
    Reason,
    Row,
)

KINDS = {
    "知識": "K",
    "技能": "S",
    "態度": "A",
    "Knowledge": "K",
    "Skill": "S",
    "Attitude": "A",
    "K": "K",
    "S": "S",
    "A": "A",
}
COLUMNS = (
    Column("code", "職能代碼", "Competency code", CellKind.CODE, required=True, max_length=80),
    Column("kind", "類別", "Kind", CellKind.CHOICE, required=True, choices=KINDS),
    Column("name", "名稱", "Name", required=True, aliases=("職能名稱",), max_length=300),
    Column("name_en", "英文名稱", "English name", max_length=300),
    Column("definition", "定義", "Definition", max_length=4000),
    Column("standard_code", "來源基準代碼", "Source standard", CellKind.CODE, max_length=60),
    Column("item_code", "來源項目代碼", "Source item", CellKind.CODE, max_length=20),
)
COMPARED = [column.key for column in COLUMNS[1:]]
Items = Mapping[tuple[str, str], tuple[int, str]]


def plan(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    """Compare with the competencies; a source must be an item of the same kind. Two queries."""
    items = _items(rows)

    def check(row: Row) -> Iterable[Reason]:
        source = (_text(row, "standard_code"), _text(row, "item_code"))
        if not any(source):
            return
        if not all(source):
            column = "item_code" if source[0] else "standard_code"
            message = _("A source needs both the code of the standard and of the item.")
            yield Reason(column, "", "half_source", message)
        elif source not in items:
            message = _("There is no such item in the standards here; import the standard first.")
            yield Reason("item_code", "/".join(source), "unknown_item", message)
        elif items[source][1] != row.values.get("kind"):
            message = _("The source item is of another kind.")
            yield Reason("kind", _text(row, "kind"), "other_kind", message)

    known = {str(record["code"]): record for record in records()}
    return plan_by_key(rows, known, key="code", compare_columns=COMPARED, check=check)


def _items(rows: Sequence[Row]) -> Items:
    """(standard code, item code) → (id, kind) for every source the sheet names."""
    codes = {_text(row, "standard_code") for row in rows} - {""}
    return queries.items_by_code(codes)


def apply(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    rows = [each.row for each in planned if each.action in (Action.ADD, Action.CHANGE)]
    items = _items(rows)
    before = {str(record["code"]): record for record in records()}
    wanted = [_wanted(row, items, before.get(_text(row, "code"), {})) for row in rows]
    added, changed = services.save_competencies(rows=wanted, by=by, at=at)
    return {"add": added, "change": changed}


def _wanted(row: Row, items: Items, before: Mapping[str, object]) -> CompetencyRow:
    """The row over what is on record: a column the sheet does not have keeps its value."""
    merged = {**before, **row.values}
    text = {key: str(merged.get(key) or "") for key in ("code", *COMPARED)}
    source = (text["standard_code"], text["item_code"])
    return CompetencyRow(
        code=text["code"],
        kind=text["kind"],
        name=text["name"],
        name_en=text["name_en"],
        definition=text["definition"],
        source_item_id=items[source][0] if source in items else None,
    )


def records() -> Iterable[Mapping[str, object]]:
    """Today's competencies as rows of the sheet. One query."""
    for row in queries.competencies(active_only=False):
        item = row.source_item
        yield {
            "code": row.code,
            "kind": row.kind,
            "name": row.name,
            "name_en": row.name_en,
            "definition": row.definition,
            "standard_code": (item.standard.raw_code or item.standard.title) if item else "",
            "item_code": item.code if item else "",
        }


def _text(row: Row, column: str) -> str:
    return str(row.values.get(column) or "").strip()


def register_imports() -> None:
    """Tell the kit about the sheet."""
    registry.register(
        ImportSpec(
            kind="competencies",
            title=gettext_lazy("Competencies"),
            permission="standards.change_standard",
            columns=COLUMNS,
            plan=plan,
            apply=apply,
            records=records,
            drop_downs=lambda: {"kind": ("知識", "技能", "態度")},
            order=50,
        )
    )
