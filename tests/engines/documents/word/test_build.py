"""DOCX: what Word finds in it."""

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import docx as python_docx
import pytest
from lxml import etree

from espalier.engines.documents import (
    Document,
    Heading,
    PageBreak,
    bullets,
    numbered,
    paragraph,
    table,
    to_docx,
)

from .. import sample
from ..reading import W


@pytest.fixture
def word(docx):
    return python_docx.Document(io.BytesIO(docx))


def part(data: bytes, name: str):
    with ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def build(fonts_dir, *blocks):
    return to_docx(Document(sample.meta(), blocks), fonts_dir=fonts_dir)


def test_headings_are_headings_with_our_numbers(word):
    found = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert found[:3] == [
        ("Heading 1", "1 目的與方法"),
        ("Heading 2", "1.1 依據"),
        ("Heading 2", "1.2 特殊字元"),
    ]


def test_merged_cells(word):
    grid = next(t for t in word.tables if t.cell(0, 0).text == "職類")
    assert grid.cell(0, 0)._tc is grid.cell(1, 0)._tc
    assert grid.cell(0, 2)._tc is grid.cell(0, 4)._tc
    assert grid.cell(2, 0)._tc is grid.cell(3, 0)._tc
    assert grid.cell(5, 0)._tc is grid.cell(5, 1)._tc
    assert [cell.text for cell in grid.rows[2].cells] == ["生產", "銲接技術員", "3", "4", "62.5%"]


def test_header_rows_repeat_and_rows_do_not_split(word):
    grid = next(t for t in word.tables if t.cell(0, 0).text == "職類")
    flags = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in grid.rows]
    assert flags == [True, True, False, False, False, False]
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in grid.rows)


def test_columns_follow_their_weights_and_fill_the_page(word):
    section = word.sections[0]
    text_width = section.page_width - section.left_margin - section.right_margin
    grid = next(t for t in word.tables if t.cell(0, 0).text == "職類")
    widths = [column.width for column in grid.columns]
    assert abs(sum(widths) - text_width) < 2000
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.01)


def test_the_wide_table_has_a_turned_section_of_its_own(word):
    turned = [section.page_width > section.page_height for section in word.sections]
    assert turned == [False, True, False]
    assert {round(min(s.page_width.cm, s.page_height.cm), 1) for s in word.sections} == {21.0}


def test_every_section_has_the_running_header_with_page_fields(word, document):
    meta = document.meta
    for section in word.sections:
        header = section.header._element
        text = "".join(node.text or "" for node in header.iter(f"{W}t"))
        fields = [node.text.strip() for node in header.iter(f"{W}instrText")]
        assert fields == ["PAGE", "NUMPAGES"]
        for wanted in (meta.company, meta.title, meta.number, meta.edition):
            assert wanted in text
        assert 'string="草案"' in etree.tostring(header, encoding="unicode")


def test_no_paragraph_is_empty_but_the_one_that_must_end_a_section(word):
    empty = [
        p._p for p in word.paragraphs if not p.text.strip() and not p._p.findall(f".//{W}drawing")
    ]
    # Before the wide table stands a table, and Word wants a paragraph to end the section with.
    assert len(empty) == 1
    assert empty[0].find(f"{W}pPr/{W}sectPr") is not None
    assert empty[0].find(f"{W}pPr/{W}spacing").get(f"{W}line") == "20"


def test_pictures_say_what_they_show(docx):
    root = part(docx, "word/document.xml")
    alts = [e.get("descr") for e in root.iter() if e.tag.endswith("}docPr")]
    assert len(alts) == 4
    assert all(alts)


def test_contents_lead_to_bookmarks_that_exist(docx):
    root = part(docx, "word/document.xml")
    bookmarks = [e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart")]
    anchors = {a for e in root.iter(f"{W}hyperlink") if (a := e.get(f"{W}anchor"))}
    assert len(bookmarks) == len(set(bookmarks))
    assert anchors <= set(bookmarks)
    assert any("TOC" in (e.text or "") for e in root.iter(f"{W}instrText"))


def test_fields_open_and_close(docx):
    root = part(docx, "word/document.xml")
    kinds = [e.get(f"{W}fldCharType") for e in root.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("end") == kinds.count("separate")


def test_each_numbered_list_begins_again(fonts_dir):
    data = build(fonts_dir, numbered("a", "b"), bullets("c"), numbered("d"))
    root = part(data, "word/document.xml")
    used = [e.get(f"{W}val") for e in root.iter(f"{W}numId")]
    assert len(used) == 4
    assert used[0] == used[1] != used[3]
    assert used[2] not in (used[0], used[3])


def test_a_page_break_is_a_property_not_a_paragraph(fonts_dir):
    data = build(fonts_dir, paragraph("a"), PageBreak(), paragraph("b"))
    word = python_docx.Document(io.BytesIO(data))
    broken = [p.text for p in word.paragraphs if p.paragraph_format.page_break_before]
    assert broken[-1] == "b"
    assert "" not in [p.text for p in word.paragraphs[1:]]


def test_two_tables_in_a_row_do_not_grow_together(fonts_dir):
    data = build(fonts_dir, table(["a"], [["1"]]), table(["b"], [["2"]]))
    body = part(data, "word/document.xml")[0]
    tags = [child.tag.removeprefix(W) for child in body]
    assert "tbl,tbl" not in ",".join(tags)


def test_nothing_in_the_file_tells_when_or_where_it_was_made(docx):
    with ZipFile(io.BytesIO(docx)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", core)) == {"2027-03-01T00:00:00"}
    assert "python-docx" not in core


def test_properties_come_in_the_order_word_demands(docx):
    order = [
        "pStyle",
        "keepNext",
        "pageBreakBefore",
        "numPr",
        "pBdr",
        "shd",
        "tabs",
        "spacing",
        "ind",
        "jc",
        "sectPr",
    ]
    for properties in part(docx, "word/document.xml").iter(f"{W}pPr"):
        found = [order.index(child.tag.removeprefix(W)) for child in properties]
        assert found == sorted(found)


def test_without_front_matter_the_text_still_begins_on_a_new_page(fonts_dir):
    meta = replace(sample.meta(), approvals=(), changes=(), logo=None, contents=False)
    data = to_docx(Document(meta, (Heading("唯一"),)), fonts_dir=fonts_dir)
    word = python_docx.Document(io.BytesIO(data))
    assert word.paragraphs[-1].paragraph_format.page_break_before


def test_a_form_of_one_sheet_has_its_title_above_the_text(document, fonts_dir):
    """Without a cover nothing begins a new page."""
    meta = replace(document.meta, cover=False, contents=False, changes=(), approvals=(), logo=None)
    sheet = Document(meta, (Heading("簽核欄", numbered=False),))
    word = python_docx.Document(io.BytesIO(to_docx(sheet, fonts_dir=fonts_dir)))
    said = [paragraph.text for paragraph in word.paragraphs if paragraph.text]
    assert said[0] == meta.title
    assert said[-1] == "簽核欄"
    assert "pageBreakBefore" not in word.element.body.xml
