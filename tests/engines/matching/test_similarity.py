"""Folding, similarity against scikit-learn, and search."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.engines.matching.folding import folded
from espalier.engines.matching.similarity import (
    CONTAINED_FLOOR,
    TextIndex,
    most_similar,
    search,
    shared_phrases,
    similarity_matrix,
)

TEXTS = [
    "規劃苗圃的年度育苗計畫",
    "依訂單安排育苗時程",
    "記錄病蟲害並通報主管",
    "Plan the yearly nursery programme",
    "Record pests and report them to the supervisor",
]
short_texts = st.lists(st.text("育苗計畫病蟲害 abc，。", max_size=12), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("育苗計畫／手冊", "育苗計畫 / 手冊", True),
        ("ＩＳＯ９００１要求", "ISO9001 要求", True),
        ("利益關係人【註1】的期待", "利益關係人的期待。", True),
        ("pH 5.5", "pH 55", False),
        ("1/2", "1.2", False),
        ("發芽率≥80%", "發芽率≤80%", False),
        ("●巡視苗床", "巡視苗床", True),
        ("1,000 株", "1000株", True),
        ("C 語言", "C# 語言", False),
        ("pest report", "pestreport", False),
        ("Pest  Report", "pest report", True),
    ],
)
def test_folding_hides_printing_and_keeps_meaning(one: str, other: str, same: bool) -> None:
    assert (folded(one) == folded(other)) is same


@given(st.text("育苗aB１2 .,。/-【】註#ｱﾞ", max_size=30))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = folded(text)
    assert folded(once) == once


def _oracle(a: list[str], b: list[str]) -> np.ndarray:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    vectorizer.fit([folded(text) for text in [*a, *b]])
    left, right = (vectorizer.transform([folded(t) for t in side]) for side in (a, b))
    return np.asarray((left @ right.T).todense())


def test_matrix_equals_scikit_learn() -> None:
    a, b = TEXTS, list(reversed(TEXTS[1:]))
    np.testing.assert_allclose(similarity_matrix(a, b), _oracle(a, b), atol=1e-12)


@given(short_texts, short_texts)
def test_matrix_is_bounded_and_symmetric(a: list[str], b: list[str]) -> None:
    matrix = similarity_matrix(a, b)
    assert matrix.shape == (len(a), len(b))
    assert ((matrix >= 0) & (matrix <= 1)).all()
    np.testing.assert_allclose(matrix, similarity_matrix(b, a).T, atol=1e-12)


def test_a_text_is_wholly_like_itself_and_not_like_nothing() -> None:
    matrix = similarity_matrix([*TEXTS, ""], [*TEXTS, ""])
    np.testing.assert_allclose(np.diag(matrix)[:-1], 1.0)
    assert (matrix[-1] == 0).all()


def test_no_texts_give_an_empty_matrix() -> None:
    assert similarity_matrix([], TEXTS).shape == (0, 5)
    assert similarity_matrix(TEXTS, []).shape == (5, 0)
    assert search([], "育苗") == []


def test_most_similar_puts_the_nearest_first_and_says_why() -> None:
    hits = most_similar("育苗計畫的規劃", TEXTS, 2)
    assert [hit.index for hit in hits] == [0, 1]
    assert "育苗計畫" in hits[0].shared


def test_negative_k_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        most_similar("育苗", TEXTS, -1)


def test_search_ranks_containing_texts_above_similar_ones() -> None:
    hits = search(TEXTS, "育苗")
    assert {hit.index for hit in hits if hit.contains_query} == {0, 1}
    assert all(hit.score >= CONTAINED_FLOOR for hit in hits if hit.contains_query)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_search_wants_all_words_of_the_query() -> None:
    assert [h.index for h in search(TEXTS, "時程 訂單") if h.contains_query] == [1]


def test_search_accepts_simplified_characters() -> None:
    first = search(TEXTS, "病虫害并通报")[0]
    assert first.index == 2
    assert first.contains_query
    index = TextIndex(TEXTS)
    assert not index.search("订单", accept_simplified=False)


def test_unknown_words_do_not_look_like_a_full_match() -> None:
    assert TextIndex(["育"]).cosines("育龘靐齉")[0] < 0.5


@pytest.mark.parametrize("query", ["", "   ", "，。"])
def test_an_empty_query_finds_nothing(query: str) -> None:
    assert search(TEXTS, query) == []


def test_shared_phrases_fall_back_to_single_characters() -> None:
    assert shared_phrases("甲乙", "乙丙甲") == ("乙", "甲")
