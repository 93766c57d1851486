"""Who was counted, who left, and what the missing may have scored."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.missing.imputation import Scores, imputed
from espalier.engines.effects.missing.leavers import Leavers, compare_leavers
from espalier.engines.effects.missing.rubin import pooled
from espalier.engines.effects.missing.stages import counted, missing_warnings, refused_for_missing
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal

NAN = math.nan
EXCLUDE = MissingPolicy.EXCLUDE


def test_everybody_is_counted_at_every_stage():
    found = counted({"pre": [1, 2, NAN, 4, 5], "post": [2, NAN, 4, NAN, 6]}, missing=EXCLUDE)
    assert [(each.code, each.n, each.n_dropped) for each in found.stages] == [
        ("enrolled", 5, 0),
        ("with_pre", 4, 1),
        ("with_post", 2, 2),
    ]
    assert found.stages[1].why.zh == "沒有前測"
    assert (found.n_used, found.n_missing, found.missing_share) == (2, 3, 0.4)
    other = counted({"hours": [1, NAN]}, missing=EXCLUDE)
    assert other.stages[1].why.en == "no hours"


@pytest.mark.parametrize(
    ("measures", "missing", "says"),
    [
        ({"pre": [], "post": []}, EXCLUDE, "nobody"),
        ({"pre": [1], "post": [1, 2]}, EXCLUDE, "one value a person"),
        ({"pre": [NAN, NAN]}, EXCLUDE, "all 2 values"),
        ({"pre": [1, NAN], "post": [NAN, 1]}, EXCLUDE, "none of the 2"),
        ({"pre": [1, NAN]}, MissingPolicy.REFUSE, "1 of 2"),
        ({"pre": [1]}, MissingPolicy.AS_ZERO, "not a score of zero"),
        ({"pre": [1, math.inf]}, EXCLUDE, "infinite"),
        ({"pre": ["a"]}, EXCLUDE, "could not convert"),
    ],
)
def test_nobody_to_count(measures, missing, says):
    with pytest.raises(ValueError, match=says):
        counted(measures, missing=missing)


@pytest.mark.parametrize(
    ("n_missing", "n_said", "is_refused"),
    [(0, 0, False), (1, 0, False), (2, 1, False), (5, 1, False), (9, 1, True)],
)
def test_how_much_is_missing_decides_what_is_said(n_missing, n_said, is_refused):
    post = np.arange(20.0)
    post[:n_missing] = NAN
    people = counted({"post": post}, missing=EXCLUDE)
    said = missing_warnings(people)
    assert len(said) == n_said
    if n_missing == 5:
        assert "worse outcome" in said[0].en
    refusal = refused_for_missing(people, "welch")
    assert (refusal is not None) == is_refused
    if refusal:
        assert refusal.code == "too_many_missing"
        assert "45%" in refusal.sentence.en


def test_leavers_by_welch():
    pre = [50, 60, 70, 40, 42, NAN]
    post = [60, 70, 75, NAN, NAN, 3]
    found = compare_leavers(pre, post)
    assert isinstance(found, Leavers)
    variances = 100 / 3, 2 / 2
    se = math.sqrt(sum(variances))
    df = sum(variances) ** 2 / (variances[0] ** 2 / 2 + variances[1] ** 2 / 1)
    from espalier.engines.figures.distributions import t_quantile

    assert found.interval.width / 2 == pytest.approx(se * t_quantile(0.975, df))
    assert (found.n_stayed, found.n_left, found.n_used, found.n_missing) == (3, 2, 5, 1)
    assert "began differently" in found.sentence.en
    alike = compare_leavers([50, 60, 70, 51, 60, 69], [1, 2, 3, NAN, NAN, NAN])
    assert "alike" in alike.sentence.en


def test_leavers_that_cannot_be_compared():
    few = compare_leavers([1, 2, 3], [1, 2, NAN])
    flat = compare_leavers([5, 5, 4, 4], [1, 2, NAN, NAN])
    assert [few.code, flat.code] == ["too_few", "no_variation"]
    assert isinstance(few, Refusal)
    for wrong in (([1, 2], [1]), ([], [])):
        with pytest.raises(ValueError, match="one value a person"):
            compare_leavers(*wrong)


def test_rubins_rules_by_hand():
    found = pooled([1.0, 2.0, 4.0], [0.5, 0.6, 0.7], 40)
    within, between = 0.6, np.var([1, 2, 4], ddof=1)
    total = within + 4 / 3 * between
    lost = 4 / 3 * between / total
    old, seen = 2 / lost**2, 41 / 43 * 40 * (1 - lost)
    assert found.se**2 == pytest.approx(total)
    assert found.df == pytest.approx(1 / (1 / old + 1 / seen))
    assert found.missing_information == pytest.approx(lost)
    assert pooled([1.0, 1.0], [0.5, 0.5], 40).df == pytest.approx(41 / 43 * 40)
    assert pooled([1.0, 2.0], [0.0, 0.0], 40).df == 1


@pytest.mark.parametrize(
    ("estimates", "variances", "df"),
    [
        ([1.0], [1.0], 5),
        ([1.0, 2.0], [1.0], 5),
        ([1.0, 2.0], [1.0, 1.0], 0),
        ([1.0, 1.0], [0.0, 0.0], 5),
        ([1.0, 2.0], [1.0, -1.0], 5),
    ],
)
def test_nothing_to_pool(estimates, variances, df):
    with pytest.raises(ValueError, match=r"pooled|negative"):
        pooled(estimates, variances, df)


def test_imputed_means_follow_the_regression_of_those_who_stayed():
    draws = np.random.default_rng(1)
    pre = draws.normal(50, 10, 200)
    post = 10 + 0.9 * pre + draws.normal(0, 4, 200)
    gone = pre < 45  # those who began low left, so the stayers' mean misleads
    seen = np.where(gone, NAN, post)
    scores = Scores.of(pre, seen)
    means = [after.mean() for _, after in imputed(scores, n_sets=100, seed=2)]
    slope, start = np.polyfit(pre[~gone], post[~gone], 1)
    assert np.mean(means) == pytest.approx(start + slope * pre.mean(), abs=0.3)
    assert abs(np.mean(means) - post.mean()) < abs(post[~gone].mean() - post.mean()) / 3
    assert scores.n_imputed == gone.sum()


def test_holes_on_both_sides_with_arms():
    draws = np.random.default_rng(3)
    pre, arm = draws.normal(50, 10, 80), np.tile([0.0, 1.0], 40)
    post = pre + 8 * arm + draws.normal(0, 3, 80)
    pre[:6], post[10:18] = NAN, NAN
    pre[79] = post[79] = NAN  # tells nothing
    scores = Scores.of(pre, post, arm)
    assert len(scores.pre) == 79
    sets = list(imputed(scores, n_sets=4, seed=5))
    again = list(imputed(scores, n_sets=4, seed=5))
    for (before, after), (same, _) in zip(sets, again, strict=True):
        assert np.isfinite(before).all()
        assert np.isfinite(after).all()
        assert before[6:9] == pytest.approx(pre[6:9])
        assert before == pytest.approx(same)
    assert sets[0][1][10] != sets[1][1][10]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000))
def test_with_nothing_missing_nothing_is_drawn(seed):
    pre, post = np.arange(10.0), np.arange(10.0) ** 2
    (before, after), *_ = imputed(Scores.of(pre, post), n_sets=2, seed=seed)
    assert (before == pre).all()
    assert (after == post).all()


def test_too_little_to_impute_from():
    with pytest.raises(ValueError, match="fewer than five"):
        Scores.of([1, 2, 3, 4], [1, 2, 3, 4])
    with pytest.raises(ValueError, match="one value a person"):
        Scores.of([1, 2, 3, 4], [1, 2, 3, 4], [1])
    with pytest.raises(ValueError, match="n_sets"):
        next(imputed(Scores.of(np.arange(6.0), np.arange(6.0) + 1), n_sets=1, seed=1))
