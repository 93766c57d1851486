"""Shares before and after, two priors, what the missing do."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.designs.bayesian import Prior, bayesian_effect
from espalier.engines.effects.designs.proportions import (
    mcnemar_exact,
    paired_newcombe,
    paired_shares,
)
from espalier.engines.effects.designs.sensitivity import missing_sensitivity
from espalier.engines.effects.designs.verdicts import Scale
from espalier.engines.figures.types import Refusal, Said
from tests.engines.effects.designs.tables import (
    EXCLUDE,
    NAN,
    REFUSE,
    in_sessions,
    one_group,
    two_groups,
    without,
)


def test_newcombes_paired_table():
    # Newcombe 1998, Statistics in Medicine 17, 2635–2650, table II, method 10: cells (a, b, c, d).
    for cells, limits in {
        (36, 12, 2, 0): (0.0569, 0.3404),
        (54, 0, 0, 0): (-0.0664, 0.0664),
    }.items():
        found = paired_newcombe(*cells)
        assert (round(found.low, 4), round(found.high, 4)) == limits


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.integers(0, 30)] * 4).filter(any))
def test_paired_shares_mirror_and_keep_their_bounds(cells):
    both, up, down, neither = cells
    found, mirror = paired_newcombe(*cells), paired_newcombe(both, down, up, neither)
    assert found.low == pytest.approx(-mirror.high)
    assert -1 <= found.low <= (up - down) / sum(cells) <= found.high <= 1
    n = up + down
    tail = sum(math.comb(n, k) for k in range(min(up, down) + 1)) / 2**n
    assert mcnemar_exact(up, down) == pytest.approx(min(1.0, 2 * tail))


def test_shares_of_the_same_people():
    before = [0] * 40 + [1] * 20 + [NAN]
    after = [1] * 25 + [0] * 15 + [1] * 17 + [0] * 3 + [1]
    found = paired_shares(before, after, missing=EXCLUDE)
    assert (found.both, found.only_after, found.only_before, found.neither) == (17, 25, 3, 15)
    assert found.n_discordant == 28
    assert found.estimate == pytest.approx(found.share_after - found.share_before)
    assert "25 changed from no to yes" in found.sentence.en
    assert "個百分點" in found.sentence.zh
    few = paired_shares(before[:20], after[:20], missing=REFUSE)
    assert not isinstance(few, Refusal)
    assert paired_shares(before[:19], after[:19], missing=REFUSE).code == "too_few_changed"
    assert (
        paired_shares(np.zeros(30), without(np.ones(30), *range(13)), missing=EXCLUDE).code
        == "too_many_missing"
    )
    with pytest.raises(ValueError, match="before: only 0 and 1"):
        paired_shares([0, 2], [0, 1], missing=REFUSE)
    with pytest.raises(ValueError, match="mcnemar"):
        mcnemar_exact(-1, 3)
    for cells in ((0, 0, 0, 0), (-1, 2, 3, 4)):
        with pytest.raises(ValueError, match="paired_newcombe"):
            paired_newcombe(*cells)


def test_both_priors_are_told():
    found = bayesian_effect(0.5, 0.04, n_used=100, has_comparison=True, is_randomised=True)
    elsewhere, sceptic = found.posteriors
    assert elsewhere.mean == pytest.approx((0.6 * 4 + 0.5 * 25) / 29)
    assert sceptic.mean == pytest.approx(0.5 * 25 / 29)
    assert elsewhere.sd == pytest.approx(29**-0.5)
    grid = np.linspace(-4, 4, 80_001)
    density = np.exp(-((grid - 0.6) ** 2) / (2 * 0.25) - (grid - 0.5) ** 2 / (2 * 0.04))
    worthwhile = density[grid >= 0.2].sum() / density.sum()
    assert elsewhere.chance_worthwhile == pytest.approx(worthwhile, abs=1e-4)
    assert elsewhere.chance_better > sceptic.chance_better
    assert "100 learners" in found.sentence.en
    assert found.priors_agree
    torn = bayesian_effect(0.45, 0.06, n_used=30, has_comparison=False)
    assert not torn.priors_agree
    assert "different words" in torn.sentence.en
    loss = bayesian_effect(-1.0, 0.01, n_used=90, has_comparison=True)
    assert loss.verdict.is_worse
    assert "loss" in loss.sentence.en
    for wrong in ((math.inf, 0.1, 5), (0.1, 0.0, 5), (0.1, 0.1, 0)):
        with pytest.raises(ValueError, match="bayesian_effect"):
            bayesian_effect(wrong[0], wrong[1], n_used=wrong[2], has_comparison=True)
    for mean, sd in ((math.inf, 1.0), (0.0, 0.0)):
        with pytest.raises(ValueError, match="prior"):
            Prior(Said("一", "one"), mean, sd)


def test_one_group_with_holes():
    pre, post = one_group(n=60, gain=9.0)
    gone = pre < np.quantile(pre, 0.2)
    found = missing_sensitivity(pre, np.where(gone, NAN, post), seed=1)
    complete, available, imputed = found.rows
    assert complete.n_used == 48
    assert available.n_used == imputed.n_used == 60
    assert complete.estimate == pytest.approx((post - pre)[~gone].mean())
    assert found.imputation.n_sets == 20
    assert found.needs_imputation
    assert not found.needs_shift
    assert found.verdict == imputed.verdict
    assert found.all_agree
    assert "20% of 60 have no outcome" in found.sentence.en
    same = missing_sensitivity(pre, np.where(gone, NAN, post), seed=1)
    assert same.imputation == found.imputation


def test_the_tipping_point_is_where_the_word_changes():
    pre, post = one_group(n=60, gain=6.0)
    holes = without(post, *range(15))
    found = missing_sensitivity(pre, holes, seed=1)
    assert found.tipping is not None
    assert 0 < found.tipping <= found.largest_shift
    assert "would change" in found.sentence.en
    assert found.needs_shift
    lower = missing_sensitivity(-pre, -holes, seed=1, scale=Scale(higher_is_better=False))
    assert lower.tipping == pytest.approx(found.tipping, rel=0.5)
    strong = missing_sensitivity(pre, without(post + 60, 0), seed=1)
    assert strong.tipping is None
    assert "the word would stay" in strong.sentence.en


def test_two_groups_with_holes_on_both_sides():
    pre, post, arm = two_groups(n=30)
    pre, post = without(pre, 3, 40), without(post, 0, 1, 31, 33, 35)
    for is_randomised in (True, False):
        found = missing_sensitivity(pre, post, is_trained=arm, is_randomised=is_randomised, seed=1)
        assert [row.code for row in found.rows] == [
            "complete_cases",
            "all_available",
            "multiple_imputation",
        ]
        assert found.rows[2].estimate == pytest.approx(found.rows[0].estimate, abs=1.5)
        assert found.verdict.code in ("clear", "likely")
    faint = missing_sensitivity(pre, post - 5 * arm, is_trained=arm, seed=1)
    assert faint.verdict.code in ("unclear", "no_sign")


def test_sessions_are_kept_and_disagreement_is_said():
    pre, post, arm, session = in_sessions()
    holes = without(post, *range(0, 40, 2))
    found = missing_sensitivity(pre, holes, is_trained=arm, sessions=session, seed=1)
    assert [row.code for row in found.rows] == ["complete_cases", "multiple_imputation"]
    alone = missing_sensitivity(pre, holes + 8, sessions=session, seed=1)
    assert alone.verdict.code == "likely"
    pre, post = one_group(n=40, gain=0.0, spread=1.0, seed=4)
    rising = post + 0.5 * (pre - 50)  # who began low gained little, and left
    torn = missing_sensitivity(pre, np.where(pre < np.quantile(pre, 0.3), NAN, rising), seed=1)
    assert not torn.all_agree
    assert "different words" in torn.sentence.en


def test_when_nothing_can_be_said_of_the_missing():
    pre, post = one_group(n=40)
    both, after, arm = two_groups(n=14)
    few = np.r_[0:13, 14:28]
    cases = {
        "nothing_missing": missing_sensitivity(pre, post, seed=1),
        "too_many_missing": missing_sensitivity(pre, without(post, *range(17)), seed=1),
        "too_few": missing_sensitivity(pre[:15], without(post[:15], 0), seed=1),
        "no_variation": missing_sensitivity(np.round(pre), without(np.round(pre) + 2, 0), seed=1),
        "too_few_sessions": missing_sensitivity(
            pre, without(post, 0), sessions=np.arange(40) % 4, seed=1
        ),
    }
    for code, found in cases.items():
        assert isinstance(found, Refusal)
        assert found.code == code
    arms = missing_sensitivity(both[few], without(after[few], 0, 1), is_trained=arm[few], seed=1)
    assert arms.code == "too_few"
    whole = missing_sensitivity(both, without(2 * both + 5 * arm, 0, 1), is_trained=arm, seed=1)
    assert whole.code == "no_variation"
