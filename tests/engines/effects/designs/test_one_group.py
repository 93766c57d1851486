"""One group before and after: paired t, ranks for few, sizes, individual change."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.designs.checks import skewness
from espalier.engines.effects.designs.individual import reliable_change
from espalier.engines.effects.designs.paired import paired_effect, paired_numbers
from espalier.engines.effects.designs.ranks import mann_whitney, signed_rank
from espalier.engines.effects.designs.sizes import (
    common_language,
    hedges_j,
    independent_effect,
    matched_effect,
)
from espalier.engines.effects.designs.small import ranked_gain
from espalier.engines.effects.designs.verdicts import Scale
from espalier.engines.figures.types import Refusal
from tests.engines.effects.designs.tables import EXCLUDE, NAN, REFUSE, one_group, without

# Student 1908, Biometrika 6: additional hours of sleep with two drugs, ten patients.
FIRST = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SECOND = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_students_sleep():
    found = paired_numbers(FIRST, SECOND)
    assert found.gain.estimate == pytest.approx(1.58)
    assert round(found.gain.t, 4) == 4.0621
    assert round(found.gain.p, 6) == 0.002833
    assert found.g_z == pytest.approx(found.d_z * hedges_j(9))
    assert found.g_av_approximate == pytest.approx(found.d_av * (1 - 3 / 35))
    assert found.common_language == common_language(found.g_av)
    assert paired_numbers([1, 1, 1], [2, 3, 5]).r is None
    assert paired_numbers([1, 2, 3], [4, 4, 4]).r is None


@pytest.mark.parametrize(
    ("pre", "post", "says"),
    [
        ([1, 2], [1, 2], "three or more"),
        ([1, 2, 3], [1, 2], "three or more"),
        ([1, 2, 3], [2, 3, 4], "gained the same"),
    ],
)
def test_no_paired_numbers(pre, post, says):
    with pytest.raises(ValueError, match=says):
        paired_numbers(pre, post)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(-50, 50), st.floats(0.1, 20))
def test_order_shift_and_unit_of_the_scores_do_not_change_the_size(seed, shift, times):
    pre, post = one_group(seed=seed)
    order = np.random.default_rng(seed).permutation(len(pre))
    plain, moved = (
        paired_numbers(pre, post),
        paired_numbers((times * pre + shift)[order], (times * post + shift)[order]),
    )
    assert moved.d_z == pytest.approx(plain.d_z, rel=1e-6)
    assert moved.g_av == pytest.approx(plain.g_av, rel=1e-6)
    assert plain.d_z in plain.d_z_interval
    assert paired_numbers(post, pre).d_z == pytest.approx(-plain.d_z)


def test_the_gain_of_a_group_is_capped_and_counted():
    pre, post = one_group()
    found = paired_effect(pre, without(post, 0), missing=EXCLUDE, seed=1)
    assert found.estimate == found.numbers.gain.estimate
    assert found.interval == found.numbers.gain.interval
    assert found.verdict.code == "likely"
    assert found.verdict.is_capped
    assert (found.n_used, found.n_missing, found.stages[-1].n) == (23, 1, 23)
    assert found.numbers.g_av in found.g_av_interval
    assert found.sentence == found.verdict.sentence
    assert found.assumptions[1].held is False
    assert paired_effect(pre, post, missing=EXCLUDE, seed=1) == paired_effect(
        pre, post, missing=EXCLUDE, seed=1
    )
    lower = paired_effect(post, pre, missing=REFUSE, seed=1, scale=Scale(higher_is_better=False))
    assert "fell" in lower.sentence.en
    assert not lower.verdict.is_worse
    assert len(paired_effect(pre, without(post, 0, 1), missing=EXCLUDE, seed=1).warnings) == 1


def test_when_there_is_no_paired_t():
    pre, post = one_group()
    lopsided = post.copy()
    lopsided[0] += 100
    codes = {
        "too_few": paired_effect(pre[:14], post[:14], missing=REFUSE, seed=1),
        "no_variation": paired_effect(pre, pre + 3, missing=REFUSE, seed=1),
        "skewed": paired_effect(pre, lopsided, missing=REFUSE, seed=1),
        "too_many_missing": paired_effect(pre, without(post, *range(11)), missing=EXCLUDE, seed=1),
    }
    for code, found in codes.items():
        assert isinstance(found, Refusal)
        assert found.code == code
        assert found.sentence.zh
        assert found.sentence.en
    with pytest.raises(ValueError, match="n_bootstrap"):
        paired_effect(pre, post, missing=REFUSE, seed=1, n_bootstrap=10)
    many = np.concatenate([np.zeros(590), np.full(10, 100.0)]) + np.arange(600) / 100
    assert not isinstance(paired_effect(np.zeros(600), many, missing=REFUSE, seed=1), Refusal)
    assert skewness(np.array([1.0, 2.0])) == 0


def test_few_learners_are_shown_one_by_one():
    pre, post = [50, 52, 55, 47, 60, 58, 51], [60, 58, 66, 55, 66, NAN, 49]
    found = ranked_gain(pre, post, missing=EXCLUDE)
    assert [line.person for line in found.lines] == [0, 1, 2, 3, 4, 6]
    assert found.lines[0].gain == 10
    assert (found.n_better, found.n_same, found.n_worse) == (5, 0, 1)
    assert found.interval.level == pytest.approx(1 - 2 / 64)
    assert (found.median_interval.low, found.median_interval.high) == (-2, 11)
    assert "每位學員" in found.sentence.zh
    assert "5 went up" in found.sentence.en
    assert " p " not in found.sentence.en
    eleven = ranked_gain(
        np.zeros(11), np.arange(1.0, 12), missing=REFUSE, scale=Scale(higher_is_better=False)
    )
    assert (eleven.median_interval.low, eleven.median_interval.high) == (2, 10)
    assert eleven.median_interval.level == pytest.approx(1 - 2 * 12 / 2048)
    assert eleven.verdict.is_worse


def test_when_even_ranks_say_nothing():
    pre, post = one_group()
    many = np.arange(501.0)
    for code, found in {
        "too_few": ranked_gain(pre[:5], post[:5], missing=REFUSE),
        "no_variation": ranked_gain(pre, pre + 3, missing=REFUSE),
        "too_many": ranked_gain(np.zeros(501), many, missing=REFUSE),
        "too_many_missing": ranked_gain(pre, without(post, *range(11)), missing=EXCLUDE),
    }.items():
        assert isinstance(found, Refusal)
        assert found.code == code
    at_a_higher_level = ranked_gain(pre[:6], post[:6], missing=REFUSE, level=0.99)
    assert at_a_higher_level.code == "too_few"


def by_all_signs(gains):
    moved = gains[gains != 0]
    ranks = np.array(
        [(np.abs(moved) < v).sum() + ((np.abs(moved) == v).sum() + 1) / 2 for v in np.abs(moved)]
    )
    sums = np.array(
        [np.dot(signs, ranks) for signs in itertools.product((0, 1), repeat=len(moved))]
    )
    w = ranks[moved > 0].sum()
    return w, min(1.0, 2 * min((sums <= w).mean(), (sums >= w).mean()))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=3, max_size=9).filter(any))
def test_signed_rank_counts_all_signs_ties_and_zeros_included(gains):
    values = np.array(gains, dtype=float)
    found = signed_rank(values)
    w, p = by_all_signs(values)
    assert found.statistic == w
    assert found.p == pytest.approx(p)
    assert found.n_zero == gains.count(0)
    mirrored = signed_rank(-values)
    assert mirrored.p == pytest.approx(p)
    assert mirrored.location == pytest.approx(-found.location)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(0, 6), min_size=2, max_size=5),
    st.lists(st.integers(0, 6), min_size=2, max_size=5),
)
def test_mann_whitney_counts_all_divisions(first, second):
    a, b = np.array(first, dtype=float), np.array(second, dtype=float)
    pooled = np.concatenate([a, b])
    ranks = np.array([(pooled < v).sum() + ((pooled == v).sum() + 1) / 2 for v in pooled])
    sums = np.array(
        [ranks[list(rows)].sum() for rows in itertools.combinations(range(len(pooled)), len(a))]
    )
    w = ranks[: len(a)].sum()
    found = mann_whitney(a, b)
    assert found.p == pytest.approx(min(1.0, 2 * min((sums <= w).mean(), (sums >= w).mean())))
    assert found.statistic == sum((x > y) + 0.5 * (x == y) for x in a for y in b)


def test_many_values_take_the_normal_and_agree_with_the_exact():
    draws = np.random.default_rng(4)
    gains = draws.normal(0.3, 1, 61)
    exact, many = signed_rank(gains[:60]), signed_rank(gains)
    assert exact.is_exact
    assert not many.is_exact
    assert many.p == pytest.approx(exact.p, rel=0.3)
    assert many.interval.low == pytest.approx(exact.interval.low, abs=0.1)
    a, b = draws.normal(0.5, 1, 31), draws.normal(0, 1, 30)
    near, far = mann_whitney(a[:30], b), mann_whitney(a, b)
    assert near.is_exact
    assert not far.is_exact
    assert far.p == pytest.approx(near.p, rel=0.5)
    assert far.interval.low == pytest.approx(near.interval.low, abs=0.2)
    assert mann_whitney(np.ones(40), np.ones(30)).p == 1
    assert mann_whitney(np.ones(1), np.ones(1)).interval is None
    with pytest.raises(ValueError, match="all are zero"):
        signed_rank(np.zeros(5))
    with pytest.raises(ValueError, match="both groups"):
        mann_whitney(np.zeros(0), np.ones(3))


def test_sizes_and_their_corrections():
    for df in (2, 5, 30):
        exact = math.gamma(df / 2) / (math.sqrt(df / 2) * math.gamma((df - 1) / 2))
        assert hedges_j(df) == pytest.approx(exact)
    found = independent_effect(3.0, 5.0249, 50, 50)
    assert found.d in found.interval
    assert found.common_language == common_language(found.g)
    assert "66%" in found.sentence.en
    for wrong in (1, float("nan")):
        with pytest.raises(ValueError, match="hedges_j"):
            hedges_j(wrong)
    for numbers in (
        (1.0, 0.0, 10, 0.5),
        (1.0, 1.0, 2, 0.5),
        (1.0, 1.0, 10, 1.0),
        (math.inf, 1.0, 10, 0.5),
    ):
        with pytest.raises(ValueError, match="matched_effect"):
            matched_effect(*numbers)
    for numbers in ((1.0, 0.0, 10, 10), (1.0, 1.0, 1, 10)):
        with pytest.raises(ValueError, match="independent_effect"):
            independent_effect(*numbers)


def test_who_improved_beyond_measurement_error():
    pre = np.array([40, 45, 50, 55, 60, 65, 70, 75, 80, 85], dtype=float)
    post = pre + np.array([20, 2, -20, 1, 0, 3, 25, -1, 2, NAN])
    found = reliable_change(pre, post, reliability=0.9, sd=15, missing=EXCLUDE)
    sem = 15 * math.sqrt(0.1)
    assert found.sem == pytest.approx(sem)
    assert found.needed == pytest.approx(1.959964 * sem * math.sqrt(2), rel=1e-6)
    assert (found.n_improved, found.n_worsened, found.n_unchanged, found.n_missing) == (2, 1, 6, 1)
    assert "2 of 9 improved" in found.sentence.en
    assert "9 人中有 2 人" in found.sentence.zh
    own = reliable_change(pre, pre + 1, reliability=0.6, missing=REFUSE)
    assert own.sem == pytest.approx(pre.std(ddof=1) * math.sqrt(0.4))
    assert "noisy" in own.sentence.en
    assert own.assumptions[0].held is False
    few = reliable_change(pre[:9], post[:9], reliability=0.9, missing=REFUSE)
    flat = reliable_change(np.ones(12), np.arange(12.0), reliability=0.9, missing=REFUSE)
    assert [few.code, flat.code] == ["too_few", "no_variation"]
    for wrong in ({"reliability": 1.0}, {"reliability": 0.9, "sd": 0.0}):
        with pytest.raises(ValueError, match="above 0"):
            reliable_change(pre, pre, missing=REFUSE, **wrong)
