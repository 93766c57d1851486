"""The CP-SAT model: some sessions are free, the others stay where they are.

A session has a beginning on the line of cells and a *shape*: how its meetings lie after that beginning. Days it may
not have are holes in the domain of the beginning, so that intervals, not a Boolean a placement, carry the search.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from espalier.engines.planner.timetable.axis import Flags
from espalier.engines.planner.timetable.cliques import clique_cover
from espalier.engines.planner.timetable.draft import Choice, Draft, touches
from espalier.engines.planner.timetable.tables import Table, Tables

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Shape: TypeAlias = tuple[tuple[int, int], ...]
Literal: TypeAlias = (
    Any  # ortools' names for literals and expressions are not typed alike across versions
)


@dataclass(frozen=True, slots=True)
class Free:
    """The variables of one free session.

    Attributes
    ----------
    allowed
        Numbers of the placements left beside the fixed sessions.
    shapes
        For each shape its literal (None where there is only one) and the placement by its beginning.
    teachers, rooms
        Literal by number; where there is no choice it is the constant 1.
    """

    table: Table
    start: Literal
    allowed: npt.NDArray[np.int64]
    shapes: Mapping[Shape, tuple[Literal | None, Mapping[int, int]]]
    teachers: Mapping[int, Literal]
    rooms: Mapping[int, Literal]

    def begins(self, choice: Choice) -> int:
        return int(self.table.first[choice.placement, 0])


class Model:
    """The model of ``numbers`` around ``fixed``.

    ``by_class``: rooms are counted by class of size and equipment, not given out.
    """

    def __init__(
        self,
        tables: Tables,
        numbers: Iterable[int],
        fixed: Mapping[int, Choice] | None = None,
        *,
        by_class: bool = True,
    ) -> None:
        from ortools.sat.python import cp_model

        self.cp = cp_model
        self.model: cp_model.CpModel = cp_model.CpModel()
        self.tables = tables
        self.by_class = by_class
        self.draft = Draft(tables)
        for number, choice in (fixed or {}).items():
            self.draft.put(number, choice)
        self.is_hopeless = False
        self.free: dict[int, Free] = {}
        self._intervals: dict[tuple[int, tuple[int, ...]], list[Any]] = {}
        self._ands: dict[tuple[int, ...], Literal] = {}
        self._blocks: dict[int, Literal] = {}
        self._amounts: dict[tuple[int, int, int], Literal] = {}
        self._derived: list[tuple[Any, int, Callable[[Choice], int]]] = []
        self._derived_from_all: list[tuple[Any, Callable[[Mapping[int, Choice]], int]]] = []
        for number in numbers:
            self._add_session(number)
        if not self.is_hopeless:
            self._add_rules()

    def held(self, free: Free) -> list[Literal]:
        """Literals without which the session takes up nothing; none: it is held."""
        return []

    def wanted(self, table: Table) -> Flags:
        """(n,) placements that come into question."""
        return np.ones(table.n_placements, dtype=np.bool_)

    # -- sessions ---------------------------------------------------------------------------------------------

    def _add_session(self, number: int) -> None:
        table, draft = self.tables.of[number], self.draft
        teachers, rooms = draft.teachers_free(number), draft.rooms_free(number)
        keeps = ~touches(draft.blocked(number), table) & draft.in_order(number)
        keeps &= self.wanted(table)
        keeps &= teachers.sum(axis=0) >= table.session.n_instructors
        if table.session.needs_room:
            keeps &= rooms.any(axis=0)
        allowed = np.flatnonzero(keeps)
        if not len(allowed):
            self.is_hopeless = True
            return
        domain = self._domain(table.first[allowed, 0])
        start = self.model.new_int_var_from_domain(domain, f"s{number}")
        free = Free(
            table,
            start,
            allowed,
            self._shapes(table, allowed),
            self._choice(table.teachers, table.session.n_instructors),
            {} if self.by_class else self._choice(table.rooms, int(table.session.needs_room)),
        )
        self.free[number] = free
        self._derive_choices(free)
        for shape, (literal, places) in free.shapes.items():
            if literal is not None and len(shape):
                starts = self._domain(np.array(sorted(places)))
                self.model.add_linear_expression_in_domain(start, starts).only_enforce_if(literal)
        self._calendars(free, teachers, rooms)

    def _derive_choices(self, free: Free) -> None:
        for shape, (literal, _) in free.shapes.items():
            if literal is not None:
                self.derive(literal, free, _shaped(free.table, shape))
        if len(free.teachers) > free.table.session.n_instructors:
            for number, literal in free.teachers.items():
                self.derive(literal, free, _has_teacher(number))
        if len(free.rooms) > 1:
            for number, literal in free.rooms.items():
                self.derive(literal, free, _has_room(number))

    def _domain(self, cells: npt.NDArray[Any]) -> "cp_model.Domain":
        return self.cp.Domain.from_values([int(cell) for cell in cells])

    def _shapes(
        self, table: Table, allowed: npt.NDArray[np.int64]
    ) -> dict[Shape, tuple[Literal | None, dict[int, int]]]:
        groups: dict[Shape, dict[int, int]] = defaultdict(dict)
        for placement in allowed.tolist():
            groups[shape_of(table, placement)][int(table.first[placement, 0])] = placement
        if len(groups) == 1:
            return {shape: (None, places) for shape, places in groups.items()}
        literals = [self.model.new_bool_var("") for _ in groups]
        self.model.add_exactly_one(literals)
        return {
            shape: (literal, groups[shape])
            for literal, shape in zip(literals, sorted(groups), strict=True)
        }

    def _choice(self, numbers: Sequence[int], needed: int) -> dict[int, Literal]:
        """A literal for each of the numbers, so many of which are true."""
        if not needed:
            return {}
        if len(numbers) == needed:
            return {number: self.model.new_constant(1) for number in numbers}
        literals = {number: self.model.new_bool_var("") for number in numbers}
        if needed == 1:
            self.model.add_exactly_one(literals.values())
        else:
            self.model.add(sum(literals.values()) == needed)
        return literals

    def _calendars(self, free: Free, teachers: Flags, rooms: Flags) -> None:
        """Who is chosen is free at that time; a pinned instructor is chosen."""
        table = free.table
        for at, number in enumerate(table.teachers):
            if number in free.teachers:
                self.only_where(free, teachers[at], [free.teachers[number]])
        for at, number in enumerate(table.rooms):
            if number in free.rooms:
                self.only_where(free, rooms[at], [free.rooms[number]])
        if pin := table.session.pin_instructor:
            self.model.add(free.teachers[self.tables.teacher_number[pin]] == 1)

    def only_where(self, free: Free, keeps: Flags, literals: Sequence[Literal]) -> None:
        """When all literals hold, the placement is one of those ``keeps`` allows."""
        if keeps[free.allowed].all():
            return
        for literal, places in free.shapes.values():
            cells = [start for start, placement in places.items() if keeps[placement]]
            conditions = [*literals, *([] if literal is None else [literal])]
            if len(cells) == len(places):
                continue
            if cells:
                domain = self._domain(np.array(sorted(cells)))
                rule = self.model.add_linear_expression_in_domain(free.start, domain)
                rule.only_enforce_if(conditions)
            else:
                self.model.add_bool_or([each.negated() for each in conditions])

    def intervals(self, free: Free, literal: Literal | None = None) -> list[Any]:
        """The intervals of the meetings, present when the literal holds."""
        key = (free.table.number, () if literal is None else (literal.index,))
        if key not in self._intervals:
            conditions = [*self.held(free), *([] if literal is None else [literal])]
            self._intervals[key] = self.spans(free, conditions)
        return self._intervals[key]

    def spans(self, free: Free, conditions: Sequence[Literal]) -> list[Any]:
        """New intervals of the meetings, there when all conditions hold."""
        found = []
        for shape, (literal, _) in free.shapes.items():
            every = [*([] if literal is None else [literal]), *conditions]
            for first, last in shape:
                start, size = free.start + first, last - first
                if every:
                    there = self.all_of(free, every)
                    found.append(
                        self.model.new_optional_fixed_size_interval_var(start, size, there, "")
                    )
                else:
                    found.append(self.model.new_fixed_size_interval_var(start, size, ""))
        return found

    def all_of(self, free: Free, literals: Sequence[Literal]) -> Literal:
        """A literal that holds when all do; they belong to the session."""
        key = tuple(sorted(each.index for each in literals))
        if len(key) == 1:
            return literals[0]
        if key not in self._ands:
            together = self.model.new_bool_var("")
            self.model.add_bool_or([together, *(each.negated() for each in literals)])
            for each in literals:
                self.model.add_implication(together, each)
            known = {v.index: f for v, n, f in self._derived if n == free.table.number}
            if set(key) <= set(known):
                parts = [known[index] for index in key]
                self.derive(together, free, lambda choice: all(part(choice) for part in parts))
            self._ands[key] = together
        return self._ands[key]

    # -- rules between sessions -------------------------------------------------------------------------------

    def _add_rules(self) -> None:
        self._never_twice()
        self._teachers_once()
        if self.by_class:
            self._room_classes()
        else:
            self._rooms_once()
        self._away()
        self._spacings()
        self._teacher_months()

    def _never_twice(self) -> None:
        """Sessions that share people, or take too many of a department together, do not overlap."""
        edges = {
            number: set(self.tables.neighbours[number]) & set(self.free) for number in self.free
        }
        for department, limit in enumerate(self.draft.limits):
            for (a, here), (b, there) in combinations(self._demands(department), 2):
                if here + there > limit:
                    edges[a].add(b)
                    edges[b].add(a)
        for clique in clique_cover(edges):
            self.model.add_no_overlap([i for n in clique for i in self.intervals(self.free[n])])

    def _demands(self, department: int) -> list[tuple[int, int]]:
        return [
            (number, count)
            for number in self.free
            for at, count in self.draft.heads(number)
            if at == department
        ]

    def _teachers_once(self) -> None:
        taught: dict[int, list[Any]] = defaultdict(list)
        for free in self.free.values():
            for number, literal in free.teachers.items():
                certain = len(free.teachers) == free.table.session.n_instructors
                taught[number].append(self.intervals(free, None if certain else literal))
        for lists in taught.values():
            if len(lists) > 1:
                self.model.add_no_overlap([interval for each in lists for interval in each])

    def _rooms_once(self) -> None:
        held: dict[int, list[Any]] = defaultdict(list)
        for free in self.free.values():
            for number, literal in free.rooms.items():
                certain = len(free.rooms) == 1
                held[number].append(self.intervals(free, None if certain else literal))
        for lists in held.values():
            if len(lists) > 1:
                self.model.add_no_overlap([interval for each in lists for interval in each])

    def _room_classes(self) -> None:
        """Of sessions whose rooms all lie in one class no more meet than the class has rooms."""
        wants = {n: frozenset(f.table.rooms) for n, f in self.free.items() if f.table.rooms}
        for rooms in sorted(set(wants.values()), key=sorted):
            inside = [self.free[n] for n, wanted in wants.items() if wanted <= rooms]
            if len(inside) <= len(rooms) and not self.draft.chosen:
                continue
            taken = np.sum([self._room_taken(room) for room in rooms], axis=0)
            self._cumulative([(free, 1) for free in inside], taken, len(rooms))

    def _room_taken(self, room: int) -> npt.NDArray[np.int32]:
        """(n_cells,) 1 where the room's calendar or a fixed session has it."""
        axis = self.tables.axis
        taken = self.draft.room[room] >= 0
        for slot in np.flatnonzero(~self.tables.room_slots(room)):
            taken[axis.first[slot] : axis.last[slot]] = True
        return np.asarray(taken, dtype=np.int32)

    def _away(self) -> None:
        for department, limit in enumerate(self.draft.limits):
            demands = self._demands(department)
            if len(demands) > 1:
                pairs = [(self.free[number], count) for number, count in demands]
                self._cumulative(pairs, self.draft.away[department], int(limit))

    def _cumulative(
        self, demands: Sequence[tuple[Free, int]], taken: npt.NDArray[np.int32], limit: int
    ) -> None:
        peak = int(taken.max(initial=0))
        if sum(count for _, count in demands) + peak <= limit:
            return
        intervals = [(i, count) for free, count in demands for i in self.intervals(free)]
        for first, last, height in runs(taken):
            interval = self.model.new_fixed_size_interval_var(first, last - first, "")
            intervals.append((interval, min(height, limit)))
        self.model.add_cumulative([i for i, _ in intervals], [d for _, d in intervals], limit)

    def _spacings(self) -> None:
        for spacing in self.tables.problem.spacings:
            before = self.free.get(self.tables.number_of[spacing.before])
            after = self.free.get(self.tables.number_of[spacing.after])
            if before is not None and after is not None:
                held = [*self.held(before), *self.held(after)]
                self.space(before, after, spacing.working_days, held)

    def space(self, before: Free, after: Free, days: int, conditions: Sequence[Literal]) -> None:
        """``after`` begins after ``before`` has ended, so many working days later, when the conditions hold.

        Blocks are working days: so many lie between the last block of one and the first of the other.
        """
        for shape, (literal, places) in before.shapes.items():
            held = [*conditions, *([] if literal is None else [literal])]
            self._when(self.model.add(after.start >= before.start + shape[-1][1]), held)
            if not days:
                continue
            size = self.tables.axis.n_block
            ends = {start: (start % size + shape[-1][1] - 1) // size for start in sorted(places)}
            for later in sorted(set(ends.values())):
                where = []
                if len(set(ends.values())) > 1:
                    where = [self._where(before, [s for s in ends if ends[s] == later])]
                first, last = self._block(after), self._block(before)
                self._when(self.model.add(first >= last + (later + days)), [*held, *where])

    def _when(self, rule: Any, conditions: Sequence[Literal]) -> None:
        if conditions:
            rule.only_enforce_if(conditions)

    def _where(self, free: Free, cells: Sequence[int]) -> Literal:
        """A literal that must hold when the session begins in one of the cells."""
        literal = self.model.new_bool_var("")
        outside = self._domain(np.array(cells)).complement()
        rule = self.model.add_linear_expression_in_domain(free.start, outside)
        rule.only_enforce_if(literal.negated())
        known = frozenset(cells)
        self.derive(literal, free, lambda choice: free.begins(choice) in known)
        return literal

    def _block(self, free: Free) -> Literal:
        """The number of the block in which the session begins."""
        if free.table.number in self._blocks:
            return self._blocks[free.table.number]
        size = self.tables.axis.n_block
        block = self.model.new_int_var(0, self.tables.axis.n_blocks - 1, "")
        part = self.model.new_int_var(0, size - 1, "")
        self.model.add(free.start == size * block + part)
        self.derive(block, free, lambda choice: free.begins(choice) // size)
        self.derive(part, free, lambda choice: free.begins(choice) % size)
        self._blocks[free.table.number] = block
        return block

    def _teacher_months(self) -> None:
        """What an instructor teaches in a month stays within the limit."""
        for number, teacher in enumerate(self.tables.problem.instructors):
            if not teacher.is_limited:
                continue
            taught = [free for free in self.free.values() if number in free.teachers]
            for month, name in enumerate(self.tables.months):
                if (limit := teacher.limit_in(name)) is not None:
                    left = limit - self.draft.minutes(number, month)
                    self._teacher_month(number, month, left, taught)

    def _teacher_month(self, number: int, month: int, limit: int, taught: list[Free]) -> None:
        shares = []
        for free in taught:
            minutes = self.draft.minutes_of(free.table).get(month)
            if minutes is not None and (most := int(minutes[free.allowed].max())) > 0:
                shares.append((free, minutes, most))
        if sum(most for _, _, most in shares) <= limit:
            return
        terms = []
        for free, minutes, _ in shares:
            certain = len(free.teachers) == free.table.session.n_instructors
            for value in np.unique(minutes[free.allowed]).tolist():
                if value > 0:
                    amount = self._amount(free, month, value, minutes)
                    taught_by = (
                        amount if certain else self.all_of(free, [amount, free.teachers[number]])
                    )
                    terms.append(value * taught_by)
        self.model.add(sum(terms) <= limit)

    def _amount(
        self, free: Free, month: int, value: int, minutes: npt.NDArray[np.int32]
    ) -> Literal:
        """A literal that must hold when the session teaches so many minutes in the month."""
        key = (free.table.number, month, value)
        if key not in self._amounts:
            literal = self.model.new_bool_var("")
            differs = np.asarray(minutes != value)
            self.only_where(free, differs, [literal.negated(), *self.held(free)])
            self.derive(literal, free, _not_in(differs))
            self._amounts[key] = literal
        return self._amounts[key]

    # -- reading and hinting ----------------------------------------------------------------------------------

    def derive(self, variable: Any, free: Free, value: Callable[[Choice], int]) -> None:
        """How the variable follows from the session's choice, for hints."""
        self._derived.append((variable, free.table.number, value))

    def derive_from_all(self, variable: Any, value: Callable[[Mapping[int, Choice]], int]) -> None:
        """How the variable follows from the choices of all free sessions."""
        self._derived_from_all.append((variable, value))

    def hint(self, chosen: Mapping[int, Choice]) -> None:
        """Begin from these choices. Everything that follows from them is hinted too: half a hint is often lost."""
        for number, free in self.free.items():
            if choice := chosen.get(number):
                self.model.add_hint(free.start, free.begins(choice))
        for variable, number, value in self._derived:
            if choice := chosen.get(number):
                self.model.add_hint(variable, int(value(choice)))
        for variable, value_of_all in self._derived_from_all:
            self.model.add_hint(variable, value_of_all(chosen))

    def read(self, value: Any) -> dict[int, Choice]:
        """The choices of a solution; rooms are -1 where they are counted by class."""
        found = {}
        for number, free in self.free.items():
            start = value(free.start)
            placement = next(
                places[start]
                for literal, places in free.shapes.values()
                if (literal is None or value(literal)) and start in places
            )
            teachers = tuple(sorted(n for n, literal in free.teachers.items() if value(literal)))
            rooms = [n for n, literal in free.rooms.items() if value(literal)]
            found[number] = Choice(placement, teachers, rooms[0] if rooms else -1)
        return found


def shape_of(table: Table, placement: int) -> Shape:
    """Where the meetings lie after the beginning; those that touch are one."""
    start = int(table.first[placement, 0])
    shape: list[tuple[int, int]] = []
    for first, last in zip(table.first[placement], table.last[placement], strict=True):
        if shape and shape[-1][1] == first - start:
            shape[-1] = (shape[-1][0], int(last) - start)
        else:
            shape.append((int(first) - start, int(last) - start))
    return tuple(shape)


def _shaped(table: Table, shape: Shape) -> Callable[[Choice], bool]:
    return lambda choice: shape_of(table, choice.placement) == shape


def _has_teacher(number: int) -> Callable[[Choice], bool]:
    return lambda choice: number in choice.teachers


def _has_room(number: int) -> Callable[[Choice], bool]:
    return lambda choice: choice.room == number


def _not_in(differs: Flags) -> Callable[[Choice], bool]:
    return lambda choice: not differs[choice.placement]


def runs(heights: npt.NDArray[np.int32]) -> list[tuple[int, int, int]]:
    """Stretches of equal height above zero: from, to, height."""
    edges = np.flatnonzero(np.diff(heights)) + 1
    bounds = [0, *edges.tolist(), len(heights)]
    return [
        (first, last, int(heights[first])) for first, last in pairwise(bounds) if heights[first] > 0
    ]
