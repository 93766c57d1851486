"""Relative weights and the grid of importance and performance."""

import numpy as np
import pytest

from espalier.engines.effects.surveys.importance import (
    CrossHair,
    Quadrant,
    derived_importance,
    stated_importance,
)
from espalier.engines.effects.surveys.relative_weights import relative_weights
from espalier.engines.figures.arrays import MissingPolicy

NAN = float("nan")
EXCLUDE, REFUSE = MissingPolicy.EXCLUDE, MissingPolicy.REFUSE
SQUARE = np.array([[x, y] for x in (1.0, 2, 4, 5) for y in (1.0, 2, 4, 5)] * 3)


def test_unrelated_items_carry_their_squared_correlations():
    overall = SQUARE @ [2.0, 1.0] + np.resize([0.5, -0.5, -0.5, 0.5], len(SQUARE))
    found = relative_weights(SQUARE, overall, ["a", "b"], missing=REFUSE, seed=1, n_resampled=50)
    squares = [np.corrcoef(SQUARE[:, i], overall)[0, 1] ** 2 for i in range(2)]
    assert found.weights == pytest.approx(squares, abs=1e-9)
    assert found.shares.sum() == pytest.approx(1)
    assert found.shares[0] in found.shares_intervals[0]


def test_weights_add_to_r_squared_whatever_the_order():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(80, 3)) @ np.array([[1, 0.5, 0], [0, 1, 0.5], [0, 0, 1]])
    y = x.sum(axis=1) + rng.normal(size=80)
    found = relative_weights(x, y, list("abc"), missing=REFUSE, seed=1, n_resampled=20)
    design = np.column_stack([np.ones(80), x])
    rest = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    assert found.r_squared == pytest.approx(1 - rest.var() / y.var(), abs=1e-9)
    turned = relative_weights(
        x[:, ::-1], y * 3 - 1, list("cba"), missing=REFUSE, seed=1, n_resampled=20
    )
    assert turned.weights[::-1] == pytest.approx(found.weights, abs=1e-9)
    again = relative_weights(x, y, list("abc"), missing=REFUSE, seed=1, n_resampled=20)
    assert again.shares_se.tolist() == found.shares_se.tolist()


def test_importance_from_little_is_said():
    rng = np.random.default_rng(9)
    x = rng.normal(size=(200, 2))
    found = relative_weights(
        x, rng.normal(size=200), ["a", "b"], missing=REFUSE, seed=1, n_resampled=20
    )
    assert found.warnings


def test_weights_refuse():
    x, y = SQUARE, SQUARE[:, 0]

    def told(x, y):
        return relative_weights(x, y, ["a", "b"], missing=EXCLUDE, seed=1, n_resampled=20).code

    assert told(x[:20], y[:20]) == "too_few"
    assert told(x, np.ones(len(x))) == "constant"
    assert told(np.column_stack([y, y * 2]), y) == "collinear"
    assert told(x, (x[:, 0] - 3) ** 2) == "nothing_explained"
    with pytest.raises(ValueError, match="fit"):
        relative_weights(x, y[:-1], ["a", "b"], missing=EXCLUDE, seed=1)


def test_a_draw_without_variation_is_left_out():
    x = np.zeros((30, 2))
    x[0] = 1
    x[1, 1] = 1
    found = relative_weights(x, x[:, 0] + 0.1 * x[:, 1], ["a", "b"], missing=REFUSE, seed=1)
    assert np.isfinite(found.shares_se).all()


def test_the_four_quadrants_and_the_line():
    means_p, means_i = [5, 5, 1, 1, 3], [5, 1, 5, 1, 3]
    p, i = np.tile(means_p, (8, 1)), np.tile(means_i, (8, 1))
    found = stated_importance(p, i, list("abcde"), missing=REFUSE)
    assert [point.quadrant for point in found.points] == [
        Quadrant.KEEP_UP,
        Quadrant.POSSIBLE_OVERKILL,
        Quadrant.CONCENTRATE_HERE,
        Quadrant.LOW_PRIORITY,
        Quadrant.ON_THE_LINE,
    ]
    assert "Work first on: c" in found.sentence.en
    high = stated_importance(
        p[:, :2], i[:, :2], ["a", "b"], missing=REFUSE, cross_hair=CrossHair.SCALE_MIDDLE
    )
    assert (high.performance_line, high.importance_line) == (3.0, 3.0)
    assert "No item" in high.sentence.en


def test_within_one_standard_error_is_on_the_line():
    noisy = np.array([[1.0, 4], [5, 4], [1, 4], [5, 4], [2, 4], [5, 4]])
    found = stated_importance(noisy, np.tile([5, 1], (6, 1)), ["a", "b"], missing=REFUSE)
    se = noisy[:, 0].std(ddof=1) / np.sqrt(6)
    assert found.points[0].performance_se == pytest.approx(se)
    assert found.points[0].quadrant is Quadrant.ON_THE_LINE


def test_derived_importance_uses_the_same_persons():
    rng = np.random.default_rng(4)
    p = rng.integers(1, 6, (60, 2)).astype(float)
    overall = p[:, 0] * 2 + rng.normal(size=60)
    p[0, 0] = NAN
    found = derived_importance(p, overall, ["a", "b"], missing=EXCLUDE, seed=1)
    assert (found.n_used, found.n_missing, found.is_derived) == (59, 1, True)
    assert found.importance_line == 0.5
    assert found.points[0].importance > found.points[1].importance
    middle = derived_importance(
        p, overall, ["a", "b"], missing=EXCLUDE, seed=1, cross_hair=CrossHair.SCALE_MIDDLE
    )
    assert middle.performance_line == 3.0
    few = derived_importance(p[:9], overall[:9], ["a", "b"], missing=EXCLUDE, seed=1)
    assert few.code == "too_few"


def test_grids_refuse_and_name():
    assert stated_importance([[1]] * 4, [[1]] * 4, ["a"], missing=REFUSE).code == "too_few"
    assert stated_importance(np.ones((3, 0)), np.ones((3, 0)), [], missing=REFUSE).n_used == 0
    for p, i, names in (
        ([[1]], [[1, 2]], ["a"]),
        ([[1]], [[1]], ["a", "b"]),
        ([[9]], [[1]], ["a"]),
    ):
        with pytest.raises(ValueError):
            stated_importance(p, i, names, missing=REFUSE)
