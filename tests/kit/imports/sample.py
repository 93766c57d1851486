"""A kind of import for the tests: places of the scope tree, with a label and a parent."""

import io
from datetime import date, datetime

import xlsxwriter

from espalier.kit.accounts.models import ScopeNode
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.types import CellKind, Column, ImportSpec, Reason

COLUMNS = (
    Column("code", "地點代碼", "Place code", CellKind.CODE, required=True, max_length=80),
    Column("label", "地點名稱", "Place name", required=True, aliases=("名稱",), max_length=200),
    Column("parent", "上級地點代碼", "Parent place", CellKind.CODE, max_length=80),
)


def plan(rows, today: date):
    nodes = {node.key: node for node in ScopeNode.objects.select_related("parent")}
    existing = {
        key: {"code": key, "label": node.label, "parent": node.parent.key if node.parent else ""}
        for key, node in nodes.items()
    }
    known = set(nodes) | {row.values["code"] for row in rows}

    def check(row):
        parent = row.values.get("parent")
        if parent and parent not in known:
            yield Reason("parent", str(parent), "unknown_place", "There is no such place.")

    return plan_by_key(rows, existing, key="code", compare_columns=["label", "parent"], check=check)


def apply(planned, by: Actor, at: datetime):
    added = [row for row in planned if row.action == "add"]
    ScopeNode.objects.bulk_create(
        [ScopeNode(key=r.key, label=r.row.values["label"], path=f"/{r.key}/") for r in added]
    )
    for row in planned:
        if row.action == "change":
            ScopeNode.objects.filter(key=row.key).update(label=row.row.values["label"])
    before = {r.key: r.change["label"][0] for r in planned if "label" in r.change}
    undo = {
        "added": [r.key for r in added],
        "labels": {k: v for k, v in before.items() if v is not None},
    }
    return {"places": len(planned), "undo": undo}


def undo(data, by: Actor, at: datetime) -> None:
    ScopeNode.objects.filter(key__in=data["added"]).delete()
    for key, label in data["labels"].items():
        ScopeNode.objects.filter(key=key).update(label=label)


def records():
    for node in ScopeNode.objects.select_related("parent").order_by("key"):
        parent = node.parent.key if node.parent else ""
        yield {"code": node.key, "label": node.label, "parent": parent}


def drop_downs():
    return {"parent": list(ScopeNode.objects.order_by("key").values_list("key", flat=True))}


PLACES = ImportSpec(
    kind="places",
    title="Places",
    permission="kit.run_import",
    columns=COLUMNS,
    plan=plan,
    apply=apply,
    records=records,
    undo=undo,
    drop_downs=drop_downs,
    order=5,
    purpose="Where people work.",
)


def xlsx(rows, *, sheet: str = "Sheet1", formats=None, merges=(), more=()) -> bytes:
    """A real workbook: ``formats`` maps (row, column) to a number format, ``more`` adds (name, rows)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 11, 2)})  # the same bytes at every call
    for name, cells in [(sheet, rows), *more]:
        page = book.add_worksheet(name)
        for i, row in enumerate(cells):
            for j, value in enumerate(row):
                code = (formats or {}).get((i, j))
                style = [book.add_format({"num_format": code})] if code else []
                if isinstance(value, (date, datetime)):
                    day = book.add_format({"num_format": code or "yyyy/mm/dd"})
                    page.write_datetime(i, j, value, day)
                elif value is not None:
                    page.write(i, j, value, *style)
        for merge in merges:
            page.merge_range(*merge)
    book.close()
    return buffer.getvalue()


def csv(text: str, encoding: str = "utf-8-sig") -> bytes:
    return text.encode(encoding)
