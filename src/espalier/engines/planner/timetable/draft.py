"""A plan in the making: what is taken on the line of cells, and what a session would run into."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from espalier.engines.planner.timetable.axis import Flags, Numbers
from espalier.engines.planner.timetable.solution import Assignment
from espalier.engines.planner.timetable.tables import Table, Tables, slot_codes


@dataclass(frozen=True, slots=True)
class Choice:
    """One session's placement, instructors and room by their numbers; room -1: none."""

    placement: int
    teachers: tuple[int, ...]
    room: int


class Draft:
    """Sessions placed so far, with the cells they take of instructors, rooms and departments."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        n_cells = tables.axis.n_cells
        problem = tables.problem
        self.chosen: dict[int, Choice] = {}
        self.teacher = np.full((len(problem.instructors), n_cells), -1, dtype=np.int32)
        self.room = np.full((len(problem.rooms), n_cells), -1, dtype=np.int32)
        self.away = np.zeros((len(problem.departments), n_cells), dtype=np.int32)
        self.limits = np.array([d.away_limit for d in problem.departments], dtype=np.int32)
        self.in_month: dict[int, int] = defaultdict(int)
        self._minutes: dict[tuple[int, int], int] = defaultdict(int)
        self._by_month: dict[int, dict[int, Numbers]] = {}
        self._limits = [
            {
                month: limit
                for month, name in enumerate(tables.months)
                if (limit := teacher.limit_in(name)) is not None
            }
            for teacher in problem.instructors
        ]
        self._heads = [
            [(tables.department_number[h.department], h.count) for h in session.heads]
            for session in problem.sessions
        ]
        self._spacings: list[list[tuple[int, int, bool]]] = [[] for _ in problem.sessions]
        for spacing in problem.spacings:
            before, after = tables.number_of[spacing.before], tables.number_of[spacing.after]
            self._spacings[before].append((after, spacing.working_days, True))
            self._spacings[after].append((before, spacing.working_days, False))

    def cells(self, number: int, placement: int) -> list[tuple[int, int]]:
        """The cells of a placement, meeting by meeting, from and to."""
        table = self.tables.of[number]
        return list(
            zip(table.first[placement].tolist(), table.last[placement].tolist(), strict=True)
        )

    def put(self, number: int, choice: Choice) -> None:
        self._mark(number, choice, 1)
        self.chosen[number] = choice

    def take(self, number: int) -> Choice:
        choice = self.chosen.pop(number)
        self._mark(number, choice, -1)
        return choice

    def _mark(self, number: int, choice: Choice, sign: int) -> None:
        owner = number if sign > 0 else -1
        for first, last in self.cells(number, choice.placement):
            for teacher in choice.teachers:
                self.teacher[teacher, first:last] = owner
            if choice.room >= 0:
                self.room[choice.room, first:last] = owner
            for department, count in self._heads[number]:
                self.away[department, first:last] += sign * count
        table = self.tables.of[number]
        self.in_month[int(table.month[choice.placement])] += sign
        for teacher in choice.teachers:
            if self.tables.problem.instructors[teacher].is_limited:
                for month, minutes in self._minutes_of(table, choice.placement):
                    self._minutes[teacher, month] += sign * minutes

    def _minutes_of(self, table: Table, placement: int) -> list[tuple[int, int]]:
        row = table.slots[placement : placement + 1]
        by_month = self.tables.minutes_by_month(row)
        return [(month, int(minutes[0])) for month, minutes in by_month.items()]

    def blocked(self, number: int) -> Flags:
        """(n_cells,) cells the session cannot have: its people or its departments are away already."""
        cells = np.zeros(self.tables.axis.n_cells, dtype=np.bool_)
        for other in self.tables.neighbours[number]:
            if choice := self.chosen.get(other):
                for first, last in self.cells(other, choice.placement):
                    cells[first:last] = True
        for department, count in self._heads[number]:
            cells |= self.away[department] > self.limits[department] - count
        return cells

    def in_order(self, number: int) -> Flags:
        """(n,) placements that keep the spacings to sessions placed already."""
        table = self.tables.of[number]
        keeps = np.ones(table.n_placements, dtype=np.bool_)
        for other, days, is_before in self._spacings[number]:
            if choice := self.chosen.get(other):
                cells = self.cells(other, choice.placement)
                keeps &= self.keeps(table, cells, days, is_before)
        return keeps

    def keeps(
        self, table: Table, cells: list[tuple[int, int]], days: int, is_before: bool
    ) -> Flags:
        """Whether each placement keeps so many days before, or after, the cells of the other."""
        size = self.tables.axis.n_block
        if is_before:
            room = cells[0][0] // size - (table.last[:, -1] - 1) // size
            keeps = (room >= days) & (table.last[:, -1] <= cells[0][0])
        else:
            room = table.first[:, 0] // size - (cells[-1][1] - 1) // size
            keeps = (room >= days) & (table.first[:, 0] >= cells[-1][1])
        return np.asarray(keeps, dtype=np.bool_)

    def teachers_free(self, number: int) -> Flags:
        """(n_teachers, n) whether each instructor in question could teach each placement."""
        table = self.tables.of[number]
        free = table.teacher_free.copy()
        for at, teacher in enumerate(table.teachers):
            free[at] &= ~touches(self.teacher[teacher] >= 0, table)
            free[at] &= self.minutes_left(table, teacher)
        return free

    def minutes_left(self, table: Table, teacher: int) -> Flags:
        """(n,) whether the instructor's month has room for each placement."""
        limits = self._limits[teacher]
        keeps = np.ones(table.n_placements, dtype=np.bool_)
        if not limits:
            return keeps
        for month, minutes in self.minutes_of(table).items():
            if month not in limits:
                continue
            if (left := limits[month] - self._minutes[teacher, month]) < int(
                minutes.max(initial=0)
            ):
                keeps &= minutes <= left
        return keeps

    def minutes(self, teacher: int, month: int) -> int:
        """What the instructor teaches in the month already."""
        return self._minutes[teacher, month]

    def minutes_of(self, table: Table) -> dict[int, Numbers]:
        """For each month the (n,) minutes of each placement in it."""
        if table.number not in self._by_month:
            self._by_month[table.number] = self.tables.minutes_by_month(table.slots)
        return self._by_month[table.number]

    def rooms_free(self, number: int) -> Flags:
        """(n_rooms, n) whether each room in question is free for each placement."""
        table = self.tables.of[number]
        free = table.room_free.copy()
        for at, room in enumerate(table.rooms):
            free[at] &= ~touches(self.room[room] >= 0, table)
        return free

    def spaced(self, number: int) -> list[tuple[int, int, bool]]:
        """Sessions with a spacing to this one: number, working days, whether this one comes before."""
        return self._spacings[number]

    def heads(self, number: int) -> list[tuple[int, int]]:
        return self._heads[number]

    def over_month(self, month: int) -> int:
        """What one more session in the month would cost."""
        target = self.tables.targets.get(month)
        if target is None or self.in_month[month] < target:
            return 0
        return self.tables.problem.weights.over_month


def touches(cells: Flags, table: Table) -> Flags:
    """(n,) whether any meeting of each placement takes one of the cells."""
    sums = np.concatenate([[0], np.cumsum(cells, dtype=np.int32)])
    return np.asarray((sums[table.last] > sums[table.first]).any(axis=1), dtype=np.bool_)


def plan_of(tables: Tables, chosen: Iterable[tuple[int, Choice]]) -> tuple[Assignment, ...]:
    """The choices as a plan, in the problem's order of sessions."""
    problem = tables.problem
    return tuple(
        Assignment(
            problem.sessions[number].code,
            slot_codes(tables.axis.slots, tables.of[number].slots[choice.placement]),
            tuple(problem.instructors[n].code for n in choice.teachers),
            problem.rooms[choice.room].code if choice.room >= 0 else "",
        )
        for number, choice in sorted(chosen, key=lambda pair: pair[0])
    )


def choice_of(tables: Tables, given: Assignment) -> Choice | None:
    """The choice an assignment is; None when the problem has no such placement, instructor or room now."""
    number = tables.number_of.get(given.session)
    if number is None or any(code not in tables.axis.number_of for code in given.slots):
        return None
    table = tables.of[number]
    cells = [tables.axis.number_of[code] for code in given.slots]
    if len(cells) != table.first.shape[1]:
        return None
    same = (table.first == tables.axis.first[cells]) & (table.last == tables.axis.last[cells])
    at = np.flatnonzero(same.all(axis=1))
    known = set(given.instructors) <= set(tables.teacher_number)
    if not len(at) or not known or given.room not in ("", *tables.room_number):
        return None
    teachers = tuple(sorted(tables.teacher_number[code] for code in given.instructors))
    return Choice(int(at[0]), teachers, tables.room_number[given.room] if given.room else -1)
