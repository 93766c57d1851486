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
        self.sessions = np.maximum(
            -(-self.heads // most), [m.sessions_min for m in problem.modules]
        )
        self.costs = [self._cost(problem, m) for m in range(n)]

    def _cost(self, problem: SelectionProblem, m: int) -> int:
        """Sessions, forced people, and the cheapest others that a class minimum takes."""
        module, pairs = problem.modules[m], problem.pairs
        sessions = int(self.sessions[m])
        cost = sessions * module.session_minor
        if sessions:
            rows = pairs.module == m
            cost += int(pairs.head_minor[rows & self.pairs].sum())
            lacking = module.seats_min * sessions - int(self.heads[m])
            if lacking > 0:
                others = rows & ~self.pairs & (pairs.state != PairState.BANNED)
                cost += int(np.sort(pairs.head_minor[others])[:lacking].sum())
        return cost


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
    """The budget below what must be paid, and by how much."""
    lines = problem.money_lines
    spent = [0] * (1 + len(lines))
    for m, module in enumerate(problem.modules):
        spent[0 if module.money_line is None else module.money_line + 1] += forced.costs[m]
    only_legal = bool((problem.pairs.state[forced.pairs] == PairState.LEGAL).all()) and not any(
        m.sessions_min for m in problem.modules
    )
    code = Code.BUDGET_BELOW_LEGAL if only_legal else Code.BUDGET_BELOW_PINS
    places = [("budget",), *(("money_line", line.code) for line in lines)]
    limits = [problem.free_minor, *(line.minor for line in lines)]
    for place, found, limit in zip(places, spent, limits, strict=True):
        if found > limit:
            yield stops(code, *place, found=found, limit=limit, short=found - limit)


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
