"""What is frozen beside a run comes back as it was."""

from dataclasses import replace

import numpy as np

from espalier.cycle.plan.annual_plan.framing import Answer, pack_answer, unpack_answer
from espalier.engines.planner.solution import Certificate, Plan, Split


def prices() -> Certificate:
    one = np.array([1, 2])
    return Certificate(
        scale=100,
        budget=3,
        money_lines=one,
        pools=one,
        seat_max=one,
        seat_min=one,
        fairness=one,
        bound=70,
        pair=np.array([-1, 0, 1]),
    )


def test_a_bound_that_branches_is_kept_with_all_its_prices():
    whole = prices()
    halves = Split(module=3, most=2, below=replace(whole, split=None), above=whole)
    branched = replace(whole, split=halves)
    plan = Plan(np.array([True, False, True]), np.array([1, 0]))
    answer = unpack_answer(pack_answer(Answer(plan, branched)))
    assert answer.plan.chosen.tolist() == [True, False, True]
    kept = answer.certificate.split
    assert (kept.module, kept.most, kept.below.split) == (3, 2, None)
    np.testing.assert_array_equal(kept.above.pools, whole.pools)


def test_a_plan_without_prices_has_none():
    plan = Plan(np.array([True]), np.array([1]))
    assert unpack_answer(pack_answer(Answer(plan))).certificate is None
