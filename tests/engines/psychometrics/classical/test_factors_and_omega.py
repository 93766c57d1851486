"""Factors of known matrices come back; omega, its interval, its fallbacks and the bifactor structure."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.types import Refusal
from espalier.engines.psychometrics.classical import bifactor as bifactor_module
from espalier.engines.psychometrics.classical import omega as omega_module
from espalier.engines.psychometrics.classical import resampled_factor as resampled_module
from espalier.engines.psychometrics.classical.alpha import cronbach_alpha
from espalier.engines.psychometrics.classical.bifactor import (
    bifactor_ml,
    hierarchical_of,
    omega_hierarchical,
)
from espalier.engines.psychometrics.classical.factor import Factors, minres, one_factor_ml
from espalier.engines.psychometrics.classical.omega import AlphaInstead, Omega, omega_total
from espalier.engines.psychometrics.classical.resampled_factor import (
    many_one_factor,
    resampled_covariances,
)
from espalier.engines.psychometrics.classical.responses import Unanswered
from espalier.engines.psychometrics.classical.rotation import oblimin, schmid_leiman
from tests.engines.psychometrics.classical.tables import NAN, one_ability

REFUSE = Unanswered.REFUSE
GROUPS = np.repeat([0, 1, 2], 3)


def bifactor_matrix(general=0.6, own=0.5, groups=GROUPS):
    g = np.full(groups.size, general)
    r = np.outer(g, g) + own**2 * (groups[:, None] == groups)
    np.fill_diagonal(r, 1.0)
    return r


def standard(scores):
    return np.corrcoef(scores.T)


@given(st.lists(st.floats(0.3, 0.9), min_size=3, max_size=8))
@settings(max_examples=15, deadline=None)
def test_one_factor_comes_back(loadings):
    true = np.array(loadings)
    r = np.outer(true, true)
    np.fill_diagonal(r, 1.0)
    for found in (one_factor_ml(r), minres(r, 1)):
        np.testing.assert_allclose(found.loadings[:, 0], true, atol=2e-4)
        assert found.converged
        assert not found.heywood.any()


def test_a_heywood_case_is_named():
    r = np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    found = one_factor_ml(r)
    assert found.heywood.tolist() == [True, False, False]
    assert found.converged


def test_all_loadings_turn_together():
    r = bifactor_matrix()
    signs = np.array([1, -1] * 4 + [1])
    turned = one_factor_ml(r * np.outer(signs, signs))
    np.testing.assert_allclose(
        np.abs(turned.loadings), np.abs(one_factor_ml(r).loadings), atol=1e-5
    )
    assert turned.loadings.sum() > 0


@pytest.mark.parametrize(
    ("matrix", "told"),
    [
        (np.eye(2), "at least 3 items"),
        (np.ones((3, 4)), "at least 3 items"),
        (np.full((3, 3), NAN), "finite"),
        (2 * np.eye(3), "1 on the diagonal"),
        (np.array([[1, 0.5, 0], [0.1, 1, 0], [0, 0, 1]]), "symmetric"),
        (np.ones((3, 3)), "not positive definite"),
    ],
)
def test_what_is_no_correlation_matrix(matrix, told):
    with pytest.raises(ValueError, match=told):
        one_factor_ml(matrix)


def test_too_many_factors():
    for m in (0, 2):
        with pytest.raises(ValueError, match="cannot be found in 4 items"):
            minres(0.5 * np.ones((4, 4)) + 0.5 * np.eye(4), m)
    with pytest.raises(ValueError, match="3 are the least"):
        schmid_leiman(bifactor_matrix(), 2)


def test_oblimin_finds_the_simple_structure_it_was_made_from():
    pattern = np.zeros((9, 3))
    pattern[np.arange(9), GROUPS] = 0.8
    phi = np.full((3, 3), 0.3) + 0.7 * np.eye(3)
    turn = np.linalg.cholesky(phi)
    mixed = pattern @ turn @ np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))[0]
    found = oblimin(mixed)
    assert found.converged
    order = np.abs(found.loadings).argmax(axis=0).argsort()
    np.testing.assert_allclose(np.abs(found.loadings[:, order]), pattern, atol=1e-4)
    np.testing.assert_allclose(np.abs(found.phi), phi, atol=1e-4)


def test_rotation_stops_at_its_cap(monkeypatch):
    from espalier.engines.psychometrics.classical import rotation

    monkeypatch.setattr(rotation, "MOST_ROUNDS", 2)
    assert not oblimin(np.random.default_rng(1).normal(size=(9, 3))).converged
    flat = np.zeros((4, 2))
    flat[:, 0] = 0.7
    axes, value, _, step = rotation._step(
        flat, np.ones((2, 2)) - np.eye(2), np.eye(2), -1.0, np.zeros((2, 2)), 1.0
    )
    assert step < 1e-15
    assert np.isfinite(axes).all()
    assert value >= 0


def test_schmid_leiman_and_ml_agree_on_a_bifactor_matrix():
    # Equal loadings within groups are proportional, so that Schmid-Leiman is exact here.
    r = bifactor_matrix()
    for solution in (schmid_leiman(r, 3), bifactor_ml(r, GROUPS)):
        hierarchical, total = hierarchical_of(solution, r)
        assert hierarchical == pytest.approx((9 * 0.6) ** 2 / r.sum(), abs=2e-3)
        assert total == pytest.approx(1 - 9 * (1 - 0.36 - 0.25) / r.sum(), abs=2e-3)
        assert solution.converged
    turned = schmid_leiman(r[::-1, ::-1], 3)
    assert turned.general.sum() > 0


def test_a_general_factor_may_come_out_turned(monkeypatch):
    from espalier.engines.psychometrics.classical import rotation

    plain = rotation.oblimin

    def turned(loadings):
        found = plain(loadings)
        return rotation.Rotated(-found.loadings, found.phi, found.converged)

    monkeypatch.setattr(rotation, "oblimin", turned)
    assert schmid_leiman(bifactor_matrix(), 3).general.sum() > 0


def test_many_fits_at_once_are_each_the_single_fit():
    matrices = np.array([standard(one_ability(150, 5, seed)) for seed in range(20)])
    whole = one_factor_ml(matrices.mean(axis=0))
    found = many_one_factor(matrices, whole.loadings[:, 0], whole.uniqueness)
    assert found.converged.all()
    for r, loading in zip(matrices, found.loadings, strict=True):
        np.testing.assert_allclose(loading, one_factor_ml(r).loadings[:, 0], atol=1e-4)


def test_many_fits_stop_at_their_cap(monkeypatch):
    monkeypatch.setattr(resampled_module, "MOST_ROUNDS", 1)
    r = standard(one_ability(150, 5))[None]
    assert not many_one_factor(r, np.full(5, 0.1), np.full(5, 0.9)).converged.any()


def test_omega_of_equal_loadings_is_alpha_and_its_interval_covers_it():
    scores = one_ability(300, 6)
    found = omega_total(scores, missing=REFUSE, seed=2, n_resamples=300)
    assert isinstance(found, Omega)
    alpha = cronbach_alpha(scores, missing=REFUSE)
    assert found.estimate == pytest.approx(alpha.estimate, abs=0.01)
    assert found.interval.low == pytest.approx(alpha.interval.low, abs=0.02)
    assert found.interval.high == pytest.approx(alpha.interval.high, abs=0.02)
    assert (found.n_resamples_used, found.heywood, found.warnings) == (300, (), ())
    assert "300 learners on 6 questions" in found.sentence.en
    same = omega_total(scores * 3 + 7, missing=REFUSE, seed=2, n_resamples=300)
    assert same.estimate == pytest.approx(found.estimate, abs=1e-6)


def test_unequal_loadings_make_omega_larger_than_alpha():
    rng = np.random.default_rng(4)
    scores = rng.normal(size=(500, 1)) * [2, 1, 0.5, 0.3] + rng.normal(size=(500, 4))
    found = omega_total(scores, missing=REFUSE, seed=1, n_resamples=200)
    assert found.estimate > cronbach_alpha(scores, missing=REFUSE).estimate


def test_large_groups_are_resampled_small_and_scaled():
    scores = one_ability(12_000, 4)
    found = omega_total(scores, missing=REFUSE, seed=1, n_resamples=200)
    exact = cronbach_alpha(scores, missing=REFUSE).interval
    assert found.interval.width == pytest.approx(exact.width, rel=0.3)
    assert resampled_covariances(scores, seed=1, n_resamples=1).shape == (1, 4, 4)


def test_omega_names_its_heywood_case_and_falls_back_with_reason(monkeypatch):
    rng = np.random.default_rng(7)
    first = rng.normal(size=200)
    mixed = np.column_stack([first + 0.05 * rng.normal(size=200), first + rng.normal(size=200)])
    scores = np.column_stack([mixed, first + 1.5 * rng.normal(size=200)])
    found = omega_total(scores, missing=REFUSE, seed=1, n_resamples=100)
    assert found.heywood == (0,)
    assert "Heywood case: item 1" in found.sentence.en

    constant, repeat, flipped = (one_ability(150, 4) for _ in range(3))
    constant[:, 2] = 1.0
    repeat[:, 3] = repeat[:, 0]
    flipped = one_ability(150, 5, noise=0.5)
    flipped[:, 4] *= -1
    cases = {
        "unstable below 100": one_ability(60, 4),
        "same score on item 3": constant,
        "repeats others": repeat,
        "Item 5 points the other way": flipped,
    }
    for told, data in cases.items():
        found = omega_total(data, missing=REFUSE, seed=1, n_resamples=100)
        assert isinstance(found, AlphaInstead)
        assert told in found.sentence.en
        assert found.alpha.estimate == cronbach_alpha(data, missing=REFUSE).estimate
        assert found.n_used == len(data)

    def stuck(correlations) -> Factors:
        k = len(correlations)
        return Factors(np.ones((k, 1)), np.ones(k), 0.0, np.zeros(k, bool), False, 9)

    monkeypatch.setattr(omega_module, "one_factor_ml", stuck)
    found = omega_total(one_ability(150, 4), missing=REFUSE, seed=1, n_resamples=100)
    assert "did not converge" in found.sentence.en


def test_omega_is_refused_where_alpha_is_and_needs_whole_people():
    assert isinstance(omega_total(np.ones((150, 4)), missing=REFUSE, seed=1), Refusal)
    holes = one_ability(150, 4)
    holes[0, 0] = NAN
    with pytest.raises(ValueError, match="whole people"):
        omega_total(holes, missing=Unanswered.PAIRWISE, seed=1)
    with pytest.raises(ValueError, match="100 are the least"):
        omega_total(holes, missing=Unanswered.COMPLETE, seed=1, n_resamples=9)


def test_no_resample_that_came_to_rest_leaves_no_width(monkeypatch):
    monkeypatch.setattr(resampled_module, "MOST_ROUNDS", 0)
    found = omega_total(one_ability(150, 4), missing=REFUSE, seed=1, n_resamples=100)
    assert isinstance(found, AlphaInstead)
    assert "Most resamples did not converge" in found.sentence.en


def bifactor_scores(n=300, general=0.8, own=0.5, seed=1):
    rng = np.random.default_rng(seed)
    groups = rng.normal(size=(n, 3))
    return (
        general * rng.normal(size=(n, 1)) + own * groups[:, GROUPS] + 0.5 * rng.normal(size=(n, 9))
    )


def test_omega_hierarchical_with_its_interval():
    found = omega_hierarchical(bifactor_scores(), GROUPS, missing=REFUSE, seed=1, n_resamples=20)
    assert found.estimate in found.interval
    assert found.estimate < found.omega_total
    assert found.groups == tuple(GROUPS)
    assert found.converged
    assert found.n_resamples_used >= 18
    assert "come from one common ability" in found.sentence.en
    weak = bifactor_scores(general=0.3, own=0.9)
    split = omega_hierarchical(weak, GROUPS, missing=REFUSE, seed=1, n_resamples=20)
    assert "Show the scores of the topics" in split.sentence.en


def test_an_item_may_stand_outside_the_groups():
    groups = GROUPS.copy()
    groups[-3:] = -1
    r = bifactor_matrix()
    r[6:, 6:] = 0.36
    np.fill_diagonal(r, 1.0)
    fit = bifactor_ml(r, groups)
    assert fit.group[6:] == pytest.approx(0, abs=1e-9)
    assert fit.structure[0] == pytest.approx(0.6, abs=1e-2)


@pytest.mark.parametrize(
    ("scores", "groups", "code"),
    [
        (bifactor_scores(60), GROUPS, "few_people"),
        (bifactor_scores(), np.zeros(9, int), "few_groups"),
        (bifactor_scores(), np.full(9, -1), "few_groups"),
        (bifactor_scores(), np.array([0] * 7 + [1] * 2), "few_groups"),
        (np.hstack([bifactor_scores()[:, :8], np.ones((300, 1))]), GROUPS, "no_variance"),
        (np.hstack([bifactor_scores()[:, :8], bifactor_scores()[:, :1]]), GROUPS, "no_variance"),
    ],
)
def test_omega_hierarchical_is_refused(scores, groups, code):
    found = omega_hierarchical(scores, groups, missing=REFUSE, seed=1)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert "omega total or alpha" in found.sentence.en


def test_a_bifactor_model_that_does_not_come_to_rest(monkeypatch):
    monkeypatch.setattr(bifactor_module, "MOST_ROUNDS", 0.25)
    found = omega_hierarchical(bifactor_scores(), GROUPS, missing=REFUSE, seed=1)
    assert found.code == "not_converged"


def test_bifactor_needs_whole_people_and_enough_draws():
    holes = bifactor_scores()
    holes[0, 0] = NAN
    with pytest.raises(ValueError, match="whole people"):
        omega_hierarchical(holes, GROUPS, missing=Unanswered.PAIRWISE, seed=1)
    with pytest.raises(ValueError, match="20 are the least"):
        omega_hierarchical(holes, GROUPS, missing=Unanswered.COMPLETE, seed=1, n_resamples=2)
    with pytest.raises(ValueError, match="groups"):
        omega_hierarchical(bifactor_scores(), [0, 1], missing=REFUSE, seed=1)


def test_a_bifactor_heywood_case_is_named_and_resamples_without_rest_are_left_out(monkeypatch):
    plain, calls = bifactor_module.bifactor_ml, []

    def shaky(correlations, groups):
        calls.append(1)
        found = plain(correlations, groups)
        at_bound = np.arange(9) == 4
        return replace(found, heywood=at_bound, converged=len(calls) % 3 != 2)

    monkeypatch.setattr(bifactor_module, "bifactor_ml", shaky)
    found = omega_hierarchical(bifactor_scores(), GROUPS, missing=REFUSE, seed=1, n_resamples=20)
    assert found.n_resamples_used == 13
    assert "Heywood case: item 5" in found.sentence.en


def test_resamples_that_cannot_be_fitted_are_left_out():
    scores = np.zeros((120, 9))
    scores[:9] = 5 * np.eye(9)
    scores[9:13] = 1.0
    found = bifactor_module._resampled(scores, GROUPS, seed=1, n_resamples=5)
    assert found.size <= 5
