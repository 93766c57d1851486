"""Filling sessions one after another under all the rules: the machine under every baseline.

A state of a growing plan: who is in what, what money, pool minutes and personal minutes are left, which needs are
still open. Legal duties, pins and what they require are settled first. It never breaks a rule to gain something, and
leaves fairness to its caller.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from espalier.engines.planner.problem import (
    Module,
    PairState,
    SelectionProblem,
    owner_of_rows,
)
from espalier.engines.planner.solution import Plan


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """The next step for a module: people to add and, where no seat is free, one session more."""

    module: int
    rows: np.ndarray
    n_new: int
    gain: int
    cost: int

    @property
    def value(self) -> float:
        """Gain per minor unit; what costs nothing comes first."""
        return self.gain / self.cost if self.cost > 0 else np.inf


class Filling:
    """One growing plan.

    Parameters
    ----------
    problem : SelectionProblem
    weights : ndarray of int64, optional
        What closing each need counts for here; the problem's own weights without.
    money_share : float
        How much of the money left after legal duties and pins may be spent before :meth:`go_on`.
    """

    def __init__(
        self,
        problem: SelectionProblem,
        *,
        weights: np.ndarray | None = None,
        money_share: float = 1.0,
    ) -> None:
        pairs = problem.pairs
        self.problem = problem
        self.owner = owner_of_rows(pairs.start)
        minutes = np.array([m.minutes for m in problem.modules], dtype=np.int64)
        self.minutes = np.where(pairs.state == PairState.LEGAL, 0, minutes[pairs.module])
        order = np.argsort(pairs.module, kind="stable")
        cuts = np.searchsorted(pairs.module[order], np.arange(len(problem.modules) + 1))
        self.rows_of = [order[a:b] for a, b in pairwise(cuts)]
        self.covered = np.zeros(problem.needs.weight.size, dtype=bool)
        self.open = (problem.needs.weight if weights is None else weights).astype(np.int64).copy()
        self._covers_of = [_gathered(pairs.cover_start, rows) for rows in self.rows_of]
        self.chosen = np.zeros(pairs.module.size, dtype=bool)
        self.sessions = np.zeros(len(problem.modules), dtype=np.int64)
        self.heads = np.zeros(len(problem.modules), dtype=np.int64)
        self.room = problem.people.minutes.astype(np.int64).copy()
        self.pools = [pool.minutes for pool in problem.pools]
        self.money = [problem.free_minor, *(line.minor for line in problem.money_lines)]
        self._settle()
        spare = [max(0, left) for left in self.money]
        self.money = [int(left * money_share) for left in spare]
        self._held = [left - free for left, free in zip(spare, self.money, strict=True)]

    def plan(self) -> Plan:
        return Plan(self.chosen.copy(), self.sessions.copy())

    def go_on(self, weights: np.ndarray) -> None:
        """Let the money held back be spent too, and from now on count needs by other weights."""
        self.money = [left + held for left, held in zip(self.money, self._held, strict=True)]
        self._held = [0] * len(self._held)
        self.open = np.where(self.covered, 0, weights).astype(np.int64)

    def purse(self, module: Module) -> int:
        """Index into ``money`` of what pays for the module."""
        return 0 if module.money_line is None else module.money_line + 1

    def gains(self, m: int) -> np.ndarray:
        """What each pair of the module would close now, in the order of ``rows_of``."""
        starts, rows = self._covers_of[m]
        sums = np.concatenate(([0], np.cumsum(self.open[self.problem.pairs.covers[rows]])))
        gains: np.ndarray = sums[starts[1:]] - sums[starts[:-1]]
        return gains

    def can_join(self, m: int) -> np.ndarray:
        """Which pairs of the module may be added now, in the order of ``rows_of``."""
        pairs, rows = self.problem.pairs, self.rows_of[m]
        required = pairs.requires[rows]
        ready = (required < 0) | self.chosen[np.maximum(required, 0)]
        free = ~self.chosen[rows] & (pairs.state[rows] != PairState.BANNED)
        able: np.ndarray = free & ready & (self.minutes[rows] <= self.room[self.owner[rows]])
        return able

    def offer(self, m: int) -> Offer | None:
        """The best next step for the module: fill its free seats, else open one session more."""
        module = self.problem.modules[m]
        gains = np.where(self.can_join(m), self.gains(m), 0)
        n_good = int((gains > 0).sum())
        if n_good == 0:
            return None
        spare = module.seats_max * int(self.sessions[m]) - int(self.heads[m])
        n_new, least = 0, 1
        if spare <= 0:
            if not self._may_open(m):
                return None
            n_new, spare = 1, module.seats_max
            least = max(1, module.seats_min * (int(self.sessions[m]) + 1) - int(self.heads[m]))
        if n_good < least:
            return None
        best = np.argsort(-gains, kind="stable")[: min(n_good, spare)]
        return self._affordable(m, best, gains, n_new, least)

    def _affordable(
        self, m: int, best: np.ndarray, gains: np.ndarray, n_new: int, least: int
    ) -> Offer | None:
        """As many of the best as the money left pays for."""
        module = self.problem.modules[m]
        heads = np.cumsum(self.problem.pairs.head_minor[self.rows_of[m][best]])
        left = self.money[self.purse(module)] - n_new * module.session_minor
        n = int(np.searchsorted(heads, left, side="right"))
        if n < least:
            return None
        best = best[:n]
        cost = int(heads[n - 1]) + n_new * module.session_minor
        return Offer(m, self.rows_of[m][best], n_new, int(gains[best].sum()), cost)

    def take(self, offer: Offer) -> None:
        self._open(offer.module, offer.n_new)
        self._join(offer.module, offer.rows)

    def close_empty_seats(self) -> None:
        """Fill the free seats of sessions that run, most gain first."""
        for m in np.nonzero(self.sessions)[0].tolist():
            while (offer := self.offer(m)) is not None and offer.n_new == 0:
                self.take(offer)

    def _may_open(self, m: int, n: int = 1) -> bool:
        module = self.problem.modules[m]
        enough = all(self.pools[p] >= n * minutes for p, minutes in module.uses)
        return enough and self.sessions[m] + n <= module.sessions_max

    def _open(self, m: int, n: int) -> None:
        module = self.problem.modules[m]
        self.sessions[m] += n
        self.money[self.purse(module)] -= n * module.session_minor
        for p, minutes in module.uses:
            self.pools[p] -= n * minutes

    def _join(self, m: int, rows: np.ndarray) -> None:
        """Add pairs of one module; a person has one pair with a module, so each person is met once."""
        pairs = self.problem.pairs
        self.chosen[rows] = True
        self.heads[m] += rows.size
        self.room[self.owner[rows]] -= self.minutes[rows]
        self.money[self.purse(self.problem.modules[m])] -= int(pairs.head_minor[rows].sum())
        _, covers = _gathered(pairs.cover_start, rows)
        self.open[pairs.covers[covers]] = 0
        self.covered[pairs.covers[covers]] = True

    def _settle(self) -> None:
        """Legal duties, pins, what they require, and pinned sessions."""
        forced = forced_pairs(self.problem)
        for m, module in enumerate(self.problem.modules):
            rows = self.rows_of[m][forced[self.rows_of[m]]]
            n = max(module.sessions_min, -(-rows.size // module.seats_max))
            while n > module.sessions_min and not self._may_open(m, n):
                n -= 1
            # Pins before legal duties that fit nowhere; the refusals have named those.
            pinned = self.problem.pairs.state[rows] != PairState.LEGAL
            rows = rows[np.argsort(~pinned, kind="stable")][: module.seats_max * n]
            self._open(m, n)
            self._join(m, rows)
        for m in np.nonzero(self.sessions)[0].tolist():
            self._reach_minimum(m)

    def _reach_minimum(self, m: int) -> None:
        """Add people to a class that forced ones do not fill; with nobody to add, it cannot run."""
        module = self.problem.modules[m]
        lacking = module.seats_min * int(self.sessions[m]) - int(self.heads[m])
        if lacking <= 0:
            return
        able = np.nonzero(self.can_join(m))[0]
        best = able[np.argsort(-self.gains(m)[able], kind="stable")][:lacking]
        if best.size == lacking:
            self._join(m, self.rows_of[m][best])
        else:
            self._give_up(m)

    def _give_up(self, m: int) -> None:
        """Take a class back whose minimum nobody meets: its legal duties stay missing."""
        rows = self.rows_of[m][self.chosen[self.rows_of[m]]]
        self.chosen[rows] = False
        self.heads[m] = 0
        self.room[self.owner[rows]] += self.minutes[rows]
        self.money[self.purse(self.problem.modules[m])] += int(
            self.problem.pairs.head_minor[rows].sum()
        )
        self._open(m, -int(self.sessions[m]))


def forced_pairs(problem: SelectionProblem, *, pinned: bool = True) -> np.ndarray:
    """Legal pairs, pinned ones unless left out, and every pair these require."""
    pairs = problem.pairs
    forced: np.ndarray = pairs.state == PairState.LEGAL
    if pinned:
        forced |= pairs.state == PairState.PINNED
    while True:
        required = pairs.requires[forced & (pairs.requires >= 0)]
        if forced[required].all():
            return forced
        forced[required] = True


def _gathered(start: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Entries of several rows of a table one after another: where each row starts, and the entries."""
    lengths = start[rows + 1] - start[rows]
    starts = np.concatenate(([0], np.cumsum(lengths)))
    entries = np.arange(starts[-1]) - np.repeat(starts[:-1] - start[rows], lengths)
    return starts, entries
