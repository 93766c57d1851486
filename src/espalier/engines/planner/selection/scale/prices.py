"""Prices of shared resources as whole numbers, the bound they prove, and their form as a certificate."""

from dataclasses import dataclass

import numpy as np

from espalier.engines.planner.problem import PairState
from espalier.engines.planner.selection.prices_of_rows import scale_for
from espalier.engines.planner.selection.scale.instance import Instance
from espalier.engines.planner.solution import Certificate


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """In 1 / ``scale`` of weight: a minor unit of each purse, a minute of each pool, fairness of a department, a seat.

    ``seat`` is by seat of the instance and may be negative (a class that must fill its fewest seats pays for them).
    ``module_seat`` is the part common to a module, for pairs that are no seats.
    """

    scale: int
    purse: np.ndarray
    pool: np.ndarray
    fairness: np.ndarray
    module_seat: np.ndarray
    extra: np.ndarray | None = None  # by seat

    def seat_of(self, instance: Instance) -> np.ndarray:
        seat: np.ndarray = self.module_seat[instance.module]
        return seat if self.extra is None else seat + self.extra


def no_prices(instance: Instance) -> Prices:
    """Everything free."""
    return Prices(
        scale_for(instance.problem),
        np.zeros(instance.purse_limit.size, np.int64),
        np.zeros(instance.pool_limit.size, np.int64),
        np.zeros(instance.n_departments, np.int64),
        np.zeros(instance.n_modules, np.int64),
    )


def dearest(instance: Instance) -> float:
    """What nobody would pay for a seat: all that one person can close, and more."""
    if instance.bit_weight.size == 0:
        return 1.0
    filled = instance.bit_start[:-1] < instance.bit_start[1:]
    return 2.0 * float(np.add.reduceat(instance.bit_weight, instance.bit_start[:-1][filled]).max())


def rates(instance: Instance, prices: Prices) -> np.ndarray:
    """What a unit of weight earns in each department: more where fairness asks for it, less elsewhere."""
    whole = instance.closeable
    favours = [int(f) if g > 0 else 0 for f, g in zip(prices.fairness, instance.gap, strict=True)]
    permille = instance.problem.fair_permille
    paid = sum(f * permille * int(g) for f, g in zip(favours, instance.gap, strict=True))
    share = paid // (1000 * whole) if whole else 0
    return np.array([max(0, prices.scale + f - share) for f in favours], dtype=np.int64)


def seat_costs(instance: Instance, prices: Prices) -> np.ndarray:
    """What taking each seat costs the person: its head money at the price of money, and the seat."""
    money = prices.purse[instance.purse[instance.module]]
    cost: np.ndarray = money * instance.head + prices.seat_of(instance)
    return cost


def session_costs(instance: Instance, prices: Prices) -> np.ndarray:
    """What opening a session of each module costs at the prices."""
    money = prices.purse[instance.purse] * instance.session_minor
    cost: np.ndarray = money + prices.pool @ instance.uses
    return cost


def constant(instance: Instance, prices: Prices) -> int:
    """The part of the bound that nobody decides: limits at their prices and what is forced."""
    total = sum(int(p) * int(v) for p, v in zip(prices.purse, instance.purse_limit, strict=True))
    total += sum(int(p) * int(v) for p, v in zip(prices.pool, instance.pool_limit, strict=True))
    rate = rates(instance, prices)
    total += sum(int(r) * int(w) for r, w in zip(rate, instance.forced_weight, strict=True))
    return total


Box = tuple[np.ndarray, np.ndarray]  # fewest and most sessions of each module


def module_value(
    instance: Instance, prices: Prices, by_module: "ByModule", box: Box | None = None
) -> int | None:
    """What all modules earn at their best numbers of sessions; None where one can run in no way in the box."""
    seat = prices.seat_of(instance)
    cost = session_costs(instance, prices)
    total = 0
    for m in range(instance.n_modules):
        y, least, most = by_module.ways[m]
        if box is not None:
            inside = (y >= box[0][m]) & (y <= box[1][m])
            y, least, most = y[inside], least[inside], most[inside]
        if y.size == 0:
            return None
        offered = by_module.prices_of(m, seat, uniform=prices.extra is None)
        earned = np.concatenate(([0], np.cumsum(offered)))
        taken = np.clip(int(np.count_nonzero(offered > 0)), least, most)
        total += int((earned[taken] - y * cost[m]).max())
    return total


class ByModule:
    """Seats listed by module, and the numbers of sessions each module could have."""

    def __init__(self, instance: Instance) -> None:
        self.order = np.argsort(instance.module, kind="stable")
        self.cuts = np.searchsorted(
            instance.module[self.order], np.arange(instance.n_modules + 1)
        ).astype(np.int64)
        self.ways = [self._ways(instance, m) for m in range(instance.n_modules)]

    def seats(self, m: int) -> np.ndarray:
        rows: np.ndarray = self.order[self.cuts[m] : self.cuts[m + 1]]
        return rows

    def count(self, m: int) -> int:
        return int(self.cuts[m + 1] - self.cuts[m])

    def prices_of(self, m: int, seat: np.ndarray, *, uniform: bool) -> np.ndarray:
        """Seat prices of a module, highest first."""
        offered: np.ndarray = seat[self.seats(m)]
        return offered if uniform else np.sort(offered)[::-1]

    def _ways(self, instance: Instance, m: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Possible numbers of sessions with the fewest and the most free seats each fills."""
        n, forced = self.count(m), int(instance.forced_seats[m])
        low, high = int(instance.sessions_min[m]), int(instance.sessions_max[m])
        enough = -(-(n + forced) // max(1, int(instance.seats_max[m])))
        y = np.arange(low, min(high, max(low, enough)) + 1, dtype=np.int64)
        least = np.maximum(instance.seats_min[m] * y - forced, 0)
        most = np.minimum(instance.seats_max[m] * y - forced, n)
        possible = least <= most
        return y[possible], least[possible], most[possible]


def certificate(instance: Instance, prices: Prices, bound: int) -> Certificate:
    """The prices in the form that the checker reads.

    Forced pairs get price 0. Pairs that nobody can choose cost a class that would count them more than anybody pays.
    """
    problem = instance.problem
    pairs = problem.pairs
    pair = -prices.module_seat[pairs.module]
    dead = ~instance.forced & (pairs.state != PairState.LEGAL)
    dead[instance.rows] = False
    pair[dead] -= round(dearest(instance) * prices.scale)
    pair[instance.rows] = 0 if prices.extra is None else prices.extra
    return Certificate(
        scale=prices.scale,
        budget=int(prices.purse[0]),
        money_lines=prices.purse[1:].copy(),
        pools=prices.pool.copy(),
        seat_max=np.maximum(prices.module_seat, 0),
        seat_min=np.maximum(-prices.module_seat, 0),
        fairness=prices.fairness.copy(),
        bound=bound,
        pair=pair,
    )
