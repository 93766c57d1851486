"""A large selection problem made ready for pricing: what is settled is taken out, what never matters is dropped."""

from dataclasses import dataclass

import numpy as np

from espalier.engines.planner.compiling import kernel_module
from espalier.engines.planner.problem import (
    PairState,
    SelectionProblem,
    closeable_needs,
    owner_of_rows,
    pair_of_covers,
)

Ints = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """What is free to decide. "Seat" is a row of free pairs; "bit" is a group of needs that the same seats cover.

    Purse 0 is the money of modules without a line, purse 1 + i that of line i. What forced pairs use is already taken
    off ``room``, ``purse_limit`` and counted in ``forced_seats`` and ``forced_weight``.
    """

    problem: SelectionProblem
    forced: Ints  # bool a pair
    rows: Ints  # row of pairs of each seat
    start: Ints  # seats of a person
    person: Ints
    module: Ints
    minutes: Ints
    head: Ints
    before: Ints  # seat that must be taken too, or -1
    bits_start: Ints
    bits: Ints  # counted from the person's first bit
    bit_start: Ints  # bits of a person
    bit_weight: Ints
    room: Ints
    department: Ints
    seats_min: Ints
    seats_max: Ints
    sessions_min: Ints
    sessions_max: Ints
    session_minor: Ints
    uses: Ints  # pools × modules, minutes
    pool_limit: Ints
    purse: Ints  # of a module
    purse_limit: Ints
    forced_seats: Ints  # of a module
    forced_weight: Ints  # of a department
    gap: Ints  # closeable weight of a department

    @property
    def n_people(self) -> int:
        return self.start.size - 1

    @property
    def n_modules(self) -> int:
        return self.seats_max.size

    @property
    def n_seats(self) -> int:
        return self.rows.size

    @property
    def n_departments(self) -> int:
        return self.gap.size

    @property
    def closeable(self) -> int:
        return int(self.gap.sum())

    @property
    def fair_share(self) -> float:
        return self.problem.fair_permille / 1000


def make_instance(problem: SelectionProblem, without: Ints | None = None) -> Instance:
    """Settle forced pairs, drop those that can never be chosen, and join needs that the same pairs cover.

    ``without``: legal pairs that cannot be met; they are left out like banned ones.
    """
    out = np.zeros(problem.pairs.module.size, dtype=bool) if without is None else without
    pairs, people = problem.pairs, problem.people
    modules = problem.modules
    forced = _forced(problem, out)
    minutes = np.array([m.minutes for m in modules], dtype=np.int64)[pairs.module]
    owner = owner_of_rows(pairs.start)
    counted = np.where(pairs.state == PairState.LEGAL, 0, minutes)
    used = np.bincount(owner[forced], counted[forced], problem.n_people).astype(np.int64)
    room = np.maximum(people.minutes - used, 0)
    free = _free(problem, forced, ~out & (counted <= room[owner]))
    rows = np.flatnonzero(free)
    seat_of = np.full(free.size, -1, dtype=np.int64)
    seat_of[rows] = np.arange(rows.size)
    requires = pairs.requires[rows]
    before = np.where(requires >= 0, seat_of[requires], -1)
    settled = np.zeros(problem.needs.weight.size, dtype=bool)
    cover_pair = pair_of_covers(pairs)
    settled[pairs.covers[forced[cover_pair]]] = True
    start = np.searchsorted(owner[rows], np.arange(problem.n_people + 1)).astype(np.int64)
    bits = _bits(problem, free, settled, seat_of, cover_pair, start)
    return Instance(
        problem=problem,
        forced=forced,
        rows=rows,
        start=start,
        person=owner[rows],
        module=pairs.module[rows].astype(np.int64),
        minutes=counted[rows],
        head=pairs.head_minor[rows].astype(np.int64),
        before=before.astype(np.int64),
        room=room,
        department=people.department.astype(np.int64),
        **bits,
        **_module_arrays(problem, np.bincount(pairs.module[forced], minlength=len(modules))),
        **_limits(problem, forced, settled),
    )


def _forced(problem: SelectionProblem, out: Ints) -> Ints:
    """Legal and pinned pairs and all that they require."""
    pairs = problem.pairs
    forced: Ints = (pairs.state == PairState.LEGAL) | (pairs.state == PairState.PINNED)
    forced &= ~out
    while True:
        more = pairs.requires[forced]
        more = more[more >= 0]
        if forced[more].all():
            return forced
        forced[more] = True


def _free(problem: SelectionProblem, forced: Ints, fits: Ints) -> Ints:
    """Pairs that may be chosen or not: allowed, short enough, and so is what they require."""
    pairs = problem.pairs
    can_run = np.array([m.sessions_max > 0 for m in problem.modules], dtype=bool)
    free: Ints = ~forced & fits & can_run[pairs.module] & (pairs.state != PairState.BANNED)
    while True:
        possible = (pairs.requires < 0) | (free | forced)[pairs.requires]
        if possible[free].all():
            return free
        free &= possible


def _bits(
    problem: SelectionProblem,
    free: Ints,
    settled: Ints,
    seat_of: Ints,
    cover_pair: Ints,
    start: Ints,
) -> dict[str, Ints]:
    """Open needs of each person, joined where the same seats cover them, and the seats' lists of them."""
    pairs, needs = problem.pairs, problem.needs
    open_cover = free[cover_pair] & ~settled[pairs.covers]
    seat, need = seat_of[cover_pair[open_cover]], pairs.covers[open_cover]
    order = np.lexsort((seat, need))
    need_first = np.searchsorted(need[order], np.arange(needs.weight.size + 1))
    group = np.full(needs.weight.size, -1, dtype=np.int64)
    bit_start = np.zeros(problem.n_people + 1, dtype=np.int64)
    kernel = kernel_module(
        "espalier.engines.planner.selection.scale.joining", n_rows=pairs.module.size
    )
    kernel.join_needs(needs.start, need_first, seat[order], group, bit_start)
    owner = owner_of_rows(needs.start)
    open_need = group >= 0
    weight = np.zeros(bit_start[-1], dtype=np.int64)
    np.add.at(weight, (bit_start[owner] + group)[open_need], needs.weight[open_need])
    # A bit's needs stand in the same seats, so each seat keeps one entry a bit.
    key = np.unique(seat * (1 + int(group.max(initial=0))) + group[need])
    key_seat, bits = np.divmod(key, 1 + int(group.max(initial=0)))
    return {
        "bits_start": np.searchsorted(key_seat, np.arange(int(start[-1]) + 1)).astype(np.int64),
        "bits": bits.astype(np.int64),
        "bit_start": bit_start,
        "bit_weight": weight,
    }


def _module_arrays(problem: SelectionProblem, taken: Ints) -> dict[str, Ints]:
    """Modules as arrays; there are at least as many sessions as forced pairs need."""
    modules = problem.modules
    uses = np.zeros((len(problem.pools), len(modules)), dtype=np.int64)
    for m, module in enumerate(modules):
        for pool, minutes in module.uses:
            uses[pool, m] += minutes
    columns = ("seats_min", "seats_max", "sessions_min", "sessions_max", "session_minor")
    arrays = {
        name: np.array([getattr(m, name) for m in modules], dtype=np.int64) for name in columns
    }
    enough = -(-taken // np.maximum(arrays["seats_max"], 1))
    arrays["sessions_min"] = np.maximum(arrays["sessions_min"], enough)
    lines = [0 if m.money_line is None else 1 + m.money_line for m in modules]
    pools = [pool.minutes for pool in problem.pools]
    return {
        **arrays,
        "uses": uses,
        "purse": np.array(lines, dtype=np.int64),
        "pool_limit": np.array(pools, dtype=np.int64),
    }


def _limits(problem: SelectionProblem, forced: Ints, settled: Ints) -> dict[str, Ints]:
    """Money left after forced heads, forced seats, and weights by department."""
    pairs, needs = problem.pairs, problem.needs
    taken = np.bincount(pairs.module[forced], minlength=len(problem.modules)).astype(np.int64)
    limit = np.array([problem.free_minor, *(m.minor for m in problem.money_lines)], dtype=np.int64)
    purse = np.array([0 if m.money_line is None else 1 + m.money_line for m in problem.modules])
    np.subtract.at(limit, purse[pairs.module[forced]], pairs.head_minor[forced])
    department = problem.people.department[owner_of_rows(needs.start)]
    gap = np.zeros(len(problem.departments), dtype=np.int64)
    closed = np.zeros_like(gap)
    countable = closeable_needs(problem)
    np.add.at(gap, department[countable], needs.weight[countable])
    np.add.at(closed, department[settled], needs.weight[settled])
    return {
        "purse_limit": limit,
        "forced_seats": taken,
        "forced_weight": closed,
        "gap": gap,
    }
