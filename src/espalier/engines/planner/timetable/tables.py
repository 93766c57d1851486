"""What each session could do, looked up instead of recomputed: its placements, instructors and rooms."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from espalier.engines.planner.timetable.axis import Axis, Flags, Numbers, Placements, axis_of
from espalier.engines.planner.timetable.check import blacked_out, month_of
from espalier.engines.planner.timetable.problem import (
    Busy,
    Session,
    Slot,
    TimetableProblem,
    Window,
)
from espalier.engines.planner.timetable.records import LATE_DAYS
from espalier.engines.planner.timetable.solution import RuleKind


@dataclass(frozen=True)
class Table:
    """The placements one session may take by the rules it can break alone.

    Attributes
    ----------
    slots, first, last
        (n, meetings) numbers of slots, the cell each begins in and the one after its end.
    cost
        (n,) what the wishes for days, lateness and splits cost.
    month
        (n,) number of the month in which it begins.
    teachers, rooms
        Numbers of the instructors and rooms that come into question.
    teacher_free, room_free
        (n_teachers, n) and (n_rooms, n): their calendars allow it.
    pin_at
        Which of ``teachers`` must be among those chosen.
    """

    number: int
    session: Session
    slots: Numbers
    first: Numbers
    last: Numbers
    cost: Numbers
    month: Numbers
    teachers: tuple[int, ...]
    teacher_free: Flags
    rooms: tuple[int, ...]
    room_free: Flags
    pin_at: int | None

    @property
    def n_placements(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class Bound:
    """One rule a session can break alone, and the placements (by the pattern) that keep it."""

    rule: RuleKind
    subject: str
    keeps: Flags


class Tables:
    """All sessions' tables, and who shares people with whom."""

    def __init__(self, problem: TimetableProblem) -> None:
        self.problem = problem
        self.axis: Axis = axis_of(problem)
        self.placements = Placements(self.axis)
        self.months = sorted({month_of(slot.date) for slot in self.axis.slots})
        month_number = {month: n for n, month in enumerate(self.months)}
        self._month = np.array(
            [month_number[month_of(slot.date)] for slot in self.axis.slots], dtype=np.int32
        )
        self.teacher_number = {each.code: n for n, each in enumerate(problem.instructors)}
        self.room_number = {each.code: n for n, each in enumerate(problem.rooms)}
        self.department_number = {each.code: n for n, each in enumerate(problem.departments)}
        self._teachers: dict[int, Flags] = {}
        self._rooms: dict[int, Flags] = {}
        self.of = [self._table(n, session) for n, session in enumerate(problem.sessions)]

    @cached_property
    def number_of(self) -> dict[str, int]:
        return {each.code: n for n, each in enumerate(self.problem.sessions)}

    @cached_property
    def neighbours(self) -> list[tuple[int, ...]]:
        """For each session those it shares people with."""
        attended: dict[int, list[int]] = defaultdict(list)
        for number, session in enumerate(self.problem.sessions):
            for person in session.people:
                attended[person].append(number)
        found: list[set[int]] = [set() for _ in self.problem.sessions]
        for numbers in attended.values():
            for number in numbers:
                found[number].update(numbers)
        return [tuple(sorted(each - {number})) for number, each in enumerate(found)]

    @cached_property
    def least(self) -> list[int]:
        """For each session what it costs at least."""
        return [int(table.cost.min(initial=10**6)) for table in self.of]

    @cached_property
    def targets(self) -> dict[int, int]:
        """For each month with a target, by its number, the sessions it should have at most."""
        wanted = {each.month: each.sessions for each in self.problem.month_targets}
        return {n: wanted[month] for n, month in enumerate(self.months) if month in wanted}

    def teacher_slots(self, number: int) -> Flags:
        """(n_slots,) whether the instructor's calendar allows the slot."""
        if number not in self._teachers:
            teacher = self.problem.instructors[number]
            free = self._free(teacher.busy)
            if teacher.slots:
                given = {self.problem.slot_of[code].time for code in teacher.slots}
                free &= self._flags(slot.time in given for slot in self.axis.slots)
            self._teachers[number] = free
        return self._teachers[number]

    def room_slots(self, number: int) -> Flags:
        """(n_slots,) whether the room's calendar allows the slot."""
        if number not in self._rooms:
            self._rooms[number] = self._free(self.problem.rooms[number].busy)
        return self._rooms[number]

    def _free(self, busy: Sequence[Busy]) -> Flags:
        return self._flags(not any(each.meets(slot) for each in busy) for slot in self.axis.slots)

    def _flags(self, values: Iterator[bool]) -> Flags:
        return np.fromiter(values, dtype=np.bool_, count=len(self.axis.slots))

    @staticmethod
    def whole(free: Flags, rows: Numbers) -> Flags:
        """(n,) whether all slots of each row are free."""
        return np.asarray(free[rows].all(axis=1), dtype=np.bool_)

    def bounds(self, session: Session, rows: Numbers | None = None) -> list[Bound]:
        """The rules of days and slots the session can break alone, where they exclude any of the rows.

        ``rows`` are all the pattern allows, unless given.
        """
        if rows is None:
            rows = self.placements.of(session)
        days = self.axis.ordinals[rows]
        found: list[Bound] = []

        def add(rule: RuleKind, subject: str, keeps: npt.ArrayLike) -> None:
            flags = np.asarray(keeps, dtype=np.bool_)
            if not flags.all():
                found.append(Bound(rule, subject, flags))

        if session.pin_slot:
            pinned = self.axis.number_of.get(session.pin_slot, -1)
            add(RuleKind.PIN_SLOT, session.pin_slot, rows[:, 0] == pinned)
        if session.earliest is not None:
            keeps = (days >= session.earliest.toordinal()).all(axis=1)
            add(RuleKind.EARLIEST, session.earliest.isoformat(), keeps)
        if session.deadline is not None:
            keeps = (days <= session.deadline.toordinal()).all(axis=1)
            add(RuleKind.DEADLINE, session.deadline.isoformat(), keeps)
        if session.forbidden_slots:
            never = set(session.forbidden_slots)
            flags = self._flags(slot.code not in never for slot in self.axis.slots)
            add(RuleKind.FORBIDDEN, "", flags[rows].all(axis=1))
        for code in blacked_out(self.problem, session):
            windows = self.problem.department_of[code].blackouts
            if windows:
                add(RuleKind.BLACKOUT, code, ~_within(days, windows).any(axis=1))
        return found

    def eligible_teachers(self, session: Session) -> tuple[int, ...]:
        """Those who can teach it; only the pinned one where one is needed."""
        if not session.n_instructors:
            return ()
        codes = [c for c in session.instructors if c not in session.forbidden_instructors]
        if session.pin_instructor and session.n_instructors == 1:
            codes = [c for c in codes if c == session.pin_instructor]
        return tuple(sorted({self.teacher_number[code] for code in codes}))

    def eligible_rooms(self, session: Session) -> tuple[int, ...]:
        """Rooms that suit it, the smallest first; only the pinned one where there is a pin."""
        if not session.needs_room:
            return ()
        suiting = [
            room
            for room in self.problem.rooms
            if self.problem.suits(session, room)
            and room.code not in session.forbidden_rooms
            and session.pin_room in ("", room.code)
        ]
        suiting.sort(key=lambda room: (room.seats, len(room.equipment), room.code))
        return tuple(self.room_number[room.code] for room in suiting)

    def _table(self, number: int, session: Session) -> Table:
        rows = self.placements.of(session)
        keeps = np.ones(len(rows), dtype=np.bool_)
        for bound in self.bounds(session):
            keeps &= bound.keeps
        teachers, rooms = self.eligible_teachers(session), self.eligible_rooms(session)
        teacher_free = _all_free([self.teacher_slots(n) for n in teachers], rows)
        room_free = _all_free([self.room_slots(n) for n in rooms], rows)
        keeps &= teacher_free.sum(axis=0) >= session.n_instructors
        pin = self.teacher_number.get(session.pin_instructor, -1)
        pin_at = teachers.index(pin) if pin in teachers else None
        if pin_at is not None:
            keeps &= teacher_free[pin_at]
        keeps &= room_free.any(axis=0) | (not session.needs_room)
        kept = self._different(rows, keeps)
        rows = rows[kept]
        return Table(
            number,
            session,
            rows,
            self.axis.first[rows],
            self.axis.last[rows],
            self.cost(session, rows),
            self._month[rows[:, 0]],
            teachers,
            teacher_free[:, kept],
            rooms,
            room_free[:, kept],
            pin_at,
        )

    def _different(self, rows: Numbers, keeps: Flags) -> Numbers:
        """Numbers of the kept placements; of several over the same cells only the first."""
        kept = np.flatnonzero(keeps).astype(np.int32)
        cells = np.hstack([self.axis.first[rows[kept]], self.axis.last[rows[kept]]])
        if not len(cells):
            return kept
        _, first = np.unique(cells, axis=0, return_index=True)
        return np.sort(kept[first])

    def cost(self, session: Session, rows: Numbers) -> Numbers:
        """(n,) weighted wishes for days, lateness and splits that each placement misses."""
        weights = self.problem.weights
        days = self.axis.ordinals[rows]
        total = np.zeros(len(rows), dtype=np.int32)
        if session.preferred:
            inside = _within(days, session.preferred).all(axis=1)
            total += weights.outside_preferred * ~inside
        if session.late_after is not None:
            since = max(session.late_after, session.earliest or session.late_after).toordinal()
            last = days.max(axis=1)
            late = np.where(
                last > session.late_after.toordinal(),
                1 + np.maximum(0, last - since) // LATE_DAYS,
                0,
            )
            total += (weights.late * late).astype(np.int32)
        total += weights.split * (np.diff(days, axis=1) > session.natural_gap).sum(axis=1)
        return total.astype(np.int32)

    def minutes_by_month(self, rows: Numbers) -> dict[int, Numbers]:
        """For each month the (n,) minutes each placement teaches in it."""
        minutes = np.array([slot.minutes for slot in self.axis.slots], dtype=np.int32)[rows]
        months = self._month[rows]
        return {
            int(month): np.where(months == month, minutes, 0).sum(axis=1).astype(np.int32)
            for month in np.unique(months)
        }


def _within(days: Numbers, windows: Sequence[Window]) -> Flags:
    inside = np.zeros(days.shape, dtype=np.bool_)
    for window in windows:
        inside |= (days >= window.first.toordinal()) & (days <= window.last.toordinal())
    return inside


def _all_free(calendars: Sequence[Flags], rows: Numbers) -> Flags:
    if not calendars:
        return np.zeros((0, len(rows)), dtype=np.bool_)
    return np.array([free[rows].all(axis=1) for free in calendars])


def slot_codes(slots: Sequence[Slot], row: Numbers) -> tuple[str, ...]:
    """The codes of one placement's slots."""
    return tuple(slots[n].code for n in row)
