"""The template: today's records, drop-downs and help; uploaded unchanged it changes nothing."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from espalier.kit.accounts.models import ScopeNode
from espalier.kit.imports.reading.rows import read_rows
from espalier.kit.imports.types import CellKind, Column, ImportSpec
from espalier.kit.imports.workbook import template_workbook
from tests.kit.imports.sample import PLACES

RECORD = {
    "number": "00007",
    "name": "=王\n小明",
    "hired_on": date(2024, 5, 1),
    "hours": Decimal("12.50"),
    "rank": 3,
    "sex": "f",
    "primary": True,
    "before": ("M01", "M02"),
    "note": "",
}
EVERY_KIND = ImportSpec(
    kind="every",
    title="每一種/欄位",
    permission="kit.run_import",
    columns=(
        Column("number", "員工編號", "Number", CellKind.CODE, required=True),
        Column("name", "姓名", "Name", help="全名"),
        Column("hired_on", "到職日", "Hired on", CellKind.DATE),
        Column("hours", "時數", "Hours", CellKind.DECIMAL),
        Column("rank", "位階", "Rank", CellKind.INTEGER),
        Column(
            "sex", "性別", "Sex", CellKind.CHOICE, choices={"男": "m", "女": "f", "female": "f"}
        ),
        Column("primary", "主要", "Primary", CellKind.YES_NO),
        Column("before", "先備", "Before", CellKind.CODES),
        Column("note", "備註", "Note"),
    ),
    plan=lambda rows, today: [],
    apply=lambda planned, by, at: {},
    records=lambda: [RECORD],
    drop_downs=lambda: {"number": [f"{i:05}" for i in range(300)]},
)


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_every_kind_of_cell_comes_back_as_it_was(language):
    with translation.override(language):
        data = template_workbook(EVERY_KIND)
    found = read_rows(data, filename="t.xlsx", columns=EVERY_KIND.columns)
    assert not found.unreadable
    assert dict(found.rows[0].values) == RECORD


def test_the_workbook_helps_to_fill_it_in():
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(EVERY_KIND)))
    sheet, lists = book.worksheets
    assert (sheet.title, sheet.freeze_panes, lists.sheet_state) == ("每一種 欄位", "B2", "hidden")
    assert "全名" in sheet["B1"].comment.text
    assert sheet["A2"].number_format == "@"
    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet["C2"].number_format == "yyyy/mm/dd"
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    offered = {key.split(":")[0]: (rule.formula1, rule.errorStyle) for key, rule in rules.items()}
    assert offered["F2"] == ("'_lists'!$B$1:$B$2", None)
    assert offered["A2"] == ("'_lists'!$A$1:$A$300", "warning")
    assert [lists["B1"].value, lists["B2"].value] == ["男", "女"]


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_uploading_it_unchanged_only_skips(bring, language):
    root = ScopeNode.objects.create(key="001", label="總廠", path="/1/")
    ScopeNode.objects.create(key="002", label="=SUM(A1)", path="/1/2/", parent=root)
    with translation.override(language):
        run = bring(template_workbook(PLACES), "places.xlsx")
    assert {k: run.counts[k] for k in ("add", "change", "skip", "refuse")} == {
        "add": 0,
        "change": 0,
        "skip": 2,
        "refuse": 0,
    }


def test_a_template_without_records_can_be_filled_in():
    spec = ImportSpec(
        kind="none",
        title="",
        permission="kit.run_import",
        columns=EVERY_KIND.columns,
        plan=EVERY_KIND.plan,
        apply=EVERY_KIND.apply,
        records=list,
    )
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(spec)))
    assert [cell.value for cell in book.worksheets[0][1]][:2] == ["員工編號", "姓名"]
