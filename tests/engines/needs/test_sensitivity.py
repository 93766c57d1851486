"""How much the order of needs hangs on the weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.needs.sensitivity import rank_sensitivity

REFUSE, EXCLUDE = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE


def test_worked_by_hand():
    """Weights 3 and 2: A has all of the first criterion, B all of the second, C half of both.

    Scores 0.6, 0.4, 0.5. First weight halved (1.5 : 2): 0.43, 0.57, 0.5. Second raised by half
    (3 : 3): all three are equal.
    """
    table = [[1, 0], [0, 1], [0.5, 0.5]]
    found = rank_sensitivity(table, [3, 2], missing=REFUSE, change=0.5, top=1)
    assert found.ranks.tolist() == [1, 3, 2]
    assert found.top_changed.tolist() == [[True, False], [False, True]]
    assert (found.n_runs, found.n_top_changed, found.share_top_changed) == (4, 2, 0.5)
    assert found.best_rank.tolist() == [1, 1, 1]
    assert found.worst_rank.tolist() == [3, 3, 2]


def test_a_need_without_values_has_no_rank_and_moves_nobody():
    table = [[5, 4], [np.nan, np.nan], [1, 2]]
    found = rank_sensitivity(table, [1, 1], missing=EXCLUDE, top=1)
    assert found.ranks.tolist() == [1, 0, 2]
    assert not found.top_changed.any()


def test_a_need_that_is_best_everywhere_stays_first():
    found = rank_sensitivity([[5, 5, 5], [1, 4, 2], [3, 1, 1]], [5, 1, 1], missing=REFUSE, top=1)
    assert found.worst_rank[0] == 1
    assert found.n_top_changed == 0


def test_a_criterion_of_weight_zero_changes_nothing():
    found = rank_sensitivity([[1, 0], [0, 1]], [1, 0], missing=REFUSE, top=1)
    assert not found.top_changed[1].any()


@pytest.mark.parametrize(
    ("options", "words"),
    [({"change": 0}, "change"), ({"change": 1.0}, "change"), ({"top": 0}, "top")],
)
def test_what_makes_no_sense_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        rank_sensitivity([[1.0]], [1], missing=REFUSE, **options)


@given(
    arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 4)), elements=st.integers(1, 5)),
    st.floats(0.05, 0.95),
)
def test_the_given_order_lies_between_best_and_worst(table, change):
    weights = np.arange(1, table.shape[1] + 1)
    found = rank_sensitivity(table, weights, missing=REFUSE, change=change)
    assert (found.best_rank <= found.ranks).all()
    assert (found.ranks <= found.worst_rank).all()
