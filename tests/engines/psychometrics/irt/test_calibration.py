"""What a user is told: estimates with intervals where the data hold them, else why not and what instead."""

import numpy as np
import pytest

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.irt.calibration import (
    Calibration,
    calibrated,
    graded_response,
    partial_credit,
    rasch,
    three_parameter,
    two_parameter,
)
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.maximisation import Penalty
from espalier.engines.psychometrics.irt.responses import read_responses
from espalier.engines.psychometrics.irt.wording import named
from tests.engines.psychometrics.irt import samples

REFUSE, EXCLUDE = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE
A, D = np.array([1.2, 0.8, 1.6, 1.0, 1.3]), np.array([0.8, -0.5, 0.2, -1.0, 0.0])
MANY = samples.right_and_wrong(1200, A, D)
STEPS = np.array([[1.5, 0.0], [1.0, -1.0], [0.5, -0.8], [1.0, 0.0], [0.4, -0.6]])
RATED = samples.graded(400, np.full(5, 1.5), STEPS)


def test_rasch_says_its_scale():
    found = rasch(MANY, missing=REFUSE, names=list("abcde"))
    assert isinstance(found, Calibration)
    assert found.converged
    assert found.warnings == ()
    assert (found.n_used, found.n_missing) == (1200, 0)
    assert found.aic < found.bic
    assert found.log_likelihood < 0
    assert len({item.a for item in found.items}) == 1
    assert all(item.b[0] in item.b_intervals[0] for item in found.items)
    assert "Easiest is a" in found.sentence.en
    assert "hardest d" in found.sentence.en
    assert {each.code for each in found.assumptions} >= {"equal_slopes", "one_ability"}
    assert as_json(found)["items"][0]["name"] == "a"


def test_a_small_group_is_warned_of():
    found = rasch(MANY[:60], missing=REFUSE)
    assert "±1 logit" in found.warnings[0].en


def test_holes_are_an_assumption():
    holes = MANY.astype(float)
    holes[:50, 0] = np.nan
    holes[60] = np.nan
    found = rasch(holes, missing=EXCLUDE)
    assert "missing_at_random" in {each.code for each in found.assumptions}
    assert (found.n_missing, found.stages[1].n_dropped) == (50, 1)


def test_the_prior_is_said():
    found = two_parameter(MANY, missing=REFUSE)
    assert "prior" in {each.code for each in found.assumptions}
    free = two_parameter(MANY, missing=REFUSE, prior=None)
    assert "prior" not in {each.code for each in free.assumptions}


def test_an_item_that_does_not_separate_has_no_place():
    rng = np.random.default_rng(1)
    six = samples.right_and_wrong(1200, np.append(A, -1.2), np.append(D, 0.0))
    noisy = np.column_stack([six[:, :5], rng.integers(0, 2, 1200), six[:, 5]])
    found = two_parameter(noisy, missing=REFUSE, prior=None, names=list("abcdexy"))
    assert found.items[5].b is None
    assert found.items[5].b_intervals is None
    assert found.items[6].a < 0
    assert "x, y" in found.sentence.en


def test_if_nothing_separates_no_place_is_told():
    rng = np.random.default_rng(4)
    found = calibrated(
        read_responses(rng.integers(0, 2, (600, 3)), missing=REFUSE, n_categories=2),
        Model.TWO_PARAMETER,
        Penalty(),
    )
    assert isinstance(found, Calibration | Refusal)
    assert found.sentence.zh


def test_guessing_has_an_interval():
    guessed = samples.right_and_wrong(1500, np.tile(A, 3), np.tile(D, 3), c=0.2, seed=8)
    found = three_parameter(guessed, missing=REFUSE)
    assert all(item.c in item.c_interval for item in found.items)
    assert all(0 < item.c_interval.low < item.c_interval.high < 1 for item in found.items)


@pytest.mark.parametrize("method", [graded_response, partial_credit])
def test_rated_items_have_a_place_for_each_step(method):
    found = method(RATED, missing=REFUSE)
    assert [len(item.b) for item in found.items] == [2] * 5
    assert found.lowest.tolist() == [1] * 5
    assert "5 questions" in found.sentence.en


SAME = np.column_stack([MANY, np.ones(1200, int)])
LADDER = np.repeat(np.tril(np.ones((4, 3), dtype=int), -1), 200, axis=0)
THIN = RATED.copy()
THIN[THIN[:, 1] == 3, 1] = 2
THIN[:4, 1] = 3
REFUSED = {
    "rasch, few": (rasch, MANY[:29], {}, "too_few_people", "classical"),
    "2pl, very few": (two_parameter, MANY[:29], {}, "too_few_people", "classical"),
    "2pl, few": (two_parameter, MANY[:199], {}, "too_few_people", "Rasch"),
    "2pl without prior": (two_parameter, MANY[:499], {"prior": None}, "too_few_people", "prior"),
    "3pl": (three_parameter, MANY[:999], {}, "too_few_people", "two-parameter"),
    "grm": (graded_response, RATED[:299], {}, "too_few_people", "classical"),
    "gpcm": (partial_credit, RATED[:299], {}, "too_few_people", "classical"),
    "a constant item": (rasch, SAME, {}, "constant_item", "Leave it out"),
    "a thin category": (graded_response, THIN, {}, "thin_category", "Join"),
    "perfect items": (two_parameter, LADDER, {"prior": None}, "not_held_by_data", "prior"),
}


@pytest.mark.parametrize(
    ("method", "answers", "how", "code", "instead"), REFUSED.values(), ids=REFUSED
)
def test_refusals_say_why_and_what_instead(method, answers, how, code, instead):
    found = method(answers, missing=REFUSE, **how)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert instead in found.instead.en
    assert found.sentence.zh


def test_what_did_not_come_to_rest_is_a_draft():
    answers = read_responses(MANY, missing=REFUSE, n_categories=2)
    found = calibrated(answers, Model.TWO_PARAMETER, Penalty(), most_steps=2)
    assert not found.converged
    assert "draft" in found.warnings[0].en
    assert found.sentence.en.startswith("The computation did not come to rest")


def test_long_lists_are_cut():
    assert named(list("abcdefgh")) == "a, b, c, d, e, f (+2)"
