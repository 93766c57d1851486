"""What a document must say, and how a page is cut for marking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.needs.desk_research import rules
from espalier.cycle.needs.desk_research.types import Mark, PassageContent
from tests.cycle.needs.desk_research.conftest import content

DOCUMENTS = {
    "complete": ({}, []),
    "no code, no title": ({"code": " ", "title": ""}, ["no_code", "no_title"]),
    "marks outside": ({"relevance": 0, "credibility": 6}, ["bad_relevance", "bad_credibility"]),
    "a judgement without reason": ({"reason": " "}, ["no_reason"]),
}


@pytest.mark.parametrize(("changes", "expected"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_problem_of_a_document_is_named(changes, expected):
    assert rules.problems_of_document(content(**changes)) == expected


PASSAGES = {
    "complete": ({}, 3, []),
    "nothing marked": ({"words": "  "}, 3, ["no_words"]),
    "too long": ({"words": "量" * 5001}, 3, ["too_long"]),
    "no kind and a strange aspect": (
        {"kind": "", "aspect": "mood"},
        3,
        ["no_kind", "bad_aspect"],
    ),
    "a page too many": ({"page": 4}, 3, ["no_such_page"]),
    "page nought": ({"page": 0}, 3, ["no_such_page"]),
    "a paper nobody counted": ({"page": 90}, 0, []),
}


@pytest.mark.parametrize(("changes", "n_pages", "expected"), PASSAGES.values(), ids=PASSAGES)
def test_every_problem_of_a_passage_is_named(changes, n_pages, expected):
    told = PassageContent(**({"page": 1, "words": "量測", "kind": "need"} | changes))
    found = rules.problems_of_passage(told, kinds=["need"], aspects=["social"], n_pages=n_pages)
    assert found == expected


def test_a_page_is_cut_where_passages_begin_and_end():
    marks = [Mark(1, "need", 2, 6), Mark(2, "risk", 4, 8)]
    cut = rules.segments("0123456789", marks)
    assert [(s.text, [m.extract_id for m in s.marks], s.anchor) for s in cut] == [
        ("01", [], None),
        ("23", [1], 1),
        ("45", [1, 2], 2),
        ("67", [2], None),
        ("89", [], None),
    ]


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=6),
)
def test_the_segments_are_the_page_whatever_is_marked(text, spans):
    marks = [Mark(i, "need", start, start + n) for i, (start, n) in enumerate(spans)]
    cut = rules.segments(text, marks)
    assert "".join(s.text for s in cut) == text
    anchors = [s.anchor for s in cut if s.anchor is not None]
    assert len(anchors) == len(set(anchors))
