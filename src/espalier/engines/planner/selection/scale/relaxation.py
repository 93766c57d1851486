"""Column generation: the linear master and everybody's pricing in turn, with cuts that keep sessions whole."""

from dataclasses import dataclass

import numpy as np

from espalier.engines.planner.selection.scale.clock import Clock
from espalier.engines.planner.selection.scale.columns import (
    Columns,
    columns_of,
    joined,
    only_new,
)
from espalier.engines.planner.selection.scale.cuts import violated_cuts
from espalier.engines.planner.selection.scale.instance import Instance
from espalier.engines.planner.selection.scale.master import Master, Mixed, RowPrices
from espalier.engines.planner.selection.scale.prices import no_prices
from espalier.engines.planner.selection.scale.pricing import Priced, Pricer

NEAR = 2e-4  # distance of master and bound at which prices are good enough
KEEP = 0.5  # of the best prices so far in the prices that are tried (smoothing)
SETTLED = 3e-4  # a round of cuts that moves the bound by less is the last


@dataclass(slots=True, eq=False)
class Relaxation:
    """The master of one person a row, its columns, and the best prices found."""

    instance: Instance
    pricer: Pricer
    clock: Clock
    master: Master
    columns: Columns
    known: set[int]
    mixed: Mixed
    best: Priced
    centre: RowPrices

    def bound(self) -> float:
        return self.best.bound

    def near(self) -> bool:
        return self.best.bound - self.mixed.weight <= NEAR * abs(self.best.bound)

    def taken(self) -> np.ndarray:
        """How much of each seat the master takes."""
        shares = self.mixed.share[self.columns.owner()]
        return np.bincount(self.columns.seats, shares, minlength=self.instance.n_seats)

    def add(self, chosen: np.ndarray) -> int:
        """Add everybody's chosen seats as columns; return how many were new."""
        everybody = np.arange(self.instance.n_people)
        fresh = only_new(columns_of(self.instance, chosen, everybody, everybody), self.known)
        if len(fresh):
            self.master.add(fresh)
            self.columns = joined([self.columns, fresh])
        return len(fresh)

    def ask(self, prices: RowPrices) -> int:
        """Price everybody and add what they choose; keep the prices if they prove more."""
        self.clock.work()
        priced = self.pricer.price(prices.whole(self.instance))
        if priced.bound < self.best.bound:
            self.best, self.centre = priced, prices
        return self.add(priced.people.chosen)

    def solve(self) -> None:
        self.mixed = self.master.solve()

    def generate(self, rounds: int = 60) -> None:
        """Price and solve until the master and the bound meet, or nobody has anything new."""
        for nth in range(rounds):
            if self.clock.over():
                return
            prices = self.mixed.prices
            fresh = self.ask(between(self.centre, prices)) if nth else 0
            fresh += self.ask(prices)
            if not fresh:
                return
            self.solve()
            if self.near():
                return

    def cut(self) -> int:
        """Add the cuts that the master's solution violates; return how many."""
        found = violated_cuts(
            self.instance, self.pricer.by_module, self.taken(), self.mixed.sessions
        )
        for cut in found:
            self.master.add_cut(cut, self.columns)
        return len(found)

    def tighten(self, rounds: int) -> None:
        """Rounds of cuts, each followed by pricing, while they move the bound."""
        for _ in range(rounds):
            before = self.best.bound
            if self.clock.over() or not self.cut():
                return
            self.solve()
            self.generate(4)
            if before - self.best.bound < SETTLED * before:
                return


def begin(instance: Instance, pricer: Pricer, clock: Clock, known: list[np.ndarray]) -> Relaxation:
    """A master that holds the known plans (chosen seats each) and everybody's set where all is free."""
    everybody = np.ones(instance.n_people, dtype=np.int64)
    master = Master(instance, everybody)
    none = np.zeros(0, np.int64)
    empty = Columns(none, none, none, np.zeros(1, np.int64), none)
    priced = pricer.price(no_prices(instance))
    relaxation = Relaxation(
        instance, pricer, clock, master, empty, set(), master.solve(), priced,
        zero_prices(instance),
    )  # fmt: skip
    for chosen in known:
        relaxation.add(chosen)
    relaxation.add(priced.people.chosen)
    relaxation.solve()
    relaxation.centre = relaxation.mixed.prices
    relaxation.ask(relaxation.centre)
    relaxation.solve()
    return relaxation


def zero_prices(instance: Instance) -> RowPrices:
    return RowPrices(
        np.zeros(instance.n_modules),
        np.zeros(instance.purse_limit.size),
        np.zeros(instance.pool_limit.size),
        np.zeros(instance.n_departments),
        None,
    )


def between(a: RowPrices, b: RowPrices, keep: float = KEEP) -> RowPrices:
    """Prices between two; smoothing keeps them from swinging."""

    def mix(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return keep * x + (1 - keep) * y

    extra = None
    if a.extra is not None and b.extra is not None:
        extra = mix(a.extra, b.extra)
    elif a.extra is not None:
        extra = keep * a.extra
    elif b.extra is not None:
        extra = (1 - keep) * b.extra
    return RowPrices(
        mix(a.module_seat, b.module_seat),
        mix(a.purse, b.purse),
        mix(a.pool, b.pool),
        mix(a.fairness, b.fairness),
        extra,
    )
