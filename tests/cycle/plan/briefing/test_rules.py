"""P2.3.2: which way a presentation goes, and when its slides say something else than the plan."""

from datetime import date

import pytest

from espalier.cycle.plan.briefing import rules
from espalier.cycle.plan.briefing.types import DecisionState, PresentationState, PresentationStep

S, A = PresentationState, PresentationStep
DAY = date(2026, 11, 2)
STEPS = {
    "on its day with slides": (S.PLANNED, A.HOLD, True, DAY, []),
    "a day too early": (S.PLANNED, A.HOLD, True, date(2026, 11, 3), ["not_yet"]),
    "without slides, too early": (
        S.PLANNED,
        A.HOLD,
        False,
        date(2026, 11, 3),
        ["no_deck", "not_yet"],
    ),
    "called off before its day": (S.PLANNED, A.CANCEL, False, date(2027, 1, 1), []),
    "held twice": (S.HELD, A.HOLD, True, DAY, ["not_open"]),
    "called off after it was held": (S.HELD, A.CANCEL, True, DAY, ["not_open"]),
    "taken back": (S.HELD, A.REOPEN, True, DAY, []),
    "nothing to take back": (S.PLANNED, A.REOPEN, True, DAY, ["not_open"]),
}


@pytest.mark.parametrize(
    ("state", "step", "has_deck", "held_on", "expected"), STEPS.values(), ids=STEPS
)
def test_what_stops_a_step(state, step, has_deck, held_on, expected):
    found = rules.problems_before(step, state=state, has_deck=has_deck, held_on=held_on, today=DAY)
    assert found == expected


SOURCES = {
    "the plan of its year": (S.PLANNED, {"plan": {"id": 1}}, []),
    "another year": (S.PLANNED, {"plan": {"id": 2}}, ["no_plan"]),
    "nothing chosen": (S.PLANNED, {"plan": None}, ["no_plan"]),
    "no edition": (S.PLANNED, None, ["no_edition"]),
    "held, another year": (S.HELD, {"plan": {"id": 2}}, ["not_planned", "no_plan"]),
    "called off, no edition": (S.CANCELLED, None, ["not_planned", "no_edition"]),
}


@pytest.mark.parametrize(("state", "content", "expected"), SOURCES.values(), ids=SOURCES)
def test_what_stops_the_making_of_slides(state, content, expected):
    assert rules.problems_before_building(state=state, plan_id=1, content=content) == expected


CONTENT = {
    "on": "2026-11-02",
    "plan": {"id": 1},
    "figures": {
        "headline": [["經費", "NT$1", "2026/11/02"]],
        "headline_en": [["Spend", "NT$1", "2026/11/02"]],
    },
}


def test_another_day_is_the_same_plan():
    later = {**CONTENT, "on": "2026-12-24", "changes": [1], "sections": [2]}
    later["figures"] = {
        **CONTENT["figures"],
        "headline": [["經費", "NT$1", "2026/12/24"]],
    }
    assert rules.fingerprint(later) == rules.fingerprint(CONTENT)


def test_another_figure_is_another_plan():
    figures = {**CONTENT["figures"], "headline": [["經費", "NT$2", "2026/11/02"]]}
    assert rules.fingerprint({**CONTENT, "figures": figures}) != rules.fingerprint(CONTENT)


@pytest.mark.parametrize(
    ("state", "due_on", "late"),
    [
        (DecisionState.OPEN, date(2026, 11, 1), True),
        (DecisionState.OPEN, DAY, False),
        (DecisionState.OPEN, None, False),
        (DecisionState.DONE, date(2026, 11, 1), False),
    ],
)
def test_due_today_is_not_overdue(state, due_on, late):
    assert rules.is_overdue(state, due_on, DAY) is late


def test_buttons_follow_the_table():
    assert rules.steps_from(S.PLANNED) == [A.HOLD, A.CANCEL]
    assert rules.steps_from(S.HELD) == rules.steps_from(S.CANCELLED) == [A.REOPEN]
