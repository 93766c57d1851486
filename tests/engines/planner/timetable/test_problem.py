"""A timetabling problem says everything that is wrong with it at once, and survives being written down."""

import pickle
from dataclasses import replace
from datetime import date

import pytest

from espalier.engines.planner.timetable.codec import (
    plan_as_json,
    plan_from_json,
    problem_as_json,
    problem_from_json,
)
from espalier.engines.planner.timetable.faults import BadTimetable, Reason, Remedy
from espalier.engines.planner.timetable.obstacles import obstacles
from espalier.engines.planner.timetable.problem import (
    Busy,
    Department,
    Heads,
    Instructor,
    Room,
    Slot,
    Spacing,
    TimetableProblem,
    Window,
)
from espalier.engines.planner.timetable.solution import Assignment
from tests.engines.planner.timetable.small import any_problem, day, problem, session


def faults(*sessions, **more):
    with pytest.raises(BadTimetable) as refused:
        problem(*sessions, **more)
    return {(f.place, f.name, f.reason) for f in refused.value.faults}


def test_everything_wrong_is_listed_at_once():
    found = faults(
        session("a", instructors=("nobody",), seats=-1, pin_slot="9z"),
        session("a", slot_kinds=(), preferred=(Window(day(2), day(1)),)),
        rooms=(Room("", 5),),
        departments=(Department("sales", 0, 120),),
        spacings=(Spacing("a", "b", -1), Spacing("a", "a")),
    )
    assert {
        ("sessions/a", "code", Reason.TWICE),
        ("sessions/a", "instructors", Reason.UNKNOWN_RECORD),
        ("sessions/a", "seats", Reason.NEGATIVE),
        ("sessions/a", "pin_slot", Reason.UNKNOWN_RECORD),
        ("sessions/a", "slot_kinds", Reason.EMPTY),
        ("sessions/a", "preferred", Reason.ENDS_BEFORE_START),
        ("rooms", "code", Reason.NO_CODE),
        ("departments/sales", "headcount", Reason.OUT_OF_RANGE),
        ("departments/sales", "away_percent", Reason.OUT_OF_RANGE),
        ("spacings/a/b", "after", Reason.UNKNOWN_RECORD),
        ("spacings/a/b", "working_days", Reason.NEGATIVE),
        ("spacings/a", "after", Reason.CIRCLE),
    } == found


def test_nothing_to_plan_is_a_fault():
    assert faults() == {("problem", "sessions", Reason.EMPTY)}
    assert ("problem", "slots", Reason.EMPTY) in faults(session("a"), slots=())


def test_working_days_are_needed_to_count_in_them():
    two = (session("a"), session("b"))
    assert faults(*two, spacings=(Spacing("a", "b", 2),), working_days=()) == {
        ("problem", "working_days", Reason.EMPTY)
    }


def test_a_slot_ends_on_its_day():
    late = Slot("x", day(0), 1400, 60, "am")
    assert ("slots/x", "start_minute", Reason.OUT_OF_RANGE) in faults(
        session("a"), slots=(late, Slot("y", day(0), 540, 180, "pm"))
    )


def test_faults_travel_between_processes():
    with pytest.raises(BadTimetable) as refused:
        problem()
    again = pickle.loads(pickle.dumps(refused.value))
    assert again.faults == refused.value.faults


@pytest.mark.parametrize("seed", range(5))
def test_a_problem_survives_json(seed):
    stated = any_problem(seed)
    assert problem_from_json(problem_as_json(stated)) == stated


def test_a_plan_survives_json():
    plan = (Assignment("a", ("0a", "0p"), ("lin",), "small"), Assignment("b", ("1a",)))
    assert plan_from_json(plan_as_json(plan)) == plan


def broken_json(**changes):
    document = {**problem_as_json(problem(session("a"))), **changes}
    with pytest.raises(BadTimetable) as refused:
        problem_from_json(document)
    return [(f.place, f.name, f.reason) for f in refused.value.faults]


def test_a_file_of_another_version_is_named():
    assert broken_json(schema="espalier-timetable/9") == [
        ("problem", "schema", Reason.OTHER_VERSION)
    ]


def test_what_cannot_be_read_is_named_with_its_place():
    rows = [{"code": "a", "module": 3, "slot_kinds": ["am"], "colour": "red"}, {"deadline": "soon"}]
    assert broken_json(sessions=rows, rooms="none") == [
        ("sessions/a", "colour", Reason.UNKNOWN_FIELD),
        ("sessions/a", "module", Reason.WRONG_TYPE),
        ("sessions/1", "code", Reason.MISSING_FIELD),
        ("sessions/1", "module", Reason.MISSING_FIELD),
        ("sessions/1", "slot_kinds", Reason.MISSING_FIELD),
        ("sessions/1", "deadline", Reason.WRONG_TYPE),
        ("problem", "rooms", Reason.WRONG_TYPE),
    ]


def test_a_list_is_no_problem_file():
    with pytest.raises(BadTimetable):
        problem_from_json([])


def of(*sessions, **more):
    return {(f.place, f.name, f.reason, f.remedy) for f in obstacles(problem(*sessions, **more))}


OBSTACLES = {
    "nobody can teach it": (
        session("a", instructors=("lin",), forbidden_instructors=("lin",)),
        ("instructors", Reason.NO_INSTRUCTOR, Remedy.FIND_INSTRUCTOR),
    ),
    "no room is large enough": (
        session("a", needs_room=True, seats=31),
        ("rooms", Reason.NO_ROOM, Remedy.FIND_ROOM),
    ),
    "the only free days are past the deadline": (
        session("a", earliest=day(4), deadline=day(4), forbidden_slots=("4a", "4p")),
        ("slot_kinds", Reason.NO_SLOT, Remedy.OPEN_DAYS),
    ),
    "a pin against the deadline": (
        session("a", deadline=day(1), pin_slot="3a"),
        ("pin_slot", Reason.PIN_AGAINST_RULE, Remedy.UNPIN),
    ),
    "a pinned instructor who cannot teach it": (
        session("a", pin_instructor="chen"),
        ("pin_instructor", Reason.PIN_AGAINST_RULE, Remedy.UNPIN),
    ),
    "a pinned room that is too small": (
        session("a", needs_room=True, seats=20, pin_room="small"),
        ("pin_room", Reason.PIN_AGAINST_RULE, Remedy.UNPIN),
    ),
    "more meetings than the calendar holds": (
        session("a", meetings=11),
        ("slot_kinds", Reason.NO_SLOT, Remedy.OPEN_DAYS),
    ),
}


@pytest.mark.parametrize(("given", "expected"), OBSTACLES.values(), ids=OBSTACLES)
def test_what_stops_one_session_is_found_before_solving(given, expected):
    assert of(given, session("b")) == {("sessions/a", *expected)}


def test_a_class_larger_than_a_department_may_miss():
    crowd = session("a", heads=(Heads("sales", 4),))
    assert of(crowd, departments=(Department("sales", 10, 30),)) == {
        ("sessions/a", "heads", Reason.TOO_MANY_HEADS, Remedy.SPLIT_CLASS)
    }


def test_an_instructor_who_is_never_there():
    away = Instructor("lin", busy=(Busy(date(2027, 1, 1), date(2027, 12, 31)),))
    assert of(session("a"), instructors=(away,)) == {
        ("sessions/a", "instructors", Reason.NO_INSTRUCTOR, Remedy.FIND_INSTRUCTOR)
    }


def test_calendars_that_leave_no_day():
    stated = problem(session("a"))
    closed = replace(stated, closed=tuple(day(n) for n in range(5)))
    assert isinstance(closed, TimetableProblem)
    assert [f.reason for f in obstacles(closed)] == [Reason.NO_SLOT]
