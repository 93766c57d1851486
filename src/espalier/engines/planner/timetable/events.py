"""What happens to a plan during the year, as data, and the problem that is left after it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from espalier.engines.planner.timetable.problem import Busy, TimetableProblem


@dataclass(frozen=True, slots=True)
class InstructorAbsent:
    instructor: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class RoomLost:
    room: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class DayClosed:
    day: date


@dataclass(frozen=True, slots=True)
class SessionCancelled:
    session: str


Event: TypeAlias = InstructorAbsent | RoomLost | DayClosed | SessionCancelled


def apply_events(problem: TimetableProblem, events: Iterable[Event]) -> TimetableProblem:
    """The problem after the events; an event about a record it does not have changes nothing."""
    for event in events:
        problem = _after(problem, event)
    return problem


def _after(problem: TimetableProblem, event: Event) -> TimetableProblem:
    if isinstance(event, DayClosed):
        return replace(problem, closed=tuple(sorted({*problem.closed, event.day})))
    if isinstance(event, SessionCancelled):
        return replace(
            problem,
            sessions=tuple(s for s in problem.sessions if s.code != event.session),
            spacings=tuple(s for s in problem.spacings if event.session not in (s.before, s.after)),
        )
    busy = Busy(event.first, event.last)
    if isinstance(event, InstructorAbsent):
        teachers = tuple(
            replace(t, busy=(*t.busy, busy)) if t.code == event.instructor else t
            for t in problem.instructors
        )
        return replace(problem, instructors=teachers)
    rooms = tuple(
        replace(r, busy=(*r.busy, busy)) if r.code == event.room else r for r in problem.rooms
    )
    return replace(problem, rooms=rooms)
