"""The organisation's own reference DOCX."""

import io
import zipfile

import docx as python_docx
import pytest
from docx.shared import Cm, Pt
from lxml import etree

from espalier.engines.documents import (
    REQUIRED_STYLES,
    Document,
    Heading,
    ReferenceRefused,
    paragraph,
    reference_docx,
    to_docx,
)

from .. import sample
from ..reading import W, docx_text

DOCUMENT = Document(sample.meta(), (Heading("章"), paragraph("文")))


def changed(change) -> bytes:
    word = python_docx.Document(io.BytesIO(reference_docx()))
    change(word)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def test_ours_has_all_styles_and_names_the_font_for_every_script():
    with zipfile.ZipFile(io.BytesIO(reference_docx())) as archive:
        root = etree.fromstring(archive.read("word/styles.xml"))
        fonts = archive.read("word/fontTable.xml").decode()
    names = {e.get(f"{W}val").lower() for e in root.iter(f"{W}name")}
    assert {name.lower() for name in REQUIRED_STYLES} <= names
    for style in root.iter(f"{W}style"):
        if style.get(f"{W}type") == "paragraph":
            assert style.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == "Noto Sans TC"
    assert "Microsoft JhengHei" in fonts


def test_its_styles_and_margins_are_used_and_its_text_is_not(fonts_dir):
    def change(word):
        word.add_paragraph("舊的內容")
        word.styles["Heading 1"].font.size = Pt(33)
        word.sections[-1].left_margin = Cm(4)

    data = to_docx(DOCUMENT, fonts_dir=fonts_dir, reference_docx=changed(change))
    word = python_docx.Document(io.BytesIO(data))
    assert "舊的內容" not in docx_text(data)
    assert word.styles["Heading 1"].font.size == Pt(33)
    assert word.sections[0].left_margin.cm == pytest.approx(4, abs=0.01)


def test_its_own_headers_give_way_to_ours(fonts_dir):
    def change(word):
        word.settings.odd_and_even_pages_header_footer = True
        word.sections[0].header.paragraphs[0].text = "舊的頁首"

    data = to_docx(DOCUMENT, fonts_dir=fonts_dir, reference_docx=changed(change))
    word = python_docx.Document(io.BytesIO(data))
    assert word.settings.odd_and_even_pages_header_footer is False
    assert "舊的頁首" not in word.sections[0].header._element.xml
    assert sample.meta().company in word.sections[0].header._element.xml


def test_a_reference_without_lists_gets_them(fonts_dir):
    source = zipfile.ZipFile(io.BytesIO(reference_docx()))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "word/_rels/document.xml.rels":
                root = etree.fromstring(data)
                for relation in list(root):
                    if relation.get("Type").endswith("/numbering"):
                        root.remove(relation)
                data = etree.tostring(root)
            if entry.filename != "word/numbering.xml":
                archive.writestr(entry.filename, data)
    document = Document(sample.meta(), (sample.numbered("甲"),))
    data = to_docx(document, fonts_dir=fonts_dir, reference_docx=target.getvalue())
    assert "甲" in docx_text(data)
    python_docx.Document(io.BytesIO(data))


def test_all_missing_styles_are_named(fonts_dir):
    def change(word):
        for name in ("Source Note", "Callout", "Caption"):
            word.styles[name].delete()

    with pytest.raises(
        ReferenceRefused, match="missing: caption, Source Note, Callout; begin from"
    ):
        to_docx(DOCUMENT, fonts_dir=fonts_dir, reference_docx=changed(change))


def other_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 101_000_000)
    return buffer.getvalue()


REFUSED = {
    "empty": (lambda: b"", "is not a Word document"),
    "a picture": (lambda: b"\x89PNG\r\n", "is not a Word document"),
    "another zip": (other_zip, "cannot be read as a Word document"),
    "truncated": (lambda: reference_docx()[:5000], "is not a Word document"),
    "a zip bomb": (bomb, "more than 100 MB"),
}


@pytest.mark.parametrize(("make", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_docx_is_refused_in_words(make, message, fonts_dir):
    with pytest.raises(ReferenceRefused, match=message):
        to_docx(DOCUMENT, fonts_dir=fonts_dir, reference_docx=make())
