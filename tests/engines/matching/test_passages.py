"""Passages suggested for a competency, and words found again on a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.engines.matching.passages import (
    LONGEST,
    find_words,
    split_passages,
    suggest_passages,
)

PAGES = [
    "一、公司簡介\n本公司成立於民國七十年，員工四百餘人。",
    "二、稽核發現\n量測人員未能說明量測不確定度的評估方法。切削液更換紀錄完整。",
    "三、附件\n會議室配置圖。",
]


def test_the_passage_that_shares_most_comes_first_with_its_place_and_reason():
    answer = suggest_passages("量測不確定度評估", PAGES)
    first = answer.found[0]
    assert first.page == 1
    assert PAGES[1][first.span.start : first.span.end] == first.text
    assert first.text == "量測人員未能說明量測不確定度的評估方法。"
    assert "量測不確定度" in first.shared
    assert (answer.n_pages, answer.n_close) == (3, 1)


def test_what_shares_nothing_is_not_suggested():
    assert suggest_passages("外語簡報", PAGES).found == ()
    assert suggest_passages("", PAGES).found == ()
    assert suggest_passages("量測", []).found == ()


def test_only_the_nearest_pages_are_weighed_closely():
    many = ["量測方法的說明文字一則。"] * 30 + ["量測不確定度評估的方法與步驟說明。"]
    answer = suggest_passages("量測不確定度評估", many, close_pages=1)
    assert [each.page for each in answer.found] == [30]
    assert (answer.n_pages, answer.n_close) == (31, 1)


def test_negative_limits_are_refused():
    with pytest.raises(ValueError, match="negative"):
        suggest_passages("量測", PAGES, limit=-1)


@given(st.text(alphabet="量測a 。\n.；!", max_size=1000))
def test_passages_lie_apart_in_order_and_hold_no_edge_of_space(text):
    end = 0
    for span in split_passages(text):
        piece = text[span.start : span.end]
        assert end <= span.start < span.end <= len(text)
        assert piece[0].strip()
        assert len(piece) <= LONGEST
        end = span.end


@given(st.text(alphabet="量測不確定 \n", min_size=1, max_size=60), st.data())
def test_words_of_a_page_are_found_again_whatever_breaks_the_lines(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = " ".join(text[start:end].split())
    span = find_words(text, words)
    if not words:
        assert span is None
    else:
        assert span is not None
        found = text[span.start : span.end]
        assert "".join(found.split()) == "".join(words.split())


def test_words_that_are_not_there_are_not_found():
    assert find_words("量測不確定度", "校正") is None
