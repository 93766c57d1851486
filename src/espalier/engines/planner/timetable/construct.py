"""A first plan in seconds: the hardest session first, each where it fits best; who stands in the way is moved on.

Iterated forward search: a session that fits nowhere takes the placement whose present holders are easiest to move,
and those wait for their turn again. What was pushed out often weighs more the next time.
"""

from collections.abc import Callable, Iterable, Mapping
from random import Random

import numpy as np
import numpy.typing as npt

from espalier.engines.planner.timetable.axis import Flags
from espalier.engines.planner.timetable.draft import Choice, Draft, touches
from espalier.engines.planner.timetable.tables import Table, Tables

STEPS_PER_SESSION = 60
LARGE = 10**9
Costs = npt.NDArray[np.int64]


def construct(
    tables: Tables,
    *,
    seed: int,
    numbers: Iterable[int] | None = None,
    kept: Mapping[int, Choice] | None = None,
    placed: Mapping[int, Choice] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> dict[int, Choice] | None:
    """Place the sessions (all, or ``numbers``) around those kept; None when it was given up.

    ``kept`` are never moved; ``placed`` begin where they are and move only for those who find no place. Deterministic
    in ``seed`` unless stopped.
    """
    draft = Draft(tables)
    fixed = dict(kept or {})
    for number, choice in {**fixed, **(placed or {})}.items():
        draft.put(number, choice)
    wanted = range(len(tables.of)) if numbers is None else numbers
    waiting = [number for number in wanted if number not in draft.chosen]
    return _Search(draft, Random(seed), frozenset(fixed), waiting).run(stop)


class Builder:
    """Where a session fits best in a plan in the making."""

    def __init__(self, draft: Draft, random: Random) -> None:
        self.draft = draft
        self.tables = draft.tables
        self.random = random

    def ease(self, number: int) -> float:
        """Few ways to place it, many people and long meetings make a session hard."""
        table = self.tables.of[number]
        ways = table.n_placements * max(1, len(table.teachers)) * max(1, len(table.rooms))
        neighbours = len(self.tables.neighbours[number])
        return ways / (1 + neighbours) / table.session.meetings**2

    def best(self, number: int) -> Choice | None:
        """The cheapest placement that disturbs nobody; ties are broken by chance."""
        table = self.tables.of[number]
        free = ~touches(self.draft.blocked(number), table) & self.draft.in_order(number)
        teachers, rooms = self.draft.teachers_free(number), self.draft.rooms_free(number)
        free &= teachers.sum(axis=0) >= table.session.n_instructors
        if table.pin_at is not None:
            free &= teachers[table.pin_at]
        if table.session.needs_room:
            free &= rooms.any(axis=0)
        at = np.flatnonzero(free)
        if not len(at):
            return None
        months = [self.draft.over_month(n) for n in range(len(self.tables.months))]
        cost = table.cost[at] + np.array(months, dtype=np.int64)[table.month[at]]
        placement = int(self.random.choice(at[cost == cost.min()].tolist()))
        return self._manned(table, placement, teachers[:, placement], rooms[:, placement])

    def _manned(self, table: Table, placement: int, teachers: Flags, rooms: Flags) -> Choice:
        """The free instructors with least to do, and the smallest room that is free."""
        able = [table.teachers[n] for n in np.flatnonzero(teachers)]
        pin = -1 if table.pin_at is None else table.teachers[table.pin_at]
        able.sort(key=lambda n: (n != pin, int((self.draft.teacher[n] >= 0).sum()), n))
        chosen = tuple(sorted(able[: table.session.n_instructors]))
        room = table.rooms[int(np.argmax(rooms))] if table.session.needs_room else -1
        return Choice(placement, chosen, room)


class _Search:
    def __init__(
        self, draft: Draft, random: Random, fixed: frozenset[int], waiting: list[int]
    ) -> None:
        self.draft = draft
        self.tables = draft.tables
        self.random = random
        self.builder = Builder(draft, random)
        self.fixed = fixed
        self.waiting = waiting
        self.pushed = np.zeros(len(self.tables.of), dtype=np.int64)
        self.steps = STEPS_PER_SESSION * (len(waiting) + len(draft.chosen) - len(fixed))

    def run(self, stop: Callable[[], bool]) -> dict[int, Choice] | None:
        queue = sorted(self.waiting, key=lambda n: (self.builder.ease(n), n), reverse=True)
        while queue:
            if self.steps <= 0 or stop():
                return None
            self.steps -= 1
            number = queue.pop()
            choice = self.builder.best(number)
            if choice is None:
                choice, holders = self._forced(number)
                if choice is None:
                    return None
                for other in holders:
                    self.draft.take(other)
                    self.pushed[other] += 1
                queue[:0] = sorted(holders, reverse=True)
            self.draft.put(number, choice)
        return dict(self.draft.chosen)

    def _forced(self, number: int) -> tuple[Choice | None, list[int]]:
        """The placement whose holders are easiest to move, with those holders."""
        table = self.tables.of[number]
        weight = 1 + self.pushed
        weight[list(self.fixed)] = LARGE
        cost = self._people_cost(table, weight)
        teacher_cost = np.array(
            [
                _held(self.draft.teacher[t], weight, table)
                + np.where(table.teacher_free[n] & self.draft.minutes_left(table, t), 0, LARGE)
                for n, t in enumerate(table.teachers)
            ]
        ).reshape(len(table.teachers), table.n_placements)
        room_cost = np.array(
            [
                _held(self.draft.room[r], weight, table) + np.where(table.room_free[n], 0, LARGE)
                for n, r in enumerate(table.rooms)
            ]
        ).reshape(len(table.rooms), table.n_placements)
        order = _pinned_first(teacher_cost, table)
        cost += np.take_along_axis(teacher_cost, order, axis=0).sum(axis=0)
        if table.session.needs_room:
            cost += room_cost.min(axis=0)
        if not len(cost) or cost.min() >= LARGE:
            return None, []
        placement = int(self.random.choice(np.flatnonzero(cost == cost.min()).tolist()))
        teachers = tuple(sorted(table.teachers[int(n)] for n in order[:, placement]))
        room = -1
        if table.session.needs_room:
            room = table.rooms[int(np.argmin(room_cost[:, placement]))]
        choice = Choice(placement, teachers, room)
        return choice, self._holders(number, choice)

    def _people_cost(self, table: Table, weight: Costs) -> Costs:
        """(n,) weight of those in the way through people, departments and spacings."""
        number = table.number
        cells = np.zeros(self.tables.axis.n_cells, dtype=np.int64)
        for other in self.tables.neighbours[number]:
            if choice := self.draft.chosen.get(other):
                for first, last in self.draft.cells(other, choice.placement):
                    cells[first:last] += weight[other]
        for department, count in self.draft.heads(number):
            over = self.draft.away[department] > self.draft.limits[department] - count
            cells += 2 * over
        sums = np.concatenate([[0], np.cumsum(cells)])
        cost: Costs = (sums[table.last] - sums[table.first]).sum(axis=1)
        for other, days, is_before in self.draft.spaced(number):
            if choice := self.draft.chosen.get(other):
                places = self.draft.cells(other, choice.placement)
                keeps = self.draft.keeps(table, places, days, is_before)
                cost += np.where(keeps, 0, weight[other])
        return cost

    def _holders(self, number: int, choice: Choice) -> list[int]:
        """Everybody who must leave so that the choice can be put."""
        draft = self.draft
        spans = draft.cells(number, choice.placement)
        found: set[int] = set()
        for first, last in spans:
            for teacher in choice.teachers:
                found.update(draft.teacher[teacher, first:last].tolist())
            if choice.room >= 0:
                found.update(draft.room[choice.room, first:last].tolist())
        found.discard(-1)
        for other in self.tables.neighbours[number]:
            if (held := draft.chosen.get(other)) and _meet(
                draft.cells(other, held.placement), spans
            ):
                found.add(other)
        table = self.tables.of[number]
        for other, days, is_before in draft.spaced(number):
            if held := draft.chosen.get(other):
                places = draft.cells(other, held.placement)
                if not draft.keeps(table, places, days, is_before)[choice.placement]:
                    found.add(other)
        for department, count in draft.heads(number):
            found |= self._too_many(department, count, spans, found)
        return sorted(found)

    def _too_many(
        self, department: int, count: int, spans: list[tuple[int, int]], leaving: set[int]
    ) -> set[int]:
        """Sessions that must leave so that no more than the department's limit is away."""
        draft = self.draft
        extra: set[int] = set()
        present = [
            (number, draft.cells(number, choice.placement))
            for number, choice in draft.chosen.items()
            if number not in leaving and any(d == department for d, _ in draft.heads(number))
        ]
        present = [(n, cells) for n, cells in present if _meet(cells, spans)]
        present.sort(key=lambda pair: (pair[0] in self.fixed, self.pushed[pair[0]], pair[0]))
        for first, last in spans:
            for cell in range(first, last):
                here = [n for n, cells in present if any(a <= cell < b for a, b in cells)]
                away = sum(self._heads_of(n, department) for n in here if n not in extra)
                for n in here:
                    if away + count <= draft.limits[department]:
                        break
                    if n not in extra:
                        extra.add(n)
                        away -= self._heads_of(n, department)
        return extra

    def _heads_of(self, number: int, department: int) -> int:
        return sum(count for d, count in self.draft.heads(number) if d == department)


def _held(holders: npt.NDArray[np.int32], weight: Costs, table: Table) -> Costs:
    """(n,) weight of who holds the cells of each placement."""
    cells = np.where(holders >= 0, weight[np.maximum(holders, 0)], 0)
    sums = np.concatenate([[0], np.cumsum(cells)])
    held: Costs = (sums[table.last] - sums[table.first]).sum(axis=1)
    return held


def _pinned_first(cost: Costs, table: Table) -> npt.NDArray[np.intp]:
    """(n_instructors, n) which of the instructors in question are cheapest, the pinned one always among them."""
    ranked = cost.copy()
    if table.pin_at is not None:
        ranked[table.pin_at] = -1
    return np.argsort(ranked, axis=0, kind="stable")[: table.session.n_instructors]


def _meet(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)
