"""Conditional estimation: symmetric functions, the likelihood written out, and items that do not hang together."""

from itertools import combinations, product

import numpy as np
import pytest
from scipy.optimize import minimize

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal
from espalier.engines.psychometrics.irt.comparison import RaschComparison, rasch_conditional
from espalier.engines.psychometrics.irt.conditional import conditional_rasch, is_connected
from espalier.engines.psychometrics.irt.symmetric import (
    symmetric_functions,
    without_one,
    without_two,
)
from tests.engines.psychometrics.irt import samples

REFUSE, EXCLUDE = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE
D = np.linspace(-1.5, 1.5, 6)
SIX = samples.right_and_wrong(200, np.ones(6), D, seed=9)


def by_hand(epsilon, out):
    kept = [e for i, e in enumerate(epsilon) if i not in out]
    return [
        sum(np.prod(chosen) for chosen in combinations(kept, r)) for r in range(len(epsilon) + 1)
    ]


def test_symmetric_functions_are_the_sums_they_stand_for():
    epsilon = np.array([0.5, 1.0, 2.0, 3.0])
    assert symmetric_functions(epsilon) == pytest.approx(by_hand(epsilon, ()))
    assert without_one(epsilon)[2] == pytest.approx(by_hand(epsilon, (2,)))
    assert without_two(epsilon, 0)[3] == pytest.approx(by_hand(epsilon, (0, 3)))


def test_it_is_the_best_place_of_the_likelihood_written_out():
    found = conditional_rasch(SIX.astype(np.int8), np.ones(200))
    patterns = np.array(list(product((0, 1), repeat=6)))

    def value(free):
        delta = np.append(free, -free.sum())
        weights = np.exp(-patterns @ delta)
        total = 0.0
        for row in SIX:
            same = patterns.sum(axis=1) == row.sum()
            total -= float(np.log(np.exp(-row @ delta) / weights[same].sum()))
        return total

    best = minimize(value, np.zeros(5), method="BFGS", options={"gtol": 1e-4})
    assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-5)
    assert found.difficulty[:5] == pytest.approx(best.x, abs=1e-3)
    assert found.standard_errors[:5] == pytest.approx(np.sqrt(np.diag(best.hess_inv)), rel=0.1)
    assert found.difficulty.sum() == pytest.approx(0, abs=1e-9)


def test_few_steps_are_said_to_be_few():
    assert not conditional_rasch(SIX.astype(np.int8), np.ones(200), most_steps=1).converged


def test_a_far_start_is_reached_by_halved_steps():
    rows = np.array([[1, 0, 0]] * 400 + [[0, 1, 0], [0, 0, 1], [0, 1, 1], [1, 0, 1]] * 2)
    found = conditional_rasch(rows.astype(np.int8), np.ones(len(rows)))
    assert found.converged
    assert np.isfinite(found.standard_errors).all()


def test_what_does_not_hang_together_has_no_difficulties():
    ladder = np.array([[1, 0, 0], [1, 1, 0]] * 20, dtype=np.int8)
    assert is_connected(ladder).tolist() == [True, False, False]
    with pytest.raises(ValueError, match="hang together"):
        conditional_rasch(ladder, np.ones(40))
    with pytest.raises(ValueError, match="every item"):
        conditional_rasch(np.array([[1, -1]], dtype=np.int8), np.ones(1))


def test_the_result_says_what_it_is():
    found = rasch_conditional(SIX, missing=REFUSE, names=list("abcdef"))
    assert isinstance(found, RaschComparison)
    assert found.easiness == pytest.approx(-found.difficulty)
    assert found.n_used == found.stages[-1].n <= 200
    assert found.assumptions[0].held is True
    assert found.andersen is not None
    assert "logits apart" in found.sentence.en
    assert all(d in i for d, i in zip(found.difficulty, found.intervals, strict=True))
    assert found.warnings == ()


def test_unequal_slopes_are_seen_by_the_check():
    steep = samples.right_and_wrong(3000, [0.3, 0.3, 0.3, 3, 3, 3], D, seed=2)
    found = rasch_conditional(steep, missing=REFUSE)
    assert found.assumptions[0].held is False


def test_small_groups_are_warned_of_and_halves_may_be_too_thin():
    rows = [[1, 0, 0]] * 12 + [[0, 1, 0]] * 10 + [[0, 0, 1]] * 12 + [[1, 1, 0]]
    found = rasch_conditional(rows, missing=REFUSE)
    assert found.andersen is None
    assert found.assumptions[0].held is None
    assert "Only 35" in found.warnings[0].en
    same_score = rasch_conditional(rows[:-1], missing=REFUSE)
    assert same_score.andersen is None


def test_people_with_holes_are_left_out_and_counted():
    rows = SIX.astype(float)
    rows[:20, 0] = np.nan
    found = rasch_conditional(rows, missing=EXCLUDE)
    assert found.stages[1].n_dropped == 20
    assert found.n_missing == 20


REFUSED = {
    "few": (SIX[:20], "too_few_people"),
    "a ladder": (np.array([[1, 0, 0], [1, 1, 0]] * 40), "not_connected"),
    "an item all have right": (np.column_stack([SIX, np.ones(200, int)]), "not_connected"),
}


@pytest.mark.parametrize(("answers", "code"), REFUSED.values(), ids=REFUSED)
def test_refusals_say_why_and_what_instead(answers, code):
    found = rasch_conditional(answers, missing=REFUSE)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert found.instead is not None
