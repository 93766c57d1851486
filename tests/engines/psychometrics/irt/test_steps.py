"""The guards of the iteration: wild steps are shortened, bad jumps undone, indefinite matrices known."""

import numpy as np
import pytest

from espalier.engines.psychometrics.irt.acceleration import squarem
from espalier.engines.psychometrics.irt.curves import Model, curves
from espalier.engines.psychometrics.irt.expectation import Expected
from espalier.engines.psychometrics.irt.information_matrix import _inverted
from espalier.engines.psychometrics.irt.layout import layout_of
from espalier.engines.psychometrics.irt.maximisation import (
    Penalty,
    _moved,
    is_sensible,
    maximised,
)
from espalier.engines.psychometrics.irt.priors import LognormalSlope


def halving(x):
    return 0.5 * x, float(-(x**2).sum())


def test_a_forbidden_jump_is_not_made():
    found = squarem(
        halving, np.array([8.0]), is_allowed=lambda x: False, tolerance=1e-6, most_steps=100
    )
    assert found.converged
    assert found.n_steps > 10


def test_a_jump_downhill_is_undone():
    def step(x):
        return x - 0.1 * (x - 1) * (1 + 3 * np.sin(3 * x) ** 2), float(
            -np.abs(x - 1).sum() - 50 * (x < 0.5).sum()
        )

    found = squarem(
        step, np.array([6.0]), is_allowed=lambda x: True, tolerance=1e-8, most_steps=500
    )
    assert found.point == pytest.approx([1.0], abs=1e-5)


def test_a_straight_walk_has_no_bend():
    found = squarem(
        lambda x: (x + 1.0, 0.0),
        np.array([0.0]),
        is_allowed=lambda x: True,
        tolerance=1e-6,
        most_steps=7,
    )
    assert not found.converged
    assert np.isfinite(found.point).all()


def test_a_first_step_may_already_rest():
    found = squarem(
        halving, np.array([0.0]), is_allowed=lambda x: True, tolerance=1e-6, most_steps=9
    )
    assert (found.converged, found.n_steps) == (True, 1)


LAYOUT = layout_of(Model.GRADED, np.array([3, 3]))
START = np.array([1.0, 1.0, -1.0, 1.0, 1.0, -1.0])


def test_intercepts_stay_in_order():
    (group,) = LAYOUT.groups
    crossing = np.array([[0.0, -1.4, 1.4], [0.0, 0.1, 0.0]])
    after = _moved(LAYOUT, group, START, crossing, Penalty())[group.places]
    assert (np.diff(after[:, 1:], axis=1) < 0).all()
    equal = np.array([1.0, 1.0, 1.0, 1.0, 1.0, -1.0])
    stuck = _moved(LAYOUT, group, equal, crossing, Penalty())[group.places]
    assert stuck[0].tolist() == [1.0, 1.0, 1.0]


def test_jumps_must_be_sensible():
    prior = Penalty(a=LognormalSlope())
    bad = [
        START * np.array([20.0, 1, 1, 1, 1, 1]),
        START * np.array([1.0, 60, 1, 1, 1, 1]),
        START * np.array([1.0, -1, 1, 1, 1, 1]),
    ]
    assert is_sensible(LAYOUT, START, Penalty())
    assert not any(is_sensible(LAYOUT, each, Penalty()) for each in bad)
    assert not is_sensible(LAYOUT, START * np.array([0.001, 1, 1, 1, 1, 1]), prior)
    assert is_sensible(LAYOUT, START, prior)


def test_a_prior_never_lets_a_slope_reach_zero():
    layout = layout_of(Model.TWO_PARAMETER, np.array([2, 2]))
    counts = np.ones((4, layout.nodes.size))
    counts[1::2] += layout.nodes < 0  # the right answers come from below
    expected = Expected(counts, counts[:2].sum(axis=0), 0.0)
    moved = maximised(
        layout, np.tile([1.0, 0.0], 2), expected, Penalty(a=LognormalSlope()), n_newton=9
    )
    assert moved[0::2].min() > 0


@pytest.mark.parametrize("information", [-np.eye(2), np.array([[1.0, 2.0], [2.0, 1.0]])])
def test_no_errors_from_an_indefinite_matrix(information):
    assert _inverted(information, np.eye(2)) is None


@pytest.mark.parametrize("model", list(Model))
def test_curves_are_shares_and_slopes_are_their_derivatives(model):
    nodes = np.linspace(-3, 3, 7)
    parameters = np.array([[1.3, 0.7, -1.2]])
    if model in (Model.RASCH, Model.TWO_PARAMETER):
        parameters = parameters[:, :2]
    chances, slopes = curves(model, parameters, nodes)
    assert chances.sum(axis=1) == pytest.approx(np.ones((1, 7)))
    for t in range(parameters.shape[1]):
        up, down = parameters.copy(), parameters.copy()
        up[0, t] += 1e-6
        down[0, t] -= 1e-6
        numeric = (curves(model, up, nodes)[0] - curves(model, down, nodes)[0]) / 2e-6
        assert slopes[:, t] == pytest.approx(numeric, abs=1e-8)
