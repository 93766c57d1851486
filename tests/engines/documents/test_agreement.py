"""The document on screen, the PDF, the DOCX and the workbook say the same, every time."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from espalier.engines.documents import (
    Document,
    Heading,
    Meta,
    paragraph,
    table,
    to_docx,
    to_html,
    to_pdf,
    to_xlsx,
)

from . import sample
from .reading import docx_text, expected_texts, html_text, pdf_pages, squeezed, xlsx_text

PLAIN = Meta(
    title="題目", company="公司", number="A-1", edition="1", dated=date(2027, 1, 1), contents=False
)
# The characters of everyday Taiwanese text, all of which the font must hold.
BIG5 = [
    char
    for lead in range(0xA4, 0xC7)
    for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    if (char := bytes((lead, trail)).decode("big5", "ignore")) and len(char) == 1
]
PRINTABLE = st.text(
    st.one_of(st.characters(min_codepoint=0x20, max_codepoint=0x7E), st.sampled_from(BIG5)),
    min_size=1,
    max_size=40,
)


@pytest.fixture
def writers(fonts_dir):
    """Format -> document to all the text a reader of that format can find."""
    return {
        "pdf": lambda d: "".join(pdf_pages(to_pdf(d, fonts_dir=fonts_dir))),
        "docx": lambda d: docx_text(to_docx(d, fonts_dir=fonts_dir)),
        "html": lambda d: html_text(to_html(d)),
        "xlsx": lambda d: xlsx_text(to_xlsx(d)),
    }


@pytest.mark.parametrize("name", ["pdf", "docx", "html", "xlsx"])
def test_every_text_of_every_block_is_there(name, document, writers):
    # The one character the font lacks is tested for the PDF in test_compile.
    blocks = tuple(b for b in document.blocks if b != paragraph(sample.RARE))
    common = replace(document, blocks=blocks)
    found = squeezed(writers[name](common))
    missing = [text for text in expected_texts(common) if squeezed(text) not in found]
    assert missing == []


@pytest.mark.parametrize("name", ["docx", "html", "xlsx"])
def test_rare_characters_come_out_as_they_are(name, writers):
    document = Document(PLAIN, (paragraph(sample.RARE),))
    assert squeezed(sample.RARE) in squeezed(writers[name](document))


def test_the_same_tree_gives_the_same_bytes(document, pdf, docx, html, xlsx, fonts_dir):
    again = sample.rich(document.meta.language)
    assert to_pdf(again, fonts_dir=fonts_dir) == pdf
    assert to_docx(again, fonts_dir=fonts_dir) == docx
    assert to_html(again, fonts_dir=fonts_dir) == html
    assert to_xlsx(again) == xlsx


def test_a_bare_document_with_a_very_long_title_is_written(writers):
    title = "長" * 300
    document = Document(replace(PLAIN, title=title, contents=True), ())
    for name, read in writers.items():
        text = squeezed(read(document))
        assert title in text, name
        assert "目錄" not in text, name


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(heading=PRINTABLE.filter(str.strip), text=PRINTABLE, cell=PRINTABLE)
def test_what_a_person_writes_comes_out_verbatim(writers, heading, text, cell):
    blocks = (Heading(heading), paragraph(text), table([cell], [[text], [cell]], caption=heading))
    document = Document(PLAIN, blocks)
    for name, read in writers.items():
        found = squeezed(read(document))
        for wanted in (heading, text, cell):
            assert squeezed(wanted) in found, (name, wanted)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=()), max_size=30))
def test_any_text_is_written_or_refused_by_name(writers, text):
    try:
        document = Document(PLAIN, (paragraph(text), table(["a"], [[text]])))
    except ValueError as error:
        refusal = str(error)
    else:
        refusal = ""
    if refusal:
        assert re.search(r"character \d+ is U\+[0-9A-F]{4,6}, which cannot be printed", refusal)
        return
    wanted = squeezed(document.blocks[0].spans[0].text)
    for name, read in writers.items():
        found = squeezed(read(document))
        # A PDF reader orders right-to-left scripts its own way; that it is written is enough.
        assert name == "pdf" or wanted in found
