"""P2.3.5 Rules of the annual plan: tables a manager could read."""

from datetime import date

import pytest

from espalier.cycle.plan.annual_plan import rules
from espalier.cycle.plan.annual_plan.types import (
    ChangeContent,
    ChangeKind,
    ChangeState,
    ChangeStep,
    LineContent,
    PinContent,
    Planned,
    ScenarioContent,
)


def limits(**changes):
    fields = {"name": "提案一", "budget": 100_000, "gaps_on": date(2027, 12, 31)}
    return ScenarioContent(**(fields | changes))


SCENARIOS = {
    "all in order": ({}, []),
    "no name": ({"name": " "}, ["no_name"]),
    "a name that is taken": ({"name": "乙案"}, ["name_taken"]),
    "no money": ({"budget": 0}, ["budget"]),
    "more than the whole": ({"fair_permille": 1001, "away_percent": 101}, ["fairness", "away"]),
    "levels of another decade": ({"gaps_on": date(2035, 1, 1)}, ["gaps_on"]),
    "levels of the autumn before": ({"gaps_on": date(2026, 10, 1)}, []),
}


@pytest.mark.parametrize(("changes", "expected"), SCENARIOS.values(), ids=SCENARIOS)
def test_every_wrong_limit_is_named(changes, expected):
    found = rules.problems_of_scenario(limits(**changes), year=2027, taken_names={"乙案"})
    assert found == expected


def written(**changes):
    fields = {"category": "legal", "sessions": 2, "minutes": 180, "reason": "法定"}
    return LineContent(**(fields | {"session_cost": 1000, "head_cost": 10} | changes))


LINES = {
    "all in order": ({}, []),
    "no session": ({"sessions": 0}, ["no_session"]),
    "no reason": ({"reason": " "}, ["no_reason"]),
    "a grant of all it costs": ({"grant_amount": 2050}, []),
    "a grant of one dollar more": ({"grant_amount": 2051}, ["grant_above_cost"]),
    "a thirteenth month": ({"months": (3, 13)}, ["month"]),
    "a fifth level": ({"evaluation_level": 5}, ["level"]),
    "no time, below nothing": ({"minutes": 0, "head_cost": -1}, ["no_time", "money"]),
}


@pytest.mark.parametrize(("changes", "expected"), LINES.values(), ids=LINES)
def test_every_problem_of_a_line_is_named(changes, expected):
    assert rules.problems_of_line(written(**changes), headcount=5) == expected


def test_a_line_costs_its_sessions_and_its_heads():
    assert rules.line_cost(written(), headcount=5) == 2 * 1000 + 5 * 10


PINS = {
    "two sessions": ({"sessions_min": 2}, []),
    "nothing said": ({}, ["says_nothing"]),
    "no reason": ({"sessions_min": 1, "reason": ""}, ["no_reason"]),
    "the most below the least": ({"sessions_min": 3, "sessions_max": 2}, ["reversed"]),
    "more than the offer allows": ({"sessions_min": 5}, ["above_offer"]),
    "a person": ({"employee_id": 7}, []),
    "closed": ({"is_ban": True}, []),
}


@pytest.mark.parametrize(("changes", "expected"), PINS.values(), ids=PINS)
def test_every_problem_of_a_pin_is_named(changes, expected):
    content = PinContent(**({"module_id": 1, "reason": "主管要求"} | changes))
    found = rules.problems_of_pin(
        content, offered_most=4, has_offer=True, is_module_out=False, n_people_pinned=0
    )
    assert found == expected


def test_a_pin_goes_against_what_stands_already():
    person = PinContent(module_id=1, employee_id=7, reason="r")
    shut = PinContent(module_id=1, is_ban=True, reason="r")
    facts = {"offered_most": None, "has_offer": True}
    found = rules.problems_of_pin(person, is_module_out=True, n_people_pinned=0, **facts)
    assert found == ["module_out"]
    found = rules.problems_of_pin(shut, is_module_out=False, n_people_pinned=2, **facts)
    assert found == ["people_pinned"]


def asked(kind, after=None, on=date(2027, 5, 1)):
    return ChangeContent(kind, 1, on, "停電", after or {})


CHANGES = {
    "an addition": (asked(ChangeKind.ADD), None, []),
    "an addition of what is there": (asked(ChangeKind.ADD), "planned", ["line_there"]),
    "a change": (asked(ChangeKind.CHANGE, {"sessions": 3}), "planned", []),
    "a change of nothing": (
        asked(ChangeKind.CHANGE, {"sessions": 2}),
        "planned",
        ["nothing_changes"],
    ),
    "a change of nothing there": (asked(ChangeKind.CHANGE, {"sessions": 3}), None, ["no_line"]),
    "a cancellation": (asked(ChangeKind.CANCEL), "running", []),
    "a cancellation of what is over": (asked(ChangeKind.CANCEL), "done", ["line_over"]),
    "next year": (asked(ChangeKind.ADD, on=date(2028, 1, 1)), None, ["outside_year"]),
}


@pytest.mark.parametrize(("content", "state", "expected"), CHANGES.values(), ids=CHANGES)
def test_every_problem_of_a_change_is_named(content, state, expected):
    found = rules.problems_of_change(content, year=2027, line_state=state, before={"sessions": 2})
    assert found == expected


def test_a_decided_change_goes_nowhere():
    assert rules.next_change_state(ChangeState.DRAFT, ChangeStep.SEND) is ChangeState.IN_REVIEW
    assert rules.next_change_state(ChangeState.REFUSED, ChangeStep.SEND) is ChangeState.IN_REVIEW
    assert all(rules.next_change_state(ChangeState.APPROVED, step) is None for step in ChangeStep)


def test_numbers_go_on_and_are_never_given_again():
    assert rules.free_numbers(2027, ["2027-002", "2026-009", "舊-1"], 2) == ["2027-003", "2027-004"]
    assert rules.free_numbers(2027, [], 1) == ["2027-001"]


def test_wished_months_take_turns():
    assert rules.months_of("3, 9,13,x") == (3, 9)
    assert rules.spread((3, 9), 3) == [3, 3, 9]
    assert rules.spread((), 2) == [0, 0]


def test_achievement_counts_what_was_planned_and_what_came_of_it():
    rows = rules.achievement(
        [
            Planned(3, 10, 60, 1000, False, False, done_month=3, attended=9, actual_cost=900),
            Planned(3, 10, 60, 1000, False, True),
            Planned(4, 5, 120, 500, True, False, done_month=5, attended=5, actual_cost=500),
        ]
    )
    march, april, may, year = rows[2], rows[3], rows[4], rows[-1]
    assert (march.planned, march.done, march.rate, march.cancelled) == (2, 1, 0.5, 1)
    assert (april.planned, april.additions, april.rate) == (0, 1, None)
    assert (may.done_people, may.done_minutes, may.done_cost) == (5, 600, 500)
    assert (year.planned, year.done, year.planned_cost, year.done_cost) == (2, 1, 2000, 1400)
