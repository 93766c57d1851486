"""How much a plan differs from another: what moved, whom it concerns, what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from espalier.engines.planner.timetable.problem import Session, TimetableProblem
from espalier.engines.planner.timetable.solution import Assignment


class ChangeKind(StrEnum):
    TIME = "time"
    INSTRUCTOR = "instructor"
    ROOM = "room"
    NEW = "new"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ChangeWeights:
    """What a change costs for each person told again; more when the session is near.

    ``near_days`` before the old date it costs ``near_factor`` times, ``soon_days`` before ``soon_factor`` times.
    """

    time: int = 4
    instructor: int = 2
    room: int = 1
    near_days: int = 14
    near_factor: int = 3
    soon_days: int = 42
    soon_factor: int = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One session that is not as it was; ``cost`` 0 for new and cancelled ones."""

    session: str
    kinds: tuple[ChangeKind, ...]
    before: Assignment | None
    after: Assignment | None
    people: int
    cost: int


def unit_cost(session: Session, starts_on: date, today: date, weights: ChangeWeights) -> int:
    """What one unit of change of the session costs: people to be told, times nearness."""
    days = (starts_on - today).days
    factor = 1
    if days <= weights.near_days:
        factor = weights.near_factor
    elif days <= weights.soon_days:
        factor = weights.soon_factor
    return max(1, session.weight) * factor


def changes_between(
    problem: TimetableProblem,
    before: Sequence[Assignment],
    after: Sequence[Assignment],
    *,
    today: date,
    weights: ChangeWeights | None = None,
) -> tuple[Change, ...]:
    """What differs, in the order of sessions' codes."""
    old, new = {a.session: a for a in before}, {a.session: a for a in after}
    found = []
    for code in sorted({*old, *new}):
        one, other = old.get(code), new.get(code)
        session = problem.session_of.get(code)
        kinds = _kinds(one, other)
        if not kinds:
            continue
        people = session.weight if session is not None else 0
        cost = 0
        first = problem.slot_of.get(one.slots[0]) if one is not None and one.slots else None
        if session is not None and first is not None and other is not None:
            used = weights or ChangeWeights()
            unit = unit_cost(session, first.date, today, used)
            cost = unit * sum(int(getattr(used, str(kind))) for kind in kinds)
        found.append(Change(code, kinds, one, other, people, cost))
    return tuple(found)


def _kinds(one: Assignment | None, other: Assignment | None) -> tuple[ChangeKind, ...]:
    if one is None or other is None:
        return (ChangeKind.NEW,) if one is None else (ChangeKind.CANCELLED,)
    kinds = []
    if one.slots != other.slots:
        kinds.append(ChangeKind.TIME)
    if set(one.instructors) != set(other.instructors):
        kinds.append(ChangeKind.INSTRUCTOR)
    if one.room != other.room:
        kinds.append(ChangeKind.ROOM)
    return tuple(kinds)
