"""A move is judged while it is dragged: as the verifier would, without a solver."""

from dataclasses import replace

import pytest

from espalier.engines.planner.timetable.check import check_plan
from espalier.engines.planner.timetable.moves import Board
from espalier.engines.planner.timetable.problem import Window
from espalier.engines.planner.timetable.solution import Assignment, RuleKind
from tests.engines.planner.timetable.brute import plans
from tests.engines.planner.timetable.small import any_problem, day, problem, session


def told(broken):
    return {
        (b.rule, b.subject, frozenset(b.sessions) if b.rule not in LOOSE else frozenset())
        for b in broken
    }


# Of these the verifier names every session there is, a move only those it meets.
LOOSE = (RuleKind.AWAY, RuleKind.INSTRUCTOR_MONTH)


@pytest.mark.parametrize("seed", [1, 2, 4, 5, 6, 9, 12])
def test_moves_say_what_the_verifier_says(seed):
    stated = any_problem(seed, n=3, n_days=4)
    plan = next(plans(stated), None)
    if plan is None:
        return
    board, before = Board(stated, plan), check_plan(stated, plan).objective
    for number, given in enumerate(plan):
        for slot, move in board.moves(given.session).items():
            after = [*plan[:number], move.assignment, *plan[number + 1 :]]
            checked = check_plan(stated, after)
            assert told(move.blocked) == told(checked.broken), (given.session, slot)
            assert move.cost_change == checked.objective - before
            assert move.counts == checked.counts
            assert move.is_allowed == checked.ok


def test_a_slot_the_pattern_does_not_fit():
    stated = problem(session("a", meetings=2), session("b"), closed=(day(2),))
    plan = (Assignment("a", ("0a", "0p"), ("lin",)), Assignment("b", ("1a",), ("lin",)))
    board = Board(stated, plan)
    assert board.move("a", "4p").blocked[0].rule is RuleKind.SLOT_KIND
    assert board.move("a", "2a").blocked[0].rule is RuleKind.CLOSED
    assert board.move("a", "9x").blocked[0].rule is RuleKind.TAKES_PLACE
    assert board.move("a", "0p").blocked[0].rule is RuleKind.INSTRUCTOR_TWICE


def test_another_instructor_can_be_tried_and_amber_is_counted():
    stated = problem(
        session("a", instructors=("lin", "chen")), session("b", preferred=(Window(day(0), day(0)),))
    )
    plan = (Assignment("a", ("1a",), ("lin",)), Assignment("b", ("0a",), ("lin",)))
    board = Board(stated, plan)
    assert not board.move("a", "0a").is_allowed
    assert board.move("a", "0a", instructors=("chen",)).is_allowed
    amber = board.move("b", "2a")
    assert (amber.is_allowed, amber.cost_change, amber.counts.outside_preferred) == (True, 2, 1)


def test_a_session_not_placed_yet_can_be_tried():
    stated = problem(session("a"), session("b"))
    board = Board(stated, (Assignment("a", ("1a",), ("lin",)),))
    assert board.move("b", "1p", instructors=("lin",)).is_allowed
    assert not board.move("b", "1a", instructors=("lin",)).is_allowed


def test_moves_do_not_change_the_plan():
    stated = any_problem(2, n=3, n_days=4)
    plan = next(plans(stated))
    board = Board(stated, plan)
    first = board.moves(plan[0].session)
    assert board.moves(plan[0].session) == first
    assert plan == tuple(replace(each) for each in plan)
