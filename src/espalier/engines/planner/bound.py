"""How much gap any plan can close at most, recomputed from the prices of a certificate alone.

For prices of the shared resources (money, pools, seats, fairness) the best plan falls apart into each person's
best set and each module's best number of sessions and seats; the sum is an over-estimate for every plan
that keeps the rules, whoever found the prices (Lagrangian weak duality). Seats are counted twice, once as the person
takes them and once as the class offers them; the seat prices settle between the two.

References
----------
Geoffrion: Lagrangean relaxation for integer programming, Mathematical Programming Study 2, 1974.
Guignard, Kim: Lagrangean decomposition, Mathematical Programming 39, 1987.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from espalier.engines.planner.best_response import FORCED, FREE, OUT
from espalier.engines.planner.compiling import kernel_module
from espalier.engines.planner.problem import (
    Module,
    PairState,
    SelectionProblem,
    closeable_needs,
    owner_of_rows,
)
from espalier.engines.planner.solution import Certificate, Split

NODE_LIMIT = 200_000  # of the search for one person; beyond it an over-estimate counts
MOST_BOXES = 64  # parts a certificate may split the plans into
SAFE = 2**62  # whole numbers of 64 bits are added only where this cannot be passed


@dataclass(frozen=True, slots=True)
class Bound:
    """``weight``: no plan closes more. ``n_estimated``: people whose search was cut, hence over-estimated."""

    weight: int
    n_estimated: int


def certified(
    problem: SelectionProblem, prices: Certificate, *, legal_forced: bool = True
) -> Certificate | None:
    """The same prices with the bound they prove, or None where they prove none."""
    found = bound_from_prices(problem, prices, legal_forced=legal_forced)
    return None if found is None else replace(prices, bound=found.weight)


def bound_from_prices(
    problem: SelectionProblem, prices: Certificate, *, legal_forced: bool = True
) -> Bound | None:
    """Recompute the bound.

    Parameters
    ----------
    problem : SelectionProblem
    prices : Certificate
        Its ``bound`` is not looked at.
    legal_forced : bool
        Whether the bound is for plans that fulfil every legal duty; without, for all plans.

    Returns
    -------
    Bound or None
        None where prices of the wrong sign, shape or size prove nothing, or where some module can run in no
        way that its forced people and its limits allow.
    """
    boxes = list(_boxes(problem, prices))
    if not all(_fits(problem, box.prices) and box.prices.scale == prices.scale for box in boxes):
        return None
    found = [_bound_in_box(problem, box, legal_forced) for box in boxes]
    # A part that holds no plan bounds nothing; where no part holds one, nothing is proven.
    parts = [part for part in found if part is not None]
    if not parts:
        return None
    return Bound(max(part.weight for part in parts), sum(part.n_estimated for part in parts))


@dataclass(frozen=True, slots=True, eq=False)
class _Box:
    """Plans with so many sessions of each module, and the prices that bound them."""

    low: np.ndarray
    high: np.ndarray
    prices: Certificate


def _boxes(problem: SelectionProblem, prices: Certificate) -> Iterator[_Box]:
    """The parts that splits cut the plans into; together they hold every plan."""
    low = np.array([m.sessions_min for m in problem.modules], dtype=np.int64)
    high = np.array([m.sessions_max for m in problem.modules], dtype=np.int64)
    waiting, n_boxes = [_Box(low, high, prices)], 0
    while waiting:
        box = waiting.pop()
        split = box.prices.split
        # Where a split means nothing, or there are too many, its own prices have to do for all of it.
        if split is None or not _splits(split, box) or n_boxes + len(waiting) >= MOST_BOXES:
            n_boxes += 1
            yield box
            continue
        below, above = box.high.copy(), box.low.copy()
        below[split.module], above[split.module] = split.most, split.most + 1
        waiting += [_Box(box.low, below, split.below), _Box(above, box.high, split.above)]


def _splits(split: Split, box: _Box) -> bool:
    return (
        0 <= split.module < box.low.size
        and box.low[split.module] <= split.most < box.high[split.module]
    )


def _bound_in_box(problem: SelectionProblem, box: _Box, legal_forced: bool) -> Bound | None:
    """By the prices of one part; None where some module can run in no way that it allows."""
    status = _status(problem, legal_forced, box.high)
    seat = _seat_prices(problem, box.prices)
    total = _money_and_pools(problem, box.prices)
    for term in _module_terms(problem, box, status, seat):
        if term is None:
            return None
        total += term
    values, n_estimated = _person_terms(problem, box.prices, status, seat)
    return Bound((total + values) // box.prices.scale, n_estimated)


def money_prices(problem: SelectionProblem, prices: Certificate) -> np.ndarray:
    """Price of one minor unit spent on each module."""
    lines = [
        prices.budget if m.money_line is None else int(prices.money_lines[m.money_line])
        for m in problem.modules
    ]
    return np.array(lines, dtype=np.int64)


def session_prices(problem: SelectionProblem, prices: Certificate) -> np.ndarray:
    """Price of opening one session of each module: its money and its minutes of the pools."""
    money = money_prices(problem, prices)
    return np.array(
        [
            int(money[i]) * m.session_minor + sum(int(prices.pools[p]) * t for p, t in m.uses)
            for i, m in enumerate(problem.modules)
        ],
        dtype=np.int64,
    )


def need_gains(problem: SelectionProblem, prices: Certificate) -> np.ndarray:
    """What covering each need earns at the prices: its weight, raised in departments that fairness favours.

    Every department also pays for the company's rate, which fairness is measured against.
    """
    weights = problem.needs.weight
    departments = problem.people.department[owner_of_rows(problem.needs.start)]
    counted = closeable_needs(problem)
    gaps = np.zeros(len(problem.departments), dtype=np.int64)
    np.add.at(gaps, departments[counted], weights[counted])
    whole = int(gaps.sum())
    favours = [int(f) if g > 0 else 0 for f, g in zip(prices.fairness, gaps, strict=True)]
    paid = sum(f * problem.fair_permille * int(g) for f, g in zip(favours, gaps, strict=True))
    # Rounded down, which over-estimates the gain; a gain below nothing is left uncounted.
    share = paid // (1000 * whole) if whole else 0
    rates = np.array([max(0, prices.scale + f - share) for f in favours], dtype=np.int64)
    gains: np.ndarray = weights * rates[departments]
    return gains


def _fits(problem: SelectionProblem, prices: Certificate) -> bool:
    """Whether the prices have the right shapes and signs, and no sum can pass 64 bits."""
    n_modules = len(problem.modules)
    shapes = (
        (prices.money_lines, len(problem.money_lines)),
        (prices.pools, len(problem.pools)),
        (prices.seat_max, n_modules),
        (prices.seat_min, n_modules),
        (prices.fairness, len(problem.departments)),
    )
    if prices.scale < 1 or prices.budget < 0:
        return False
    for array, size in shapes:
        if array.shape != (size,) or array.dtype.kind not in "iu" or (array < 0).any():
            return False
    pair = prices.pair
    n_pairs = problem.pairs.module.size
    if pair is not None and (pair.shape != (n_pairs,) or pair.dtype.kind not in "iu"):
        return False
    return _largest(problem, prices) < SAFE


def _largest(problem: SelectionProblem, prices: Certificate) -> int:
    """More than any sum of one person or one module can come to, in either direction."""
    money = max([prices.budget, *(int(p) for p in prices.money_lines)])
    pool = _top(prices.pools)
    seat = _top(prices.seat_max) + _top(prices.seat_min) + _top(prices.pair)
    pairs, needs = problem.pairs, problem.needs
    rate = prices.scale + _top(prices.fairness) * (1 + problem.fair_permille // 1000)
    per_pair = money * _top(pairs.head_minor) + seat
    many = max(_top(np.diff(pairs.start)), _top(np.bincount(pairs.module, minlength=1)))
    person = many * per_pair + _top(np.diff(needs.start)) * _top(needs.weight) * rate
    person += (_top(problem.people.minutes) + 1) * _top(needs.weight) * rate
    session = max(
        (money * m.session_minor + pool * sum(t for _, t in m.uses) for m in problem.modules),
        default=0,
    )
    sessions = max((min(m.sessions_max, pairs.module.size) for m in problem.modules), default=0)
    floor = max((m.sessions_min for m in problem.modules), default=0)
    return person + session * (sessions + floor + 1) + many * per_pair


def _top(values: np.ndarray | None) -> int:
    return 0 if values is None or values.size == 0 else int(np.abs(values).max())


def _status(problem: SelectionProblem, legal_forced: bool, high: np.ndarray) -> np.ndarray:
    """OUT, FREE or FORCED for each pair; ``high``: most sessions of each module."""
    state = problem.pairs.state
    status = np.full(state.size, FREE, dtype=np.int64)
    status[(state == PairState.BANNED) | (high[problem.pairs.module] == 0)] = OUT
    forced = state == PairState.PINNED
    if legal_forced:
        forced |= state == PairState.LEGAL
    status[forced] = FORCED
    return status


def _seat_prices(problem: SelectionProblem, prices: Certificate) -> np.ndarray:
    per_module = prices.seat_max.astype(np.int64) - prices.seat_min.astype(np.int64)
    seat: np.ndarray = per_module[problem.pairs.module]
    return seat if prices.pair is None else seat + prices.pair.astype(np.int64)


def _money_and_pools(problem: SelectionProblem, prices: Certificate) -> int:
    total = prices.budget * problem.free_minor
    for price, line in zip(prices.money_lines, problem.money_lines, strict=True):
        total += int(price) * line.minor
    for price, pool in zip(prices.pools, problem.pools, strict=True):
        total += int(price) * pool.minutes
    return total


def _module_terms(
    problem: SelectionProblem, box: _Box, status: np.ndarray, seat: np.ndarray
) -> list[int | None]:
    costs = session_prices(problem, box.prices)
    by_module = np.argsort(problem.pairs.module, kind="stable")
    cuts = np.searchsorted(problem.pairs.module[by_module], np.arange(len(problem.modules) + 1))
    terms = []
    for i, module in enumerate(problem.modules):
        rows = by_module[cuts[i] : cuts[i + 1]]
        forced = seat[rows[status[rows] == FORCED]]
        free = np.sort(seat[rows[status[rows] == FREE]])[::-1]
        limits = int(box.low[i]), int(box.high[i])
        terms.append(_module_term(module, limits, int(costs[i]), forced, free))
    return terms


def _module_term(
    module: Module, limits: tuple[int, int], cost: int, forced: np.ndarray, free: np.ndarray
) -> int | None:
    """The most a module can earn with its seats less its sessions, over whole numbers of sessions."""
    n_all, (low, high) = forced.size + free.size, limits
    # More sessions than hold everybody only cost.
    most = min(high, max(low, -(-n_all // max(1, module.seats_max))))
    y = np.arange(low, most + 1, dtype=np.int64)
    least, top = module.seats_min * y, np.minimum(module.seats_max * y, n_all)
    possible = (least <= n_all) & (top >= forced.size) & (least <= top)
    if not possible.any():
        return None
    y, least, top = y[possible], least[possible], top[possible]
    earned = np.concatenate(([0], np.cumsum(free)))
    n_good = int((free > 0).sum())
    taken = np.clip(n_good, np.maximum(least - forced.size, 0), top - forced.size)
    return int(forced.sum()) + int((earned[taken] - y * cost).max())


def person_data(
    problem: SelectionProblem, prices: Certificate, *, legal_forced: bool = True
) -> tuple[np.ndarray, ...]:
    """What the search for a person's best set reads, at given prices."""
    most = np.array([m.sessions_max for m in problem.modules], dtype=np.int64)
    status = _status(problem, legal_forced, most)
    return _person_data(problem, prices, status, _seat_prices(problem, prices))


def _person_data(
    problem: SelectionProblem, prices: Certificate, status: np.ndarray, seat: np.ndarray
) -> tuple[np.ndarray, ...]:
    pairs, needs = problem.pairs, problem.needs
    minutes = np.array([m.minutes for m in problem.modules], dtype=np.int64)[pairs.module]
    return tuple(
        np.ascontiguousarray(array, dtype=np.int64)
        for array in (
            pairs.start,
            pairs.cover_start,
            pairs.covers,
            needs.start,
            pairs.requires,
            np.where(pairs.state == PairState.LEGAL, 0, minutes),
            problem.people.minutes,
            status,
            money_prices(problem, prices)[pairs.module] * pairs.head_minor + seat,
            need_gains(problem, prices),
        )
    )


def _person_terms(
    problem: SelectionProblem, prices: Certificate, status: np.ndarray, seat: np.ndarray
) -> tuple[int, int]:
    """Sum of everybody's best response, and for how many it is an over-estimate."""
    data = _person_data(problem, prices, status, seat)
    kernel = kernel_module(
        "espalier.engines.planner.best_response", n_rows=problem.pairs.module.size
    )
    n = problem.n_people
    values, exact = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    parts = np.linspace(0, n, 64 + 1).astype(int) if n > 64 else np.array([0, n])
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        runs = [
            threads.submit(kernel.respond_all, int(a), int(b), data, NODE_LIMIT, values, exact)
            for a, b in pairwise(parts)
        ]
        for run in runs:
            run.result()
    return exact_sum(values), int(n - exact.sum())


def exact_sum(values: np.ndarray) -> int:
    """Sum of 64-bit numbers without overflow: the upper and the lower halves are added apart."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())
