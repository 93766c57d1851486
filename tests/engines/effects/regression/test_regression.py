"""Least squares, robust errors, analysis of variance, Tukey's range, errors that remember."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.regression.anova import one_way
from espalier.engines.effects.regression.autoregressive import lag_one, prais_winsten
from espalier.engines.effects.regression.coefficients import against_zero, combination
from espalier.engines.effects.regression.least_squares import (
    fitted,
    is_constant,
    least_squares,
    nested,
)
from espalier.engines.effects.regression.sandwich import cr1, cr2, hc3, newey_west, usual_lag
from espalier.engines.effects.regression.tukey import studentized_range_sf
from espalier.engines.figures.distributions import t_two_sided

# NIST StRD "Longley" is too long to type; this is Anscombe 1973, American Statistician 27, 17–21, first set.
X = np.array([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], dtype=float)
Y = np.array([8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68])


def test_anscombes_line_as_he_printed_it():
    fit = least_squares(Y, X[:, None], ["x"])
    intercept, slope = fit.table()
    assert (round(intercept.estimate, 2), round(slope.estimate, 2)) == (3.0, 0.5)
    assert round(slope.se, 3) == 0.118
    assert (round(fit.r_squared, 3), round(fit.f, 2)) == (0.667, 17.99)
    assert fit.summary().p == pytest.approx(slope.p)
    assert "67%" in fit.summary().sentence.en
    assert math.isclose(fit.leverage.sum(), 2)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(-5, 5), st.floats(0.1, 50))
def test_shifting_and_scaling_move_the_line_as_they_should(seed, shift, times):
    draws = np.random.default_rng(seed)
    x = draws.normal(size=(12, 2))
    y = x @ [1.0, -2.0] + draws.normal(size=12)
    order = draws.permutation(12)
    plain, moved = least_squares(y, x), least_squares((times * y + shift)[order], x[order])
    assert moved.estimates[1:] == pytest.approx(times * plain.estimates[1:], rel=1e-7, abs=1e-9)
    assert moved.r_squared == pytest.approx(plain.r_squared, abs=1e-9)
    assert 0 <= plain.r_squared <= 1


@pytest.mark.parametrize(
    ("y", "x", "names", "says"),
    [
        ([1, 2, 3], [[1], [2]], None, "3 rows expected"),
        ([1, 2, 3], [[1], [2], [4]], ["a", "b"], "names"),
        ([1, 2], [[1], [2]], None, "too few"),
        ([1, 1, 1], [[1], [2], [4]], None, "all values are the same"),
        ([1, 2, 3, 5], [[1, 2], [2, 4], [3, 6], [5, 10]], None, "x2 can be made"),
        ([1, 2, 3, 5], [[0], [0], [0], [0]], None, "x1 can be made"),
        ([1, 2, math.inf], [[1], [2], [4]], None, "infinite"),
        ([1, 2, math.nan], [[1], [2], [4]], None, "missing"),
    ],
)
def test_what_cannot_be_fitted_is_refused(y, x, names, says):
    with pytest.raises(ValueError, match=says):
        least_squares(y, x, names)


def test_nested_fits_and_single_coefficients():
    small = least_squares(Y, X[:, None])
    large = least_squares(Y, np.column_stack([X, X**2]))
    found = nested(small, large)
    last = large.table()[2]
    assert found.f == pytest.approx(last.t**2)
    assert found.p == pytest.approx(last.p)
    with pytest.raises(ValueError, match="nested"):
        nested(large, small)
    exact = least_squares([1.0, 3.0, 5.0, 7.0], [[0, 0], [1, 1], [2, 4], [3, 9]])
    with pytest.raises(ValueError, match="leave residuals"):
        nested(least_squares([1.0, 3.0, 5.0, 7.0], [[0], [1], [2], [3]]), exact)
    for se, df in ((0.0, 5.0), (1.0, 0.0)):
        with pytest.raises(ValueError, match="tests nothing"):
            against_zero("x", 1.0, se, df)
    slope = combination("slope", np.array([0.0, 1.0]), small.estimates, small.covariance, small.df)
    assert slope.se == pytest.approx(small.table()[1].se)
    assert is_constant(np.array([1e12, 1e12 + 1e-4]))
    assert not is_constant(np.array([0.0, 1e-9]))


def test_hc3_by_its_definition_and_one_person_a_cluster_is_hc2():
    fit = least_squares(Y, X[:, None])
    bread, e, h = fit.bread, fit.residuals, fit.leverage
    middle = sum((e[i] / (1 - h[i])) ** 2 * np.outer(row, row) for i, row in enumerate(fit.design))
    assert hc3(fit) == pytest.approx(bread @ middle @ bread)
    hc2 = sum(e[i] ** 2 / (1 - h[i]) * np.outer(row, row) for i, row in enumerate(fit.design))
    singles = np.arange(len(Y))
    assert cr2(fit, singles).covariance == pytest.approx(bread @ hc2 @ bread)
    hc1 = len(Y) / (len(Y) - 2) * bread @ (fit.design * e[:, None] ** 2).T @ fit.design @ bread
    assert cr1(fit, singles) == pytest.approx(hc1)


def test_cr2_of_two_groups_is_welch():
    draws = np.random.default_rng(1)
    a, b = draws.normal(0, 1, 9), draws.normal(1, 3, 14)
    arm = np.repeat([0.0, 1.0], [9, 14])
    fit = fitted(np.concatenate([a, b]), np.column_stack([np.ones(23), arm]), ("one", "arm"))
    found = cr2(fit, np.arange(23)).table()[1]
    variances = a.var(ddof=1) / 9, b.var(ddof=1) / 14
    assert found.se == pytest.approx(sum(variances) ** 0.5)
    # Under equal variances Satterthwaite's df are those of Welch with the design's shares.
    shares = np.array([1 / 9, 1 / 14])
    assert found.df == pytest.approx(shares.sum() ** 2 / (shares**2 / [8, 13]).sum())


def test_cr2_as_its_full_matrices_say():
    draws = np.random.default_rng(2)
    sizes = [3, 5, 2, 6, 4, 4]
    clusters = np.repeat(np.arange(6), sizes)
    x = np.column_stack([np.ones(24), draws.normal(size=24), clusters % 2])
    fit = fitted(x @ [1, 2, 3] + draws.normal(size=24), x, ("one", "x", "arm"))
    order = draws.permutation(24)
    mixed = fitted(fit.outcome[order], x[order], fit.names)
    hat = x @ fit.bread @ x.T
    middle, columns = np.zeros((3, 3)), []
    for g in range(6):
        rows = clusters == g
        values, vectors = np.linalg.eigh(np.eye(rows.sum()) - hat[np.ix_(rows, rows)])
        adjust = vectors @ np.diag(values**-0.5) @ vectors.T
        score = x[rows].T @ adjust @ fit.residuals[rows]
        middle += np.outer(score, score)
        columns.append((np.eye(24) - hat)[:, rows] @ adjust @ x[rows] @ fit.bread[:, 2])
    p = np.array(columns) @ np.array(columns).T
    found = cr2(mixed, clusters[order])
    assert found.covariance == pytest.approx(fit.bread @ middle @ fit.bread)
    assert found.degrees(np.array([0.0, 0.0, 1.0])) == pytest.approx(
        np.trace(p) ** 2 / (p**2).sum()
    )


def test_a_cluster_that_decides_alone_does_not_break_cr2_but_does_hc3():
    x = np.column_stack([np.ones(6), [0, 0, 0, 0, 0, 1.0]])
    fit = fitted(np.array([1.0, 2, 3, 4, 5, 9]), x, ("one", "alone"))
    assert np.isfinite(cr2(fit, np.arange(6)).covariance).all()
    with pytest.raises(ValueError, match="row 5 alone"):
        hc3(fit)
    for codes in (np.zeros(6, dtype=int), np.array([0, 0, 0, 2, 2, 2])):
        with pytest.raises(ValueError, match="clusters"):
            cr2(fit, codes)


def test_newey_west_without_lags_and_with():
    fit = least_squares(Y, X[:, None])
    scores = fit.design * fit.residuals[:, None]
    plain = fit.bread @ (scores.T @ scores) @ fit.bread * 11 / 9
    assert newey_west(fit, n_lags=0) == pytest.approx(plain)
    gamma = scores[1:].T @ scores[:-1]
    middle = scores.T @ scores + 0.5 * (gamma + gamma.T)
    assert newey_west(fit, n_lags=1) == pytest.approx(fit.bread @ middle @ fit.bread * 11 / 9)
    assert usual_lag(11) == 2
    assert newey_west(fit) == pytest.approx(newey_west(fit, n_lags=2))
    for wrong in (-1, 11):
        with pytest.raises(ValueError, match="n_lags"):
            newey_west(fit, n_lags=wrong)


def test_errors_that_remember():
    draws = np.random.default_rng(3)
    noise = np.zeros(400)
    for t in range(1, 400):
        noise[t] = 0.6 * noise[t - 1] + draws.normal()
    time = np.arange(400.0)
    x = np.column_stack([np.ones(400), time])
    found = prais_winsten(2 + 0.1 * time + noise, x, ("one", "time"))
    assert found.converged
    memory = found.rho ** np.abs(time[:, None] - time)
    full = np.linalg.solve(
        x.T @ np.linalg.solve(memory, x), x.T @ np.linalg.solve(memory, 2 + 0.1 * time + noise)
    )
    assert found.fit.estimates == pytest.approx(full, rel=1e-9)
    assert found.rho == pytest.approx(0.6, abs=0.1)
    assert found.fit.estimates[1] == pytest.approx(0.1, abs=0.01)
    assert not prais_winsten(2 + 0.1 * time + noise, x, ("one", "time"), most_rounds=1).converged
    with pytest.raises(ValueError, match="most_rounds"):
        prais_winsten(noise, x, ("one", "time"), most_rounds=0)
    assert lag_one(np.zeros(5)) == 0
    assert lag_one(np.arange(1.0, 9)) == 0.99


def test_analysis_of_variance_of_large_numbers_keeps_its_digits():
    # NIST StRD SmLs01 and SmLs07 in small: the same spread around 1 and around 10¹².
    small = np.array([0.4, 0.3, 0.5, 0.6, 0.5, 0.7, 0.8, 0.7, 0.9])
    groups = np.repeat([0, 1, 2], 3)
    near, far = one_way(small, groups, 3), one_way(small * 1024 + 2.0**40, groups, 3)
    assert near.f == pytest.approx(12.0)
    assert far.f == pytest.approx(12.0, rel=1e-4)
    assert near.eta_squared == pytest.approx(0.8)
    assert "3 組" in near.sentence.zh
    assert "9 people" in near.sentence.en
    two = one_way([1.0, 2.0, 4.0, math.nan, 7.0], [0, 0, 1, 1, 1], 2)
    assert (two.n_used, two.n_missing) == (4, 1)


@pytest.mark.parametrize(
    ("values", "groups", "k", "says"),
    [
        ([1, 2], [0, 0], 1, "at least two"),
        ([1, 2, 3], [0, 0, 0], 2, "at least two"),
        ([1, 2], [0, 1], 2, "nothing to compare"),
        ([1, 1, 2, 2], [0, 0, 1, 1], 2, "no spread"),
        ([1, 2, 3], [0, 1], 2, "shape"),
    ],
)
def test_no_analysis_of_variance(values, groups, k, says):
    with pytest.raises(ValueError, match=says):
        one_way(np.array(values, dtype=float), groups, k)


def test_the_studentized_range_of_two_is_t_and_of_three_tukeys_table():
    for t, df in ((0.3, 3), (2.0, 10), (3.1, 200), (1.2, 4)):
        assert studentized_range_sf(t * math.sqrt(2), 2, df) == pytest.approx(
            t_two_sided(t, df), abs=1e-6
        )
    # Tukey's 5 % points: 3 means and 20 df 3.578, 5 means and 60 df 3.977.
    assert studentized_range_sf(3.578, 3, 20) == pytest.approx(0.05, abs=1e-4)
    assert studentized_range_sf(3.977, 5, 60) == pytest.approx(0.05, abs=1e-4)
    assert studentized_range_sf(0.0, 3, 1) == pytest.approx(1.0, abs=1e-5)
    for wrong in ((-1.0, 3, 5), (1.0, 1, 5), (1.0, 3, 0)):
        with pytest.raises(ValueError, match="studentized"):
            studentized_range_sf(*wrong)
