"""Garbage in: a refusal or a parse, never another exception."""

import contextlib
import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from espalier.engines.intake import IntakeRefused, ParsedStandard, parse_standard, read_document
from tests.engines.intake import made_up
from tests.engines.intake.printed import taken_apart
from tests.engines.intake.render_office import docx_of, odt_of, xlsx_of
from tests.engines.intake.render_pdf import pdf_of

LOOSE = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
MAGIC = st.sampled_from(
    [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"PK\x05\x06", b"{", b"\xff\xfe", b"T1.1\t"]
)
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=20)


def survives(data: bytes) -> None:
    """Take a file in; a refusal is an answer, any other exception fails the test."""
    with contextlib.suppress(IntakeRefused):
        assert isinstance(parse_standard(read_document(data)), ParsedStandard)


def damaged(data: bytes, changes) -> bytes:
    broken = bytearray(data)
    for share, value in changes:
        broken[min(int(share * len(broken)), len(broken) - 1)] = value
    return bytes(broken)


@pytest.fixture(scope="module")
def files():
    printed = taken_apart(made_up.tsv())
    renderings = {"docx": docx_of, "odt": odt_of, "xlsx": xlsx_of, "pdf": pdf_of}
    return {form: render(printed) for form, render in renderings.items()}


@LOOSE
@given(MAGIC, st.binary(max_size=400))
def test_arbitrary_bytes(magic, data):
    survives(magic + data)


@LOOSE
@given(st.text(max_size=300))
def test_arbitrary_text(text):
    survives(text.encode("utf-8", "surrogatepass"))


@LOOSE
@given(
    st.lists(st.text("TOPKSA0123456789.\t\n 職能主要責級別版本註【】：/", max_size=60), max_size=20)
)
def test_text_made_of_the_form_s_own_words(lines):
    survives((made_up.HEADER + "\n" + "\n".join(lines)).encode())


@pytest.mark.parametrize("form", ["docx", "odt", "xlsx", "pdf"])
@settings(LOOSE, max_examples=30)
@given(changes=CHANGES)
def test_damaged_files(files, form, changes):
    survives(damaged(files[form], changes))


@pytest.mark.parametrize(
    ("form", "member"),
    [("docx", "word/document.xml"), ("odt", "content.xml"), ("xlsx", "xl/worksheets/sheet1.xml"),
     ("xlsx", "xl/workbook.xml"), ("xlsx", "xl/styles.xml"), ("xlsx", "xl/sharedStrings.xml")],
)  # fmt: skip
@settings(LOOSE, max_examples=25)
@given(changes=CHANGES)
def test_damaged_xml_in_a_whole_container(files, form, member, changes):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files[form])) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, damaged(content, changes) if name == member else content)
    survives(buffer.getvalue())


@LOOSE
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
            st.sampled_from(["duties", "groups", "blocks", "level", "versions", "title", "x"]), inner, max_size=3
        ),
        max_leaves=12,
    )
)  # fmt: skip
def test_json_of_any_shape(value):
    payload = {"format": "espalier-standard", "version": 1, "standard": value}
    survives(json.dumps(payload).encode())


@pytest.mark.parametrize(
    "text",
    [
        made_up.tsv() + " " * 1_900_000 + "^{",
        made_up.tsv() + "\n" + "、" * 600_000 + "x",
        made_up.tsv() + "\n" + "【T1.1】" * 200_000 + "x",
        made_up.tsv() + "\n無句號的一行" * 19_000,
        made_up.HEADER
        + "\n"
        + "T1\tT1.1 a\t\tP1.1.1 b\t\tK01 c\t\n"
        + "\t\t\t續行\t\t\t\n" * 19_000,
        made_up.HEADER + "\nT1\tT1.1 a\t\t" + "P1.1.1 依P1.1.1 " * 60_000,
        made_up.HEADER + "\nT1\tT1.1 a\t\t\t\t" + "K01" * 200_000,
        made_up.HEADER + "\nT1\tT1.1 a\t\t\t\tK" + "9" * 6_000,
        "T1 a\nT1.1 b\n" + "續行\n" * 19_000,
    ],
    ids=range(9),
)
def test_endless_texts_end(text):
    survives(text.encode())
