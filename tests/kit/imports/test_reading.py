"""Reading files as people have them: every encoding, odd headers, lost zeros, broken and hostile files."""

import io
import zipfile
from contextlib import suppress
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.kit.errors import Refused
from espalier.kit.imports.limits import ImportLimits
from espalier.kit.imports.reading.rows import read_rows
from espalier.kit.imports.types import CellKind, Column
from tests.kit.imports.old_workbook import xls
from tests.kit.imports.sample import xlsx

COLUMNS = (
    Column("number", "員工編號", "Employee number", CellKind.CODE, required=True, max_length=20),
    Column("name", "姓名", "Name", required=True, aliases=("中文姓名",)),
    Column("hired_on", "到職日", "Hired on", CellKind.DATE),
    Column("hours", "時數", "Hours", CellKind.DECIMAL, places=1, minimum=0, maximum=100),
    Column("rank", "位階", "Rank", CellKind.INTEGER),
    Column("sex", "性別", "Sex", CellKind.CHOICE, choices={"男": "m", "女": "f", "male": "m"}),
    Column("primary", "主要職位", "Primary", CellKind.YES_NO),
    Column("before", "先備模組", "Prerequisites", CellKind.CODES),
)
HEAD = [column.label for column in COLUMNS]


def read(data: bytes, filename: str = "a.xlsx", **more):
    return read_rows(data, filename=filename, columns=COLUMNS, **more)


def one(**cells):
    """Read one row with these cells, the rest being fine."""
    row = {"number": "001", "name": "王小明", **cells}
    found = read(xlsx([HEAD, [row.get(column.key) for column in COLUMNS]]))
    if found.unreadable:
        return [reason.code for reason in found.unreadable[0].reasons]
    return {key: found.rows[0].values[key] for key in cells}


def refusal_of(data: bytes, filename: str = "a.xlsx", **more) -> list[str]:
    with pytest.raises(Refused) as caught:
        read(data, filename, **more)
    for problem in caught.value.problems:
        assert str(problem.message)
        assert str(problem.place)
        assert str(problem.remedy) or problem.code == "no_sheet"
    return [problem.code for problem in caught.value.problems]


PLAIN = "員工編號,姓名,到職日\n００１,王小明,113/05/01\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp950", "big5"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_of_any_encoding_and_delimiter(encoding, delimiter):
    found = read(PLAIN.replace(",", delimiter).encode(encoding), "a.csv")
    assert [dict(row.values) for row in found.rows] == [
        {"number": "001", "name": "王小明", "hired_on": date(2024, 5, 1)}
    ]


def test_big5_names_of_taiwan_survive():
    assert (
        read("員工編號,姓名\n1,游錫堃\n".encode("big5hkscs"), "a.csv").rows[0].values["name"]
        == "游錫堃"
    )


def test_a_delimiter_inside_quotes_is_text():
    text = '員工編號;姓名\n001;"王,小,明"\n002;"李;四"\n'
    assert [r.values["name"] for r in read(text.encode(), "a.csv").rows] == ["王,小,明", "李;四"]


def test_an_old_xls_workbook_is_read():
    found = read(xls([["員工名冊"], ["員工編號", "姓名", "位階"], ["001", "王小明", 3]]), "a.xls")
    assert [(r.number, dict(r.values)) for r in found.rows] == [
        (3, {"number": "001", "name": "王小明", "rank": 3})
    ]


HEADERS = {
    "plain": ([["員工編號", "姓名"]], 2),
    "titles and a blank row above": (
        [["誠品精密 員工名冊"], ["製表日 113/5/1"], [], ["員工編號", "姓名"]],
        5,
    ),
    "english": ([["Employee Number", "NAME"]], 2),
    "keys": ([["number", "name"]], 2),
    "alias": ([["員工編號", "中文姓名"]], 2),
    "full width, spaces, required marks": ([["員 工 編 號＊", "　姓名*（必填）"]], 2),
    "units in brackets": ([["員工編號(5碼)", "姓名〔全名〕"]], 2),
    "line break in the header": ([["員工\n編號", "姓名"]], 2),
    "columns nobody knows between": ([["序號", "員工編號", "備註", "姓名"]], 2),
    "group header above, merged to the right": ([["基本資料", None], ["員工編號", "姓名"]], 3),
    "one header merged downwards": ([["員工編號", "姓名資料"], [None, "姓名"]], 3),
    "group and part make the name": ([["員工", "員工"], ["編號", "姓名"]], 3),
}


@pytest.mark.parametrize(("head", "first"), HEADERS.values(), ids=HEADERS)
def test_the_header_is_found(head, first):
    last = [str(text or "") for text in head[-1]]
    above = [str(text or "") for text in head[-2]] if len(head) > 1 else last
    row = [None] * len(last)
    for index in range(len(last)):
        own = (last[index] or above[index]).lower()
        if "編" in own or "number" in own:
            row[index] = "001"
        elif "名" in own or own == "name":
            row[index] = "王小明"
    found = read(xlsx([*head, row]))
    assert (found.rows[0].number, dict(found.rows[0].values)) == (
        first,
        {"number": "001", "name": "王小明"},
    )


def test_really_merged_cells_are_tolerated():
    data = xlsx(
        [[], [], ["001", "王小明", 2]],
        merges=[(0, 0, 1, 0, "員工編號"), (0, 1, 0, 2, "基本資料")],
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active["B2"], book.active["C2"] = "姓名", "位階"
    buffer = io.BytesIO()
    book.save(buffer)
    assert read(buffer.getvalue()).rows[0].values == {"number": "001", "name": "王小明", "rank": 2}


def test_the_sheet_that_matches_is_chosen():
    data = xlsx(
        [["說明"], ["請填下一頁"]], sheet="說明", more=[("名冊", [HEAD, ["001", "王小明"]])]
    )
    assert read(data).layout.sheet == "名冊"


def test_likeness_is_a_guess_and_unknown_columns_are_listed():
    layout = read(xlsx([["Employee numbr", "姓名", "血型"], ["001", "王小明", "O"]])).layout
    assert (layout.columns, layout.guessed, layout.ignored) == (
        {0: "number", 1: "name"},
        (0,),
        ["血型"],
    )


def test_similar_chinese_headers_are_not_confused():
    layout_codes = refusal_of(xlsx([["單位編號", "姓名"], ["001", "王小明"]]))
    assert layout_codes == ["missing_column"]


def test_all_missing_required_columns_are_named():
    assert refusal_of(xlsx([["性別", "位階"], ["男", 1]])) == ["missing_column", "missing_column"]


CODES = {
    "text keeps zeros": (["00007"], None, "00007"),
    "number with a zero format": ([7], {(1, 0): "00000"}, "00007"),
    "number without": ([7], None, "7"),
    "full width": (["Ａ００７"], None, "A007"),
    "spaces around": ([" 007 "], None, "007"),
}


@pytest.mark.parametrize(("cells", "formats", "expected"), CODES.values(), ids=CODES)
def test_codes_keep_what_was_meant(cells, formats, expected):
    found = read(xlsx([["員工編號", "姓名"], [*cells, "王小明"]], formats=formats))
    assert found.rows[0].values["number"] == expected


GOOD = {
    "roc strokes": ("hired_on", "113/05/01", date(2024, 5, 1)),
    "roc dots": ("hired_on", "113.5.1", date(2024, 5, 1)),
    "roc words": ("hired_on", "民國113年5月1日", date(2024, 5, 1)),
    "roc two digits with the word": ("hired_on", "民國99年12月31日", date(2010, 12, 31)),
    "roc compact text": ("hired_on", "1130501", date(2024, 5, 1)),
    "roc compact number": ("hired_on", 1130501, date(2024, 5, 1)),
    "roc leap day": ("hired_on", "113/2/29", date(2024, 2, 29)),
    "western dashes": ("hired_on", "2024-05-01", date(2024, 5, 1)),
    "western strokes": ("hired_on", "2024/5/1", date(2024, 5, 1)),
    "western words": ("hired_on", "2024年5月1日", date(2024, 5, 1)),
    "western compact": ("hired_on", "20240501", date(2024, 5, 1)),
    "full width": ("hired_on", "２０２４／０５／０１", date(2024, 5, 1)),
    "with time": ("hired_on", "2024-05-01 00:00:00", date(2024, 5, 1)),
    "with weekday": ("hired_on", "2024/5/1（三）", date(2024, 5, 1)),
    "serial": ("hired_on", 45413, date(2024, 5, 1)),
    "date cell": ("hired_on", date(2024, 5, 1), date(2024, 5, 1)),
    "decimal": ("hours", 12.5, Decimal("12.5")),
    "float noise": ("hours", 0.1 + 0.2, Decimal("0.3")),
    "full width number": ("hours", "１２．５", Decimal("12.5")),
    "thousands": ("rank", "1,200", 1200),
    "integer": ("rank", 3, 3),
    "choice": ("sex", "女", "f"),
    "choice in english": ("sex", "Male", "m"),
    "yes": ("primary", "是", True),
    "no": ("primary", "N", False),
    "yes as boolean": ("primary", True, True),
    "codes": ("before", "M01、M02, M03；M01\nM04", ("M01", "M02", "M03", "M04")),
    "blank date": ("hired_on", None, None),
    "blank codes": ("before", None, ()),
}


@pytest.mark.parametrize(("key", "cell", "value"), GOOD.values(), ids=GOOD)
def test_values_are_understood(key, cell, value):
    assert one(**{key: cell}) == {key: value}


BAD = {
    "no such day": ("hired_on", "113/02/30", "no_such_day"),
    "no leap day": ("hired_on", "2023-02-29", "no_such_day"),
    "month 13": ("hired_on", "2024/13/01", "no_such_day"),
    "two digit year": ("hired_on", "99/05/01", "ambiguous_date"),
    "day or month first": ("hired_on", "05/01/2024", "ambiguous_date"),
    "six digits": ("hired_on", "990501", "ambiguous_date"),
    "words": ("hired_on", "明天", "not_a_date"),
    "serial of antiquity": ("hired_on", 12, "not_a_date"),
    "too many places": ("hours", 1.25, "too_many_places"),
    "out of range": ("hours", 101, "out_of_range"),
    "no number": ("hours", "一小時", "not_a_number"),
    "not whole": ("rank", 1.5, "not_whole"),
    "huge": ("rank", 1e300, "out_of_range"),
    "unknown choice": ("sex", "甲", "unknown_choice"),
    "not yes or no": ("primary", "maybe", "not_yes_no"),
    "code became a date": ("number", date(2024, 3, 1), "code_became_date"),
    "code lost digits": ("number", 1.2345678901234567e17, "code_lost_digits"),
    "code too long": ("number", "x" * 21, "too_long"),
    "required": ("name", "  ", "required"),
}


@pytest.mark.parametrize(("key", "cell", "code"), BAD.values(), ids=BAD)
def test_values_that_cannot_be_are_refused(key, cell, code):
    assert one(**{key: cell}) == [code]


def test_all_problems_of_a_row_are_named_with_value_and_place():
    found = read(xlsx([HEAD, ["", "王", "113/02/30", "x", 1.5]]))
    bad = found.unreadable[0]
    assert (bad.row.sheet, bad.row.number, bad.complete) == ("Sheet1", 2, False)
    assert [(r.column, r.value, r.code) for r in bad.reasons] == [
        ("number", "", "required"),
        ("hired_on", "113/02/30", "no_such_day"),
        ("hours", "x", "not_a_number"),
        ("rank", "1.5", "not_whole"),
    ]


def formula_book(formula: str, value: object) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet()
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, ["001", "王小明"])
    page.write_formula(1, 4, formula, None, value)
    book.close()
    return buffer.getvalue()


def test_a_formula_gives_its_value():
    assert read(formula_book("=1+2", 3)).rows[0].values["rank"] == 3


def test_a_formula_error_is_refused_with_its_place():
    bad = read(formula_book("=A99/0", "#REF!")).unreadable[0]
    assert [(r.column, r.value, r.code) for r in bad.reasons] == [
        ("rank", "#REF!", "formula_error")
    ]
    assert bad.row.number == 2


def test_a_formula_nobody_calculated_is_refused():
    book = openpyxl.Workbook()
    book.active.append(["員工編號", "姓名"])
    book.active.append(["001", "=A1&B1"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert read(buffer.getvalue()).unreadable[0].reasons[0].code == "formula_not_calculated"


def with_member(name: str, content: bytes) -> bytes:
    """A good workbook in which one member is replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx([HEAD, ["001", "王"]]))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.namelist():
            target.writestr(member, content if member == name else source.read(member))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
CELL = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
FAR = CELL.format('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>').encode()
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BROKEN = {
    "nothing": (b"", "empty_file"),
    "only blanks": (b" \r\n,,;\t\n", "empty_file"),
    "an empty sheet": (xlsx([]), "empty_file"),
    "header only": (xlsx([HEAD]), "no_rows"),
    "a PDF called xlsx": (b"%PDF-1.7\n...", "wrong_type"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "wrong_type"),
    "an HTML table called xls": (b"<html><table><tr><td>1</td></tr></table></html>", "wrong_type"),
    "a zip that is no workbook": (None, "wrong_type"),
    "an encrypted workbook": (OLE + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
    "an old Word document": (OLE + "WordDocument".encode("utf-16-le"), "wrong_type"),
    "an old workbook cut off": (OLE + "Workbook".encode("utf-16-le"), "damaged_file"),
    "a workbook cut off": (xlsx([HEAD, ["001", "王"]])[:-200], "damaged_file"),
    "random binary": (bytes(range(256)) * 4, "wrong_type"),
    "a zip bomb": (with_member(SHEET, b"0" * 30_000_000), "zip_bomb"),
    "an entity bomb": (with_member(SHEET, LAUGHS), "entity_bomb"),
    "one cell at the end of the world": (with_member(SHEET, FAR), "too_many_cells"),
    "the same in other words": (
        with_member(SHEET, FAR.replace(b"<c r", b"<c\n s='1' r")),
        "too_many_cells",
    ),
    "a sheet in another encoding": (
        with_member(SHEET, FAR.decode().encode("utf-16")),
        "damaged_file",
    ),
    "a quotation mark never closed": (b'number,name\n"' + b"a" * 1_100_000, "broken_quotes"),
}


@pytest.mark.parametrize(("data", "code"), BROKEN.values(), ids=BROKEN)
def test_broken_and_hostile_files_are_refused(data, code):
    if data is None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("readme.txt", "hello")
        data = buffer.getvalue()
    assert refusal_of(data) == [code]


def test_blank_formatted_cells_far_away_do_no_harm():
    cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    row = '<row r="{0}">{1}<c r="XFD{0}" s="0"/></row>'
    rows = [["員工編號", "姓名"], ["001", "王小明"]]
    body = "".join(
        row.format(i, cell.format(f"A{i}", a) + cell.format(f"B{i}", b))
        for i, (a, b) in enumerate(rows, 1)
    )
    found = read(with_member(SHEET, CELL.format(body).encode()))
    assert found.rows[0].values == {"number": "001", "name": "王小明"}


def test_limits_of_size_and_rows():
    many = "number,name\n" + "".join(f"{i},n\n" for i in range(60))
    assert refusal_of(many.encode(), limits=ImportLimits(file_bytes=10)) == ["file_too_large"]
    assert refusal_of(many.encode(), limits=ImportLimits(rows=20)) == ["too_many_rows"]
    rows = [["number", "name"], *[[str(i), "n"] for i in range(60)]]
    assert refusal_of(xlsx(rows), limits=ImportLimits(rows=20)) == ["too_many_rows"]


def test_hidden_sheets_are_not_read():
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet("空")
    hidden = book.add_worksheet("藏")
    hidden.write_row(0, 0, HEAD)
    hidden.write_row(1, 0, ["001", "王"])
    hidden.hide()
    book.close()
    assert refusal_of(buffer.getvalue()) == ["empty_file"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000))
def test_garbage_is_refused_and_never_crashes(data):
    with pytest.raises(Refused):
        read(data, "a.bin")


WHOLE = xlsx([HEAD, ["001", "王小明", date(2024, 5, 1), 1.5]])


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_refused_or_read(data):
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 20))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(4, len(whole)))
    with suppress(Refused):
        read(bytes(whole[:cut]))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_refused_or_read(text):
    with suppress(Refused):
        read(f"員工編號,姓名,到職日,時數\n{text}".encode("utf-8", "replace"), "a.csv")
