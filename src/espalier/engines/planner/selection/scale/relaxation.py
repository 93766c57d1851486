"""Column generation: the linear master and everybody's pricing in turn, with cuts that keep sessions whole."""

from dataclasses import dataclass, replace

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
from espalier.engines.planner.selection.scale.prices import Box
from espalier.engines.planner.selection.scale.pricing import Priced, Pricer

NEAR = 2e-4  # distance of master and bound at which prices are good enough
KEEP = 0.5  # of the best prices so far in the prices that are tried (smoothing)
MOST_CUTS = 2500  # then those without a price are forgotten; before, they still guide dives
SETTLED = 3e-4  # a round of cuts that moves the bound by less is the last


@dataclass(slots=True, eq=False)
class Relaxation:
    """The master of one person a row, its columns, and the best prices found."""

    instance: Instance
    pricer: Pricer
    clock: Clock
    group: np.ndarray  # convexity row of each person
    n_groups: int
    master: Master
    columns: Columns
    known: set[int]
    mixed: Mixed
    best: Priced
    centre: RowPrices
    local: Priced  # the best within the box
    box: Box | None = None
    step: float = 0.12  # part of the broken sessions that a dive fixes at once
    rounds: int = 1  # of pricing after each step of a dive

    def near(self) -> bool:
        return self.local.bound - self.mixed.weight <= NEAR * abs(self.local.bound)

    def enter(self, low: np.ndarray, high: np.ndarray) -> None:
        """Keep the sessions of every module between bounds; the best prices stay the centre."""
        self.box = (low.copy(), high.copy())
        self.master.fix_sessions(low, high)
        local = self.pricer.bound_within(self.local.prices, self.local.people, self.box)
        self.local = replace(self.local, bound=local)
        self.solve()

    def taken(self) -> np.ndarray:
        """How much of each seat the master takes."""
        shares = self.mixed.share[self.columns.owner()]
        return np.bincount(self.columns.seats, shares, minlength=self.instance.n_seats)

    def add(self, chosen: np.ndarray) -> int:
        """Add everybody's chosen seats as columns; return how many were new."""
        found = columns_of(self.instance, chosen, self.group, self.n_groups)
        fresh = only_new(found, self.known)
        if len(fresh):
            self.master.add(fresh)
            self.columns = joined([self.columns, fresh])
        return len(fresh)

    def ask(self, prices: RowPrices) -> int:
        """Price everybody and add what they choose; keep the prices if they prove more."""
        self.clock.work()
        priced = self.pricer.price(prices.whole(self.instance))
        if priced.bound < self.best.bound:
            self.best = priced
        if self.box is not None:
            local = self.pricer.bound_within(priced.prices, priced.people, self.box)
            priced = replace(priced, bound=local)
        if priced.bound < self.local.bound:
            self.local, self.centre = priced, prices
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
        if len(self.master.cuts) > MOST_CUTS:
            self.master.drop_idle_cuts()
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


def begin(
    instance: Instance,
    pricer: Pricer,
    clock: Clock,
    known: list[np.ndarray],
    *,
    group: np.ndarray | None = None,
    centre: RowPrices | None = None,
) -> Relaxation:
    """A master that holds the known plans (chosen seats each) and everybody's sets at the first prices.

    Each person has a row of their own, or each ``group`` of people of one department; ``centre`` are the
    prices to begin with (without: everything free).
    """
    group = np.arange(instance.n_people) if group is None else group
    n_groups = 1 + int(group.max(initial=-1))
    master = Master(instance, np.ones(n_groups, dtype=np.int64))
    none = np.zeros(0, np.int64)
    empty = Columns(none, none, none, np.zeros(1, np.int64), none)
    first = zero_prices(instance) if centre is None else centre
    priced = pricer.price(first.whole(instance))
    relaxation = Relaxation(
        instance,
        pricer,
        clock,
        group,
        n_groups,
        master,
        empty,
        set(),
        master.solve(),
        priced,
        first,
        priced,
    )
    for chosen in (*known, priced.people.chosen):
        relaxation.add(chosen)
    relaxation.solve()
    if centre is None:
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
