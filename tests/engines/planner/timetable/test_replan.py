"""Life happens: the fewest changes, held against every plan there is; what has begun or is promised stays."""

import pytest

from espalier.engines.planner.timetable.changes import ChangeKind, ChangeWeights, changes_between
from espalier.engines.planner.timetable.check import check_plan
from espalier.engines.planner.timetable.events import (
    DayClosed,
    InstructorAbsent,
    RoomLost,
    SessionCancelled,
    apply_events,
)
from espalier.engines.planner.timetable.replan import replan
from espalier.engines.planner.timetable.solution import Assignment, Status
from tests.engines.planner.timetable.brute import plans
from tests.engines.planner.timetable.small import any_problem, day, problem, session

TODAY = day(0)


def replanned(stated, plan, **more):
    return replan(stated, plan, **{"today": TODAY, "seed": 0, "work_limit": 20, **more})


def cost(stated, old, new):
    return sum(change.cost for change in changes_between(stated, old, new, today=TODAY))


@pytest.mark.parametrize("seed", [1, 2, 4, 5, 6, 9, 12, 13])
@pytest.mark.parametrize(
    "event",
    [InstructorAbsent("lin", day(1), day(2)), DayClosed(day(1)), RoomLost("large", day(0), day(3))],
)
def test_no_plan_changes_less(seed, event):
    before = any_problem(seed, n=3, n_days=3)
    old = next(plans(before), None)
    if old is None:
        return
    after = apply_events(before, [event])
    least = min((cost(after, old, new) for new in plans(after)), default=None)
    found = replanned(after, old)
    if least is None:
        assert not found.timetable.has_plan
    else:
        assert (found.change_cost, found.change_bound) == (least, least)
        assert found.is_minimal
        assert found.timetable.status is Status.OPTIMAL
        assert check_plan(after, found.timetable.assignments).ok


def test_without_cause_nothing_moves():
    stated = problem(session("a"), session("b"))
    plan = (Assignment("a", ("0a",), ("lin",)), Assignment("b", ("3p",), ("lin",)))
    found = replanned(stated, plan)
    assert found.changes == ()
    assert found.n_people_told == 0
    assert found.is_minimal


def test_a_small_class_makes_way_rather_than_a_crowd():
    law = session("law", deadline=day(0))
    stated = problem(session("crowd", weight=30), session("few", weight=2), law)
    plan = (Assignment("crowd", ("0a",), ("lin",)), Assignment("few", ("0p",), ("lin",)))
    found = replanned(stated, plan)
    assert {c.session: c.kinds for c in found.changes} == {
        "few": (ChangeKind.TIME,),
        "law": (ChangeKind.NEW,),
    }
    assert found.is_minimal


def test_an_instructor_is_replaced_rather_than_a_class_moved():
    stated = problem(session("a", instructors=("lin", "chen"), weight=7))
    plan = (Assignment("a", ("2a",), ("lin",)),)
    found = replanned(apply_events(stated, [InstructorAbsent("lin", day(2), day(2))]), plan)
    assert [(c.kinds, c.people) for c in found.changes] == [((ChangeKind.INSTRUCTOR,), 7)]
    assert found.timetable.assignments[0].slots == ("2a",)


def test_near_sessions_cost_more_to_move():
    weights = ChangeWeights(near_days=1, soon_days=2)
    stated = problem(
        *(session(c, people=(1,), instructors=(t,)) for c, t in (("a", "lin"), ("b", "chen")))
    )
    plan = (Assignment("a", ("0a",), ("lin",)), Assignment("b", ("4a",), ("chen",)))
    moved = (Assignment("a", ("0p",), ("lin",)), Assignment("b", ("4p",), ("chen",)))
    found = changes_between(stated, plan, moved, today=TODAY, weights=weights)
    assert [change.cost for change in found] == [12, 4]


def test_what_has_begun_or_is_promised_stays():
    stated = problem(session("a"), session("b"), session("c"), n_days=5)
    plan = tuple(Assignment(c, (s,), ("lin",)) for c, s in (("a", "0a"), ("b", "2a"), ("c", "3a")))
    after = apply_events(stated, [InstructorAbsent("lin", day(3), day(3))])
    found = replanned(after, plan, today=day(1), frozen=("b",))
    now = {each.session: each.slots for each in found.timetable.assignments}
    assert (now["a"], now["b"]) == (("0a",), ("2a",))
    assert now["c"] not in (("3a",), ("3p",))


def test_a_promise_that_cannot_be_kept_is_named():
    stated = problem(session("a"), session("b"))
    plan = (Assignment("a", ("3a",), ("lin",)), Assignment("b", ("1a",), ("lin",)))
    after = apply_events(stated, [DayClosed(day(3))])
    found = replanned(after, plan, frozen=("a",))
    assert found.timetable.status is Status.REFUSED
    assert [(f.place, f.facts["rule"]) for f in found.timetable.faults] == [
        ("sessions/a", "closed")
    ]


def test_history_that_breaks_a_rule_by_now_is_left_alone():
    stated = problem(session("a"), session("b"))
    plan = (Assignment("a", ("0a",), ("lin",)), Assignment("b", ("3a",), ("lin",)))
    after = apply_events(stated, [DayClosed(day(0)), DayClosed(day(3))])
    found = replanned(after, plan, today=day(2))
    assert found.is_minimal
    assert [change.session for change in found.changes] == ["b"]
    assert Assignment("a", ("0a",), ("lin",)) in found.timetable.assignments


def test_a_cancelled_session_frees_its_place_and_a_new_one_is_placed():
    stated = problem(session("a"), session("b"), session("new"))
    plan = (Assignment("a", ("0a",), ("lin",)), Assignment("b", ("3a",), ("lin",)))
    found = replanned(apply_events(stated, [SessionCancelled("a")]), plan)
    assert {c.session: c.kinds for c in found.changes} == {
        "a": (ChangeKind.CANCELLED,),
        "new": (ChangeKind.NEW,),
    }
    assert found.change_cost == 0
