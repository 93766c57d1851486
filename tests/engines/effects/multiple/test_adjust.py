"""Several outcomes at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.multiple.adjust import Adjustment, adjust_outcomes, adjusted_p

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=8)


@settings(max_examples=50, deadline=None)
@given(P_VALUES, st.sampled_from(list(Adjustment)))
def test_adjusting_never_helps_keeps_order_and_does_not_mind_the_order_given(p, adjustment):
    found = adjusted_p(p, adjustment)
    assert (found >= np.array(p) - 1e-12).all()
    assert (found <= 1).all()
    assert adjusted_p(p[::-1], adjustment) == pytest.approx(found[::-1])
    order = np.argsort(p)
    assert (np.diff(found[order]) >= -1e-12).all()


@settings(max_examples=50, deadline=None)
@given(P_VALUES)
def test_who_promises_more_finds_less(p):
    by = {each: adjusted_p(p, each) for each in Adjustment}
    assert (by[Adjustment.HOMMEL] <= by[Adjustment.HOLM] + 1e-12).all()
    assert (by[Adjustment.HOLM] <= by[Adjustment.BONFERRONI] + 1e-12).all()
    assert (by[Adjustment.BH] <= by[Adjustment.HOMMEL] + 1e-12).all()
    assert (by[Adjustment.BH] <= by[Adjustment.BY] + 1e-12).all()


def test_a_table_by_hand():
    p = [0.01, 0.02, 0.03, 0.04]
    assert adjusted_p(p, Adjustment.HOLM).tolist() == pytest.approx([0.04, 0.06, 0.06, 0.06])
    assert adjusted_p(p, Adjustment.BH).tolist() == pytest.approx([0.04] * 4)
    assert adjusted_p(p, Adjustment.BY).tolist() == pytest.approx([0.04 * 25 / 12] * 4)
    assert adjusted_p(p, Adjustment.HOMMEL).tolist() == pytest.approx([0.04] * 4)


def test_the_primary_outcome_stands_alone_and_chance_is_said():
    found = adjust_outcomes([0.04, 0.03, 0.2], ["test", "task", "survey"], primary="test")
    assert found.is_found == (True, False, False)
    assert found.n_found == 1
    assert "test" in found.sentence.en
    assert "3 項" in found.sentence.zh
    alone = adjust_outcomes([0.2], ["test"], primary="test")
    assert "none" in alone.sentence.en
    assert "無" in alone.sentence.zh


@pytest.mark.parametrize(
    ("p", "names", "settings", "says"),
    [
        ([], [], {}, "p_values"),
        ([0.1, 1.2], ["a", "b"], {}, "p_values"),
        ([-0.1], ["a"], {"primary": "a"}, "p_values"),
        ([0.1, 0.2], ["a", "a"], {}, "names"),
        ([0.1], ["a"], {"primary": "b"}, "primary"),
        ([0.1], ["a"], {"alpha": 1.0}, "alpha"),
        ([np.nan], ["a"], {}, "missing"),
    ],
)
def test_nonsense_is_refused(p, names, settings, says):
    with pytest.raises(ValueError, match=says):
        adjust_outcomes(p, names, **settings)
