"""The made-up company of the benchmarks: the same numbers for the same seed, and a problem without faults."""

import numpy as np
import pytest

from benchmarks.planner.company import company
from espalier.engines.planner.baselines import adaptive_greedy
from espalier.engines.planner.check import check_plan, data_sha256
from espalier.engines.planner.refusals import findings


def test_a_seed_is_a_company():
    first, again, other = (company(80, 30, 3500, seed) for seed in (1, 1, 2))
    assert data_sha256(first) == data_sha256(again) != data_sha256(other)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_wrong_with_it(seed):
    problem = company(300, 40, 2500, seed)
    assert [str(each) for each in findings(problem) if each.severity.name == "STOPS"] == []
    assert check_plan(problem, adaptive_greedy(problem)) == ()


def test_prerequisites_and_needs_are_the_persons_own():
    problem = company(200, 60, 3500, 0)
    pairs = problem.pairs
    owner = np.repeat(np.arange(problem.n_people), np.diff(pairs.start))
    waits = pairs.requires >= 0
    assert waits.any()
    assert (owner[waits] == owner[pairs.requires[waits]]).all()
    need_owner = np.repeat(np.arange(problem.n_people), np.diff(problem.needs.start))
    cover_owner = np.repeat(owner, np.diff(pairs.cover_start))
    assert (need_owner[pairs.covers] == cover_owner).all()
