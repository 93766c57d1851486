"""HTML: structure a screen reader can use, nothing a strict content policy would block."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest

from espalier.engines.documents import (
    Document,
    Shade,
    Span,
    palette,
    paragraph,
    stylesheet,
    to_html,
)
from espalier.engines.documents import (
    html as html_module,
)

from . import sample


@pytest.fixture
def tree(html):
    """The fragment as XML: it is written so that it is both."""
    text = re.sub(r"<(br|img)((?:\s[^>]*)?)>", r"<\1\2/>", html)
    return ET.fromstring(text.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def test_nothing_a_strict_policy_would_block(html):
    assert "<script" not in html
    assert "<style" not in html
    assert not re.search(r'\s(style|on[a-z]+)="', html)
    assert not re.search(r'(href|src)="(?!#|data:image/|https://example\.com)', html)


def test_every_class_begins_with_doc(tree):
    outside_svg = [e for e in tree.iter() if "doc-" in e.get("class", "")]
    svg = {e for root in tree.iter("svg") for e in root.iter()}
    others = [e for e in tree.iter() if e.get("class") and e not in svg]
    assert outside_svg
    for element in others:
        assert all(name.startswith("doc-") for name in element.get("class").split())


def test_every_id_is_used_once_and_every_internal_link_leads_somewhere(html):
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'href="#([^"]+)"', html)) | set(re.findall(r"url\(#([^)]+)\)", html))
    assert targets <= set(ids)


def test_headings_go_down_one_level_at_a_time(tree):
    levels = [int(e.tag[1]) for e in tree.iter() if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_header_cells_have_a_scope_and_captioned_tables_a_caption(tree, document):
    assert all(cell.get("scope") for cell in tree.iter("th"))
    captions = ["".join(c.itertext()) for c in tree.iter("caption")]
    assert any("各崗位必要等級" in caption for caption in captions)
    spans = [(c.get("colspan"), c.get("rowspan")) for c in tree.iter("th")]
    assert ("3", None) in spans
    assert (None, "2") in spans


def test_every_chart_has_a_name_a_caption_and_its_table(tree):
    figures = list(tree.iter("figure"))
    assert len(figures) == 3
    for figure in figures:
        svg = next(figure.iter("svg"))
        assert svg.get("role") == "img"
        assert svg.get("aria-label")
        assert figure.find("figcaption") is not None
    assert [figure.find("details") is not None for figure in figures] == [True, True, False]


def test_text_cannot_become_markup():
    hostile = '"><script>alert(1)</script>&amp;'
    block = paragraph(Span(hostile), Span(hostile, link="https://example.com/?a=1&b='2'"))
    html = to_html(Document(sample.meta(), (block,)))
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in html


def test_a_whole_file_needs_nothing_else(document):
    page = to_html(document, fragment=False)
    assert page.startswith("<!DOCTYPE html>")
    assert f'<html lang="{document.meta.language}">' in page
    assert stylesheet() in page
    assert "<link" not in page
    assert page.count("<main>") == 1


def test_the_stylesheet_has_the_colours_of_the_palette():
    css = stylesheet()
    for shade in Shade:
        if shade is not Shade.NONE:
            assert f".doc-shade-{shade} {{ background: #{palette.SHADES[shade].lower()}; }}" in css
    for colour in (palette.INK, palette.MUTED_INK, palette.ACCENT, palette.HEADER_FILL):
        assert f"#{colour.lower()}" in css


def test_the_stylesheet_lies_beside_the_engine():
    assert Path(html_module.__file__).with_name("document.css").is_file()
