"""Dating sessions: the best of all plans where all can be tried; the same plan for the same seed and work."""

from dataclasses import replace

import pytest

from espalier.engines.planner.timetable.axis import Placements, axis_of
from espalier.engines.planner.timetable.check import check_plan
from espalier.engines.planner.timetable.problem import (
    Busy,
    Instructor,
    MonthTarget,
    Pattern,
    Room,
    Slot,
    Spacing,
    Window,
)
from espalier.engines.planner.timetable.solution import Status
from espalier.engines.planner.timetable.solving import solve_timetable
from tests.engines.planner.timetable.brute import least_cost, ways
from tests.engines.planner.timetable.small import any_problem, day, problem, session, slots

SOLVABLE = 2  # a seed of small problems that has a plan


def solved(stated, **more):
    return solve_timetable(stated, **{"seed": 0, "work_limit": 20, **more})


@pytest.mark.parametrize("seed", range(14))
def test_no_plan_is_cheaper(seed):
    stated = any_problem(seed, n=3, n_days=3)
    expected = least_cost(stated)
    found = solved(stated)
    if expected is None:
        assert found.status in (Status.INFEASIBLE, Status.REFUSED)
        assert found.assignments == ()
    else:
        assert (found.status, found.objective, found.bound) == (Status.OPTIMAL, expected, expected)
        assert check_plan(stated, found.assignments).ok


@pytest.mark.parametrize("pattern", Pattern)
@pytest.mark.parametrize("kinds", [("am", "pm"), ("pm",), ("am", "noon")])
def test_placements_are_those_the_verifier_passes(pattern, kinds):
    noon = tuple(Slot(f"{n}n", day(n), 600, 240, "noon") for n in (0, 1, 6))
    twin = Slot("2z", day(2), 540, 200, "am")
    stated = problem(
        session("a", slot_kinds=kinds, meetings=2, pattern=pattern, max_gap_days=8),
        slots=(*slots(8), *noon, twin),
        closed=(day(3),),
    )
    axis = axis_of(stated)
    rows = Placements(axis).of(stated.sessions[0])
    made = {tuple(axis.slots[n].code for n in row) for row in rows}
    pairs = {each.slots for each in ways(stated, stated.sessions[0])}
    backwards = {
        each.slots for each in ways(replace(stated, slots=stated.slots[::-1]), stated.sessions[0])
    }
    assert made == pairs | backwards


def test_the_same_seed_and_work_give_the_same_plan():
    stated = any_problem(SOLVABLE, n=5, n_days=6)
    one, other = solved(stated, work_limit=1), solved(stated, work_limit=1)
    assert one.assignments == other.assignments
    assert one.certificate.deterministic
    assert one.certificate.data_hash == other.certificate.data_hash
    assert one.certificate.versions["ortools"]


def test_progress_tells_checked_plans_and_a_stop_keeps_the_best():
    stated = any_problem(SOLVABLE, n=5, n_days=6)
    told = []
    found = solve_timetable(
        stated, seed=0, work_limit=5, on_progress=told.append, stop=lambda: len(told) > 0
    )
    assert found.has_plan
    assert told[0].plan
    assert check_plan(stated, told[0].plan).ok


def test_a_plan_to_begin_with_is_never_made_worse():
    stated = any_problem(SOLVABLE, n=5, n_days=6)
    first = solved(stated, work_limit=1)
    again = solved(stated, work_limit=0.01, start=first.assignments)
    assert again.objective <= first.objective


def test_what_stops_one_session_is_told_instead_of_tried():
    found = solved(problem(session("a", needs_room=True, seats=99)))
    assert found.status is Status.REFUSED
    assert [fault.place for fault in found.faults] == ["sessions/a"]
    assert found.as_json()["assignment"] == ()


def test_rooms_by_class_are_given_out_after():
    rooms = (Room("r1", 10), Room("r2", 10), Room("r3", 30, busy=(Busy(day(0), day(0)),)))
    many = [
        session(f"s{n}", instructors=(f"t{n}",), needs_room=True, seats=8, deadline=day(0))
        for n in range(4)
    ]
    teachers = tuple(Instructor(f"t{n}") for n in range(4))
    found = solved(problem(*many, rooms=rooms, instructors=teachers))
    assert found.status is Status.OPTIMAL
    assert sorted(a.room for a in found.assignments) == ["r1", "r1", "r2", "r2"]


def test_rooms_that_cannot_be_given_out_send_the_times_back():
    """By counts both long sessions fit, but each room is free only half of the day."""
    rooms = (
        Room("r1", 10, busy=(Busy(day(0), day(0), 0, 720),)),
        Room("r2", 10, busy=(Busy(day(0), day(0), 720, 1440),)),
    )
    long = session("a", needs_room=True, meetings=2, preferred=(Window(day(0), day(0)),))
    found = solved(problem(long, rooms=rooms))
    assert found.status is Status.OPTIMAL
    assert found.counts.outside_preferred == 1


def test_a_plan_of_two_instructors_a_session():
    pair = session("a", instructors=("lin", "chen"), n_instructors=2)
    alone = session("b", instructors=("lin", "chen"), pin_instructor="chen", pin_slot="0a")
    found = solved(problem(pair, alone))
    assert {a.session: a.instructors for a in found.assignments}["a"] == ("lin", "chen")
    assert check_plan(problem(pair, alone), found.assignments).ok


def test_saturdays_lie_between_working_days():
    """Two working days after Friday is Tuesday, whatever slots Saturday has."""
    saturday = Slot("sat", day(4).replace(day=6), 540, 180, "am")
    stated = problem(session("a", pin_slot="4a"), session("b"), n_days=10)
    stated = replace(stated, slots=(*stated.slots, saturday), spacings=(Spacing("a", "b", 2),))
    wish = replace(stated.sessions[1], preferred=(Window(day(4), day(5)),))
    stated = replace(stated, sessions=(stated.sessions[0], wish))
    found = solved(stated)
    assert found.objective == 2
    assert found.status is Status.OPTIMAL


def test_months_are_levelled():
    march = [Slot(f"m{n}", day(n), 540, 180, "am") for n in range(3)]
    april = [Slot(f"a{n}", day(n).replace(month=4), 540, 180, "am") for n in range(3)]
    many = [session(f"s{n}", slot_kinds=("am",)) for n in range(4)]
    targets = (MonthTarget("2027-03", 1), MonthTarget("2027-04", 2))
    found = solved(problem(*many, slots=(*march, *april), month_targets=targets, working_days=()))
    assert (found.objective, found.status) == (3, Status.OPTIMAL)
