"""The timetabling problem: what is to be dated, with what, and which rules hold; every value is checked at birth.

Nothing of any country, law or organisation stands here. A day is a date; a time is a minute of the day; a slot is
data, so evenings, Saturdays and shift handovers are slots like any other. Records are known by their codes, people
by numbers. What is wrong with a problem is told as data (:mod:`faults`), all at once.

How meetings lie: a session of several meetings is placed by the slot of its first one; the others follow by its
:class:`Pattern`, so the whole placement is known from that slot.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from espalier.engines.planner.timetable.faults import BadTimetable, Fault
from espalier.engines.planner.timetable.form import faults_of
from espalier.engines.planner.timetable.records import (
    Busy,
    Department,
    Heads,
    Instructor,
    MonthLimit,
    MonthTarget,
    Pattern,
    Room,
    Session,
    Slot,
    Spacing,
    Weights,
    Window,
)

SCHEMA = "espalier-timetable/1"


@dataclass(frozen=True)
class TimetableProblem:
    """Everything needed to date the sessions of a year.

    ``working_days`` are what spacings are counted in; a slot may lie on another day (a Saturday). No meeting is
    held on a ``closed`` day.

    Raises
    ------
    BadTimetable
        With every fault found.
    """

    sessions: tuple[Session, ...]
    slots: tuple[Slot, ...]
    instructors: tuple[Instructor, ...] = ()
    rooms: tuple[Room, ...] = ()
    departments: tuple[Department, ...] = ()
    spacings: tuple[Spacing, ...] = ()
    month_targets: tuple[MonthTarget, ...] = ()
    working_days: tuple[date, ...] = ()
    closed: tuple[date, ...] = ()
    blackout_percent: int = 25
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        if faults := faults_of(self):
            raise BadTimetable(faults)

    @cached_property
    def session_of(self) -> dict[str, Session]:
        return {each.code: each for each in self.sessions}

    @cached_property
    def slot_of(self) -> dict[str, Slot]:
        return {each.code: each for each in self.slots}

    @cached_property
    def instructor_of(self) -> dict[str, Instructor]:
        return {each.code: each for each in self.instructors}

    @cached_property
    def room_of(self) -> dict[str, Room]:
        return {each.code: each for each in self.rooms}

    @cached_property
    def department_of(self) -> dict[str, Department]:
        return {each.code: each for each in self.departments}

    def suits(self, session: Session, room: Room) -> bool:
        """Whether the room could hold the class, its calendar and pins aside."""
        return (
            room.seats >= session.seats
            and set(session.equipment) <= set(room.equipment)
            and session.site in ("", room.site)
            and (not session.rooms or room.code in session.rooms)
        )


__all__ = [
    "BadTimetable",
    "Busy",
    "Department",
    "Fault",
    "Heads",
    "Instructor",
    "MonthLimit",
    "MonthTarget",
    "Pattern",
    "Room",
    "Session",
    "Slot",
    "Spacing",
    "TimetableProblem",
    "Weights",
    "Window",
]
