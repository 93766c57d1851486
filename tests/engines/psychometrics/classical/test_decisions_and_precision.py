"""Pass or fail again? The error of a score, the band, change scores, and decisions at a mark."""

from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.types import Interval
from espalier.engines.psychometrics.classical.decision import livingston_lewis, subkoviak
from espalier.engines.psychometrics.classical.precision import difference_reliability, sem
from espalier.engines.psychometrics.classical.true_scores import (
    _four_parameters,
    effective_items,
    fitted_true_scores,
)


def parallel(alpha, beta, low, high, k, n=60_000, seed=3):
    rng = np.random.default_rng(seed)
    true = low + (high - low) * rng.beta(alpha, beta, n)
    return true, rng.binomial(k, true), rng.binomial(k, true)


@pytest.mark.parametrize(
    ("shape", "k", "cut"),
    [((6, 3, 0, 1), 20, 12), ((2, 2, 0.3, 0.95), 30, 21), ((3, 1.2, 0.2, 1), 40, 30)],
)
def test_livingston_lewis_foretells_a_second_test(shape, k, cut):
    true, first, second = parallel(*shape, k)
    reliability = float(np.corrcoef(first, second)[0, 1])
    found = livingston_lewis(
        first, min_score=0, max_score=k, cut=cut, reliability=reliability, seed=1, n_resamples=100
    )
    passes, again, deserves = first >= cut, second >= cut, true >= cut / k
    p = passes.mean()
    chance = p**2 + (1 - p) ** 2
    assert found.estimate == pytest.approx((passes == again).mean(), abs=0.01)
    assert found.kappa == pytest.approx(
        ((passes == again).mean() - chance) / (1 - chance), abs=0.02
    )
    assert found.accuracy == pytest.approx((passes == deserves).mean(), abs=0.01)
    assert found.false_pass == pytest.approx((passes & ~deserves).mean(), abs=0.01)
    assert found.accuracy + found.false_pass + found.false_fail == pytest.approx(1)
    assert found.effective_items == pytest.approx(k, abs=1)
    assert found.estimate in found.interval
    assert found.kappa in found.kappa_interval
    assert not found.warnings
    assert f"Pass mark {cut}" in found.sentence.en


def test_the_unit_of_the_scores_does_not_matter():
    _, first, _ = parallel(5, 3, 0, 1, 20, n=400)
    plain = livingston_lewis(
        first, min_score=0, max_score=20, cut=12, reliability=0.7, seed=1, n_resamples=100
    )
    points = livingston_lewis(
        5 * first + 10,
        min_score=10,
        max_score=110,
        cut=70,
        reliability=0.7,
        seed=1,
        step=5,
        n_resamples=100,
    )
    assert points.estimate == pytest.approx(plain.estimate, abs=1e-9)
    assert points.interval.low == pytest.approx(plain.interval.low, abs=1e-9)


def test_a_model_that_misses_the_pass_rate_says_so():
    more = {"min_score": 0, "max_score": 20, "reliability": 0.9, "seed": 1, "n_resamples": 100}
    assert livingston_lewis([3] * 100 + [20] * 20, cut=4, **more).warnings
    spread = livingston_lewis([0] * 60 + [20] * 60 + [10] * 5, cut=10, **more)
    assert spread.code == "too_spread"


def test_subkoviak_is_the_sums_written_out():
    rng = np.random.default_rng(5)
    totals = rng.binomial(10, rng.beta(4, 3, 150))
    found = subkoviak(totals, n_items=10, cut=6, reliability=0.6, seed=2, n_resamples=100)
    shares = 0.6 * totals / 10 + 0.4 * totals.mean() / 10
    passing = np.array(
        [sum(comb(10, x) * s**x * (1 - s) ** (10 - x) for x in range(6, 11)) for s in shares]
    )
    alike = (passing**2 + (1 - passing) ** 2).mean()
    chance = passing.mean() ** 2 + (1 - passing.mean()) ** 2
    assert found.estimate == pytest.approx(alike, abs=1e-12)
    assert found.kappa == pytest.approx((alike - chance) / (1 - chance), abs=1e-12)
    assert found.estimate in found.interval
    assert (found.accuracy, found.true_scores) == (None, None)
    assert "beyond chance kappa" in found.sentence.en


def test_where_nobody_could_fail_kappa_is_not_defined():
    totals = np.array([39, 40] * 60)
    found = subkoviak(totals, n_items=40, cut=1, reliability=0.5, seed=1, n_resamples=100)
    assert found.kappa is None
    assert found.kappa_interval is None
    assert "kappa" not in found.sentence.en


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"totals": []}, "0 scores"),
        ({"totals": [[1, 2]]}, "1 dimension"),
        ({"totals": [np.nan, 1]}, "missing values"),
        ({"totals": [1, 11]}, "11 of person 1 is not between 0 and 10"),
        ({"totals": [-1, 1]}, "-1 of person 0"),
        ({"totals": [1.5] * 200}, "whole numbers"),
        ({"cut": 0}, "cut: above 0"),
        ({"cut": 11}, "at most 10"),
        ({"reliability": 1.0}, "reliability: between 0 and 1"),
        ({"n_resamples": 10}, "100 are the least"),
        ({"n_items": 1}, "2 items are the least"),
    ],
)
def test_decisions_on_nonsense(changed, told):
    given_case = {
        "totals": [1, 2],
        "n_items": 10,
        "cut": 6,
        "reliability": 0.8,
        "seed": 1,
    } | changed
    with pytest.raises(ValueError, match=told):
        subkoviak(given_case.pop("totals"), **given_case)


def test_decisions_on_few_or_equal_people_are_refused():
    more = {"min_score": 0, "max_score": 10, "cut": 6, "reliability": 0.8, "seed": 1}
    assert livingston_lewis(np.arange(99) % 10, **more).code == "few_people"
    found = livingston_lewis(np.full(120, 4), **more)
    assert found.code == "no_variance"
    assert "score band" in found.sentence.en
    for step in (0, 11):
        with pytest.raises(ValueError, match="step"):
            livingston_lewis(np.arange(120) % 10, **more, step=step)
    with pytest.raises(ValueError, match="between 5 and 5"):
        livingston_lewis([5], min_score=5, max_score=5, cut=5, reliability=0.5, seed=1)


def test_a_beta_with_four_parameters_comes_back():
    k = 30
    nodes = np.linspace(0.2, 0.9, 4001)
    unit = (nodes - 0.2) / 0.7
    density = unit * (1 - unit) ** 2
    density /= density.sum()
    x = np.arange(k + 1)
    ways = np.array([comb(k, int(each)) for each in x], dtype=float)
    chances = ways * nodes[:, None] ** x * (1 - nodes[:, None]) ** (k - x)
    found = fitted_true_scores(x / k, density @ chances, k)
    assert found.n_moments == 4
    assert (found.alpha, found.beta) == pytest.approx((2, 3), abs=1e-3)
    assert (found.low, found.high) == pytest.approx((0.2, 0.9), abs=1e-3)


@given(st.lists(st.integers(0, 12), min_size=2, max_size=9), st.integers(2, 15))
@settings(max_examples=60, deadline=None)
def test_any_scores_give_a_distribution_within_bounds(scores, n):
    shares = np.array(scores) / 12
    found = fitted_true_scores(shares, np.full(len(scores), 1 / len(scores)), n)
    assert found.alpha > 0
    assert found.beta > 0
    assert 0 <= found.low < found.high <= 1
    assert np.isfinite(effective_items(shares, 0.7))


def test_a_shape_too_steep_to_be_told_is_left_to_two_parameters():
    shape = 1e-7  # Beta(1e-7, 1): nearly everybody at zero
    raw = [float(np.prod([(shape + i) / (shape + 1 + i) for i in range(j + 1)])) for j in range(4)]
    assert _four_parameters(raw[0], raw[1] - raw[0] ** 2, raw) is None


def test_error_band_and_undecided_scores():
    found = sem(sd=10, reliability=0.91, reliability_interval=Interval(0.88, 0.94), n=80)
    assert found.estimate == pytest.approx(3)
    assert found.half_width == pytest.approx(5.88, abs=0.001)
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (10 * sqrt(0.06), 10 * sqrt(0.12))
    )
    assert [found.decision(x, 60) for x in (53, 55, 60, 65, 67)] == [False, None, None, None, True]
    assert "undecided" in found.sentence.en
    assert sem(sd=10, reliability=1.0).half_width == 0
    assert sem(sd=10, reliability=1.0).decision(60, 60) is True
    assert sem(sd=10, reliability=-0.1).code == "negative_reliability"
    for sd, reliability in ((0, 0.5), (np.inf, 0.5), (1, 1.1), (1, np.nan)):
        with pytest.raises(ValueError, match="sem"):
            sem(sd=sd, reliability=reliability)


@given(st.floats(0.5, 0.95), st.floats(-0.5, 0.49))
@settings(max_examples=30)
def test_change_of_equal_tests(reliability, r):
    found = difference_reliability(
        reliability_pre=reliability, reliability_post=reliability, r=r, n=40
    )
    assert found.estimate == pytest.approx((reliability - r) / (1 - r), abs=1e-12)
    assert found.estimate <= 1
    assert found.estimate in Interval(found.interval.low - 1e-12, found.interval.high + 1e-12)


def test_change_scores_in_words_and_refused():
    found = difference_reliability(
        reliability_pre=0.8, reliability_post=0.9, r=0.5, sd_pre=10, sd_post=8
    )
    top = 100 * 0.8 + 64 * 0.9 - 80
    assert found.estimate == pytest.approx(top / (164 - 80))
    assert found.interval is None
    assert "no range without n" in found.sentence.en
    said = difference_reliability(reliability_pre=0.8, reliability_post=0.9, r=0.5, n=30).sentence
    assert "likely between" in said.en
    same = difference_reliability(reliability_pre=0.9, reliability_post=0.9, r=1.0)
    assert same.code == "no_variance"
    much = difference_reliability(reliability_pre=0.5, reliability_post=0.5, r=0.7, n=20)
    assert much.code == "r_above_reliability"
    for wrong in ({"reliability_pre": 1.2}, {"r": 2}, {"sd_post": 0}, {"r": np.nan}):
        with pytest.raises(ValueError):
            difference_reliability(
                **({"reliability_pre": 0.8, "reliability_post": 0.8, "r": 0.5} | wrong)
            )
