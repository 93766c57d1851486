"""Numbers of headings, tables and figures, and the dates and lines around them."""

from dataclasses import replace
from datetime import date

import pytest

from espalier.engines.documents import (
    Document,
    Heading,
    HeadingStyle,
    Language,
    Provenance,
    labels,
    paragraph,
    table,
)
from espalier.engines.documents.numbering import chinese_number, numbered_items, printed_items

from . import sample

LEVELS = (1, 2, 2, 3, 4, 2, 1, 2)


def headings(style):
    meta = replace(sample.meta(), headings=style)
    blocks = tuple(Heading("題", level=level) for level in LEVELS)
    return [item.heading_text() for item in numbered_items(Document(meta, blocks))]


STYLES = {
    HeadingStyle.DECIMAL: "1 題|1.1 題|1.2 題|1.2.1 題|1.2.1.1 題|1.3 題|2 題|2.1 題",
    HeadingStyle.CHINESE: "一、題|（一）題|（二）題|1. 題|（1）題|（三）題|二、題|（一）題",
    HeadingStyle.NONE: "題|題|題|題|題|題|題|題",
}


@pytest.mark.parametrize(("style", "shown"), STYLES.items(), ids=STYLES)
def test_headings_count_within_the_one_above(style, shown):
    assert "|".join(headings(style)) == shown


def test_an_unnumbered_heading_is_not_counted():
    blocks = (Heading("甲"), Heading("前言", numbered=False), Heading("乙"))
    items = numbered_items(Document(sample.meta(), blocks))
    assert [item.heading_text() for item in items] == ["1 甲", "前言", "2 乙"]


def test_tables_and_figures_are_counted_apart_and_only_with_a_caption():
    blocks = (
        table(["a"], [], caption="甲"),
        table(["a"], []),
        sample.bars_figure(),
        table(["a"], [], caption="乙"),
    )
    items = numbered_items(Document(sample.meta(), blocks))
    assert [item.label for item in items] == ["表 1", "", "圖 1", "表 2"]


def test_every_block_has_an_anchor_of_its_own_even_beside_an_authors_block_1():
    blocks = (paragraph("x"), Heading("甲", anchor="block-1"), paragraph("y"))
    anchors = [item.anchor for item in numbered_items(Document(sample.meta(), blocks))]
    assert len(set(anchors)) == 3


def test_paper_gets_the_data_of_figures_as_an_appendix():
    items = printed_items(Document(sample.meta(), (sample.bars_figure(),)))
    assert [getattr(item.block, "text", "") for item in items][1] == "附錄：圖的資料"
    assert items[2].block.caption == "圖 1 的資料：各單位之平均等級"


@pytest.mark.parametrize(
    ("value", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (105, "一零五")],
)
def test_chinese_numerals(value, written):
    assert chinese_number(value) == written


DAYS = {
    (Language.ZH_HANT, False): "2027/03/01",
    (Language.ZH_HANT, True): "民國 116 年 3 月 1 日",
    (Language.EN, False): "2027/03/01",
    (Language.EN, True): "ROC 116/03/01",
}


@pytest.mark.parametrize(("how", "written"), DAYS.items(), ids=str)
def test_dates_in_both_calendars(how, written):
    meta = replace(sample.meta(how[0]), republic_dates=how[1])
    assert labels.day(meta, date(2027, 3, 1)) == written
    assert labels.day(meta, None) == ""


def test_provenance_says_only_what_is_known():
    note = Provenance(source="人資系統", n=0, period="2026")
    line = labels.provenance_line(Language.ZH_HANT, note)
    assert line == "資料來源：人資系統；有效樣本數 n：0；資料期間：2026"
    assert labels.provenance_line(Language.EN, None) == ""


def test_both_languages_have_the_same_words():
    words = labels._WORDS
    assert set(words[Language.ZH_HANT]) == set(words[Language.EN])
