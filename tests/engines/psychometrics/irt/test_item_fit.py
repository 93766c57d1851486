"""S-X²: scores of tests by brute force, thin cells joined by the rule, and when it may not be asked for."""

from itertools import product

import numpy as np
import pytest

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal
from espalier.engines.psychometrics.irt.adjustment import benjamini_hochberg
from espalier.engines.psychometrics.irt.bank import known_items
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.item_fit import ItemFit, item_fit, s_x2
from espalier.engines.psychometrics.irt.marginal import estimate
from espalier.engines.psychometrics.irt.maximisation import Penalty
from espalier.engines.psychometrics.irt.priors import BetaGuessing
from espalier.engines.psychometrics.irt.responses import read_responses
from espalier.engines.psychometrics.irt.score_tables import expected_table, joined, observed_table
from espalier.engines.psychometrics.irt.summed_scores import score_chances
from tests.engines.psychometrics.irt import samples

REFUSE, EXCLUDE = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE


def test_chances_of_scores_by_brute_force():
    rng = np.random.default_rng(1)
    curves = [rng.dirichlet(np.ones(k), size=2).T for k in (2, 3, 2)]
    expected = np.zeros((5, 2))
    for pattern in product(range(2), range(3), range(2)):
        expected[sum(pattern)] += np.prod(
            [c[k] for c, k in zip(curves, pattern, strict=True)], axis=0
        )
    assert score_chances(curves) == pytest.approx(expected)


def test_tables_add_up_to_the_people():
    answers = read_responses(samples.graded(300, [1.0, 1.2], [[1.0, -1.0]] * 2), missing=REFUSE)
    found = estimate(answers, Model.GRADED)
    table = np.exp(found.layout.log_table(found.vector))
    observed = observed_table(answers, 0)
    told = expected_table([table[:3], table[3:]], found.layout.weights, observed.sum(axis=1), 0)
    assert told.sum(axis=1) == pytest.approx(observed.sum(axis=1))
    assert told[0, 2] == 0  # score 1 with category 2 cannot be


TWO = {
    "nothing thin": ([[5, 5], [6, 4]], [[5, 5], [5, 5]], [[5, 5], [5, 5]]),
    "thin first": ([[3, 1], [6, 4]], [[3.5, 0.5], [5, 5]], [[8.5, 5.5]]),
    "thin last": ([[6, 4], [3, 1]], [[5, 5], [3.5, 0.5]], [[8.5, 5.5]]),
    "thin in the middle, fewer below": (
        [[2, 2], [3, 1], [6, 4]],
        [[2, 2], [3.5, 0.5], [5, 5]],
        [[5.5, 2.5], [5, 5]],
    ),
    "an empty group": ([[5, 5], [0, 0], [4, 6]], [[5, 5], [0, 0], [5, 5]], [[5, 5], [5, 5]]),
    "one person alone": ([[1, 0], [6, 4]], [[0.5, 0.5], [5, 5]], [[5.5, 5.5]]),
    "one person at the top": ([[6, 4], [0, 1]], [[5, 5], [0.5, 0.5]], [[5.5, 5.5]]),
    "two persons alone": ([[1, 0], [0, 1]], [[0.5, 0.5], [0.5, 0.5]], [[1, 1]]),
    "only thin": ([[2, 0]], [[1.6, 0.4]], [[1.6, 0.4]]),
}


@pytest.mark.parametrize(("seen", "told", "left"), TWO.values(), ids=TWO)
def test_thin_groups_of_two_categories_are_joined(seen, told, left):
    observed, expected = joined(np.array(seen, float), np.array(told, float))
    assert expected == pytest.approx(np.array(left, float))
    assert observed.sum() == np.sum(seen)


def test_thin_categories_are_joined_inside_their_group():
    told = np.array([[4.0, 0.4, 5.0, 6.0], [0.3, 7.0, 4.0, 4.0], [5.0, 4.0, 6.0, 0.5]] * 2)
    seen = np.round(told) + 1
    observed, expected = joined(np.vstack([seen] * 2), np.vstack([told] * 2))
    assert (expected >= 1).any(axis=1).all()
    assert expected.sum() == pytest.approx(2 * told.sum())
    assert observed.sum() == 2 * seen.sum()
    assert (expected[:, :3] >= 1).all()


def test_a_column_hardly_any_group_uses_is_joined():
    told = np.tile([6.0, 5.0, 0.2, 0.1], (30, 1))
    told[10] = [5.0, 5.0, 3.0, 4.0]
    seen = np.tile([5.0, 5.0, 1.0, 0.0], (30, 1))
    _, expected = joined(seen, told)
    assert expected.shape[1] == 2
    assert expected.sum() == pytest.approx(told.sum())
    rare = np.tile([6.0, 5.0, 0.2], (30, 1))
    rare[10] = [5.0, 5.0, 9.0]
    assert joined(np.tile([5.0, 5.0, 1.0], (30, 1)), rare)[1].shape[1] == 2


def test_few_groups_keep_their_ends():
    told = np.array([[3.0, 3.0, 0.0], [0.0, 3.0, 3.0]])
    assert joined(told, told)[1].tolist() == [[3.0, 3.0], [3.0, 3.0]]


MANY = samples.right_and_wrong(800, np.full(10, 1.2), np.linspace(-1.5, 1.5, 10), seed=3)
FOUND = estimate(read_responses(MANY, missing=REFUSE, n_categories=2), Model.TWO_PARAMETER)


def test_a_true_model_fits():
    found = item_fit(FOUND, MANY, missing=REFUSE)
    assert isinstance(found, ItemFit)
    assert found.misfits == ()
    assert "none clearly departs" in found.sentence.en
    assert (found.statistics.df > 0).all()
    assert ((found.statistics.p >= 0) & (found.statistics.p <= 1)).all()


def test_a_wrong_model_is_seen():
    strange = known_items(np.full(10, 3.0), np.zeros(10))
    found = item_fit(strange, MANY, missing=REFUSE, names=tuple("abcdefghij"))
    assert found.misfits
    assert "do not behave" in found.sentence.en


def test_models_spend_degrees_of_freedom():
    answers = read_responses(MANY, missing=REFUSE, n_categories=2)
    rasch = s_x2(estimate(answers, Model.RASCH), answers)
    three = s_x2(
        estimate(answers, Model.THREE_PARAMETER, penalty=Penalty(c=BetaGuessing())), answers
    )
    assert (rasch.df - three.df).mean() == pytest.approx(2, abs=0.5)


def test_items_without_degrees_of_freedom_are_not_judged():
    short = samples.right_and_wrong(300, np.ones(3), np.zeros(3))
    answers = read_responses(short, missing=REFUSE, n_categories=2)
    found = s_x2(estimate(answers, Model.TWO_PARAMETER), answers)
    assert (found.df <= 0).all()
    assert found.p.tolist() == [1.0] * 3
    assert found.rmsea.tolist() == [0.0] * 3


def test_answers_must_be_whole_and_of_the_model():
    holes = MANY.astype(float)
    holes[0, 0] = np.nan
    with pytest.raises(ValueError, match="every item"):
        s_x2(FOUND, read_responses(holes, missing=EXCLUDE, n_categories=2))
    with pytest.raises(ValueError, match="other items"):
        s_x2(FOUND, read_responses(MANY[:, :9], missing=REFUSE, n_categories=2))


def test_people_with_holes_are_left_out_and_counted():
    holes = MANY.astype(float)
    holes[:100, 0] = np.nan
    found = item_fit(FOUND, holes, missing=EXCLUDE)
    assert (found.n_used, found.stages[1].n_dropped, found.n_missing) == (700, 100, 100)


@pytest.mark.parametrize(
    ("answers", "code"), [(MANY[:499], "too_few_people"), (MANY[:, :9], "too_few_items")]
)
def test_few_people_or_items_are_refused(answers, code):
    found = item_fit(FOUND, answers, missing=REFUSE)
    assert isinstance(found, Refusal)
    assert found.code == code


def test_adjusted_p_values():
    assert benjamini_hochberg([]).tolist() == []
    assert benjamini_hochberg([0.9, 0.95]).tolist() == [0.95, 0.95]
    with pytest.raises(ValueError, match="0 to 1"):
        benjamini_hochberg([1.2])
