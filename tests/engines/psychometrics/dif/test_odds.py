"""Mantel-Haenszel by hand, and Simpson's paradox."""

from math import exp, log, sqrt

import numpy as np
import pytest

from espalier.engines.figures.types import Refusal
from espalier.engines.psychometrics.dif.odds import (
    StratifiedOdds,
    pooled,
    standardized_difference,
    stratified_odds_ratio,
)

# Three departments: each admits women a little more often, the strict ones get most of the women.
SIMPSON = [[[80, 20], [18, 4]], [[30, 30], [31, 30]], [[5, 45], [30, 150]]]
SAME = [[[40, 10], [30, 20]], [[30, 20], [20, 30]]]


def by_hand(tables):
    r = s = off = variance = pr = cross = qs = 0.0
    for (a, b), (c, d) in tables:
        t = a + b + c + d
        r, s = r + a * d / t, s + b * c / t
        off += a - (a + b) * (a + c) / t
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (t * t * (t - 1))
        p, q = (a + d) / t, (b + c) / t
        pr += p * a * d / t
        cross += p * b * c / t + q * a * d / t
        qs += q * b * c / t
    se = sqrt(pr / (2 * r * r) + cross / (2 * r * s) + qs / (2 * s * s))
    return r / s, (abs(off) - 0.5) ** 2 / variance, se


@pytest.mark.parametrize("tables", [SIMPSON, SAME])
def test_it_is_the_formula(tables):
    found = stratified_odds_ratio(tables)
    ratio, chi2, se = by_hand(tables)
    assert isinstance(found, StratifiedOdds)
    assert found.odds_ratio == pytest.approx(ratio)
    assert found.chi2 == pytest.approx(chi2)
    assert found.interval.low == pytest.approx(exp(log(ratio) - 1.959964 * se), rel=1e-6)
    assert found.n_used == np.sum(tables)
    a, b, c, d = np.sum(tables, axis=0).ravel()
    assert found.marginal == pytest.approx(a * d / (b * c))
    n = a + b + c + d
    yates = n * (abs(a * d - b * c) - n / 2) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))
    assert found.marginal_chi2 == pytest.approx(yates)


def test_the_paradox_is_said():
    found = stratified_odds_ratio(SIMPSON)
    assert found.is_reversed
    assert found.is_explained
    assert "no conclusion from the whole table" in found.sentence.en


def test_no_paradox_no_alarm():
    found = stratified_odds_ratio(SAME)
    assert not found.is_reversed
    assert "does not change the direction" in found.sentence.en


def test_a_stratum_of_one_group_is_left_out_and_counted():
    found = stratified_odds_ratio([*SAME, [[5, 5], [0, 0]]])
    assert (found.n_strata, found.n_left_out) == (2, 1)
    assert found.odds_ratio == pytest.approx(by_hand(SAME)[0])


UNDEFINED = {
    "nobody": [[[0, 0], [0, 0]]],
    "groups never meet": [[[5, 5], [0, 0]], [[0, 0], [5, 5]]],
    "all alike": [[[5, 0], [6, 0]]],
    "perfect separation": [[[5, 0], [0, 6]]],
}


@pytest.mark.parametrize("tables", UNDEFINED.values(), ids=UNDEFINED)
def test_without_a_finite_ratio_there_is_a_refusal(tables):
    found = stratified_odds_ratio(tables)
    assert isinstance(found, Refusal)
    assert found.code == "no_finite_odds_ratio"


BAD = {
    "shape": (np.zeros((2, 2)), "3 dimension"),
    "cells": (np.zeros((2, 2, 3)), "shape"),
    "none": (np.zeros((0, 2, 2)), "shape"),
    "negative": ([[[1, -1], [1, 1]]], "negative"),
    "missing": ([[[1, np.nan], [1, 1]]], "missing"),
    "infinite": ([[[1, np.inf], [1, 1]]], "infinite"),
}


@pytest.mark.parametrize(("tables", "said"), BAD.values(), ids=BAD)
def test_bad_tables_are_named(tables, said):
    with pytest.raises(ValueError, match=said):
        stratified_odds_ratio(tables)


def test_undefined_items_do_not_disturb_others():
    people = np.array([[50.0, 50.0], [50.0, 50.0]])
    right = np.array([[[40, 30], [50, 50]], [[30, 20], [50, 50]]], dtype=float)
    found = pooled(people, right)
    assert found.defined.tolist() == [True, False]
    assert exp(found.log_alpha[0]) == pytest.approx(
        by_hand([[[40, 10], [30, 20]], [[30, 20], [20, 30]]])[0]
    )
    for each in (found.log_alpha, found.se, found.chi2, found.chi2_plain):
        assert np.isfinite(each).all()


def test_differences_of_shares_weigh_the_focal_group():
    people = np.array([[10.0, 20.0, 5.0], [30.0, 10.0, 0.0]])
    right = np.array([[[5, 10, 5]], [[9, 6, 0]]], dtype=float)
    found = standardized_difference(people, right)
    assert found == pytest.approx([(30 * (0.3 - 0.5) + 10 * (0.6 - 0.5)) / 40])
