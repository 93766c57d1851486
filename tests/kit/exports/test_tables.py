"""Exports: text is never a formula, numbers and dates stay what they are, and our imports read them back."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.kit.exports.http import file_response, table_response
from espalier.kit.exports.tables import escaped, export_table, sheet_name
from espalier.kit.imports.reading.delimited import unescape
from espalier.kit.imports.reading.rows import read_rows
from espalier.kit.imports.types import Column

HEAD = ["代碼", "名稱"]
DANGEROUS = [
    "=1+1",
    "+886-2-1234",
    "-5",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "'=1",
    "''=1",
    '=cmd|"/c calc"!A1',
]


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_begins_with_the_mark_excel_needs():
    assert export_table(columns=HEAD, rows=[], fmt="csv", title="x").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", DANGEROUS)
def test_formula_like_text_is_escaped_in_csv(text):
    data = export_table(columns=HEAD, rows=[["1", text]], fmt="csv", title="x")
    assert cells(data)[1][1] == f"'{text}"


@pytest.mark.parametrize("text", [*DANGEROUS, "{=1}", "http://x.tw", "007", "1e5"])
def test_text_in_xlsx_stays_text(text):
    data = export_table(columns=HEAD, rows=[["1", text]], fmt="xlsx", title="x")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    cell = sheet["B2"]
    # XML turns a lone carriage return into a line feed or its escape; the rest is exact.
    assert cell.data_type in {"s", "inlineStr"}
    assert str(cell.value).replace("_x000D_", "\r").replace("\n", "\r") == text.replace("\n", "\r")
    assert cell.hyperlink is None


def test_real_numbers_and_dates_keep_their_kind():
    moment = datetime(2026, 11, 2, 1, tzinfo=UTC)
    row = [-5, Decimal("-1.50"), 2.5, date(2024, 5, 1), moment, True, None, "－5"]
    head = [str(i) for i in range(len(row))]
    text = cells(export_table(columns=head, rows=[row], fmt="csv", title="x"))[1]
    assert text == ["-5", "-1.50", "2.5", "2024-05-01", "2026-11-02 09:00:00", "TRUE", "", "－5"]
    data = export_table(columns=head, rows=[row], fmt="xlsx", title="x")
    found = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).active[2]]
    assert found == [
        -5,
        -1.5,
        2.5,
        datetime(2024, 5, 1),
        datetime(2026, 11, 2, 9),
        True,
        None,
        "－5",
    ]


def test_numbers_a_spreadsheet_would_spoil_are_written_as_text():
    row = [12345678901234567890, float("nan"), float("inf"), date(1899, 1, 1)]
    data = export_table(columns=["a", "b", "c", "d"], rows=[row], fmt="xlsx", title="x")
    found = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).active[2]]
    assert found == ["12345678901234567890", "nan", "inf", "1899-01-01"]


def test_what_a_cell_cannot_hold_is_cut_with_a_mark():
    data = export_table(columns=["a"], rows=[["字" * 40_000], ["a\x00b"]], fmt="xlsx", title="x")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert (len(sheet["A2"].value), sheet["A2"].value[-1]) == (32_767, "…")
    assert sheet["A3"].value == "ab"


@pytest.mark.parametrize(
    ("title", "name"),
    [("員工/名冊[2026]", "員工 名冊 2026"), ("", "Sheet1"), ("長" * 40, "長" * 31), ("'x'", "x")],
)
def test_any_title_becomes_a_sheet_name(title, name):
    assert sheet_name(title) == name
    data = export_table(columns=["a"], rows=[], fmt="xlsx", title=title)
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == [name]


PRINTABLE = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc"), blacklist_characters="\u200b\u200e\u200f\u2060\ufeff"
    ),
    max_size=40,
)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_escaping_is_taken_back_exactly(text):
    assert unescape(escaped(text)) == text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(PRINTABLE, PRINTABLE), min_size=1, max_size=5),
    st.sampled_from(["csv", "xlsx"]),
)
def test_what_is_exported_is_imported_as_it_was(pairs, fmt):
    rows = [[f"k{i}", a, b] for i, (a, b) in enumerate(pairs)]
    data = export_table(columns=["key", "a", "b"], rows=rows, fmt=fmt, title="x")
    columns = [Column(k, k, k, max_length=99) for k in ("key", "a", "b")]
    found = read_rows(data, filename=f"x.{fmt}", columns=columns)
    assert [[row.values[k] for k in ("key", "a", "b")] for row in found.rows] == [
        [key, a.strip(), b.strip()] for key, a, b in rows
    ]


def test_a_download_keeps_its_chinese_name():
    answer = table_response(columns=HEAD, rows=[["1", "a"]], fmt="csv", title="員工名冊")
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E5%93%A1%E5%B7%A5%E5%90%8D%E5%86%8A.csv"
    )
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_a_name_cannot_break_out_of_its_header():
    answer = file_response(b"x", media_type="text/plain", filename='a"/\\..\r\nSet-Cookie: x.csv')
    value = answer["Content-Disposition"]
    assert "\r" not in value
    assert "/" not in value.removeprefix("attachment; filename=")
