"""What must not matter does not: order of people and items, the same people twice; and no result holds NaN."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal
from espalier.engines.psychometrics.irt.calibration import rasch, two_parameter
from espalier.engines.psychometrics.irt.comparison import rasch_conditional
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.marginal import estimate
from espalier.engines.psychometrics.irt.responses import read_responses
from tests.engines.psychometrics.irt import samples

REFUSE, EXCLUDE = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE
SEEDS = st.integers(0, 10_000)
A, D = np.array([1.2, 0.8, 1.6, 1.0]), np.array([0.8, -0.5, 0.2, -1.0])


def fit(answers, model=Model.TWO_PARAMETER):
    return estimate(read_responses(answers, missing=REFUSE, n_categories=2), model)


@settings(max_examples=5, deadline=None)
@given(SEEDS)
def test_order_of_people_and_items_does_not_matter(seed):
    answers = samples.right_and_wrong(400, A, D, seed=seed)
    rng = np.random.default_rng(seed)
    items = rng.permutation(4)
    first, second = fit(answers), fit(rng.permutation(answers)[:, items])
    np.testing.assert_allclose(second.a, first.a[items], atol=2e-3)
    np.testing.assert_allclose(second.log_likelihood, first.log_likelihood, atol=1e-4)


@settings(max_examples=5, deadline=None)
@given(SEEDS)
def test_the_same_people_twice_halve_the_variance_only(seed):
    answers = samples.right_and_wrong(300, A, D, seed=seed)
    once, twice = fit(answers, Model.RASCH), fit(np.vstack([answers, answers]), Model.RASCH)
    np.testing.assert_allclose(twice.vector, once.vector, atol=1e-3)
    np.testing.assert_allclose(twice.covariance * 2, once.covariance, rtol=1e-2, atol=1e-5)


@settings(max_examples=5, deadline=None)
@given(SEEDS)
def test_right_for_wrong_turns_the_scale_round(seed):
    answers = samples.right_and_wrong(300, A, D, seed=seed)
    first, second = fit(answers, Model.RASCH), fit(1 - answers, Model.RASCH)
    np.testing.assert_allclose(np.concatenate(second.d), -np.concatenate(first.d), atol=1e-3)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_number_or_a_refusal_but_never_nan(data):
    n, k = data.draw(st.integers(30, 60)), data.draw(st.integers(2, 4))
    rows = data.draw(
        st.lists(
            st.lists(st.sampled_from([0.0, 1.0, np.nan]), min_size=k, max_size=k),
            min_size=n,
            max_size=n,
        )
    )
    for method in (rasch, rasch_conditional, two_parameter):
        try:
            found = method(rows, missing=EXCLUDE)
        except ValueError:  # nobody answered anything
            continue
        assert found.sentence.en
        if not isinstance(found, Refusal) and method is rasch:
            assert np.isfinite(found.estimates.vector).all()
            assert np.isfinite(found.estimates.covariance).all()
