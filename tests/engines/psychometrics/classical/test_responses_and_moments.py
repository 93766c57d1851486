"""Answers checked at birth, and what an unanswered question counts; means and covariances from slabs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.psychometrics.classical.moments import SLAB, moments
from espalier.engines.psychometrics.classical.responses import (
    Unanswered,
    answered_in_order,
    settled,
)
from tests.engines.psychometrics.classical.tables import NAN, one_ability

HOLES = [[1, NAN, 1, NAN, NAN], [1, 0, 1, 1, 0], [NAN] * 5, [0, 1, 1, 1, NAN]]


@pytest.mark.parametrize(
    ("policy", "expected", "n_missing"),
    [
        (Unanswered.COMPLETE, None, None),
        (Unanswered.PAIRWISE, [HOLES[0], HOLES[1], HOLES[3]], 1),
        (
            Unanswered.WRONG,
            [[1, 0, 1, 0, 0], [1, 0, 1, 1, 0], [0, 1, 1, 1, 0]],
            1,
        ),
        (
            Unanswered.WRONG_IF_SEEN,
            [[1, 0, 1, NAN, NAN], [1, 0, 1, 1, 0], [0, 1, 1, 1, NAN]],
            1,
        ),
        (Unanswered.PERSON_MEAN, [[1, 0, 1, 1, 0], [0, 1, 1, 1, 0.75]], 2),
    ],
)
def test_what_no_answer_counts(policy, expected, n_missing):
    if expected is None:
        with pytest.raises(ValueError, match="1 of 4 people are left"):
            settled(HOLES, missing=policy)
        return
    found = settled(HOLES, missing=policy)
    np.testing.assert_array_equal(found.scores, expected)
    assert (found.n_missing, found.n_holes) == (n_missing, 9)
    assert [stage.n for stage in found.stages] == [4, 4 - n_missing]
    assert found.stages[1].n_dropped == n_missing
    assert found.stages[1].why


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([], "2 dimensions expected"),
        ([1, 2, 3], "2 dimensions expected"),
        (np.empty((0, 4)), "2 people and 2 items are the least, got 0 × 4"),
        ([[1, 0, 1]], "got 1 × 3"),
        ([[1], [0]], "got 2 × 1"),
        ([["a", "b"], ["c", "d"]], "numbers expected"),
        ([[1.0, 2.0], [np.inf, 0.0]], "infinite value at person 1, item 0"),
        (HOLES, "9 of 20 answers are missing"),
        (np.full((3, 3), NAN), "9 of 9 answers are missing"),
    ],
)
def test_what_cannot_be_answers_says_where(values, told):
    with pytest.raises(ValueError, match=told):
        settled(values, missing=Unanswered.REFUSE)


def test_a_hole_that_drops_nobody_needs_no_reason():
    found = settled([[1, NAN], [0, 1]], missing=Unanswered.WRONG)
    assert found.stages[1].why is None
    assert found.scores.tolist() == [[1, 0], [0, 1]]


def test_nobody_left_and_an_unknown_policy_are_errors():
    with pytest.raises(ValueError, match="0 of 3 people are left"):
        settled(np.full((3, 3), NAN), missing=Unanswered.PAIRWISE)
    with pytest.raises(ValueError, match="guess"):
        settled([[1, 0], [0, 1]], missing="guess")
    never_together = [[1.0, NAN], [0.0, NAN], [NAN, 1.0], [NAN, 0.0]]
    with pytest.raises(ValueError, match="items 0 and 1 were answered together by 0 people"):
        moments(settled(never_together, missing=Unanswered.PAIRWISE))


def test_small_whole_numbers_are_read_without_a_copy():
    given_scores = np.ones((3, 2), dtype=np.int8)
    given_scores[0, 0] = 0
    assert settled(given_scores, missing=Unanswered.REFUSE).scores is given_scores
    right = given_scores.astype(bool)
    assert np.shares_memory(settled(right, missing=Unanswered.REFUSE).scores, right)
    assert answered_in_order(given_scores).all()


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float64])
def test_moments_are_those_of_numpy_over_several_slabs(dtype):
    rng = np.random.default_rng(3)
    scores = rng.integers(0, 6, size=(2 * SLAB + 77, 4)).astype(dtype)
    found = moments(settled(scores, missing=Unanswered.REFUSE))
    np.testing.assert_allclose(found.covariance, np.cov(scores.T.astype(float)), rtol=1e-12)
    np.testing.assert_allclose(found.mean, scores.mean(axis=0), rtol=1e-12)
    np.testing.assert_array_equal(found.totals, scores.sum(axis=1))
    assert found.totals.dtype == (np.float64 if dtype is np.float64 else np.float32)


def test_large_whole_numbers_are_not_squeezed_into_float32():
    scores = np.random.default_rng(1).integers(0, 90_000, size=(500, 3))
    found = moments(settled(scores, missing=Unanswered.REFUSE))
    np.testing.assert_allclose(found.covariance, np.cov(scores.T), rtol=1e-12)


@given(st.integers(0, 10**6), st.floats(-1e6, 1e6), st.floats(0.1, 100))
@settings(max_examples=20, deadline=None)
def test_a_shift_moves_means_and_a_scale_covariances(seed, shift, scale):
    scores = np.random.default_rng(seed).normal(size=(30, 3))
    plain = moments(settled(scores, missing=Unanswered.REFUSE))
    moved = moments(settled(scale * scores + shift, missing=Unanswered.REFUSE))
    np.testing.assert_allclose(moved.covariance, scale**2 * plain.covariance, rtol=1e-5, atol=1e-7)


def test_pairwise_without_holes_is_complete_and_with_holes_is_each_pair_by_itself():
    scores = one_ability(60, 3)
    scores[::7, 0] = NAN
    scores[::11, 2] = NAN
    found = moments(settled(scores, missing=Unanswered.PAIRWISE))
    both = ~np.isnan(scores[:, 0]) & ~np.isnan(scores[:, 2])
    assert found.covariance[0, 2] == pytest.approx(np.cov(scores[both][:, [0, 2]].T)[0, 1])
    assert found.least_pairs == both.sum()
    assert found.n_answers.tolist() == (~np.isnan(scores)).sum(axis=0).tolist()
    assert found.totals is None


def test_right_and_wrong_take_the_short_way_to_the_same_sums():
    right = np.random.default_rng(1).integers(0, 2, size=(400, 3)).astype(np.int8)
    short = moments(settled(right, missing=Unanswered.REFUSE))
    long = moments(settled(right.astype(float), missing=Unanswered.REFUSE))
    np.testing.assert_allclose(short.covariance, long.covariance, atol=1e-14)
    np.testing.assert_allclose(short.mean, long.mean)
