"""A goal is SMART before it is confirmed: tables a manager can read."""

from dataclasses import replace
from datetime import date

import pytest

from espalier.cycle.needs.strategy_goals import rules
from espalier.cycle.needs.strategy_goals.types import GoalContent, GoalState
from tests.factories.needs import SMART

ON = date(2026, 11, 2)
GOAL = GoalContent("SG1", "落差降到一成", owner_id=1, **SMART)
# What the goal lacks -> what is said.
LACKS = {
    "nothing": ({}, []),
    "no measure": ({"measure": " "}, ["no_measure"]),
    "no target and no date": ({"target": None, "due_on": None}, ["no_target", "no_due_date"]),
    "a target already there": ({"target": GOAL.baseline}, ["target_is_baseline"]),
    "no baseline": ({"baseline": None}, ["no_baseline"]),
    "due today": ({"due_on": ON}, ["already_due"]),
    "nobody answers": ({"owner_id": None}, ["no_owner"]),
    "three of the five parts": (
        {"specific": "", "achievable": "", "timely": ""},
        ["not_specific", "not_achievable", "not_timely"],
    ),
    "the other two": ({"measurable": "", "relevant": ""}, ["not_measurable", "not_relevant"]),
}


@pytest.mark.parametrize(("changes", "said"), LACKS.values(), ids=LACKS)
def test_everything_that_is_missing_is_said_at_once(changes, said):
    found = rules.problems_before_confirm(
        replace(GOAL, **changes), n_directions=1, n_needs=0, on=ON
    )
    assert found == said


def test_a_goal_serves_a_direction_or_a_need():
    assert rules.problems_before_confirm(GOAL, n_directions=0, n_needs=0, on=ON) == ["no_link"]
    assert rules.problems_before_confirm(GOAL, n_directions=0, n_needs=1, on=ON) == []


def test_what_stops_a_goal_from_being_saved():
    found = rules.problems_of_goal(GoalContent("", " "), code_taken=True)
    assert found == ["no_code", "code_taken", "no_text"]
    assert rules.problems_of_goal(GoalContent("SG9", "先寫下來"), code_taken=False) == []


@pytest.mark.parametrize(
    ("state", "acts"),
    [("draft", ["confirm", "end"]), ("confirmed", ["reopen", "end"]), ("ended", ["reopen"])],
)
def test_what_can_be_done_in_each_state(state, acts):
    assert rules.open_acts(GoalState(state)) == acts
    assert rules.next_state(GoalState.ENDED, rules.Act.CONFIRM) is None
