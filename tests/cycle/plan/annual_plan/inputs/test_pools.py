"""Sessions that compete for the same instructors."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.cycle.plan.annual_plan.inputs import pools
from espalier.engines.planner.problem import PoolKind
from tests.cycle.plan.annual_plan.inputs.making import module

CODES = {1: "T1", 2: "T2", 3: "T3", 4: "T4"}


def sets(*members):
    return [frozenset(each) for each in members]


def test_sets_that_share_somebody_are_joined_and_others_are_not():
    found = pools.unions(sets({1}, {1, 2}, {3}))
    assert found == sets({1}, {3}, {1, 2})
    assert pools.unions(sets({1, 2}, {2, 3})) == sets({1, 2}, {2, 3}, {1, 2, 3})


def test_a_pool_holds_the_minutes_of_its_people_and_the_modules_that_fit_inside():
    minutes = {1: 600, 2: 300, 3: 60}
    found = pools.pools_of(PoolKind.INSTRUCTOR, sets({1}, {1, 2}, (), {3}), minutes, CODES)
    told = [(pool.code, pool.minutes, pool.users) for pool in found]
    assert told == [("T1", 600, (0,)), ("T3", 60, (3,)), ("T1+T2", 900, (0, 1))]


def test_equipment_is_needed_all_at_once():
    modules = [module(1, equipment=frozenset({1, 2})), module(2, equipment=frozenset({2}))]
    found = pools.equipment_pools(modules, {1: 60, 2: 120}, CODES)
    assert [(pool.code, pool.minutes, pool.users) for pool in found] == [
        ("T1", 60, (0,)),
        ("T2", 120, (0, 1)),
    ]


@given(
    eligible=st.lists(st.sets(st.integers(1, 4), min_size=1), min_size=1, max_size=4),
    wanted=st.lists(st.integers(0, 3), min_size=4, max_size=4),
    hours=st.tuples(*[st.integers(0, 3)] * 4),
)
@settings(max_examples=60, deadline=None)
def test_what_fits_every_pool_can_be_given_to_people(eligible, wanted, hours):
    """Hall: whole units of work fit into the pools exactly when some division among the people exists."""
    minutes = dict(enumerate(hours, start=1))
    own = sets(*eligible)
    found = pools.pools_of(PoolKind.INSTRUCTOR, own, minutes, CODES)
    fits = all(sum(wanted[m] for m in pool.users) <= pool.minutes for pool in found)
    units = [sorted(own[m]) for m in range(len(own)) for _unit in range(wanted[m])]
    if len(units) > 5:
        return  # too many ways to try
    divided = any(
        all(choice.count(person) <= minutes[person] for person in minutes)
        for choice in product(*units)
    )
    assert fits == divided
