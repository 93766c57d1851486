"""What every figure carries: published intervals, words for effects, refusal of nonsense."""

import doctest
import importlib
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.engines.figures import distributions as dist
from espalier.engines.figures.intervals import around, fisher_z, newcombe, wilson
from espalier.engines.figures.types import Interval, Said, VerdictCode
from espalier.engines.figures.verdict import judged
from espalier.engines.figures.writing import as_json


@pytest.mark.parametrize(
    "module", ["arrays", "table", "distributions", "intervals", "verdict", "writing"]
)
def test_the_examples_run(module):
    found = doctest.testmod(importlib.import_module(f"espalier.engines.figures.{module}"))
    assert not found.failed


def test_shares_as_newcombe_printed_them():
    # Newcombe 1998, Statistics in Medicine 17, table II (a) and (c), method 10.
    first, small = newcombe(56, 70, 48, 80), newcombe(9, 10, 3, 10)
    assert (round(first.low, 4), round(first.high, 4)) == (0.0524, 0.3339)
    assert (round(small.low, 4), round(small.high, 4)) == (0.1705, 0.8090)


@given(st.integers(1, 500), st.data())
def test_a_share_lies_in_its_interval_and_mirrors(n, data):
    hits = data.draw(st.integers(0, n))
    found, mirror = wilson(hits, n), wilson(n - hits, n)
    assert found.low <= hits / n + 1e-12
    assert hits / n <= found.high + 1e-12
    assert math.isclose(found.low, 1 - mirror.high, abs_tol=1e-12)


def test_nobody_and_everybody_have_a_limit_at_the_end_itself():
    assert wilson(0, 7).low == 0.0
    assert wilson(7, 7).high == 1.0


@pytest.mark.parametrize(("hits", "n"), [(-1, 5), (6, 5), (0, 0)])
def test_no_share_is_refused(hits, n):
    with pytest.raises(ValueError, match="no share"):
        wilson(hits, n)


def test_correlations_and_means():
    assert fisher_z(1.0, 10) == Interval(1.0, 1.0)
    assert around(5.0, 0.0).width == 0
    assert math.isclose(around(0.0, 1.0, df=9).high, 2.262157, rel_tol=1e-6)
    for wrong in ((1.5, 10), (0.2, 3)):
        with pytest.raises(ValueError, match="fisher_z"):
            fisher_z(*wrong)
    for wrong in ({"se": -1.0}, {"se": 1.0, "df": 0}):
        with pytest.raises(ValueError, match="around"):
            around(0.0, **wrong)


def test_tables_of_the_distributions():
    assert math.isclose(dist.t_two_sided(-4.0621276, 9), 0.002833, abs_tol=1e-6)
    assert math.isclose(dist.chi2_sf(3.841459, 1), 0.05, abs_tol=1e-7)
    assert math.isclose(dist.f_quantile(0.95, 3, 20), 3.098391, abs_tol=1e-6)
    assert math.isclose(dist.f_sf(3.098391, 3, 20), 0.05, abs_tol=1e-6)
    assert math.isclose(dist.normal_quantile(0.975), 1.959964, abs_tol=1e-6)


WORDS = [  # estimate, low, high → word, worse
    (8, 5, 11, VerdictCode.CLEAR, False),
    (8, 2, 14, VerdictCode.LIKELY, False),
    (4, 2, 6, VerdictCode.UNCLEAR, False),
    (1, -1, 3, VerdictCode.NO_SIGN, False),
    (3, -6, 12, VerdictCode.UNCLEAR, False),
    (-8, -11, -5, VerdictCode.CLEAR, True),
    (-8, -14, -2, VerdictCode.LIKELY, True),
    (-2, -3, -1, VerdictCode.NO_SIGN, False),
]


@pytest.mark.parametrize(("estimate", "low", "high", "word", "worse"), WORDS)
def test_the_word_for_an_interval(estimate, low, high, word, worse):
    assert judged(estimate, Interval(low, high), 5, has_comparison=True) == (word, worse, False)


def test_without_a_comparison_nothing_is_clear_and_nothing_else_changes():
    for estimate, low, high, word, _worse in WORDS:
        found = judged(estimate, Interval(low, high), 5, has_comparison=False)
        capped = word is VerdictCode.CLEAR
        assert found[0] is (VerdictCode.LIKELY if capped else word)
        assert found[2] is capped
    with pytest.raises(ValueError, match="above zero"):
        judged(1, Interval(0, 2), 0, has_comparison=True)


def test_an_interval_and_a_text_are_checked_at_birth():
    for limits in ((2, 1), (math.nan, 1)):
        with pytest.raises(ValueError, match="is none"):
            Interval(*limits)
    with pytest.raises(ValueError, match="level"):
        Interval(0, 1, 1.0)
    assert 0.5 in Interval(0, 1)
    with pytest.raises(ValueError, match="both languages"):
        Said("只有中文", "")
    told = Said("有 {n} 人。", "{n} people.").filled(n=3) + Said("完。", "Done.")
    assert told == Said("有 3 人。完。", "3 people. Done.")


def test_results_are_written_by_the_names_of_their_fields():
    told = as_json({"a": (np.float64(1.5), np.array([1, 2])), "b": VerdictCode.CLEAR, "c": np.nan})
    assert told == {"a": [1.5, [1, 2]], "b": "clear", "c": None}
    with pytest.raises(TypeError, match="set"):
        as_json({1, 2})
