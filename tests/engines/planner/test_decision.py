"""Weighing options: totals, ties, and the weights at which another one wins."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.engines.planner.decision import decide

TABLES = st.integers(2, 4).flatmap(
    lambda options: st.integers(2, 4).flatmap(
        lambda criteria: st.tuples(
            st.lists(
                st.lists(st.integers(1, 5), min_size=criteria, max_size=criteria),
                min_size=options,
                max_size=options,
            ),
            st.lists(st.integers(1, 9), min_size=criteria, max_size=criteria),
        )
    )
)


def reweighted(weights, criterion, share):
    others = np.array(weights, float)
    others[criterion] = 0
    others *= (1 - share) / others.sum()
    others[criterion] = share
    return others


def test_the_order_follows_the_weights():
    found = decide([[5, 1, 3], [3, 4, 3], [1, 1, 1]], [2, 2, 1])
    assert found.totals.tolist() == pytest.approx([3.0, 3.4, 1.0])
    assert (found.order, found.winners) == ((1, 0, 2), (1,))
    assert found.lead == pytest.approx(0.4)


def test_a_tie_has_two_winners_and_no_flip():
    found = decide([[4, 2], [2, 4]], [1, 1])
    assert (found.winners, found.flips, found.lead) == ((0, 1), (), 0)


def test_who_is_best_in_everything_never_flips():
    assert decide([[5, 5, 5], [4, 3, 2]], [1, 7, 2]).flips == ()


@given(TABLES)
def test_beyond_a_flip_the_named_option_beats_the_winner_and_before_it_does_not(case):
    scores, weights = case
    found = decide(scores, weights)
    winner = found.order[0]
    for flip in found.flips:
        step = 1e-6 if flip.rises else -1e-6
        for share, wins in ((flip.share + step, True), (flip.share - step, False)):
            if 0 <= share <= 1:
                totals = np.array(scores) @ reweighted(weights, flip.criterion, share)
                assert (totals[flip.option] > totals[winner]) == wins


@given(TABLES)
def test_between_the_flips_nobody_else_wins(case):
    scores, weights = case
    found = decide(scores, weights)
    if len(found.winners) > 1:
        return
    for criterion in range(len(weights)):
        own = [f for f in found.flips if f.criterion == criterion]
        low = max([f.share for f in own if not f.rises], default=0.0)
        high = min([f.share for f in own if f.rises], default=1.0)
        for part in np.linspace(0.001, 0.999, 9):
            totals = np.array(scores) @ reweighted(weights, criterion, low + part * (high - low))
            assert totals.max() <= totals[found.order[0]] + 1e-9


def test_everything_wrong_is_named_at_once():
    with pytest.raises(ValueError, match=r"at least two options.*not all 0") as refused:
        decide([[1, float("nan")]], [0, 0])
    assert "finite" in str(refused.value)
