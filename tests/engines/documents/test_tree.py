"""The tree refuses what cannot be written, naming everything at once."""

import pytest

from espalier.engines.documents import (
    BulletList,
    Callout,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    KeyValue,
    Language,
    Meta,
    Number,
    Provenance,
    Span,
    Table,
    checked_text,
    heat_map,
    key_values,
    paragraph,
    row_of,
    table,
)
from espalier.engines.documents.chart_specs import HeatCell

from . import sample

SPEC = heat_map([HeatCell("a", "b", 1)], x_title="", y_title="", value_title="", domain=(0, 1))
ONE = table(["a"], [["b"]])

REFUSALS = {
    "row too short": (lambda: table(["a", "b"], [["1"]]), "body: row 1 covers 1 of 2 columns"),
    "row too long": (lambda: table(["a"], [["1", "2"]]), "row 1 has 1 cells too many"),
    "every bad row": (lambda: table(["a"], [["1", "2"], ["3", "4"]]), "row 1 .*; row 2 "),
    "colspan over the edge": (
        lambda: table(["a", "b"], [["1", Cell("2", colspan=2)]]),
        "cell in column 2 that is too wide",
    ),
    "rowspan past the end": (lambda: table(["a"], [[Cell("1", rowspan=3)]]), "2 rows too far"),
    "merge through the header": (
        lambda: Table((Column(),), ((Cell("a", rowspan=2),),), (row_of("b"),)),
        "header: a merged cell reaches 1 rows too far",
    ),
    "no column": (lambda: Table((), (), ()), "needs columns"),
    "zero span": (lambda: Cell("x", colspan=0), "at least 1"),
    "no weight": (lambda: Column(0), "above 0"),
    "infinite number": (lambda: Number(float("inf")), "finite"),
    "number beyond a workbook": (lambda: Number(10**400), "15 digits"),
    "not a number": (lambda: Number(float("nan")), "finite"),
    "script link": (lambda: Span("x", link="javascript:alert(1)"), "use http"),
    "link with a quote": (lambda: Span("x", link='https://a/"onload='), "use http"),
    "control character": (lambda: paragraph("ab\x00"), r"character 3 is U\+0000"),
    "direction override": (lambda: table(["\u202e"], []), r"U\+202E"),
    "half a character": (lambda: Callout((), title="\ud800"), r"title: character 1 is U\+D800"),
    "heading without text": (lambda: Heading(" "), "needs text"),
    "heading too deep": (lambda: Heading("x", level=5), "level of 1–4"),
    "anchor with a space": (lambda: Heading("x", anchor="a b"), "begin with a letter"),
    "no pairs": (lambda: KeyValue(()), "at least one pair"),
    "negative n": (lambda: Provenance(n=-1), "negative"),
    "figure without alternative": (
        lambda: Figure(SPEC, caption="", alt="", data=ONE),
        "caption is empty; alt is empty",
    ),
    "figure without data": (lambda: Figure(SPEC, caption="c", alt="a"), "give either its data"),
    "figure that fetches": (
        lambda: Figure({"data": {"url": "file:///x"}}, caption="c", alt="a", data=ONE),
        "loads data from spec.data.url",
    ),
}


@pytest.mark.parametrize(("make", "message"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_written_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_document_names_all_its_broken_references_at_once():
    blocks = (
        Heading("甲", anchor="a"),
        Heading("乙", level=3, anchor="a"),
        paragraph(Span("去", link="#nowhere")),
        Figure(SPEC, caption="c", alt="a", same_as="gone"),
    )
    with pytest.raises(ValueError) as refusal:
        Document(sample.meta(), blocks)
    for part in ("'a' is used 2 times", "anchor 'nowhere'", "anchor 'gone'", "level 3 after 1"):
        assert part in str(refusal.value)


def test_links_are_found_wherever_they_stand():
    link = Span("去", link="#nowhere")
    for block in (
        BulletList(((link,),)),
        Callout((link,)),
        key_values([("k", Cell((link,)))]),
        table(["a"], [[Cell((link,))]]),
    ):
        with pytest.raises(ValueError, match="nowhere"):
            Document(sample.meta(), (block,))


def test_the_url_of_a_data_row_is_only_a_word():
    spec = {"data": {"values": [{"url": "https://example.com"}]}, "mark": "point"}
    assert Figure(spec, caption="c", alt="a", data=ONE).spec == spec


def test_a_title_and_a_company_are_needed():
    with pytest.raises(ValueError, match="title and company must not be empty"):
        Meta(title=" ", company="", number="", edition="", dated=sample.meta().dated)


def test_an_unknown_language_is_refused_and_a_plain_word_is_taken():
    common = ("t", "c", "n", "e", sample.meta().dated)
    assert Meta(*common, language="en").language is Language.EN
    with pytest.raises(ValueError, match="'fr' is not a valid Language"):
        Meta(*common, language="fr")


def test_a_logo_is_told_by_its_content():
    with pytest.raises(ValueError, match="must be a PNG or SVG"):
        Meta("t", "c", "n", "e", sample.meta().dated, logo=b"GIF89a")


@pytest.mark.parametrize(
    ("given", "kept"), [("a\r\nb\rc", "a\nb\nc"), ("a\tb", "a b"), ("a\u2028b", "a\nb"), ("", "")]
)
def test_line_ends_and_tabs_are_made_one_kind(given, kept):
    assert checked_text(given, "x") == kept


SHOWN = {
    "thousands": (Number(1234567), "1,234,567"),
    "unit": (Number(12, unit=" 小時"), "12 小時"),
    "share": (Number(0.625, decimals=1, share=True), "62.5%"),
    "missing": (Number(None), "–"),
    "negative": (Number(-1.26, decimals=1), "-1.3"),
}


@pytest.mark.parametrize(("number", "shown"), SHOWN.values(), ids=SHOWN)
def test_numbers_are_shown_one_way(number, shown):
    assert number.shown == shown
