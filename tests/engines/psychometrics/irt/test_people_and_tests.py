"""Scores of people, and the information of tests."""

import numpy as np
import pytest

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.psychometrics.irt.bank import known_items
from espalier.engines.psychometrics.irt.curves import Model, curves
from espalier.engines.psychometrics.irt.marginal import estimate
from espalier.engines.psychometrics.irt.maximisation import Penalty
from espalier.engines.psychometrics.irt.precision import information_of_test, item_information
from espalier.engines.psychometrics.irt.priors import BetaGuessing
from espalier.engines.psychometrics.irt.responses import read_responses
from espalier.engines.psychometrics.irt.scoring import abilities
from tests.engines.psychometrics.irt import samples

REFUSE, EXCLUDE = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE
A, B = np.array([1.0, 1.5, 0.7]), np.array([-1.0, 0.2, 1.0])
BANK = known_items(A, B)
NAN = float("nan")


def by_hand(row):
    theta = np.linspace(-8, 8, 4001)
    weight = np.exp(-0.5 * theta**2)
    for a, b, u in zip(A, B, row, strict=True):
        if not np.isnan(u):
            right = samples.logistic(a * (theta - b))
            weight = weight * (right if u else 1 - right)
    weight /= weight.sum()
    mean = weight @ theta
    return mean, np.sqrt(weight @ (theta - mean) ** 2)


def test_scores_are_the_integrals():
    rows = np.array([[1, 1, 1], [0, 0, 0], [1, 0, NAN], [NAN, NAN, 1], [1, 1, 1]])
    found = abilities(BANK, rows, missing=EXCLUDE)
    expected = np.array([by_hand(row) for row in rows])
    assert found.eap == pytest.approx(expected[:, 0], abs=1e-6)
    assert found.se == pytest.approx(expected[:, 1], abs=1e-6)


def test_who_answered_nothing_has_no_score():
    found = abilities(BANK, [[NAN] * 3, [1, 0, 1]], missing=EXCLUDE)
    assert found.rows.tolist() == [1]
    assert found.stages[1].n_dropped == 1


def test_many_people_keep_their_order():
    rows = samples.right_and_wrong(3000, np.ones(12), np.zeros(12), seed=1)
    found = abilities(known_items(np.ones(12), np.zeros(12)), rows, missing=REFUSE)
    by_score = np.argsort(rows.sum(axis=1), kind="stable")
    assert (np.diff(found.eap[by_score]) > -1e-5).all()


@pytest.mark.parametrize(
    ("k", "said"), [(60, "decisions on persons"), (15, "compare groups"), (3, "do not judge")]
)
def test_the_sentence_follows_the_reliability(k, said):
    rows = samples.right_and_wrong(400, np.full(k, 1.3), np.linspace(-1, 1, k), seed=2)
    found = abilities(
        known_items(np.full(k, 1.3), -np.linspace(-1, 1, k) / 1.3), rows, missing=REFUSE
    )
    assert said in found.sentence.en
    assert 0 < found.reliability < 1


def test_answers_must_fit_the_bank():
    with pytest.raises(ValueError, match="3 items expected"):
        abilities(BANK, [[1, 0]], missing=REFUSE)
    with pytest.raises(ValueError, match="only 0 to 1"):
        abilities(BANK, [[1, 0, 2]], missing=REFUSE)
    mixed = estimate(
        read_responses(
            np.column_stack([np.tile([0, 1], 30), np.tile([0, 1, 2], 20), np.repeat([0, 1], 30)]),
            missing=REFUSE,
        ),
        Model.GRADED,
    )
    with pytest.raises(ValueError, match="item 1 has an answer above"):
        abilities(mixed, [[2, 1, 0]], missing=REFUSE)


BAD_BANKS = {
    "nothing": (([], []), "one number an item"),
    "lengths": (([1.0], [0.0, 1.0]), "one number an item"),
    "lengths of c": (([1.0], [0.0], [0.1, 0.2]), "one number an item"),
    "a slope of zero": (([0.0], [0.0]), "slopes above 0"),
    "certain guessing": (([1.0], [0.0], [1.0]), "between 0 and 1"),
}


@pytest.mark.parametrize(("numbers", "said"), BAD_BANKS.values(), ids=BAD_BANKS)
def test_a_bank_is_checked(numbers, said):
    with pytest.raises(ValueError, match=said):
        known_items(*numbers)


def test_information_is_the_textbook_formula():
    theta = np.linspace(-3, 3, 13)
    right = samples.logistic(A[:, None] * (theta - B[:, None]))
    assert item_information(BANK, theta) == pytest.approx(A[:, None] ** 2 * right * (1 - right))
    c = 0.2
    guessed = c + (1 - c) * right
    lord = A[:, None] ** 2 * (1 - guessed) / guessed * ((guessed - c) / (1 - c)) ** 2
    found = item_information(known_items(A, B, np.full(3, c)), theta)
    assert found == pytest.approx(lord)


@pytest.mark.parametrize("model", [Model.GRADED, Model.PARTIAL_CREDIT])
def test_information_of_rated_items_is_the_slope_of_the_curves(model):
    rated = samples.graded(400, [1.2, 0.9], [[1.0, -1.0], [0.5, -0.5]])
    found = estimate(read_responses(rated, missing=REFUSE), model)
    theta = np.array([-1.0, 0.3, 2.0])
    parameters = found.vector.reshape(2, 3)
    up, down = (curves(model, parameters, theta + h)[0] for h in (1e-5, -1e-5))
    numeric = (((up - down) / 2e-5) ** 2 / curves(model, parameters, theta)[0]).sum(axis=1)
    assert item_information(found, theta) == pytest.approx(numeric, rel=1e-5)


def test_a_test_says_where_it_measures_best():
    found = information_of_test(BANK, at=2.0)
    assert found.total == pytest.approx(found.of_items.sum(axis=0))
    assert found.se == pytest.approx(1 / np.sqrt(found.total))
    assert "at +2.0" in found.sentence.en
    assert -1 < found.best < 1


def test_points_of_the_scale_are_checked():
    for points in ([], [np.inf], [NAN]):
        with pytest.raises(ValueError, match="theta"):
            information_of_test(BANK, theta=points)
    with pytest.raises(ValueError, match="no place"):
        information_of_test(BANK, at=NAN)


def test_guessing_makes_a_bank_of_three_parameters():
    rows = samples.right_and_wrong(50, A, -A * B, c=0.2)
    bank = known_items(A, B, np.full(3, 0.2))
    assert bank.c == pytest.approx(np.full(3, 0.2))
    assert np.isfinite(abilities(bank, rows, missing=REFUSE).eap).all()
    assert Penalty(c=BetaGuessing()).log_prior(bank.layout, bank.vector) != 0
