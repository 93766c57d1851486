"""Which person and module may be planned together, what is settled about it, and why. Pure, over arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from espalier.cycle.plan.annual_plan.inputs.prerequisites import (
    NOTHING_FIRST,
    Entering,
    Knowledge,
    possible,
    with_helpers,
)
from espalier.cycle.plan.annual_plan.inputs.steps import Cover
from espalier.cycle.plan.annual_plan.inputs.types import Bools, Ints, PlanInputs, Why
from espalier.engines.planner.problem import PairState

Pair = tuple[int, int]  # places of a person and a module


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Pairs in order of person and module. ``requires`` is the row of what comes first, −1 nothing."""

    person: Ints
    module: Ints
    requires: Ints
    state: Ints
    why: Ints
    due: Ints
    norm_id: Ints
    request_id: Ints
    n_modules: int

    @property
    def key(self) -> Ints:
        return self.person * self.n_modules + self.module

    def rows_of(self, pairs: Sequence[Pair]) -> Ints:
        """Rows of pairs that are there."""
        asked = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return np.searchsorted(self.key, asked[:, 0] * self.n_modules + asked[:, 1])


def table_of(inputs: PlanInputs, covers: Sequence[Cover]) -> Table:
    """Pairs that close a gap, are settled or asked for, or come before one of these; impossible ones left out."""
    wanted = {
        module: _open(inputs, module, np.unique(cover.person))
        for module, cover in enumerate(covers)
    }
    closing = dict(wanted)
    for module, people in _settled(inputs).items():
        wanted[module] = np.union1d(wanted[module], np.array(people, dtype=np.int64))
    knowledge = Knowledge(inputs.completed, inputs.entry_levels, inputs.completed_outside)
    attending, first = with_helpers(wanted, Entering(inputs.modules, knowledge))
    table = _blank(attending, first, len(inputs.modules))
    table.why[np.isin(table.key, _keys(closing, table.n_modules))] = Why.GAP
    _settle(table, inputs)
    return _possible(table)


def _open(inputs: PlanInputs, module: int, people: Ints) -> Ints:
    """Whoever completed a module does not attend it again while the completion holds."""
    done: Bools = inputs.completed[people, module]
    return people[~done]


def _settled(inputs: PlanInputs) -> dict[int, list[int]]:
    """People by module who are there whatever their gaps."""
    found: dict[int, list[int]] = {}
    pairs: Iterable[Pair] = (
        *((duty.person, duty.module) for duty in inputs.duties),
        *((asked.person, asked.module) for asked in inputs.asked_for),
        *pinned_pairs(inputs, bans=False),
    )
    for person, module in pairs:
        found.setdefault(module, []).append(person)
    return found


def pinned_pairs(inputs: PlanInputs, *, bans: bool) -> list[Pair]:
    """Pins (or bans) of a person and a module that are both still there."""
    people = {person.id: place for place, person in enumerate(inputs.people)}
    modules = {module.id: place for place, module in enumerate(inputs.modules)}
    return [
        (people[pin.employee_id], modules[pin.module_id])
        for pin in inputs.pins
        if pin.is_ban is bans and pin.employee_id in people and pin.module_id in modules
    ]


def _keys(people: Mapping[int, Ints], n_modules: int) -> Ints:
    parts = [rows * n_modules + module for module, rows in people.items()]
    return np.concatenate([np.zeros(0, np.int64), *parts])


def _blank(people: Mapping[int, Ints], first: Mapping[int, Ints], n_modules: int) -> Table:
    """Nothing settled yet; what comes first is still the module and becomes a row at the end."""
    key = _keys(people, n_modules)
    before = np.concatenate([np.zeros(0, np.int64), *(first[module] for module in people)])
    order = np.argsort(key)
    key = key[order]
    return Table(
        person=key // max(n_modules, 1),
        module=key % max(n_modules, 1),
        requires=before[order],
        state=np.full(key.size, PairState.FREE, dtype=np.int64),
        why=np.full(key.size, Why.HELPER, dtype=np.int64),
        due=np.zeros(key.size, np.int64),
        norm_id=np.zeros(key.size, np.int64),
        request_id=np.zeros(key.size, np.int64),
        n_modules=n_modules,
    )


def _settle(table: Table, inputs: PlanInputs) -> None:
    """Requests, then bans and pins, then the law, which nobody can ban."""
    asked = [(each.person, each.module) for each in inputs.asked_for]
    rows = table.rows_of(asked)
    table.request_id[rows] = [each.request_id for each in inputs.asked_for]
    table.norm_id[rows] = [each.norm_id for each in inputs.asked_for]
    table.why[rows[table.why[rows] == Why.HELPER]] = Why.REQUEST
    banned = np.array(pinned_pairs(inputs, bans=True), dtype=np.int64).reshape(-1, 2)
    table.state[np.isin(table.key, banned[:, 0] * table.n_modules + banned[:, 1])] = (
        PairState.BANNED
    )
    rows = table.rows_of(pinned_pairs(inputs, bans=False))
    table.state[rows], table.why[rows] = PairState.PINNED, Why.PINNED
    rows = table.rows_of([(each.person, each.module) for each in inputs.duties])
    table.state[rows], table.why[rows] = PairState.LEGAL, Why.LEGAL
    table.due[rows] = [each.due_on.toordinal() for each in inputs.duties]
    table.norm_id[rows] = [each.norm_id for each in inputs.duties]


def _possible(table: Table) -> Table:
    """Rows that can be attended; the law and the manager's pins do not wait for anything else."""
    settled = (table.state == PairState.LEGAL) | (table.state == PairState.PINNED)
    first = np.where(settled & (table.requires < 0), NOTHING_FIRST, table.requires)
    first = np.where(table.state == PairState.LEGAL, NOTHING_FIRST, first)
    rows = np.where(
        first >= 0, np.searchsorted(table.key, table.person * table.n_modules + first), first
    )
    stays = possible(rows) | settled
    onward = np.where(rows >= 0, rows, 0)
    rows = np.where((rows >= 0) & ~stays[onward] & settled, NOTHING_FIRST, rows)
    return _only(table, rows, stays)


def _only(table: Table, requires: Ints, stays: Bools) -> Table:
    renumbered = np.cumsum(stays) - 1
    kept = requires[stays]
    first = np.where(kept >= 0, renumbered[np.maximum(kept, 0)], NOTHING_FIRST)
    return Table(
        person=table.person[stays],
        module=table.module[stays],
        requires=first,
        state=table.state[stays],
        why=table.why[stays],
        due=table.due[stays],
        norm_id=table.norm_id[stays],
        request_id=table.request_id[stays],
        n_modules=table.n_modules,
    )
