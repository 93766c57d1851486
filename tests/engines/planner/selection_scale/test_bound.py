"""The bound of prices: the same as the checker's, and above every plan; cuts leave no whole plan out."""

from itertools import product

import numpy as np
import pytest

from espalier.engines.planner.bound import bound_from_prices
from espalier.engines.planner.selection.scale.branching import Case, split_certificate
from espalier.engines.planner.selection.scale.cuts import violated_cuts
from espalier.engines.planner.selection.scale.instance import make_instance
from espalier.engines.planner.selection.scale.master import RowPrices
from espalier.engines.planner.selection.scale.prices import ByModule, certificate
from espalier.engines.planner.selection.scale.pricing import Pricer
from espalier.engines.planner.selection.scale.relaxation import zero_prices
from tests.engines.planner.small import most_closed, small_company


def row_prices(instance, seed):
    chance = np.random.default_rng(seed)
    return RowPrices(
        chance.uniform(-1, 9, instance.n_modules),
        chance.uniform(0, 1, instance.purse_limit.size),
        chance.uniform(0, 0.2, instance.pool_limit.size),
        chance.uniform(0, 1, instance.n_departments),
        chance.uniform(-1, 3, instance.n_seats) if seed % 2 else None,
    )


@pytest.mark.parametrize("seed", range(8))
def test_the_checker_finds_the_same_bound_and_no_plan_passes_it(seed):
    problem = small_company(seed, n_people=2)
    instance = make_instance(problem)
    priced = Pricer(instance).price(row_prices(instance, seed).whole(instance))
    found = bound_from_prices(problem, certificate(instance, priced.prices, 0))
    if found is None:
        assert priced.bound == float("-inf")
        return
    # Classes may run more often here than the checker knows they must: ours is never above.
    assert int(np.floor(priced.bound)) <= found.weight
    most = most_closed(problem)
    assert most is None or most <= priced.bound


@pytest.mark.parametrize("seed", range(8))
def test_cases_together_hold_every_plan(seed):
    problem = small_company(seed, n_people=2, legal=False)
    instance = make_instance(problem)
    pricer = Pricer(instance)
    root = case_of(pricer, instance, (instance.sessions_min, instance.sessions_max), seed)
    module = int(np.argmax(instance.sessions_max - instance.sessions_min))
    low, high = root.box
    fewer, more = high.copy(), low.copy()
    root.module, root.most = module, int(low[module])
    fewer[module], more[module] = root.most, root.most + 1
    root.below = case_of(pricer, instance, (low, fewer), seed + 1)
    root.above = case_of(pricer, instance, (more, high), seed + 2)
    most = most_closed(problem)
    found = bound_from_prices(problem, split_certificate(instance, root, root.priced))
    if most is not None:
        assert most <= root.bound()
        assert found is not None
        assert most <= found.weight


def case_of(pricer, instance, box, seed):
    prices = row_prices(instance, 2 * seed).whole(instance)
    priced = pricer.price(prices)
    bound = pricer.bound_within(prices, priced.people, box)
    return Case(
        box,
        type(priced)(prices, priced.people, bound),
        zero_prices(instance),
        np.zeros(instance.n_modules),
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_cut_leaves_no_whole_number_of_sessions_out(seed):
    instance = make_instance(small_company(seed, n_people=5, n_modules=2))
    chance = np.random.default_rng(seed)
    taken = chance.uniform(0.5, 1, instance.n_seats)
    sessions = chance.uniform(0, 2, instance.n_modules)
    for cut in violated_cuts(instance, ByModule(instance), taken, sessions):
        room = int(instance.seats_max[cut.module])
        forced = int(instance.forced_seats[cut.module])
        assert taken[cut.seats].sum() > cut.seats.size - cut.reach * (
            cut.sessions - sessions[cut.module]
        )
        for y, inside in product(range(6), range(cut.seats.size + 1)):
            if inside + forced <= room * y:
                assert inside <= cut.seats.size - cut.reach * (cut.sessions - y)
