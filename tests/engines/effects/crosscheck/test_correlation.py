"""Correlations between instruments, and what they would be without unreliability or a narrowed group."""

from math import atanh, sqrt, tanh

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.crosscheck.correlation import (
    Correlation,
    Kind,
    correlation,
    correlation_matrix,
)
from espalier.engines.effects.crosscheck.disattenuation import disattenuate, unrestricted
from espalier.engines.effects.crosscheck.pairs import aligned_by_person, complete_pairs
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Interval, Refusal, VerdictCode

NAN = float("nan")
EXCLUDE, REFUSE = MissingPolicy.EXCLUDE, MissingPolicy.REFUSE
# Anscombe's first set (The American Statistician 27, 1973): r = .8164.
X = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
Y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
scores = st.lists(st.integers(0, 20), min_size=5, max_size=25)


def test_anscombe():
    found = correlation(X, Y, missing=REFUSE)
    assert found.r == pytest.approx(0.81642, abs=1e-5)
    half = 1.959964 / sqrt(8)
    assert found.interval.low == pytest.approx(tanh(atanh(found.r) - half), abs=1e-6)
    assert found.verdict.code is VerdictCode.CLEAR
    assert found.warnings  # fewer than 30
    assert found.verdict.to_change
    assert "11 persons" in found.sentence.en


def test_spearman_of_ties_and_its_wider_error():
    x, y = [1, 2, 2, 4, 5, 6], [1, 3, 2, 4, 4, 9]
    ranks = np.corrcoef([1, 2.5, 2.5, 4, 5, 6], [1, 3, 2, 4.5, 4.5, 6])[0, 1]
    found = correlation(x, y, missing=REFUSE, kind=Kind.SPEARMAN)
    assert found.r == pytest.approx(ranks)
    half = 1.959964 * sqrt((1 + ranks**2 / 2) / 3)
    assert found.interval.high == pytest.approx(tanh(atanh(ranks) + half), abs=1e-6)
    assert found.assumptions[0].code == "monotone"
    perfect = correlation([1, 2, 3, 4], [8, 4, 2, 1], missing=REFUSE, kind=Kind.SPEARMAN)
    assert (perfect.r, perfect.interval) == (-1, Interval(-1, -1))
    assert perfect.verdict.is_worse


def test_missing_persons_are_counted():
    found = correlation([*X, NAN, 1], [*Y, 3, NAN], missing=EXCLUDE)
    assert (found.n_used, found.n_missing) == (11, 2)
    for policy in (REFUSE, MissingPolicy.AS_ZERO):
        with pytest.raises(ValueError):
            correlation([1, NAN, 2, 3, 4], [1, 2, 3, 4, 5], missing=policy)


def test_too_few_and_constant_are_refused():
    assert correlation([1, 2, 3], [1, 2, 4], missing=REFUSE).code == "too_few"
    for x, y in (([1] * 6, range(6)), (range(6), [2.0] * 6)):
        found = correlation(x, list(y), missing=REFUSE)
        assert (found.code, found.n_used) == ("constant", 6)
    assert correlation([], [], missing=REFUSE).n_used == 0


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([1, 2], [1, 2, 3]),
        ([1, float("inf")], [1, 2]),
        ([1, 1e200], [1, 2]),
        ([[1]], [[1]]),
        (["a"], ["b"]),
    ],
)
def test_bad_input_is_named(x, y):
    with pytest.raises(ValueError):
        complete_pairs(x, y, missing=REFUSE)


@settings(max_examples=40)
@given(scores, st.randoms(use_true_random=False), st.floats(0.5, 100), st.floats(-50, 50))
def test_order_and_scale_do_not_matter(x, random, factor, shift):
    y = [random.randint(0, 20) for _ in x]
    found = correlation(x, y, missing=REFUSE)
    order = random.sample(range(len(x)), len(x))
    moved = correlation(
        [x[i] * factor + shift for i in order], [y[i] for i in order], missing=REFUSE
    )
    if isinstance(found, Refusal):
        assert moved.code == found.code
        return
    assert moved.r == pytest.approx(found.r, abs=1e-9)
    assert -1 <= found.interval.low <= found.r <= found.interval.high <= 1
    twice = correlation(x + x, y + y, missing=REFUSE)
    assert twice.r == pytest.approx(found.r, abs=1e-9)
    assert twice.interval.width <= found.interval.width + 1e-12


def test_matrix_names_every_pair():
    rng = np.random.default_rng(1)
    table = rng.normal(size=(40, 5))
    table[0, 1] = NAN
    found = correlation_matrix(table, list("abcde"), missing=EXCLUDE, ordinal=["c"])
    assert len(found.pairs) == 10
    assert found.warnings  # ten intervals
    assert found.n_overlap[0, 1] == 39
    assert (found.n_used, found.n_missing) == (39, 1)
    kinds = {p.found.kind for p in found.pairs if "c" in (p.first, p.second)}
    assert kinds == {Kind.SPEARMAN}
    small = correlation_matrix([[1, 2], [2, 1]], ["a", "b"], missing=EXCLUDE)
    assert isinstance(small.pairs[0].found, Refusal)
    for names, ordinal in ((["a"], []), (["a", "a"], []), (["a", "b"], ["z"])):
        with pytest.raises(ValueError):
            correlation_matrix([[1, 2], [2, 1]], names, missing=EXCLUDE, ordinal=ordinal)


def test_persons_are_aligned_by_id():
    found = aligned_by_person({"test": {"p2": 3, "p1": 1}, "boss": {"p2": 4, "p3": 2}})
    assert found.persons == ("p1", "p2", "p3")
    assert found.n_overlap.tolist() == [[2, 1], [1, 2]]
    with pytest.raises(ValueError, match="any person"):
        aligned_by_person({})


def test_disattenuation_scales_caps_and_refuses():
    found = disattenuate(0.42, Interval(0.2, 0.6), 0.7, 0.8, n_used=40)
    scale = 1 / sqrt(0.56)
    assert (found.r, found.interval.low) == (
        pytest.approx(0.42 * scale),
        pytest.approx(0.2 * scale),
    )
    capped = disattenuate(0.7, Interval(0.5, 0.8), 0.6, 0.6)
    assert (capped.r, capped.interval.high, capped.is_capped) == (1.0, 1.0, True)
    assert capped.r_uncapped == pytest.approx(0.7 / 0.6)
    assert "capped" in capped.sentence.en
    assert capped.warnings
    assert disattenuate(0.4, Interval(0.1, 0.6), 0.49, 0.9).code == "reliability_too_low"
    for r, rel in ((1.2, 0.8), (0.5, 1.2), (0.5, NAN)):
        with pytest.raises(ValueError):
            disattenuate(r, Interval(0, 1), rel, 0.9)


@settings(max_examples=30)
@given(st.floats(-0.95, 0.95), st.floats(1, 5))
def test_narrowing_undoes_widening(r, u):
    wide = unrestricted(r, Interval(r, r), sd_narrow=1, sd_wide=u)
    back = unrestricted(wide.r, Interval(wide.r, wide.r), sd_narrow=u, sd_wide=1)
    assert back.r == pytest.approx(r, abs=1e-9)
    assert abs(wide.r) >= abs(r) - 1e-12


def test_range_restriction_wants_a_known_spread():
    assert unrestricted(0.3, Interval(0.1, 0.5), sd_narrow=2, sd_wide=1).warnings
    assert not unrestricted(0.3, Interval(0.1, 0.5), sd_narrow=1, sd_wide=2).warnings
    for r, sd in ((0.3, 0.0), (0.3, NAN), (1.3, 1.0)):
        with pytest.raises(ValueError):
            unrestricted(r, Interval(0, 1), sd_narrow=sd, sd_wide=1)


def test_a_rounding_error_is_no_spread():
    almost = [1 + k * 1e-16 for k in range(8)]
    assert correlation(almost, range(8), missing=REFUSE).code == "constant"
    assert correlation([k * 1e-200 for k in range(8)], range(8), missing=REFUSE).code == "constant"


def test_result_is_a_correlation():
    assert isinstance(correlation(X, Y, missing=REFUSE), Correlation)
