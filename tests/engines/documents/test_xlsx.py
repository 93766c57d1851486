"""XLSX: text stays text, numbers stay numbers, sheets are ready to work with."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.engines.documents import Document, Number, paragraph, table, to_xlsx
from espalier.engines.documents.xlsx import sheet_names

from . import sample


@pytest.fixture
def book(xlsx):
    return openpyxl.load_workbook(io.BytesIO(xlsx))


def test_one_sheet_per_table_after_cover_and_text(book, document):
    names = book.sheetnames
    assert len(names) == 2 + 3 + 2  # Three tables, and the data of two figures.
    assert "路徑：銲接／技術員" in names  # Asked for with a slash, which Excel forbids.


def test_the_header_is_frozen_and_filtered(book):
    sheet = next(sheet for sheet in book if sheet.title.startswith("路徑"))
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:E7"
    assert sheet.column_dimensions["B"].width > 8
    assert sheet.print_title_rows == "$2:$2"


def test_merged_cells_and_numbers_survive(book, document):
    word = {"zh-Hant": "表 1", "en": "Table 1"}[document.meta.language]
    sheet = book[word]
    assert {"A2:A3", "B2:B3", "C2:E2", "A4:A5", "A7:B7"} == {
        str(r) for r in sheet.merged_cells.ranges
    }
    assert sheet.auto_filter.ref is None  # Sorting would tear the merged cells apart.
    assert sheet["C4"].value == 3
    assert (sheet["E4"].value, sheet["E4"].number_format) == (0.625, "#,##0.0%")
    assert (sheet["C7"].value, sheet["C7"].number_format) == (1234567, "#,##0")
    assert sheet["D6"].value == "–"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "007"])
def test_text_that_looks_like_a_formula_stays_text(text):
    document = Document(sample.meta(), (table([text], [[text]]), paragraph(text)))
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(document)))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == text]
    assert len(cells) == 3
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_text_too_long_for_a_cell_is_refused_with_its_place():
    document = Document(sample.meta(), (table(["a"], [["x" * 32_768]], caption="長"),))
    with pytest.raises(ValueError, match=r"sheet '表 1', row 3: 32,768 characters"):
        to_xlsx(document)


def test_an_address_is_only_text_and_the_running_header_is_there(book):
    sheet = book.worksheets[1]
    assert "青禾精密股份有限公司" in sheet.oddHeader.left.text
    assert "&P" in sheet.oddHeader.right.text or "P" in sheet.oddHeader.right.text


def test_charts_are_there_in_words(book):
    texts = {cell.value for row in book.worksheets[1].iter_rows() for cell in row}
    assert {sample.heat_figure().alt, sample.lanes_figure().alt} <= texts


def test_a_unit_is_shown_and_the_value_stays_a_number():
    document = Document(sample.meta(), (table(["a"], [[Number(6, unit=' "小時"')]]),))
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(document))).worksheets[2]
    assert (sheet["A3"].value, sheet["A3"].number_format) == (6, '#,##0" 小時"')


NAMES = {
    "forbidden": (["a/b[c]:d*e?f\\g"], ["a／b／c／／d／e／f／g"]),
    "empty": (["", ""], ["Sheet", "Sheet (2)"]),
    "case": (["Table", "TABLE"], ["Table", "TABLE (2)"]),
    "reserved": (["History"], ["History (2)"]),
    "long": (["長" * 40, "長" * 40], ["長" * 31, "長" * 27 + " (2)"]),
}


@pytest.mark.parametrize(("wanted", "made"), NAMES.values(), ids=NAMES)
def test_sheet_names_excel_accepts(wanted, made):
    assert sheet_names(wanted) == made


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_names_become_different_short_names(wanted):
    names = sheet_names(wanted)
    assert len({name.lower() for name in names}) == len(wanted)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set("[]:*?/\\'") & set(name)
