"""First prices for a large company, from some of its people with their part of all resources."""

import numpy as np

from espalier.engines.planner.selection.scale.clock import Clock
from espalier.engines.planner.selection.scale.columns import columns_of, only_new
from espalier.engines.planner.selection.scale.instance import Instance
from espalier.engines.planner.selection.scale.master import Master, RowPrices
from espalier.engines.planner.selection.scale.prices import rates, seat_costs
from espalier.engines.planner.selection.scale.pricing import Pricer
from espalier.engines.planner.selection.scale.relaxation import between, zero_prices

SAMPLE = 2500
ROUNDS = 40
DONE = 0.003  # of the sample: when fewer people have anything new, the prices are good enough


def sampled_prices(instance: Instance, pricer: Pricer, clock: Clock, seed: int) -> RowPrices:
    """Prices of the linear master over a sample."""
    people = sample_of(instance, np.random.default_rng(seed))
    group = np.zeros(instance.n_people, np.int64)
    group[people] = np.arange(people.size)
    part = people.size / instance.n_people
    gap = gaps(instance, people) + instance.forced_weight * part
    master = Master(instance, np.ones(people.size, np.int64), part, gap)
    known: set[int] = set()
    prices = centre = zero_prices(instance)
    for nth in range(ROUNDS):
        asked = [prices] if nth < 2 else [between(centre, prices), prices]
        centre, fresh = asked[0], 0
        for each in asked:
            whole = each.whole(instance)
            rate = rates(instance, whole)[instance.department]
            answers = pricer.answers(seat_costs(instance, whole), rate, people)
            columns = only_new(columns_of(instance, answers.chosen, group, people.size), known)
            master.add(columns)
            fresh += len(columns)
        prices = master.solve().prices
        if fresh < DONE * people.size or clock.over():
            break
    return prices


def sample_of(instance: Instance, chance: np.random.Generator) -> np.ndarray:
    """People drawn evenly over the departments."""
    n = min(SAMPLE, instance.n_people)
    order = np.lexsort((chance.random(instance.n_people), instance.department))
    at = ((np.arange(n) + 0.5) * instance.n_people / n).astype(np.int64)
    people: np.ndarray = np.sort(order[at])
    return people


def gaps(instance: Instance, people: np.ndarray) -> np.ndarray:
    """What the people listed could close, by department."""
    owner = np.repeat(np.arange(instance.n_people), np.diff(instance.bit_start))
    each = np.bincount(owner, instance.bit_weight, instance.n_people)
    gap: np.ndarray = np.bincount(instance.department[people], each[people], instance.n_departments)
    return gap
