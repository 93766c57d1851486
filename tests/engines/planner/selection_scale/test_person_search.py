"""The best set of one person: found exactly, never under-estimated, and without traces of the search before."""

from itertools import product

import numpy as np
import pytest

from espalier.engines.planner.selection.scale import person_search
from espalier.engines.planner.selection.scale.instance import make_instance
from espalier.engines.planner.selection.scale.pricing import Pricer, seat_arrays
from tests.engines.planner.small import small_company

UNIT = 1


def companies():
    for seed in range(12):
        problem = small_company(seed, n_people=3, n_modules=7)
        instance = make_instance(problem)
        chance = np.random.default_rng(seed)
        cost = chance.integers(-5, 60, instance.n_seats)
        rate = chance.integers(1, 4, instance.n_people)
        yield instance, cost.astype(np.int64), rate.astype(np.int64)


def value_of(instance, person, taken, cost, rate):
    """What a set is worth, or None where it breaks a rule of the person."""
    seats = np.flatnonzero(taken) + instance.start[person]
    held = set(seats.tolist())
    waits = instance.before[seats]
    if instance.minutes[seats].sum() > instance.room[person]:
        return None
    if any(int(b) >= 0 and int(b) not in held for b in waits):
        return None
    bits = {b for s in seats for b in instance.bits[slice(*instance.bits_start[s : s + 2])]}
    first = instance.bit_start[person]
    return rate * sum(int(instance.bit_weight[first + b]) for b in bits) - int(cost[seats].sum())


def best_by_trying(instance, person, cost, rate):
    n = int(np.diff(instance.start)[person])
    values = [
        value_of(instance, person, taken, cost, rate) for taken in product((False, True), repeat=n)
    ]
    return max(value for value in values if value is not None)


def test_the_best_of_all_sets_and_the_set_itself():
    for instance, cost, rate in companies():
        answers = Pricer(instance).answers(cost, rate)
        for person in range(instance.n_people):
            best = best_by_trying(instance, person, cost, rate[person])
            chosen = answers.chosen[instance.start[person] : instance.start[person + 1]] > 0
            assert answers.value[person] == answers.over[person] == best
            assert value_of(instance, person, chosen, cost, rate[person]) == best


@pytest.mark.parametrize("limit", [0, 1, 2, 4])
def test_a_search_cut_short_over_estimates_and_leaves_no_trace(limit):
    for instance, cost, rate in companies():
        seats = seat_arrays(instance)
        desk = person_search.make_desk(instance.n_seats, instance.bit_weight.size)
        for person in range(instance.n_people):
            given = (person, UNIT * 60, seats, cost, int(rate[person]))
            best = best_by_trying(instance, person, cost, rate[person])
            value, over, _ = person_search.best_set_of(*given, limit, desk)
            assert value <= best <= over
            # The same desk serves the next search: nothing may be left of the one cut short.
            assert person_search.best_set_of(*given, 10**6, desk)[:2] == (best, best)


def test_people_choose_again_without_taking_what_is_not_there():
    for instance, _, rate in companies():
        free = np.ones(instance.n_modules, np.int64)
        left = np.full(instance.purse_limit.size, 25, np.int64)
        chosen = np.zeros(instance.n_seats, np.int8)
        above = np.zeros(instance.n_modules, np.int64)
        state = (instance.module, instance.purse, instance.head, free, above, left, chosen)
        everybody = np.arange(instance.n_people)
        no_cost = np.zeros(instance.n_seats, np.int64)
        person_search.settle(everybody, 60, seat_arrays(instance), no_cost, rate, 10**6, state)
        taken = np.bincount(instance.module[chosen > 0], minlength=instance.n_modules)
        assert (free >= 0).all()
        assert (taken + free == 1).all()
        assert (left >= 0).all()
        assert left.sum() + instance.head[chosen > 0].sum() == 25 * left.size
