"""Problems, plans and certificates as bytes: there and back without loss."""

from dataclasses import replace

import numpy as np
import pytest

from espalier.engines.planner import packing
from espalier.engines.planner.bound import bound_from_prices
from espalier.engines.planner.check import data_sha256
from espalier.engines.planner.findings import Code, ProblemRefused
from espalier.engines.planner.solution import Split
from tests.engines.planner.small import office, random_prices, small_company


@pytest.mark.parametrize("seed", range(4))
def test_a_problem_there_and_back(seed):
    problem = replace(small_company(seed), labels={"M0": "銲接"})
    again = packing.load_problem(packing.dump_problem(problem))
    assert data_sha256(again) == data_sha256(problem)
    assert (again.modules, again.pools, again.labels) == (
        problem.modules,
        problem.pools,
        problem.labels,
    )
    assert again.pairs.state.dtype == problem.pairs.state.dtype


def test_a_plan_there_and_back():
    _, plan = office()
    again = packing.load_plan(packing.dump_plan(plan))
    assert (again.chosen == plan.chosen).all()
    assert (again.sessions == plan.sessions).all()


@pytest.mark.parametrize("seed", [0, 1])
def test_a_certificate_in_parts_there_and_back(seed):
    problem, _ = office()
    plain = random_prices(problem, seed)
    split = replace(plain, split=Split(0, 0, plain, random_prices(problem, 5)))
    again = packing.load_certificate(packing.dump_certificate(split))
    assert bound_from_prices(problem, again) == bound_from_prices(problem, split)
    assert (again.pair is None) == (plain.pair is None)
    assert np.array_equal(again.split.above.pools, split.split.above.pools)


def test_another_version_is_refused(monkeypatch):
    problem, _ = office()
    monkeypatch.setattr(packing, "SCHEMA", "espalier-selection/0")
    old = packing.dump_problem(problem)
    monkeypatch.undo()
    with pytest.raises(ProblemRefused) as refusal:
        packing.load_problem(old)
    assert refusal.value.problems[0].code is Code.OTHER_VERSION
