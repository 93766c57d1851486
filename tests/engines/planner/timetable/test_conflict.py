"""Why there is no plan: the rules named are in each other's way, and each of them matters."""

from dataclasses import replace

import pytest

from espalier.engines.planner.timetable.conflict import explain_conflict
from espalier.engines.planner.timetable.named import Rule
from espalier.engines.planner.timetable.problem import (
    Busy,
    Department,
    Heads,
    Instructor,
    Room,
    Spacing,
)
from espalier.engines.planner.timetable.solution import RuleKind
from tests.engines.planner.timetable.brute import least_cost
from tests.engines.planner.timetable.small import day, problem, session


def explained(stated):
    return explain_conflict(stated, seed=0, work_limit=60)


def names(found):
    return {(rule.kind, *rule.subjects) for rule in found.rules}


def held(*codes):
    return {(RuleKind.TAKES_PLACE, code) for code in codes}


def test_three_sessions_on_a_day_of_two_slots():
    rush = [session(code, deadline=day(0)) for code in "abc"]
    found = explained(problem(*rush, session("d"), session("e", people=(1,))))
    deadlines = {(RuleKind.DEADLINE, code) for code in "abc"}
    assert names(found) == {*deadlines, *held(*"abc"), (RuleKind.INSTRUCTOR_TWICE, "lin")}
    assert found.is_minimal
    assert found.cut.at_most == 2
    assert (found.cut.instructor, found.cut.needed_minutes, found.cut.available_minutes) == (
        "lin",
        540,
        360,
    )
    by_rule = {each.rule: each for each in found.relaxations}
    late = by_rule[Rule(RuleKind.DEADLINE, ("b",))]
    assert late.is_enough
    assert [dict(each.facts) for each in late.needed] == [{"days": 1}]


def test_one_session_against_a_calendar():
    away = Instructor("lin", busy=(Busy(day(0), day(2)),))
    found = explained(problem(session("a", deadline=day(1)), session("b"), instructors=(away,)))
    assert names(found) == {
        *held("a"),
        (RuleKind.DEADLINE, "a"),
        (RuleKind.INSTRUCTOR_CALENDAR, "lin"),
    }
    assert [dict(each.facts) for each in found.relaxations[1].needed] == [{"days": 2}]


CASES = {
    "people": (
        [
            session("a", pin_slot="0a", people=(1,)),
            session("b", pin_slot="0a", people=(1,), instructors=("chen",)),
        ],
        {},
        {(RuleKind.PEOPLE_TWICE, "a", "b"), (RuleKind.PIN_SLOT, "a"), (RuleKind.PIN_SLOT, "b")},
    ),
    "away": (
        [
            session("a", pin_slot="0a", heads=(Heads("sales", 2),)),
            session("b", pin_slot="0a", heads=(Heads("sales", 2),), instructors=("chen",)),
        ],
        {"departments": (Department("sales", 10, 30),)},
        {(RuleKind.AWAY, "sales"), (RuleKind.PIN_SLOT, "a"), (RuleKind.PIN_SLOT, "b")},
    ),
    "spacing": (
        [session("a"), session("b", deadline=day(1), instructors=("chen",))],
        {"spacings": (Spacing("a", "b", 2),)},
        {(RuleKind.SPACING, "a", "b"), (RuleKind.DEADLINE, "b")},
    ),
    "rooms": (
        [
            session("a", pin_slot="0a", needs_room=True, seats=20),
            session("b", pin_slot="0a", needs_room=True, seats=20, instructors=("chen",)),
        ],
        {"rooms": (Room("large", 30),)},
        {(RuleKind.ROOM_TWICE, "large"), (RuleKind.PIN_SLOT, "a"), (RuleKind.PIN_SLOT, "b")},
    ),
    "month": (
        [session("a"), session("b")],
        {"instructors": (Instructor("lin", month_minutes=300), Instructor("chen"))},
        {(RuleKind.INSTRUCTOR_MONTH, "lin")},
    ),
}


@pytest.mark.parametrize(("sessions", "more", "rules"), CASES.values(), ids=CASES)
def test_each_kind_of_rule_is_named(sessions, more, rules):
    stated = problem(*sessions, session("other", instructors=("chen",)), **more)
    found = explained(stated)
    assert names(found) == rules | held("a", "b")
    assert found.is_minimal
    assert least_cost(replace(stated, sessions=stated.sessions[1:], spacings=())) is not None


def test_a_plan_that_exists_is_no_conflict():
    found = explained(problem(session("a")))
    assert found.is_feasible
    assert found.rules == ()
