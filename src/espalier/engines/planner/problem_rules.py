"""Rules of a selection problem held against each other: what no plan can fulfil, and what no plan can hold.

Each test is a necessary condition that needs no solver; where all hold and there is still no plan, the solver says so.
"""

from collections.abc import Iterator

import numpy as np

from espalier.engines.planner.filling import forced_pairs
from espalier.engines.planner.findings import Code, Finding, Severity
from espalier.engines.planner.problem import (
    PairState,
    PoolKind,
    SelectionProblem,
    closeable_needs,
    owner_of_rows,
)
from espalier.engines.planner.problem_numbers import first_of, pair_place, stops

WITHOUT = {
    PoolKind.INSTRUCTOR: Code.NO_INSTRUCTOR,
    PoolKind.ROOM: Code.NO_ROOM,
    PoolKind.EQUIPMENT: Code.NO_EQUIPMENT,
}


def problems_between_rules(problem: SelectionProblem) -> Iterator[Finding]:
    """Everything that no plan can fulfil, then what every plan leaves out."""
    forced = Forced(problem)
    yield from _prerequisites(problem, forced)
    yield from _hours(problem, forced)
    yield from _sessions(problem, forced)
    yield from _money(problem, forced)
    yield from _pools(problem, forced)
    yield from _left_out(problem, forced)
    yield from _gaps(problem)


class Forced:
    """What must happen whatever is chosen: people a module, its sessions, and what that costs at least."""

    def __init__(self, problem: SelectionProblem) -> None:
        pairs, n = problem.pairs, len(problem.modules)
        self.pairs = forced_pairs(problem)
        self.heads = np.bincount(pairs.module[self.pairs], minlength=n)
        self.legal = np.bincount(pairs.module[pairs.state == PairState.LEGAL], minlength=n)
        self.able = np.bincount(pairs.module[pairs.state != PairState.BANNED], minlength=n)
        most = np.array([m.seats_max for m in problem.modules])
        pinned = np.array([m.sessions_min for m in problem.modules])
        self.sessions = np.maximum(-(-self.heads // most), pinned)
        self.costs = _least_costs(problem, self.pairs, self.sessions)
        legal = forced_pairs(problem, pinned=False)
        by_law = -(-np.bincount(pairs.module[legal], minlength=n) // most)
        self.legal_costs = _least_costs(problem, legal, by_law)


def _least_costs(problem: SelectionProblem, forced: np.ndarray, sessions: np.ndarray) -> list[int]:
    """Of each module: its sessions, its forced people, and the cheapest others that its minimum takes."""
    pairs, costs = problem.pairs, []
    for m, (module, n) in enumerate(zip(problem.modules, sessions.tolist(), strict=True)):
        rows = np.nonzero(pairs.module == m)[0] if n else np.zeros(0, dtype=np.int64)
        own = rows[forced[rows]]
        others = rows[~forced[rows] & (pairs.state[rows] != PairState.BANNED)]
        lacking = max(0, module.seats_min * n - own.size)
        cheapest = np.sort(pairs.head_minor[others])[:lacking]
        heads = int(pairs.head_minor[own].sum()) + int(cheapest.sum())
        costs.append(n * module.session_minor + heads)
    return costs


def _warns(code: Code, *place: str, **figures: int | str) -> Finding:
    return Finding(code, Severity.WARNS, place, figures)


def _prerequisites(problem: SelectionProblem, forced: Forced) -> Iterator[Finding]:
    """Forced, but what it requires cannot be."""
    pairs = problem.pairs
    can_run = np.array([m.sessions_max > 0 for m in problem.modules])
    shut = (pairs.state == PairState.BANNED) | ~can_run[pairs.module]
    rows = np.nonzero(forced.pairs & (pairs.requires >= 0))[0]
    rows = rows[shut[pairs.requires[rows]]]
    yield from first_of(
        (stops(Code.PREREQUISITE_SHUT, *pair_place(problem, j)) for j in rows.tolist()), rows.size
    )


def _hours(problem: SelectionProblem, forced: Forced) -> Iterator[Finding]:
    pairs, people = problem.pairs, problem.people
    owner = owner_of_rows(pairs.start)
    minutes = np.array([m.minutes for m in problem.modules], dtype=np.int64)[pairs.module]
    is_legal = pairs.state == PairState.LEGAL
    legal, pinned = np.zeros((2, problem.n_people), dtype=np.int64)
    np.add.at(legal, owner[is_legal], minutes[is_legal])
    counted = forced.pairs & ~is_legal
    np.add.at(pinned, owner[counted], minutes[counted])
    for make, code, spent in (
        (stops, Code.PINS_OVER_HOURS, pinned),
        (_warns, Code.LAW_OVER_HOURS, legal),
    ):
        over = np.nonzero(spent > people.minutes)[0].tolist()
        told = (
            make(
                code,
                "person",
                people.codes[i],
                found=int(spent[i]),
                limit=int(people.minutes[i]),
            )
            for i in over
        )
        yield from first_of(told, len(over))


def _sessions(problem: SelectionProblem, forced: Forced) -> Iterator[Finding]:
    for m, module in enumerate(problem.modules):
        place, heads = ("module", module.code), int(forced.heads[m])
        able, limit = int(forced.able[m]), module.seats_max * module.sessions_max
        if module.sessions_max == 0 and heads:
            legal = int(forced.legal[m])
            if legal:
                yield stops(Code.LEGAL_WITHOUT_SESSION, *place, found=legal)
            if heads > legal:
                yield stops(Code.PIN_WITHOUT_SESSION, *place, found=heads - legal)
        elif heads > limit:
            yield stops(Code.FORCED_OVER_SEATS, *place, found=heads, limit=limit)
        elif able < module.seats_min * int(forced.sessions[m]):
            least = module.seats_min * int(forced.sessions[m])
            yield stops(Code.FORCED_UNDER_MINIMUM, *place, found=able, limit=least)


def _money(problem: SelectionProblem, forced: Forced) -> Iterator[Finding]:
    """The budget below what must be paid, and by how much: by law alone, else together with pins."""
    lines = problem.money_lines
    purses = [0 if m.money_line is None else m.money_line + 1 for m in problem.modules]
    places = [("budget",), *(("money_line", line.code) for line in lines)]
    limits = [problem.free_minor, *(line.minor for line in lines)]
    for i, (place, limit) in enumerate(zip(places, limits, strict=True)):
        own = [m for m, purse in enumerate(purses) if purse == i]
        for code, costs in (
            (Code.BUDGET_BELOW_LEGAL, forced.legal_costs),
            (Code.BUDGET_BELOW_PINS, forced.costs),
        ):
            found = sum(costs[m] for m in own)
            if found > limit:
                yield stops(code, *place, found=found, limit=limit, short=found - limit)
                break


def _pools(problem: SelectionProblem, forced: Forced) -> Iterator[Finding]:
    used = [0] * len(problem.pools)
    for m, module in enumerate(problem.modules):
        for pool, minutes in module.uses:
            used[pool] += minutes * int(forced.sessions[m])
    for each, found in zip(problem.pools, used, strict=True):
        if found > each.minutes:
            place, short = (each.kind.value, each.code), found - each.minutes
            yield stops(
                Code.POOL_BELOW_FORCED, *place, found=found, limit=each.minutes, short=short
            )


def _left_out(problem: SelectionProblem, forced: Forced) -> Iterator[Finding]:
    """Modules that no plan can hold, though they may run and nothing forces them."""
    for m, module in enumerate(problem.modules):
        if module.sessions_max == 0 or forced.sessions[m]:
            continue
        place, able = ("module", module.code), int(forced.able[m])
        for p, minutes in module.uses:
            pool = problem.pools[p]
            if minutes > pool.minutes:
                code, limit = WITHOUT[pool.kind], pool.minutes
                yield _warns(code, *place, pool=pool.code, found=minutes, limit=limit)
        if able == 0:
            yield _warns(Code.NOBODY_TO_TEACH, *place)
        elif able < module.seats_min:
            yield _warns(Code.CLASS_MINIMUM, *place, found=able, limit=module.seats_min)
        else:
            yield from _too_dear(problem, m)


def _too_dear(problem: SelectionProblem, m: int) -> Iterator[Finding]:
    module, pairs = problem.modules[m], problem.pairs
    line = module.money_line
    limit = problem.free_minor if line is None else problem.money_lines[line].minor
    able = (pairs.module == m) & (pairs.state != PairState.BANNED)
    heads = np.sort(pairs.head_minor[able])[: max(1, module.seats_min)]
    cost = module.session_minor + int(heads.sum())
    if cost > limit:
        yield _warns(Code.TOO_DEAR, "module", module.code, found=cost, limit=limit)


def _gaps(problem: SelectionProblem) -> Iterator[Finding]:
    needs = problem.needs
    lost = ~closeable_needs(problem)
    owner = owner_of_rows(needs.start)
    for k in np.unique(needs.competency[lost]).tolist():
        rows = lost & (needs.competency == k)
        people, found = int(np.unique(owner[rows]).size), int(needs.weight[rows].sum())
        place = ("competency", problem.competencies[k])
        yield _warns(Code.GAP_WITHOUT_MODULE, *place, found=found, people=people)
