"""Everybody's best set at given prices, in parallel, and the bound those prices prove."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import gcd
from types import ModuleType
from typing import Any

import numpy as np

from espalier.engines.planner.bound import exact_sum
from espalier.engines.planner.compiling import kernel_module
from espalier.engines.planner.selection.scale.instance import Instance
from espalier.engines.planner.selection.scale.person_search import UNITS
from espalier.engines.planner.selection.scale.prices import (
    Box,
    ByModule,
    Prices,
    constant,
    module_value,
    rates,
    seat_costs,
)

NODE_LIMIT = 100_000
PARTS = 16  # of the people; more than threads, as some parts take longer


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """``chosen``: bool a seat. ``value`` and ``over`` by person: what the set is worth, and at most could be."""

    value: np.ndarray
    over: np.ndarray
    chosen: np.ndarray
    nodes: int


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """All answers at some prices; no plan closes more than ``bound`` (weight, not rounded)."""

    prices: Prices
    people: Answers
    bound: float


class Pricer:
    """Asks people and modules for their best at given prices."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.by_module = ByModule(instance)
        self.kernel: ModuleType = kernel_module(
            "espalier.engines.planner.selection.scale.person_search", n_rows=instance.n_seats
        )
        self.seats = seat_arrays(instance)
        self.unit = _unit(instance)
        self.threads = min(8, os.cpu_count() or 1)

    def answers(
        self, cost: np.ndarray, rate: np.ndarray, people: np.ndarray | None = None
    ) -> Answers:
        """Best sets at costs by seat and rates by person, of everybody or of some."""
        n = self.instance.n_people
        everybody = np.arange(n, dtype=np.int64) if people is None else people
        answer = (
            np.zeros(n, np.int64),
            np.zeros(n, np.int64),
            np.zeros(self.instance.n_seats, np.int8),
        )
        parts = [part for part in np.array_split(everybody, PARTS) if part.size]
        with ThreadPoolExecutor(self.threads) as pool:
            runs = [
                pool.submit(
                    self.kernel.respond,
                    part, self.unit, self.seats, cost, rate, NODE_LIMIT, answer,
                )
                for part in parts
            ]  # fmt: skip
            nodes = sum(run.result() for run in runs)
        value, over, chosen = answer
        return Answers(value, over, chosen, nodes)

    def price(self, prices: Prices) -> Priced:
        """The bound of some prices, with everybody's answers."""
        instance = self.instance
        rate = rates(instance, prices)[instance.department]
        people = self.answers(seat_costs(instance, prices), rate)
        return Priced(prices, people, self.bound_within(prices, people))

    def bound_within(self, prices: Prices, people: Answers, box: Box | None = None) -> float:
        """What no plan with sessions in the box passes; everybody's answers do not depend on the box."""
        modules = module_value(self.instance, prices, self.by_module, box)
        if modules is None:
            return float("-inf")
        total = constant(self.instance, prices) + exact_sum(people.over) + modules
        return total / prices.scale


def seat_arrays(instance: Instance) -> tuple[Any, ...]:
    """What the search reads, in its order."""
    return (
        instance.start,
        instance.minutes,
        instance.before,
        instance.bits_start,
        instance.bits,
        instance.bit_start,
        instance.bit_weight,
        instance.room,
    )


def _unit(instance: Instance) -> int:
    """A step of time that all modules are multiples of, unless the table would grow too wide."""
    common = gcd(*(int(m) for m in np.unique(instance.minutes))) if instance.n_seats else 1
    widest = int(instance.room.max(initial=0))
    return max(1, common, -(-widest // UNITS))
