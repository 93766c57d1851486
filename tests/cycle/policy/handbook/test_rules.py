"""O1.1.1: clauses, marked places, and the lines of the RACI table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.policy.handbook import queries, rules
from espalier.cycle.policy.handbook.types import ClauseValues

CLAUSES = {
    "complete": (ClauseValues(1, 1, "標題", "內容"), []),
    "last chapter, last number": (ClauseValues(16, 999, "標題", "內容"), []),
    "chapter 17": (ClauseValues(17, 1, "標題", "內容"), ["no_chapter"]),
    "nothing typed": (
        ClauseValues(0, 0, " ", " "),
        ["no_chapter", "bad_number", "no_title", "no_text"],
    ),
}
LINES = {
    "one answers, one works": (["A", "R", "C", "I"], []),
    "one role does both": (["RA", "", "I"], []),
    "nobody": ([], ["no_accountable", "no_responsible"]),
    "two answer": (["A", "RA"], ["several_accountable"]),
    "nobody works": (["A", "C"], ["no_responsible"]),
    "nobody answers": (["R", "C"], ["no_accountable"]),
    "another letter": (["A", "R", "X"], ["bad_letters"]),
}
PLACES = {
    "none": (["全部寫好。"], []),
    "both kinds, once each": (["【部門】與【部門】", "[unit] of [unit]"], ["【部門】", "[unit]"]),
    "brackets over two lines are text": (["[a\nb]"], []),
    "empty brackets are text": (["【】 []"], []),
}


@pytest.mark.parametrize(("values", "expected"), CLAUSES.values(), ids=CLAUSES)
def test_every_problem_of_a_clause_is_named(values, expected):
    assert rules.problems_of_clause(values) == expected


@pytest.mark.parametrize(("letters", "expected"), LINES.values(), ids=LINES)
def test_every_problem_of_a_line_is_named(letters, expected):
    assert sorted(rules.problems_of_activity(letters)) == sorted(expected)


@pytest.mark.parametrize(("texts", "expected"), PLACES.values(), ids=PLACES)
def test_places_to_fill(texts, expected):
    assert rules.places_to_fill(*texts) == expected


@given(st.text(alphabet="racixRACI /、", max_size=12))
def test_letters_are_kept_once_and_in_order(typed):
    clean = rules.clean_letters(typed)
    assert set(clean) == {letter for letter in typed.upper() if letter.isalpha()}
    assert len(set(clean)) == len(clean)
    assert rules.clean_letters(clean) == clean
    known = [letter for letter in clean if letter in "RACI"]
    assert known == sorted(known, key="RACI".index)


def test_every_chapter_has_a_template_in_both_languages_with_something_to_read():
    templates = queries.clause_templates().values()
    assert {each.chapter for each in templates} == set(range(1, 17))
    for each in templates:
        assert all((each.title, each.title_en, each.text, each.text_en)), each.key
        assert not rules.problems_of_clause(ClauseValues(each.chapter, 1, each.title, each.text))


def test_marked_places_stand_in_both_languages_of_a_template():
    for each in queries.clause_templates().values():
        assert bool(rules.places_to_fill(each.text)) == bool(rules.places_to_fill(each.text_en)), (
            each.key
        )
