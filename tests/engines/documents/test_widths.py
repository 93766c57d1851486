"""Columns are as wide as they were asked to be, and never narrower than a word that cannot be broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.engines.documents.cells import Cell, Column
from espalier.engines.documents.tree import Table, table
from espalier.engines.documents.widths import TEXT_WIDTH, fitted_weights


def test_chinese_keeps_the_widths_asked_for():
    found = table(
        ["類別", "課程名稱"], [["法定", "切削液與化學品安全"]], columns=(Column(1), Column(4))
    )
    assert fitted_weights(found) == [1, 4]


def test_a_narrow_column_takes_from_the_others_for_its_longest_word():
    columns = (Column(1), Column(20), Column(20))
    found = table(
        ["Category", "Course", "Basis"], [["Competency", "a b c", "law"]], columns=columns
    )
    narrow, *others = fitted_weights(found)
    points = narrow / 41 * TEXT_WIDTH
    assert 10 * 9 * 0.5 < points < 10 * 9 * 0.7 + 10
    assert others[0] == others[1] < 20
    assert sum(fitted_weights(found)) == pytest.approx(41)


def test_a_hyphen_before_a_letter_is_a_place_to_break_and_a_digest_pushes_nobody_aside():
    columns = (Column(1), Column(9))
    hyphen = table(["a", "b"], [["in-house", "x"]], columns=columns)
    assert fitted_weights(hyphen) == [1, 9]
    number = table(["a", "b"], [["2027-001", "x"]], columns=columns)
    assert fitted_weights(number)[0] > 1
    digest = table(["a", "b"], [["f" * 64, "x"]], columns=columns)
    assert fitted_weights(digest)[0] < 3


def test_merged_cells_ask_for_nothing():
    head = (Cell("Internationalisation", colspan=2),)
    found = Table((Column(1), Column(1)), (head,), ((Cell("a"), Cell("b")),))
    assert fitted_weights(found) == [1, 1]


@given(st.lists(st.tuples(st.text("ab ", max_size=60), st.floats(0.1, 9)), min_size=1, max_size=12))
def test_the_sum_stays_and_no_column_vanishes(columns):
    words = [text for text, _weight in columns]
    asked = tuple(Column(weight) for _text, weight in columns)
    found = fitted_weights(table(words, [words], columns=asked))
    assert sum(found) == pytest.approx(sum(weight for _text, weight in columns))
    assert min(found) >= 0
