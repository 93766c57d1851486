"""The bound from prices: never below the best plan, whatever the prices; the same with and without numba."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.planner import best_response, bound, compiling
from espalier.engines.planner.bound import bound_from_prices, certified, exact_sum
from espalier.engines.planner.solution import Split
from tests.engines.planner.small import most_closed, office, random_prices, small_company


@given(st.integers(0, 10_000), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_no_plan_passes_the_bound(seed, price_seed):
    problem = small_company(seed, n_people=3, n_modules=2)
    best = most_closed(problem)
    found = bound_from_prices(problem, random_prices(problem, price_seed))
    if best is not None:
        assert found is not None
        assert found.weight >= best
        free = bound_from_prices(problem, random_prices(problem, price_seed), legal_forced=False)
        assert free is not None
        assert free.weight >= best


@given(st.integers(0, 10_000), st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_cut_search_over_estimates(seed, price_seed):
    problem = small_company(seed, n_people=6, n_modules=6)
    prices = random_prices(problem, price_seed)
    whole = bound_from_prices(problem, prices)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bound, "NODE_LIMIT", 2)
        cut = bound_from_prices(problem, prices)
    assert (whole is None) == (cut is None)
    if whole and cut:
        assert cut.weight >= whole.weight
        assert whole.n_estimated == 0


def test_compiled_and_plain_agree(monkeypatch):
    problem = small_company(7, n_people=60, n_modules=9)
    prices = random_prices(problem, 1)
    plain = bound_from_prices(problem, prices)
    monkeypatch.setattr(compiling, "WORTH_COMPILING", 0)
    assert bound_from_prices(problem, prices) == plain


@pytest.mark.parametrize("seed", range(6))
def test_the_best_response_is_the_best_of_all_sets(seed):
    random = np.random.default_rng(seed)
    n, n_needs = 9, 6
    starts = np.arange(0, 2 * n + 1, 2)
    covers = random.integers(0, n_needs, 2 * n)
    covers[1::2] = (covers[::2] + 1 + covers[1::2] % (n_needs - 1)) % n_needs
    requires = np.where(random.random(n) < 0.4, random.permutation(n), -1)
    requires[requires >= np.arange(n)] = -1
    status = random.choice([0, 1, 1, 1, 2], n)
    cost, minutes = random.integers(-5, 30, n), random.integers(1, 4, n) * 60
    gain = random.integers(0, 40, n_needs)
    forced_minutes = _forced(status, requires, minutes)
    room = forced_minutes + 300
    data = tuple(
        np.asarray(a, dtype=np.int64)
        for a in ([0, n], starts, covers, [0, n_needs], requires, minutes, [room], status)
    )
    value, exact = best_response.respond(0, (*data, cost, gain), 10**6)
    assert (value, exact) == (
        _by_trying(starts, covers, requires, minutes, room, status, cost, gain),
        1,
    )


def _forced(status, requires, minutes):
    taken = {j for j in range(status.size) if status[j] == 2}
    for j in sorted(taken, reverse=True):
        while requires[j] >= 0:
            j = requires[j]
            # What a forced pair requires is never out in a problem that passed the refusals.
            status[j] = max(status[j], 1)
            taken.add(j)
    return sum(minutes[j] for j in taken)


def _by_trying(starts, covers, requires, minutes, room, status, cost, gain):
    best = None
    for mask in range(1 << status.size):
        chosen = [j for j in range(status.size) if mask >> j & 1]
        fits = sum(minutes[j] for j in chosen) <= room
        ordered = all(requires[j] < 0 or requires[j] in chosen for j in chosen)
        settled = all(
            (status[j] != 2 or j in chosen) and (status[j] != 0 or j not in chosen)
            for j in range(status.size)
        )
        if fits and ordered and settled:
            needs = {covers[k] for j in chosen for k in range(starts[j], starts[j + 1])}
            value = sum(gain[n] for n in needs) - sum(cost[j] for j in chosen)
            best = value if best is None else max(best, value)
    return best


@pytest.mark.parametrize(
    "change",
    [
        {"budget": -1},
        {"scale": 0},
        {"pools": np.array([-1])},
        {"seat_max": np.array([1])},
        {"seat_min": np.array([0.5, 0.5, 0.5])},
        {"pair": np.array([1])},
        {"budget": 2**61},
    ],
    ids=str,
)
def test_prices_that_prove_nothing_are_refused(change):
    problem = small_company(4)
    prices = random_prices(problem, 1)
    for name, value in change.items():
        object.__setattr__(prices, name, value)
    assert certified(problem, prices) is None


def test_sums_beyond_64_bits_are_exact():
    values = np.array([2**62, 2**62, 2**62, -5], dtype=np.int64)
    assert exact_sum(values) == 3 * 2**62 - 5


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.data())
@settings(max_examples=30, deadline=None)
def test_no_plan_passes_a_bound_in_parts(seed, price_seed, data):
    problem = small_company(seed, n_people=3, n_modules=2)
    best = most_closed(problem)
    below, above, inner = (random_prices(problem, price_seed + i) for i in range(3))
    deeper = replace(above, split=Split(0, data.draw(st.integers(-1, 2)), above, inner))
    split = Split(data.draw(st.integers(-1, 2)), data.draw(st.integers(-1, 2)), below, deeper)
    found = bound_from_prices(problem, replace(below, split=split))
    if best is not None:
        assert found is not None
        assert found.weight >= best


def test_parts_prove_more_than_the_whole():
    """Prices that suit plans without a module, and others that suit plans with it, together prove more."""
    problem, _ = office()
    zeros = replace(
        random_prices(problem, 0),
        pools=np.zeros(1, dtype=np.int64),
        seat_max=np.zeros(2, dtype=np.int64),
        seat_min=np.zeros(2, dtype=np.int64),
        fairness=np.zeros(2, dtype=np.int64),
    )
    poor = replace(problem, budget_minor=170)  # A takes 115 or, without the first person, 110
    free, dear = replace(zeros, budget=0), replace(zeros, budget=800)
    alone = [bound_from_prices(poor, prices).weight for prices in (free, dear)]
    without = bound_from_prices(poor, replace(free, split=Split(0, 0, free, dear))).weight
    assert without < min(alone)
