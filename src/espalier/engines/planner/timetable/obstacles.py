"""What makes a plan impossible for one record alone, found before any solver starts."""

from collections.abc import Iterator

import numpy as np

from espalier.engines.planner.timetable.faults import Fault, Reason, Remedy
from espalier.engines.planner.timetable.problem import Session, TimetableProblem
from espalier.engines.planner.timetable.solution import RuleKind
from espalier.engines.planner.timetable.tables import Bound, Tables


def obstacles(problem: TimetableProblem) -> list[Fault]:
    """Sessions that cannot be held whatever the others do: no day, nobody to teach, no room, a pin against a rule."""
    return obstacles_in(Tables(problem))


def obstacles_in(tables: Tables) -> list[Fault]:
    """The same, where the tables are there already."""
    return [fault for session in tables.problem.sessions for fault in _of(tables, session)]


def _of(tables: Tables, session: Session) -> Iterator[Fault]:
    found = [
        *_heads(tables.problem, session),
        *_pins(session),
        *_teachers(tables, session),
        *_rooms(tables, session),
        *_slots(tables, session),
    ]
    yield from found
    if not found and not tables.of[tables.number_of[session.code]].n_placements:
        # Days, instructors and rooms are there one by one, but never on the same day.
        yield Fault(_place(session), "slot_kinds", Reason.NO_SLOT, Remedy.OPEN_DAYS)


def _place(session: Session) -> str:
    return f"sessions/{session.code}"


def _heads(problem: TimetableProblem, session: Session) -> Iterator[Fault]:
    for heads in session.heads:
        limit = problem.department_of[heads.department].away_limit
        if heads.count > limit:
            facts: dict[str, int | str] = {
                "department": heads.department,
                "heads": heads.count,
                "limit": limit,
            }
            yield Fault(_place(session), "heads", Reason.TOO_MANY_HEADS, Remedy.SPLIT_CLASS, facts)


def _pins(session: Session) -> Iterator[Fault]:
    pairs = (
        ("pin_slot", session.pin_slot, session.forbidden_slots),
        ("pin_instructor", session.pin_instructor, session.forbidden_instructors),
        ("pin_room", session.pin_room, session.forbidden_rooms),
    )
    for name, pin, never in pairs:
        if pin and pin in never:
            yield _against(session, name, RuleKind.FORBIDDEN, pin)
    if session.pin_instructor and session.pin_instructor not in session.instructors:
        rule = RuleKind.INSTRUCTOR_ELIGIBLE
        yield _against(session, "pin_instructor", rule, session.pin_instructor)
    if session.pin_instructor and not session.n_instructors:
        rule = RuleKind.INSTRUCTOR_ELIGIBLE
        yield _against(session, "pin_instructor", rule, session.pin_instructor)


def _against(session: Session, name: str, rule: RuleKind, subject: str) -> Fault:
    facts = {"rule": str(rule), "subject": subject}
    return Fault(_place(session), name, Reason.PIN_AGAINST_RULE, Remedy.UNPIN, facts)


def _teachers(tables: Tables, session: Session) -> Iterator[Fault]:
    able = set(session.instructors) - set(session.forbidden_instructors)
    if len(able) < session.n_instructors:
        facts: dict[str, int | str] = {"able": len(able), "needed": session.n_instructors}
        yield Fault(
            _place(session), "instructors", Reason.NO_INSTRUCTOR, Remedy.FIND_INSTRUCTOR, facts
        )
    elif session.n_instructors:
        rows = tables.placements.of(session)
        free = [
            tables.teacher_slots(n)[rows].all(axis=1) for n in tables.eligible_teachers(session)
        ]
        if len(rows) and free and not (np.sum(free, axis=0) >= session.n_instructors).any():
            facts = {"able": len(able), "needed": session.n_instructors, "free": 0}
            yield Fault(
                _place(session), "instructors", Reason.NO_INSTRUCTOR, Remedy.FIND_INSTRUCTOR, facts
            )


def _rooms(tables: Tables, session: Session) -> Iterator[Fault]:
    if not session.needs_room:
        return
    suiting = [room for room in tables.problem.rooms if tables.problem.suits(session, room)]
    if session.pin_room and session.pin_room not in {room.code for room in suiting}:
        yield _against(session, "pin_room", RuleKind.ROOM_SUITS, session.pin_room)
    elif not tables.eligible_rooms(session):
        facts: dict[str, int | str] = {"seats": session.seats, "suiting": len(suiting)}
        yield Fault(_place(session), "rooms", Reason.NO_ROOM, Remedy.FIND_ROOM, facts)


def _slots(tables: Tables, session: Session) -> Iterator[Fault]:
    rows = tables.placements.of(session)
    bounds = tables.bounds(session)
    if not len(rows):
        yield Fault(_place(session), "slot_kinds", Reason.NO_SLOT, Remedy.OPEN_DAYS)
        return
    together = np.logical_and.reduce([bound.keeps for bound in bounds], axis=0) if bounds else None
    if together is None or together.any():
        return
    if session.pin_slot:
        yield from _pinned_against(session, rows[:, 0], tables, bounds)
        return
    rules = ", ".join(sorted({str(bound.rule) for bound in bounds}))
    yield Fault(_place(session), "slot_kinds", Reason.NO_SLOT, Remedy.OPEN_DAYS, {"rules": rules})


def _pinned_against(
    session: Session, first: np.ndarray, tables: Tables, bounds: list[Bound]
) -> Iterator[Fault]:
    """Which rule the pinned slot breaks."""
    at = np.flatnonzero(first == tables.axis.number_of.get(session.pin_slot, -1))
    if not len(at):
        closed = session.pin_slot not in tables.axis.number_of
        rule = RuleKind.CLOSED if closed else RuleKind.SLOT_KIND
        yield _against(session, "pin_slot", rule, session.pin_slot)
    for bound in bounds:
        if len(at) and bound.rule is not RuleKind.PIN_SLOT and not bound.keeps[at].any():
            yield _against(session, "pin_slot", bound.rule, bound.subject)
