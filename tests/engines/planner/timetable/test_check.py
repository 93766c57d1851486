"""The verifier: each rule by a case worked out by hand, and no mutation of a good plan passes unseen."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.planner.timetable.check import check_plan
from espalier.engines.planner.timetable.codec import problem_as_json, problem_from_json
from espalier.engines.planner.timetable.problem import (
    Busy,
    Department,
    Heads,
    Instructor,
    MonthLimit,
    MonthTarget,
    Pattern,
    Room,
    Spacing,
    Window,
)
from espalier.engines.planner.timetable.solution import Assignment, RuleKind, SoftCounts
from tests.engines.planner.timetable.brute import plans, ways
from tests.engines.planner.timetable.small import any_problem, day, problem, session


def at(code, *slots, who=("lin",), room=""):
    return Assignment(code, slots, who, room)


def broken(stated, *plan):
    return [(each.rule, each.sessions, each.subject) for each in check_plan(stated, plan).broken]


def test_a_plan_that_keeps_everything():
    stated = problem(session("a"), session("b", needs_room=True, seats=20))
    checked = check_plan(stated, (at("a", "0a"), at("b", "0p", room="large")))
    assert checked.ok
    assert checked.objective == 0


ALONE = {
    "closed": ({}, ["4a"], {}, (RuleKind.CLOSED, "4a")),
    "kind": ({"slot_kinds": ("pm",)}, ["0a"], {}, (RuleKind.SLOT_KIND, "0a")),
    "too short": ({"minutes": 181}, ["0a"], {}, (RuleKind.SLOT_KIND, "0a")),
    "too early": ({"earliest": day(1)}, ["0a"], {}, (RuleKind.EARLIEST, "2027-03-02")),
    "too late": ({"deadline": day(1)}, ["2a"], {}, (RuleKind.DEADLINE, "2027-03-02")),
    "forbidden slot": ({"forbidden_slots": ("0a",)}, ["0a"], {}, (RuleKind.FORBIDDEN, "0a")),
    "pinned slot": ({"pin_slot": "0a"}, ["0p"], {}, (RuleKind.PIN_SLOT, "0a")),
    "not hers": ({}, ["0a"], {"who": ("chen",)}, (RuleKind.INSTRUCTOR_ELIGIBLE, "chen")),
    "absent": ({}, ["3a"], {}, (RuleKind.INSTRUCTOR_CALENDAR, "lin")),
    "no room": ({"needs_room": True}, ["0a"], {}, (RuleKind.ROOM_SUITS, "")),
    "small room": (
        {"needs_room": True, "seats": 11},
        ["0a"],
        {"room": "small"},
        (RuleKind.ROOM_SUITS, "small"),
    ),
    "room taken": (
        {"needs_room": True},
        ["0a"],
        {"room": "large"},
        (RuleKind.ROOM_CALENDAR, "large"),
    ),
    "peak of sales": (
        {"heads": (Heads("sales", 1), Heads("plant", 3))},
        ["2a"],
        {},
        (RuleKind.BLACKOUT, "sales"),
    ),
    "pinned instructor": (
        {"instructors": ("lin", "chen"), "pin_instructor": "chen"},
        ["0a"],
        {},
        (RuleKind.PIN_INSTRUCTOR, "chen"),
    ),
    "pinned room": (
        {"needs_room": True, "pin_room": "large"},
        ["1a"],
        {"room": "small"},
        (RuleKind.PIN_ROOM, "large"),
    ),
}


@pytest.mark.parametrize(("more", "slots", "assigned", "expected"), ALONE.values(), ids=ALONE)
def test_rules_of_one_session(more, slots, assigned, expected):
    stated = problem(
        session("a", **more),
        closed=(day(4),),
        instructors=(Instructor("lin", busy=(Busy(day(3), day(3), 0, 600),)), Instructor("chen")),
        rooms=(Room("small", 10), Room("large", 30, busy=(Busy(day(0), day(0)),))),
        departments=(
            Department("sales", 20, 50, (Window(day(2), day(2)),)),
            Department("plant", 20, 50),
        ),
    )
    rule, subject = expected
    assert broken(stated, at("a", *slots, **assigned)) == [(rule, ("a",), subject)]


def test_a_department_that_sends_few_is_not_asked_for_its_peak():
    heads = (Heads("sales", 1), Heads("plant", 4))
    stated = problem(
        session("a", heads=heads),
        departments=(
            Department("sales", 9, 90, (Window(day(0), day(0)),)),
            Department("plant", 9, 90),
        ),
    )
    assert broken(stated, at("a", "0a")) == []


def test_nobody_is_in_two_places():
    stated = problem(
        session("a", people=(1, 2), needs_room=True),
        session("b", people=(2, 3), needs_room=True),
    )
    plan = (at("a", "0a", room="small"), at("b", "0a", room="small"))
    assert broken(stated, *plan) == [
        (RuleKind.INSTRUCTOR_TWICE, ("a", "b"), "lin"),
        (RuleKind.ROOM_TWICE, ("a", "b"), "small"),
        (RuleKind.PEOPLE_TWICE, ("a", "b"), ""),
    ]
    assert broken(stated, plan[0], at("b", "0p", room="small")) == []


def test_no_more_than_the_share_of_a_department_is_away():
    two = [
        session(c, heads=(Heads("sales", 2),), instructors=(t,))
        for c, t in (("a", "lin"), ("b", "chen"))
    ]
    stated = problem(*two, departments=(Department("sales", 10, 35),))
    assert broken(stated, at("a", "0a"), at("b", "0a", who=("chen",))) == [
        (RuleKind.AWAY, ("a", "b"), "sales")
    ]
    assert broken(stated, at("a", "0a"), at("b", "0p", who=("chen",))) == []


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [("0a", "2a", True), ("0p", "1a", False), ("1p", "1a", False), ("2a", "4p", True)],
)
def test_spacing_counts_working_days(first, then, kept):
    stated = problem(session("a"), session("b"), spacings=(Spacing("a", "b", 2),))
    found = broken(stated, at("a", first), at("b", then))
    assert found == ([] if kept else [(RuleKind.SPACING, ("a", "b"), "")])


def test_without_working_days_the_afternoon_may_follow_the_morning():
    stated = problem(session("a"), session("b"), spacings=(Spacing("a", "b"),))
    assert broken(stated, at("a", "0a"), at("b", "0p")) == []


def test_a_month_of_an_instructor_is_limited():
    stated = problem(
        session("a"), session("b"), instructors=(Instructor("lin", month_minutes=300),)
    )
    assert broken(stated, at("a", "0a"), at("b", "0p")) == [
        (RuleKind.INSTRUCTOR_MONTH, ("a", "b"), "lin")
    ]


def test_one_month_of_an_instructor_may_have_a_limit_of_its_own():
    month = problem(session("a")).slots[0].date.strftime("%Y-%m")
    for limits, kept in (
        ({"months": (MonthLimit(month, 300),)}, False),
        ({"months": (MonthLimit("2031-01", 300),)}, True),
        ({"months": (MonthLimit(month, 9000),), "month_minutes": 300}, False),
    ):
        stated = problem(session("a"), session("b"), instructors=(Instructor("lin", **limits),))
        found = broken(stated, at("a", "0a"), at("b", "0p"))
        assert (found == []) is kept
        assert problem_from_json(problem_as_json(stated)) == stated


def test_each_session_is_held_once():
    stated = problem(session("a"), session("b"))
    plan = (at("a", "0a"), at("a", "1a"), at("z", "2a"))
    assert broken(stated, *plan) == [
        (RuleKind.TAKES_PLACE, ("a",), ""),
        (RuleKind.TAKES_PLACE, ("b",), ""),
        (RuleKind.TAKES_PLACE, ("z",), ""),
    ]


PATTERNS = [
    (Pattern.CONSECUTIVE, ("0a", "0p"), True),
    (Pattern.CONSECUTIVE, ("0p", "1a"), True),
    (Pattern.CONSECUTIVE, ("0a", "1a"), False),
    (Pattern.CONSECUTIVE, ("4p", "5a"), False),  # over the weekend
    (Pattern.DAILY, ("0a", "1a"), True),
    (Pattern.DAILY, ("0a", "0p"), False),
    (Pattern.DAILY, ("0a", "2a"), False),
    (Pattern.WEEKLY, ("0a", "5a"), True),
    (Pattern.WEEKLY, ("0a", "5p"), False),
]


@pytest.mark.parametrize(("pattern", "slots", "kept"), PATTERNS)
def test_meetings_follow_the_pattern(pattern, slots, kept):
    stated = problem(session("a", meetings=2, pattern=pattern), n_days=10)
    found = broken(stated, at("a", *slots))
    assert found == ([] if kept else [(RuleKind.SLOT_KIND, ("a",), slots[1])])


def test_wishes_are_counted():
    stated = problem(
        session("a", preferred=(Window(day(0), day(0)),)),
        session("b", late_after=day(0)),
        session("c", meetings=2, max_gap_days=3),
        n_days=6,
        month_targets=(MonthTarget("2027-03", 1),),
    )
    plan = (at("a", "1a"), at("b", "1p"), at("c", "4p", "5a"))
    checked = check_plan(stated, plan)
    assert checked.ok
    assert checked.counts == SoftCounts(outside_preferred=1, over_month=2, late=1, split=1)
    assert checked.objective == 2 + 2 * 3 + 5 + 1


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 40), data=st.data())
def test_a_mutated_plan_is_caught_or_counted_anew(seed, data):
    """Whatever is changed: a rule is broken, or the plan is another of those that keep every rule."""
    stated = any_problem(seed, n=3, n_days=3)
    good = list(_some(plans(stated)))
    if not good:
        return
    plan = list(data.draw(st.sampled_from(good)))
    at_ = data.draw(st.integers(0, len(plan) - 1))
    kind = data.draw(st.sampled_from(["drop", "double", "slot", "who", "room", "shift"]))
    one = plan[at_]
    slots = [slot.code for slot in stated.slots]
    if kind == "drop":
        mutated = [*plan[:at_], *plan[at_ + 1 :]]
    elif kind == "double":
        mutated = [*plan, one]
    elif kind == "slot":
        other = data.draw(st.sampled_from([s for s in slots if s != one.slots[0]]))
        mutated = [*plan[:at_], replace(one, slots=(other, *one.slots[1:])), *plan[at_ + 1 :]]
    elif kind == "who":
        mutated = [*plan[:at_], replace(one, instructors=("lin", "chen")), *plan[at_ + 1 :]]
    elif kind == "room":
        other = "" if one.room else "large"
        mutated = [*plan[:at_], replace(one, room=other), *plan[at_ + 1 :]]
    else:
        other = data.draw(st.sampled_from(plan)).slots
        mutated = [*plan[:at_], replace(one, slots=other), *plan[at_ + 1 :]]
    own = {each.session: ways(stated, stated.session_of[each.session]) for each in plan}
    alone = all(each in own[each.session] for each in mutated)
    if check_plan(stated, mutated).ok:
        assert len(mutated) == len(plan)
        assert alone
    if kind in ("drop", "double", "who", "room"):
        assert not check_plan(stated, mutated).ok


def _some(found):
    for number, plan in enumerate(found):
        if number >= 30:
            return
        yield plan
