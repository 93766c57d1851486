"""Long addresses may break, and nothing is lost by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.engines.documents.text import breakable

LINES = {
    "plain": ("一般的句子 with words", ["一般的句子 with words"]),
    "short code": ("QH-WELD-01", ["QH-WELD-01"]),
    "address": (
        "見 https://a.example/b-c?d=e 。",
        ["見 https:", "/", "/", "a.", "example/", "b-", "c?", "d=", "e", " 。"],
    ),
    "mail": ("someone@example.com.tw", ["someone@", "example.", "com.", "tw"]),
    "no place to break": ("x" * 30, ["x" * 24, "x" * 6]),
    "empty": ("", [""]),
}


@pytest.mark.parametrize(("line", "pieces"), LINES.values(), ids=LINES)
def test_where_a_line_may_break(line, pieces):
    assert breakable(line) == pieces


@given(st.text(st.characters(max_codepoint=0x3000)))
def test_the_pieces_make_the_line_again(line):
    assert "".join(breakable(line)) == line
