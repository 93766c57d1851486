"""Files that intake will not read: each with its stable reason, and nothing else ever raised."""

import io
import json
import zipfile

import pytest

from espalier.engines.intake import IntakeRefused, Limits, parse_standard, read_document
from tests.engines.intake import made_up
from tests.engines.intake.printed import taken_apart
from tests.engines.intake.render_office import docx_of, odt_of, xlsx_of
from tests.engines.intake.render_pdf import compiled, pdf_of

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    "]><x>&b;</x>"
)


def printed():
    return taken_apart(made_up.tsv())


def refusal(data, **options):
    with pytest.raises(IntakeRefused) as caught:
        parse_standard(read_document(data, **options))
    return caught.value


def repacked(data, **members):
    """The same container with some members replaced (dots and slashes written as __ and ___)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        names = {
            name.replace("___", "/").replace("__", "."): text for name, text in members.items()
        }
        for name in {*old.namelist(), *names}:
            new.writestr(name, names[name] if name in names else old.read(name))
    return buffer.getvalue()


@pytest.mark.parametrize("data", [b"", b"   \n\t ", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00" * 50])
def test_nothing_is_empty(data):
    assert refusal(data).reason == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + b"x" * 40,
        b"\xff\xd8\xff\xe0" + b"x" * 40,
        b"{\\rtf1 hello}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"<!DOCTYPE html><html></html>",
        b"MZ" + b"\x00\x01" * 60,
        b"text with \x01 control \x02 characters",
    ],
    ids=["png", "jpeg", "rtf", "old word", "html", "program", "control characters"],
)
def test_other_kinds_of_file_are_a_wrong_type(data):
    assert refusal(data).reason == "wrong_type"


def test_other_containers_are_a_wrong_type():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("photo.txt", "hello")
    assert refusal(buffer.getvalue()).reason == "wrong_type"
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refusal(buffer.getvalue()).reason == "wrong_type"


def test_a_file_above_the_limit_is_too_large():
    found = refusal(made_up.tsv().encode(), limits=Limits(file_bytes=100), filename="a.txt")
    assert found.reason == "too_large"
    assert found.detail.startswith("a.txt: ")


def test_too_many_rows_pages_and_objects_are_too_large():
    assert refusal(made_up.tsv().encode(), limits=Limits(rows=5)).reason == "too_large"
    assert refusal(xlsx_of(printed()), limits=Limits(rows=5)).reason == "too_large"
    pdf = pdf_of(printed(), height=120)
    assert refusal(pdf, limits=Limits(pages=1)).reason == "too_large"
    assert refusal(pdf, limits=Limits(page_objects=50)).reason == "too_large"
    assert refusal(pdf, limits=Limits(seconds=-1)).reason == "too_large"


@pytest.mark.parametrize("render", [docx_of, odt_of, xlsx_of, pdf_of])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_cut_file_is_truncated(render, share):
    data = render(printed())
    assert refusal(data[: int(len(data) * share)]).reason == "truncated"


def test_a_missing_part_is_truncated():
    data = xlsx_of(printed())
    broken = repacked(data, xl___workbook__xml=b"<workbook")
    assert refusal(broken).reason == "truncated"


def test_a_pdf_without_text_is_scanned():
    source = "#set page(width: 50mm, height: 50mm)\n#rect(width: 20mm, height: 20mm, fill: black)"
    assert refusal(compiled(source)).reason == "scanned_without_text"


def protected_pdf() -> bytes:
    """A PDF whose security handler asks for a password nobody knows."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>"
        b"endobj\ntrailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\n%%EOF"
    )


def test_files_with_a_password_are_told():
    assert refusal(protected_pdf()).reason == "password_protected"
    ole = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99 + "EncryptedPackage".encode("utf-16-le")
    )
    assert refusal(ole).reason == "password_protected"
    manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"
    encrypted = repacked(odt_of(printed()), **{"META-INF___manifest__xml": manifest})
    assert refusal(encrypted).reason == "password_protected"


def test_an_encrypted_member_asks_for_its_password():
    data = bytearray(docx_of(printed()))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = data.find(mark)
        while start >= 0:
            data[start + offset] |= 1
            start = data.find(mark, start + 4)
    assert refusal(bytes(data)).reason == "password_protected"


@pytest.mark.parametrize("render", [docx_of, odt_of, xlsx_of])
def test_a_zip_bomb_is_refused_by_its_directory(render, monkeypatch):
    buffer = io.BytesIO(render(printed()))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", b"0" * 30_000_000)
    monkeypatch.setattr(
        zipfile.ZipExtFile, "read", lambda *_: pytest.fail("something was inflated")
    )
    by_ratio = refusal(buffer.getvalue(), limits=Limits(uncompressed_bytes=10**9))
    by_size = refusal(buffer.getvalue(), limits=Limits(uncompressed_bytes=20_000_000))
    assert by_ratio.reason == by_size.reason == "zip_bomb"


def test_a_member_that_lies_about_its_size_is_not_inflated_beyond_it():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    honest = (30_000_000).to_bytes(4, "little")
    lying = buffer.getvalue().replace(honest, (100).to_bytes(4, "little"))
    assert refusal(lying).reason == "truncated"


def test_too_many_members_are_a_bomb():
    assert refusal(docx_of(printed()), limits=Limits(members=3)).reason == "zip_bomb"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_never_expanded(encoding):
    bomb = BOMB.encode(encoding)
    for data in (
        repacked(docx_of(printed()), word___document__xml=bomb),
        repacked(odt_of(printed()), content__xml=bomb),
        repacked(xlsx_of(printed()), xl___sharedStrings__xml=bomb),
    ):
        assert refusal(data).reason == "entity_bomb"


def test_a_cell_in_the_last_corner_of_a_sheet_costs_nothing():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    )
    data = repacked(xlsx_of(printed()), xl___worksheets___sheet1__xml=sheet)
    assert refusal(data).reason == "no_standard"


@pytest.mark.parametrize(
    "text",
    [
        "親愛的同事，附上週五的會議紀錄。",
        "name\tdepartment\nLin\tSales",
        "茶園導覽員職能基準",
        "職能基準代碼\tTRM5113-901v2",
        json.dumps({"format": "other"}),
        json.dumps({"format": "espalier-standard", "version": 2, "standard": {}}),
        json.dumps({"format": "espalier-standard", "version": 1, "standard": {"level": 7}}),
        json.dumps({"format": "espalier-standard", "version": 1, "standard": {"titel": "x"}}),
        json.dumps({"format": "espalier-standard", "version": 1}),
    ],
)
def test_a_file_with_nothing_of_a_standard_is_no_standard(text):
    assert refusal(text.encode()).reason == "no_standard"


@pytest.mark.parametrize(
    "text", ['{"a": ', '{"a": ' + "[" * 100_000, '{"a": ' + "1" * 10_000 + "}"]
)
def test_broken_json_is_refused(text):
    assert refusal(text.encode()).reason in ("truncated", "too_large")


def test_json_problems_name_their_path():
    payload = {
        "format": "espalier-standard",
        "version": 1,
        "standard": {"duties": [{"groups": [{"blocks": [{"level": "3"}]}]}]},
    }
    found = refusal(json.dumps(payload).encode())
    assert "standard.duties[0].groups[0].blocks[0].level" in found.detail
