"""The word for an effect, its sentence, and what would change it."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.designs.verdicts import (
    BY_CHANCE,
    GAINED,
    NO_COMPARISON,
    ROSE,
    Scale,
    effect_verdict,
)
from espalier.engines.figures.types import Interval, VerdictCode

FORBIDDEN = ("proves", "significant", "no effect", "reliable test", "證明", "顯著")


def said(estimate, low, high, *, has_comparison=True, scale=Scale(), telling=GAINED):  # noqa: B008
    return effect_verdict(
        estimate,
        Interval(low, high),
        scale,
        telling,
        n_used=40,
        has_comparison=has_comparison,
        why=BY_CHANCE if has_comparison else NO_COMPARISON,
    )


@pytest.mark.parametrize(
    ("numbers", "code", "starts", "to_change"),
    [
        ((8, 6, 10), "clear", "Clear effect: learners gained 8.0 points", "three months"),
        ((8, 2, 14), "likely", "Likely effect", "About 58"),
        ((8, 4, 12), "likely", "Likely effect", "About 160"),
        ((1, -6, 8), "unclear", "Unclear", "About 79"),
        ((4, 1, 7), "unclear", "Unclear", "About 160"),
        ((1, -1, 3), "no_sign", "No sign of an effect of 5.0 points or more", "same objective"),
        ((-1, -3, 1), "no_sign", "No sign", "same objective"),
        ((-8, -10, -6), "clear", "Clearly worse: learners lost 8.0 points", "became worse"),
        ((-8, -14, -2), "likely", "Likely worse", "became worse"),
    ],
)
def test_words_follow_the_interval(numbers, code, starts, to_change):
    found = said(*numbers)
    assert found.code == code
    assert found.sentence.en.startswith(starts)
    assert "40 learners" in found.sentence.en
    assert "40 人" in found.sentence.zh
    assert to_change in found.to_change.en
    assert found.sentence.en.endswith(found.to_change.en)


def test_without_a_comparison_group_nothing_is_clear():
    found = said(8, 6, 10, has_comparison=False)
    assert (found.code, found.is_capped) == (VerdictCode.LIKELY, True)
    assert "comparison group" in found.to_change.en
    assert "對照組" in found.sentence.zh


def test_lower_can_be_better():
    fewer = Scale(smallest=2, higher_is_better=False)
    found = said(-3, -3.5, -2.5, scale=fewer, telling=ROSE)
    assert (found.code, found.is_worse) == (VerdictCode.CLEAR, False)
    assert "fell by 3.0" in found.sentence.en
    assert "between -3.5 and -2.5" in found.sentence.en
    assert said(3, 2.5, 3.5, scale=fewer, telling=ROSE).is_worse


def test_numbers_are_said_in_their_own_unit():
    assert [Scale(smallest=s).number(1.23456) for s in (5, 0.2, 0.02)] == ["1.2", "1.23", "1.235"]
    assert Scale(smallest=0.05, shown_times=100).number(0.123) == "12.3"
    assert Scale().number(-0.0) == "0.0"
    for wrong in ({"smallest": 0}, {"smallest": float("inf")}, {"shown_times": 0}):
        with pytest.raises(ValueError, match="above 0"):
            Scale(**wrong)


@settings(max_examples=80, deadline=None)
@given(st.floats(-30, 30), st.floats(0, 30), st.booleans(), st.booleans())
def test_no_sentence_says_what_must_not_be_said(middle, half, has_comparison, higher):
    found = said(
        middle,
        middle - half,
        middle + half,
        has_comparison=has_comparison,
        scale=Scale(higher_is_better=higher),
    )
    for word, text in itertools.product(FORBIDDEN, (found.sentence.en, found.sentence.zh)):
        assert word not in text
    assert has_comparison or found.code is not VerdictCode.CLEAR
    assert found.to_change is not None
