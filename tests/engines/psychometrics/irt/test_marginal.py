"""Estimates are those of the likelihood written out, whatever the path taken to them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import approx_fprime, minimize

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.information_matrix import ErrorMethod, covariance_of
from espalier.engines.psychometrics.irt.layout import design_of, layout_of
from espalier.engines.psychometrics.irt.marginal import estimate
from espalier.engines.psychometrics.irt.maximisation import Penalty, Slope
from espalier.engines.psychometrics.irt.priors import BetaGuessing, LognormalSlope, MirtGuessing
from espalier.engines.psychometrics.irt.rasch_population import rasch_solved
from espalier.engines.psychometrics.irt.responses import read_responses
from tests.engines.psychometrics.irt import samples

EXCLUDE, REFUSE = MissingPolicy.EXCLUDE, MissingPolicy.REFUSE
A, D = np.array([1.2, 0.8, 1.6, 1.0]), np.array([0.8, -0.5, 0.2, -1.0])
TWO = samples.right_and_wrong(300, A, D)
STEPS = np.array([[1.5, 0.0], [1.0, -1.0], [0.5, -0.8], [2.0, 0.4]])
RATED = samples.graded(400, A, STEPS)


def read(answers, **how):
    return read_responses(answers, missing=EXCLUDE, **how)


def with_holes(answers):
    holes = answers.astype(float)
    holes[np.random.default_rng(5).random(holes.shape) < 0.15] = np.nan
    return holes


def cut(vector, sizes):
    return np.split(vector, np.cumsum(sizes)[:-1])


CASES = {
    "2pl": (Model.TWO_PARAMETER, TWO, 2, [2] * 4),
    "2pl with holes": (Model.TWO_PARAMETER, with_holes(TWO), 2, [2] * 4),
    "grm": (Model.GRADED, RATED, None, [3] * 4),
    "grm with holes": (Model.GRADED, with_holes(RATED), None, [3] * 4),
    "gpcm": (Model.PARTIAL_CREDIT, RATED, None, [3] * 4),
    "gpcm of two": (Model.PARTIAL_CREDIT, TWO, 2, [2] * 4),
}


@pytest.mark.parametrize(("model", "answers", "k", "sizes"), CASES.values(), ids=CASES)
def test_it_is_the_best_place_and_errors_are_its_curvature(model, answers, k, sizes):
    found = estimate(read(answers, n_categories=k), model)
    codes = answers - (0 if k else np.nanmin(answers, axis=0))

    def value(vector):
        return -samples.log_likelihood(model.value, cut(vector, sizes), codes)

    assert found.converged
    assert found.log_likelihood == pytest.approx(-value(found.vector), abs=1e-8)
    slope = approx_fprime(found.vector, value, 1e-5)
    assert np.abs(slope).max() < 0.02
    hessian = np.array(
        [
            (
                approx_fprime(found.vector + e, value, 1e-5)
                - approx_fprime(found.vector - e, value, 1e-5)
            )
            / 2e-2
            for e in 1e-2 * np.eye(found.vector.size)
        ]
    )
    expected = np.sqrt(np.diag(np.linalg.inv(hessian)))
    assert found.standard_errors == pytest.approx(expected, rel=2e-2)


def test_rasch_is_the_best_common_slope():
    found = estimate(read(TWO, n_categories=2), Model.RASCH)

    def value(point):
        items = [np.array([point[0], d]) for d in point[1:]]
        return -samples.log_likelihood("2pl", items, TWO.astype(float))

    best = minimize(value, np.concatenate([[1.0], np.zeros(4)]), method="BFGS")
    assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-4)
    assert found.a == pytest.approx(np.full(4, best.x[0]), abs=1e-3)
    assert np.concatenate(found.d) == pytest.approx(best.x[1:], abs=1e-3)
    assert found.n_free == 5
    assert found.standard_errors[0] == pytest.approx(np.sqrt(best.hess_inv[0, 0]), rel=0.1)


def test_rasch_with_a_slope_of_one_leaves_it_so():
    found = estimate(read(TWO, n_categories=2), Model.RASCH, penalty=Penalty(Slope.ONE))
    assert found.a.tolist() == [1.0] * 4
    assert found.n_free == 4
    assert found.standard_errors[0] == pytest.approx(0)
    assert found.aic == pytest.approx(8 - 2 * found.log_likelihood)
    assert found.bic == pytest.approx(4 * np.log(300) - 2 * found.log_likelihood)


def test_people_who_spread_far_get_a_wider_grid():
    wide = samples.right_and_wrong(400, np.full(6, 3.0), np.linspace(-3, 3, 6), seed=2)
    found = estimate(read(wide, n_categories=2), Model.RASCH)
    assert 2.2 < found.a[0] < 4.0
    layout = layout_of(Model.RASCH, np.full(6, 2))
    start = np.tile([1.0, 0.0], 6)
    on_sd, _ = rasch_solved(layout, design_of(read(wide, n_categories=2)), start, 1e-5, 200)
    assert on_sd.nodes.max() >= 4.0


def test_frequencies_are_as_good_as_rows():
    whole = estimate(read(TWO, n_categories=2), Model.TWO_PARAMETER)
    rows, counts = np.unique(TWO, axis=0, return_counts=True)
    short = estimate(read(rows, n_categories=2, frequencies=counts), Model.TWO_PARAMETER)
    assert short.vector == pytest.approx(whole.vector, abs=1e-4)
    assert short.standard_errors == pytest.approx(whole.standard_errors, rel=1e-4)


def test_single_precision_says_the_same():
    many = samples.right_and_wrong(3000, np.tile(A, 3), np.tile(D, 3), seed=4)
    answers = read(many, n_categories=2, keeps_rows=True)
    found = estimate(answers, Model.TWO_PARAMETER)
    layout, exact = found.layout, design_of(answers, most_exact=10_000)
    covariance, _ = covariance_of(layout, exact, found.vector, Penalty(), ErrorMethod.OBSERVED)
    assert found.standard_errors == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-3)
    twice = estimate(read(many, n_categories=2), Model.TWO_PARAMETER, tolerance=1e-6)
    assert twice.vector == pytest.approx(found.vector, abs=2e-3)


def test_the_first_guess_of_many_people_changes_nothing():
    many = samples.right_and_wrong(20_000, np.tile(A, 4), np.tile(D, 4), seed=6)
    found = estimate(read(many, n_categories=2), Model.TWO_PARAMETER)
    assert found.converged
    assert found.a == pytest.approx(np.tile(A, 4), abs=0.12)


def test_errors_by_each_path_agree():
    answers = read(samples.right_and_wrong(2000, A, D, seed=3), n_categories=2, keeps_rows=True)
    found = estimate(answers, Model.TWO_PARAMETER)
    generic = estimate(answers, Model.GRADED)  # two categories: the same model by the other path
    crossed = estimate(answers, Model.TWO_PARAMETER, errors=ErrorMethod.CROSS_PRODUCT)
    assert generic.standard_errors == pytest.approx(found.standard_errors, rel=1e-3)
    assert crossed.standard_errors == pytest.approx(found.standard_errors, rel=0.15)
    assert crossed.error_method is ErrorMethod.CROSS_PRODUCT
    none = estimate(answers, Model.TWO_PARAMETER, errors=ErrorMethod.NONE)
    assert none.covariance is none.standard_errors is none.b_errors() is None


def test_dear_errors_are_found_by_the_cross_product(monkeypatch):
    from espalier.engines.psychometrics.irt import information_matrix

    monkeypatch.setattr(information_matrix, "MOST_WORK", 1.0)
    found = estimate(read(RATED), Model.GRADED)
    assert found.error_method is ErrorMethod.CROSS_PRODUCT


def test_three_parameters_with_a_prior():
    answers = samples.right_and_wrong(1500, np.tile(A, 3), np.tile(D, 3), c=0.2, seed=8)
    found = estimate(
        read(answers, n_categories=2), Model.THREE_PARAMETER, penalty=Penalty(c=BetaGuessing())
    )
    like = estimate(
        read(answers, n_categories=2), Model.THREE_PARAMETER, penalty=Penalty(c=MirtGuessing())
    )
    assert found.c == pytest.approx(np.full(12, 0.2), abs=0.09)
    assert np.ptp(like.c) < np.ptp(found.c)  # the tighter prior
    assert found.log_prior != 0
    assert np.concatenate(found.b_errors()).min() > 0


def test_items_of_different_categories_stand_together():
    mixed = np.column_stack([TWO[:, 0], samples.graded(300, A[:2], STEPS[:2], seed=1)])
    found = estimate(read(mixed), Model.GRADED)
    assert [d.size for d in found.d] == [1, 2, 2]
    assert all((np.diff(d) < 0).all() for d in found.d)
    assert [b.size for b in found.b_errors()] == [1, 2, 2]


def test_a_prior_keeps_slopes_positive():
    backwards = TWO.copy()
    backwards[:, 0] = 1 - backwards[:, 0]
    free = estimate(read(backwards, n_categories=2), Model.TWO_PARAMETER)
    held = estimate(
        read(backwards, n_categories=2), Model.TWO_PARAMETER, penalty=Penalty(a=LognormalSlope())
    )
    assert free.a.min() < 0 < held.a.min()
    assert held.log_prior < 0


def test_few_steps_are_said_to_be_few():
    found = estimate(read(TWO, n_categories=2), Model.TWO_PARAMETER, most_steps=2)
    assert not found.converged
    assert found.n_steps == 2


def test_what_cannot_be_estimated_is_named():
    same = TWO.copy()
    same[:, 1] = 1
    with pytest.raises(ValueError, match="all alike in item 2"):
        estimate(read(same, n_categories=2), Model.TWO_PARAMETER)
    with pytest.raises(ValueError, match="answers of 0 and 1"):
        estimate(read(RATED), Model.RASCH)


def test_perfect_items_run_away_and_are_known():
    perfect = np.repeat(np.tril(np.ones((4, 3), dtype=int), -1), 50, axis=0)
    found = estimate(read(perfect, n_categories=2), Model.TWO_PARAMETER)
    assert found.ran_away.size
    assert np.isfinite(found.vector).all()


def test_a_flat_likelihood_has_no_errors():
    found = estimate(read(TWO, n_categories=2), Model.TWO_PARAMETER)
    empty = design_of(read(TWO, n_categories=2))
    weightless = replace(empty, frequencies=empty.frequencies * 0, is_weighted=True)
    covariance, _ = covariance_of(
        found.layout, weightless, found.vector, Penalty(), ErrorMethod.OBSERVED
    )
    assert covariance is None


def test_priors_are_checked():
    with pytest.raises(ValueError, match="prior of a"):
        LognormalSlope(sd=0)
    with pytest.raises(ValueError, match="prior of c"):
        BetaGuessing(alpha=1)
