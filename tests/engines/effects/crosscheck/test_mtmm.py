"""Traits by methods: means, criteria and HTMT of small matrices by hand."""

import numpy as np
import pytest

from espalier.engines.effects.crosscheck.mtmm import mtmm_of_matrix, mtmm_of_scores
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal

TRAITS, METHODS = ["a", "b", "a", "b"], ["test", "test", "boss", "boss"]
EXCLUDE = MissingPolicy.EXCLUDE


def matrix(validity=0.6, mono=0.3, hetero=0.1, diagonal=1.0):
    r = np.full((4, 4), hetero)
    r[[0, 1, 2, 3], [2, 3, 0, 1]] = validity
    r[[0, 1, 2, 3], [1, 0, 3, 2]] = mono
    np.fill_diagonal(r, diagonal)
    return r


def test_two_by_two_by_hand():
    found = mtmm_of_matrix(matrix(), TRAITS, METHODS, n=150)
    assert found.mean_validity == pytest.approx(0.6)
    assert found.mean_heterotrait_monomethod == pytest.approx(0.3)
    assert found.mean_heterotrait_heteromethod == pytest.approx(0.1)
    assert found.ratio == pytest.approx(1 / 6)
    assert found.trait_pairs[0].htmt == pytest.approx(1 / 6)
    assert found.trait_pairs[0].is_distinct
    counts = (found.n_above_zero, found.n_above_heteromethod, found.n_above_monomethod)
    assert counts == (2, 2, 2)
    assert found.pattern is None
    assert not found.warnings


def test_method_variance_is_said():
    found = mtmm_of_matrix(matrix(validity=0.2, mono=0.6), TRAITS, METHODS, n=None)
    assert found.n_above_monomethod == 0
    assert found.n_above_zero is None
    assert "method colours" in found.sentence.en
    assert found.warnings
    merged = mtmm_of_matrix(matrix(validity=0.3, hetero=0.29), TRAITS, METHODS, n=200)
    assert merged.trait_pairs[0].is_distinct is False


def test_a_trait_that_disagrees_with_itself_has_no_htmt():
    found = mtmm_of_matrix(matrix(validity=-0.2), TRAITS, METHODS, n=200)
    assert (found.ratio, found.trait_pairs[0].htmt) == (None, None)
    assert found.trait_pairs[0].is_distinct is None
    assert len(found.warnings) == 1


def test_reliabilities_correct_the_validities():
    found = mtmm_of_matrix(matrix(diagonal=0.8), TRAITS, METHODS, n=200, has_reliabilities=True)
    assert found.validities[0].corrected.r == pytest.approx(0.75)
    unknown = mtmm_of_matrix(matrix(diagonal=0.8), TRAITS, METHODS, n=None, has_reliabilities=True)
    assert unknown.validities[0].corrected is None


def test_three_traits_have_a_pattern():
    traits, methods = list("abcabc"), ["x"] * 3 + ["y"] * 3
    r = np.eye(6)
    block = np.array([[0, 0.5, 0.3], [0.5, 0, 0.1], [0.3, 0.1, 0]])
    r[:3, :3] += block
    r[3:, 3:] += block
    r[:3, 3:] = r[3:, :3] = block / 2 + np.eye(3) * 0.6
    assert mtmm_of_matrix(r, traits, methods, n=120).pattern == pytest.approx(1.0)
    flat = np.full((6, 6), 0.2) + np.eye(6) * 0.8
    assert mtmm_of_matrix(flat, traits, methods, n=120).pattern is None


def test_scores_give_their_matrix():
    rng = np.random.default_rng(3)
    trait = rng.normal(size=(120, 2))
    x = np.column_stack([trait, trait]) + rng.normal(size=(120, 4)) * 0.5
    found = mtmm_of_scores(x, TRAITS, METHODS, missing=EXCLUDE)
    again = mtmm_of_matrix(np.corrcoef(x, rowvar=False), TRAITS, METHODS, n=120)
    assert found.mean_validity == pytest.approx(again.mean_validity)
    x[0, 0] = np.nan
    assert mtmm_of_scores(x, TRAITS, METHODS, missing=EXCLUDE).n_missing == 1
    x[:, 1] = 3
    assert mtmm_of_scores(x, TRAITS, METHODS, missing=EXCLUDE).code == "constant"
    assert mtmm_of_scores(x[:50], TRAITS, METHODS, missing=EXCLUDE).code == "too_few"
    assert isinstance(mtmm_of_matrix(matrix(), TRAITS, METHODS, n=99), Refusal)


@pytest.mark.parametrize(
    ("r", "traits", "methods"),
    [
        (np.ones((2, 3)), TRAITS, METHODS),
        (matrix() + np.triu(np.full((4, 4), 0.1), 1), TRAITS, METHODS),
        (matrix(diagonal=0.8), TRAITS, METHODS),
        (matrix(), ["a"] * 4, METHODS),
        (matrix(), ["a", "b", "a", "c"], METHODS),
        (matrix(), TRAITS[:2] + TRAITS, METHODS[:2] + METHODS),
    ],
)
def test_what_is_no_crossed_matrix_is_named(r, traits, methods):
    with pytest.raises(ValueError):
        mtmm_of_matrix(r, traits, methods, n=200)
