"""A board: many people × the norms of a day, and the figures drawn from it. Pure over the engine's grid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property

import numpy as np

from espalier.cycle.learning_map.norms.types import NormFace
from espalier.cycle.learning_map.obligations.types import STATES, PersonRow
from espalier.engines.obligations.bulk.columns import Bools, Ints
from espalier.engines.obligations.bulk.grid import Grid
from espalier.engines.obligations.results import Status
from espalier.engines.obligations.types import Norm


@dataclass(frozen=True, slots=True)
class Cell:
    """One person × norm of a board."""

    person: PersonRow
    face: NormFace
    norm: Norm
    state: str
    minutes_done: int
    minutes_left: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many obligations stand where; ``people`` are those with at least one."""

    overdue: int
    due_soon: int
    open: int
    valid: int
    exempt: int
    people: int

    @property
    def asked(self) -> int:
        return self.overdue + self.due_soon + self.open + self.valid

    @property
    def in_order_share(self) -> float | None:
        """Of what is asked, the share that is not overdue; None where nothing is asked."""
        return (self.asked - self.overdue) / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class PersonCounts:
    """A person's obligations in numbers, and the next day on which something is due."""

    person: PersonRow
    overdue: int
    due_soon: int
    asked: int
    next_due: date | None


@dataclass(frozen=True, eq=False)
class Board:
    """People (rows) × norms (columns) on a day."""

    on: date
    people: Sequence[PersonRow]
    norms: Sequence[Norm]
    faces: Mapping[int, NormFace]
    grid: Grid

    @cached_property
    def states(self) -> dict[str, Bools]:
        """Where each state stands; shape (people, norms)."""
        status, done = self.grid.status, self.grid.is_fulfilled
        return {
            "overdue": status == Status.OVERDUE,
            "due_soon": status == Status.DUE_SOON,
            "open": (status == Status.VALID) & ~done,
            "valid": (status == Status.VALID) & done,
            "exempt": status == Status.EXEMPT,
        }

    def of(self, places: Ints) -> "Board":
        """The board of some of the people, by their places."""
        cut = {each.name: getattr(self.grid, each.name)[places] for each in fields(self.grid)}
        people = [self.people[place] for place in places.tolist()]
        return replace(self, people=people, grid=Grid(**cut))

    @cached_property
    def is_told(self) -> Bools:
        """Where a norm concerns a person at all."""
        return np.asarray(self.grid.status != Status.NOT_APPLICABLE)

    @cached_property
    def by_column(self) -> list[Counts]:
        """Counts of each norm."""
        sums = {name: where.sum(axis=0).tolist() for name, where in self.states.items()}
        people = self.is_told.sum(axis=0).tolist()
        return [
            Counts(**{name: sums[name][place] for name in sums}, people=people[place])
            for place in range(len(self.norms))
        ]

    @cached_property
    def total(self) -> Counts:
        sums = {name: int(where.sum()) for name, where in self.states.items()}
        return Counts(**sums, people=int(self.is_told.any(axis=1).sum()))

    @cached_property
    def people_overdue(self) -> int:
        return int(self.states["overdue"].any(axis=1).sum()) if self.people else 0

    def by_norm(self) -> list[tuple[NormFace, Counts]]:
        """Counts of the norms that concern anybody here, those with most overdue first."""
        found = [
            (self.faces[norm.id], counts)
            for norm, counts in zip(self.norms, self.by_column, strict=True)
        ]
        asked = [pair for pair in found if pair[1].people]
        return sorted(asked, key=lambda pair: (-pair[1].overdue, -pair[1].due_soon, pair[0].code))

    def by_unit(self, window: slice | None = None) -> list[tuple[int, str, Counts]]:
        """Counts of the units in which people stand, those with most overdue first."""
        return self._units if window is None else self._units[window]

    @cached_property
    def _units(self) -> list[tuple[int, str, Counts]]:
        names = {person.unit_id: person.unit_name for person in self.people}
        number = {unit: n for n, unit in enumerate(names)}
        own = [number[person.unit_id] for person in self.people]
        sums = {name: _summed(own, where, len(names)) for name, where in self.states.items()}
        people = _summed(own, np.asarray(self.is_told.any(axis=1))[:, None], len(names))
        found = [
            (unit, name, Counts(**{each: sums[each][n] for each in sums}, people=people[n]))
            for n, (unit, name) in enumerate(names.items())
        ]
        return sorted(found, key=lambda row: (-row[2].overdue, -row[2].due_soon, row[1]))

    def people_in(self, state: str = "") -> list[int]:
        """Places of people with something asked of them (or in a state), the most urgent first."""
        if state not in self._in_order:
            self._in_order[state] = self._people_in(state)
        return self._in_order[state]

    @cached_property
    def _in_order(self) -> dict[str, list[int]]:
        return {}

    def _people_in(self, state: str) -> list[int]:
        overdue, soon = (self.states[name].sum(axis=1) for name in ("overdue", "due_soon"))
        where = self.states.get(state)
        chosen = self.grid.status >= Status.VALID if where is None else where
        asked = np.flatnonzero(chosen.any(axis=1))
        order = np.lexsort((asked, -soon[asked], -overdue[asked]))
        return [int(row) for row in asked[order]]

    def by_person(self, window: slice, state: str = "") -> list[PersonCounts]:
        """Those people in numbers."""
        return [self._person(row) for row in self.people_in(state)[window]]

    @cached_property
    def n_asked(self) -> int:
        """How many people have something asked of them."""
        return len(self.people_in())

    def _person(self, row: int) -> PersonCounts:
        due = self.grid.due[row]
        ahead = due[due > 0]
        return PersonCounts(
            self.people[row],
            int(self.states["overdue"][row].sum()),
            int(self.states["due_soon"][row].sum()),
            int((self.grid.status[row] >= Status.VALID).sum()),
            date.fromordinal(int(ahead.min())) if ahead.size else None,
        )

    def column_of(self, norm_id: int) -> int | None:
        return next((n for n, norm in enumerate(self.norms) if norm.id == norm_id), None)

    def counts_of_norm(self, norm_id: int) -> Counts:
        column = self.column_of(norm_id)
        return Counts(0, 0, 0, 0, 0, 0) if column is None else self.by_column[column]

    def rows_of_norm(self, norm_id: int, state: str = "") -> list[int]:
        """Places of the people a norm concerns, the most urgent first."""
        column = self.column_of(norm_id)
        if column is None:
            return []
        where = self.states.get(state)
        chosen = self.grid.status[:, column] > 0 if where is None else where[:, column]
        rows = np.flatnonzero(chosen)
        due = self.grid.due[rows, column]
        order = np.lexsort(
            (rows, np.where(due == 0, 1 << 30, due), -self.grid.status[rows, column])
        )
        return [int(row) for row in rows[order]]

    def cell(self, row: int, column: int) -> Cell:
        norm = self.norms[column]
        state = next((name for name in STATES if self.states[name][row, column]), "")
        return Cell(
            self.people[row], self.faces[norm.id], norm, state,
            int(self.grid.done[row, column]), int(self.grid.left[row, column]),
            self.grid.due_on(row, column),
        )  # fmt: skip

    def cells(self, state: str = "") -> Iterator[Cell]:
        """Every obligation, person by person; only those of a state when one is named."""
        where = self.states.get(state)
        chosen = self.grid.status > 0 if where is None else where
        for row, column in np.argwhere(chosen).tolist():
            yield self.cell(row, column)

    def falling_due(self, first: date, last: date) -> Ints:
        """Per norm how many obligations fall due between two days, both included."""
        due = self.grid.due
        return np.asarray(((due >= first.toordinal()) & (due <= last.toordinal())).sum(axis=0))


def _summed(groups: Sequence[int], where: Bools, n_groups: int) -> list[int]:
    """How often something holds in each group of rows."""
    rows = np.asarray(groups, dtype=np.int64)
    counted = np.bincount(rows, weights=where.sum(axis=1), minlength=n_groups)
    return [int(value) for value in counted]
