"""PDF: what a reader, a screen reader and an archive find in it."""

import io
import re
from dataclasses import replace

import pdfplumber
import pypdfium2
import pytest

from espalier.engines.documents import (
    Document,
    FontsMissing,
    Heading,
    Language,
    bullets,
    paragraph,
    table,
    to_pdf,
)
from espalier.engines.documents.labels import page_parts

from .. import sample
from ..reading import pdf_pages, squeezed


@pytest.fixture
def opened(pdf):
    document = pypdfium2.PdfDocument(pdf)
    yield document
    document.close()


def test_every_page_carries_the_running_header(document, pdf):
    pages = pdf_pages(pdf)
    before, between, after = page_parts(document.meta.language)
    assert len(pages) > 5
    for number, text in enumerate(pages, start=1):
        found = squeezed(text)
        for part in (document.meta.company, document.meta.title, document.meta.number):
            assert part in found
        assert squeezed(f"{before}{number}{between}{len(pages)}{after}") in found


def test_bookmarks_follow_the_headings(opened):
    outline = [(mark.level, mark.get_title()) for mark in opened.get_toc()]
    assert (0, "1 目的與方法") in outline
    assert (1, "1.1 依據") in outline
    assert (0, "2 必要等級") in outline


def test_it_is_tagged_and_names_its_language(pdf):
    assert b"/Marked true" in pdf
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Lang ?\((zh|en)", pdf)


def test_it_claims_pdf_ua_unless_a_character_has_no_glyph(fonts_dir):
    meta = sample.meta()
    common = to_pdf(Document(meta, (paragraph("常用字"),)), fonts_dir=fonts_dir)
    rare = to_pdf(Document(meta, (paragraph("𠮷"),)), fonts_dir=fonts_dir)
    assert b"pdfuaid" in common
    assert b"pdfuaid" not in rare
    assert b"/Marked true" in rare


def test_only_noto_sans_tc_is_used_and_embedded(fonts_dir):
    data = to_pdf(Document(sample.meta(), (paragraph("內文"),)), fonts_dir=fonts_dir)
    fonts = set(re.findall(rb"/BaseFont ?/(?:[A-Z]{6}\+)?([\w-]+)", data))
    assert fonts
    assert all(name.startswith(b"NotoSansTC") for name in fonts)
    assert b"/FontFile2" in data


def test_wide_tables_turn_their_page_and_repeat_their_header(document, pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        turned = [page for page in opened.pages if page.width > page.height]
        upright = [page for page in opened.pages if page.width < page.height]
        headers = ["職能 14" in (page.extract_text() or "") for page in turned]
    assert len(turned) >= 2
    assert all(headers)
    assert {round(page.width) for page in upright} == {595}


def test_long_addresses_break_within_their_column_and_copy_unchanged(fonts_dir):
    address = "https://training.example.com/a/very/long/path/" + "x" * 60
    mail = "a.very.long.address@subsidiary.example.com.tw"
    grid = table(["一", "二", "三", "四", "五"], [[address, mail, "三", "四", "五"]])
    blocks = (grid, paragraph("y" * 300))
    data = to_pdf(Document(sample.meta(), blocks), fonts_dir=fonts_dir)
    with pdfplumber.open(io.BytesIO(data)) as opened:
        page = opened.pages[-1]
        assert max(char["x1"] for char in page.chars) < page.width - 56
    text = squeezed(pdf_pages(data)[-1])
    assert address in text
    assert mail in text
    assert "\u200b" not in text


def test_two_numbered_lists_both_begin_at_one(fonts_dir):
    blocks = (sample.numbered("甲", "乙"), sample.numbered("丙"), bullets("丁"))
    text = "".join(pdf_pages(to_pdf(Document(sample.meta(), blocks), fonts_dir=fonts_dir)))
    assert "1.甲" in squeezed(text)
    assert "1.丙" in squeezed(text)


def test_the_date_inside_is_the_effective_date(pdf):
    assert b"D:20270301" in pdf


def test_labels_are_english_when_the_document_is(fonts_dir):
    document = sample.rich(Language.EN)
    text = squeezed("".join(pdf_pages(to_pdf(document, fonts_dir=fonts_dir))))
    for label in ("Table1.", "Figure1.", "Contents", "Changelog", "Page1of", "Preparedby"):
        assert label in text
    assert "目錄" not in text


def test_missing_fonts_are_named_with_the_remedy(tmp_path):
    with pytest.raises(FontsMissing, match=r"NotoSansTC_400Regular\.ttf .* build the front end"):
        to_pdf(sample.rich(), fonts_dir=tmp_path)


def test_a_document_without_front_matter_still_prints(fonts_dir):
    meta = replace(
        sample.meta(), approvals=(), changes=(), logo=None, draft_mark="", contents=False, state=""
    )
    pages = pdf_pages(to_pdf(Document(meta, (Heading("唯一"),)), fonts_dir=fonts_dir))
    assert len(pages) == 2


def test_a_form_of_one_sheet_has_its_title_above_the_text(document, fonts_dir):
    """Without a cover nothing begins a new page."""
    meta = replace(document.meta, cover=False, contents=False, changes=(), approvals=(), logo=None)
    body = table(["承辦", "核准"], [["", ""]])
    sheet = Document(meta, (Heading("簽核欄"), body))
    (page,) = pdf_pages(to_pdf(sheet, fonts_dir=fonts_dir))
    found = squeezed(page)
    assert found.index(squeezed(meta.title)) < found.index("簽核欄") < found.index("核准")
