"""Random intercepts and slopes by restricted maximum likelihood, and their degrees of freedom."""

from dataclasses import replace

import numpy as np
import pytest

from espalier.engines.effects.mixed import random_intercept as module
from espalier.engines.effects.mixed.degrees import known_of_variances, table_of_effects
from espalier.engines.effects.mixed.growth import random_slopes
from espalier.engines.effects.mixed.random_intercept import random_intercept
from espalier.engines.effects.regression.least_squares import fitted, least_squares

# Dyestuff: yield of 5 preparations of 6 batches (Davies 1947, Statistical Methods in Research and Production); Bates et
# al. 2010 print the REML fit: σ 49.51, τ 42.00, criterion 319.654, mean 1527.5 with error 19.38.
DYESTUFF = np.array(
    [
        [1545, 1440, 1440, 1520, 1580],
        [1540, 1555, 1490, 1560, 1495],
        [1595, 1550, 1605, 1510, 1560],
        [1445, 1440, 1595, 1465, 1545],
        [1595, 1630, 1515, 1635, 1625],
        [1520, 1455, 1450, 1480, 1445],
    ],
    dtype=float,
)
BATCH = np.repeat(np.arange(6), 5)


def mean_only(values):
    return fitted(values, np.ones((len(values), 1)), ("mean",))


def test_dyestuff_as_printed_and_as_the_mean_squares_say():
    values = DYESTUFF.ravel()
    model = random_intercept(mean_only(values), BATCH)
    assert model.variance_within**0.5 == pytest.approx(49.51, abs=0.01)
    assert model.variance_between**0.5 == pytest.approx(42.00, abs=0.01)
    assert model.criterion == pytest.approx(319.654, abs=0.001)
    within = DYESTUFF.var(axis=1, ddof=1).mean()
    between = DYESTUFF.mean(axis=1).var(ddof=1) - within / 5
    assert model.variance_between == pytest.approx(between, rel=1e-6)
    assert model.icc == pytest.approx(between / (between + within), rel=1e-6)
    assert model.design_effect == pytest.approx(1 + 4 * model.icc)
    known = known_of_variances(model)
    for is_adjusted in (False, True):
        (mean,) = table_of_effects(known, is_adjusted=is_adjusted)
        assert mean.estimate == pytest.approx(1527.5)
        assert mean.se == pytest.approx(19.38, abs=0.01)
        # In balanced data both come down to the batches minus one.
        assert mean.df == pytest.approx(5, rel=1e-6)


def test_large_numbers_people_in_another_order_and_another_unit_change_nothing():
    draws = np.random.default_rng(1)
    x = draws.normal(size=(60, 1))
    clusters = np.repeat(np.arange(10), 6)
    y = 3 * x[:, 0] + draws.normal(0, 2, 10)[clusters] + draws.normal(size=60)
    plain = random_intercept(least_squares(y, x), clusters)
    order = draws.permutation(60)
    far = random_intercept(least_squares(10 * y[order] + 1e6, x[order]), clusters[order])
    assert far.variance_between == pytest.approx(100 * plain.variance_between, rel=1e-4)
    assert far.estimates[1] == pytest.approx(10 * plain.estimates[1], rel=1e-6)
    assert far.converged


def full_likelihood(theta, y, x, clusters):
    v = theta[1] * np.eye(len(y)) + theta[0] * (clusters[:, None] == clusters)
    inverse = np.linalg.inv(v)
    a = x.T @ inverse @ x
    r = y - x @ np.linalg.solve(a, x.T @ inverse @ y)
    return (
        np.linalg.slogdet(v)[1]
        + np.linalg.slogdet(a)[1]
        + r @ inverse @ r
        + (len(y) - x.shape[1]) * np.log(2 * np.pi)
    )


def test_the_criterion_and_its_curvature_as_the_full_matrices_say():
    draws = np.random.default_rng(7)
    clusters = np.repeat(np.arange(8), [2, 3, 4, 5, 6, 3, 4, 1])
    x = np.column_stack([np.ones(28), clusters % 2, draws.normal(size=28)])
    y = x @ [1, 2, 3] + draws.normal(0, 1.5, 8)[clusters] + draws.normal(size=28)
    fit = fitted(y, x, ("one", "arm", "x"))
    model = random_intercept(fit, clusters)
    at = np.array([model.variance_between, model.variance_within])
    assert model.criterion == pytest.approx(full_likelihood(at, y, x, clusters), rel=1e-9)
    step, unit = 1e-3, np.eye(2)
    curve = np.array(
        [
            [
                sum(
                    a * b * full_likelihood(at + step * (a * unit[i] + b * unit[j]), y, x, clusters)
                    for a in (1, -1)
                    for b in (1, -1)
                )
                / (4 * step**2)
                for j in range(2)
            ]
            for i in range(2)
        ]
    )
    known = known_of_variances(model)
    assert np.linalg.inv(known.observed) == pytest.approx(curve / 2, rel=1e-3)


def test_no_spread_between_clusters_is_said_and_has_degrees_of_freedom():
    values = np.tile([1.0, 2.0, 3.0, 4.0], 6)
    clusters = np.repeat(np.arange(6), 4)
    model = random_intercept(mean_only(values), clusters)
    assert model.is_singular
    assert model.icc == 0
    (mean,) = table_of_effects(known_of_variances(model), is_adjusted=False)
    assert 4 < mean.df < 23


def test_the_cap_on_rounds_is_reported(monkeypatch):
    monkeypatch.setattr(module, "MOST_HALVINGS", 2)
    assert not random_intercept(mean_only(DYESTUFF.ravel()), BATCH).converged


def test_no_random_intercept():
    values = DYESTUFF.ravel()
    with pytest.raises(ValueError, match="one person each"):
        random_intercept(mean_only(values), np.arange(30))
    with pytest.raises(ValueError, match="clusters"):
        random_intercept(mean_only(values), np.zeros(30, dtype=int))
    line = least_squares(np.arange(6.0), np.arange(6.0)[:, None])
    with pytest.raises(ValueError, match="wholly"):
        random_intercept(line, np.array([0, 0, 1, 1, 2, 2]))
    with pytest.raises(ValueError, match="wholly"):
        random_slopes(line, np.array([0, 0, 0, 0, 1, 1]), np.zeros((6, 0)))


def grown(seed=3, spread=1.0, n=15):
    draws = np.random.default_rng(seed)
    persons, time = np.repeat(np.arange(n), 5), np.tile(np.arange(5.0), n)
    own = draws.normal(0, 3, n)[persons] + spread * draws.normal(0, 1, n)[persons] * time
    return time, persons, 10 + 2 * time + own + draws.normal(0, 1, 5 * n)


def test_balanced_growth_is_the_mean_of_everybodys_slope():
    time, persons, y = grown()
    model = random_slopes(least_squares(y, time[:, None]), persons, time[:, None])
    slopes = [np.polyfit(time[persons == k], y[persons == k], 1)[0] for k in range(15)]
    found = model.table()[1]
    assert model.converged
    assert found.estimate == pytest.approx(np.mean(slopes))
    assert found.se == pytest.approx(np.std(slopes, ddof=1) / 15**0.5, rel=1e-4)
    assert found.df == pytest.approx(14, rel=1e-3)


def test_growth_without_spread_lies_on_the_edge():
    time, persons, y = grown(spread=0.0)
    model = random_slopes(least_squares(y, time[:, None]), persons, time[:, None], is_reml=False)
    edge = replace(model, theta=np.array([1.0, 0.0, 0.0]))
    assert edge.is_singular
    assert edge.degrees(np.array([0.0, 1.0])) == 14
    assert model.log_likelihood == -model.criterion / 2
    with pytest.raises(ValueError, match="too few for 2"):
        random_slopes(
            least_squares(y[:6], time[:6, None]), np.array([0, 0, 1, 1, 2, 2]), time[:6, None]
        )
