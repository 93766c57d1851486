"""Who must be heard, what a consideration must say, how the climate is read."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.needs.stakeholders import climate_questions, rules
from espalier.cycle.needs.stakeholders.types import (
    ConsiderationContent,
    StakeholderContent,
    StakeholderRow,
    VoiceContent,
)

ORDER = ["learner", "instructor", "supervisor", "coordinator", "customer", "vendor"]


def row(code, group, power=3, interest=3, is_heard=False) -> StakeholderRow:
    words = [""] * 2
    return StakeholderRow(
        id=int(code), code=code, name=code, name_en="", group=group, role="", role_en="",
        unit_name="", unit_name_en="", power=power, interest=interest, expectation="",
        expectation_en="", stance="unknown", position=words[0], position_en=words[1], email="",
        user_id=None, is_heard=is_heard,
    )  # fmt: skip


def test_a_preset_group_without_anybody_is_unheard():
    rows = [row("1", "learner", is_heard=True), row("2", "vendor")]
    assert rules.unheard_groups(rows, ORDER) == [
        "instructor",
        "supervisor",
        "coordinator",
        "vendor",
    ]


def test_one_voice_is_enough_for_a_group():
    rows = [row("1", "customer", is_heard=True), row("2", "customer")]
    assert "customer" not in rules.unheard_groups(rows, ORDER)


KEY = {
    "much power, much at stake": (4, 4, True),
    "power alone": (5, 3, False),
    "interest alone": (3, 5, False),
}


@pytest.mark.parametrize(("power", "interest", "named"), KEY.values(), ids=KEY)
def test_key_people_are_heard_in_person(power, interest, named):
    rows = [row("1", "supervisor", is_heard=True), row("2", "supervisor", power, interest)]
    assert [r.code for r in rules.unheard_key_people(rows, ORDER)] == (["2"] if named else [])


def test_a_key_person_of_an_unheard_group_is_not_named_twice():
    rows = [row("1", "supervisor", 5, 5)]
    assert rules.unheard_key_people(rows, ORDER) == []


FIELDS = {
    (5, 5): "manage", (3, 3): "manage", (5, 2): "satisfy", (2, 5): "inform", (2, 2): "watch",
}  # fmt: skip


@pytest.mark.parametrize(("place", "field"), FIELDS.items(), ids=str)
def test_the_grid_is_cut_in_the_middle(place, field):
    assert rules.field_of(*place) == field


STAKEHOLDERS = {
    "complete": ({}, []),
    "nothing": (
        {"code": " ", "name": "", "group": "aliens", "power": 0, "interest": 6, "stance": "odd"},
        ["no_code", "no_name", "no_group", "bad_power", "bad_interest", "bad_stance"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), STAKEHOLDERS.values(), ids=STAKEHOLDERS)
def test_every_problem_of_a_stakeholder_is_named(changes, expected):
    told = {"code": "S", "name": "甲", "group": "learner", "power": 1, "interest": 5} | changes
    found = rules.problems_of_stakeholder(
        StakeholderContent(**told), groups=["learner"], stances=["unknown"]
    )
    assert found == expected


BASE = {"code": "C", "kind": "consensus", "text": "先做量測", "basis": "會議"}
CONSIDERATIONS = {
    "from words alone": ({}, []),
    "from a round": ({"basis": "", "round_id": 3}, []),
    "from nowhere": ({"basis": " "}, ["no_origin"]),
    "disagreement with one side": ({"kind": "disagreement", "n_for": 3}, ["no_disagreement"]),
    "disagreement counted": ({"kind": "disagreement", "n_for": 3, "n_against": 1}, []),
    "disagreement by name": (
        {
            "kind": "disagreement",
            "voices": (VoiceContent(1, "for"), VoiceContent(2, "against")),
        },
        [],
    ),
    "nothing": (
        {"code": "", "text": "", "kind": "mood", "basis": ""},
        ["no_code", "no_text", "no_kind", "no_origin"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), CONSIDERATIONS.values(), ids=CONSIDERATIONS)
def test_every_problem_of_a_consideration_is_named(changes, expected):
    told = ConsiderationContent(**(BASE | changes))
    found = rules.problems_of_consideration(told, kinds=["consensus", "disagreement"])
    assert found == expected


@given(st.lists(st.integers(1, 5), min_size=2, max_size=60))
def test_pooled_figures_are_those_of_the_single_answers(values):
    counts = {step: values.count(step) for step in range(1, 6)}
    n, mean, spread = rules.pooled(counts)
    assert n == len(values)
    assert mean == pytest.approx(statistics.mean(values))
    assert spread == pytest.approx(statistics.stdev(values), abs=1e-9)
    share = sum(value >= 4 for value in values) / len(values)
    assert rules.support(counts, 5) == pytest.approx(share)


def test_no_answer_has_no_figure():
    assert rules.pooled({}) == (0, None, None)
    assert rules.pooled({4: 1}) == (1, 4.0, None)
    assert rules.support({}, 5) is None
    assert [rules.is_weak(mean) for mean in (None, 2.99, 3.0)] == [False, True, False]


def test_the_questionnaire_asks_every_statement_once_and_in_both_languages():
    asked = climate_questions.questions()
    scales = [q for q in asked if q.part]
    assert len(scales) == 16
    assert len({q.text for q in scales}) == 16
    assert all(q.text_en for q in asked)
    assert {q.part for q in scales} == {f"climate:{f.code}" for f in climate_questions.FACTORS}
