"""Every plan of a small problem, by trying: what the solver's answers are held against."""

from collections.abc import Iterator
from itertools import combinations, product

from espalier.engines.planner.timetable.check import check_plan
from espalier.engines.planner.timetable.problem import Session, TimetableProblem
from espalier.engines.planner.timetable.solution import Assignment, RuleKind

Plan = tuple[Assignment, ...]


def ways(problem: TimetableProblem, session: Session) -> list[Assignment]:
    """Every assignment the session could have alone."""
    codes = [slot.code for slot in problem.slots]
    teachers = list(combinations(sorted(session.instructors), session.n_instructors))
    rooms = [room.code for room in problem.rooms] if session.needs_room else [""]
    every = (
        Assignment(session.code, slots, who, room)
        for slots, who, room in product(combinations(codes, session.meetings), teachers, rooms)
    )
    return [each for each in every if not _hard(problem, (each,))]


def _hard(problem: TimetableProblem, plan: Plan) -> bool:
    broken = check_plan(problem, plan).broken
    return any(each.rule is not RuleKind.TAKES_PLACE for each in broken)


def plans(problem: TimetableProblem) -> Iterator[Plan]:
    """Every plan that keeps every rule; a broken rule is not mended by more sessions, so branches are cut."""
    choices = [ways(problem, session) for session in problem.sessions]

    def grow(plan: Plan) -> Iterator[Plan]:
        if len(plan) == len(choices):
            yield plan
            return
        for each in choices[len(plan)]:
            longer = (*plan, each)
            if not _hard(problem, longer):
                yield from grow(longer)

    return grow(())


def least_cost(problem: TimetableProblem) -> int | None:
    """The objective of the best plan; None when there is no plan."""
    return min((check_plan(problem, plan).objective for plan in plans(problem)), default=None)
