"""Internal consistency: against formulas written out, invariances, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.types import Interval, Refusal
from espalier.engines.psychometrics.classical.alpha import (
    NOTHING_COMMON,
    OPPOSITE,
    Alpha,
    alphas_if_deleted,
    cronbach_alpha,
    feldt_interval,
    guttman_lambda6,
    raw_alpha,
)
from espalier.engines.psychometrics.classical.bootstrap import (
    bootstrap_alpha,
    multinomial_weights,
    resampled_alphas,
)
from espalier.engines.psychometrics.classical.halves import spearman_brown, split_half
from espalier.engines.psychometrics.classical.kuder_richardson import kr20, kr21
from espalier.engines.psychometrics.classical.moments import moments
from espalier.engines.psychometrics.classical.responses import Unanswered, settled
from espalier.engines.psychometrics.classical.topics import alpha_by_topic
from tests.engines.psychometrics.classical.tables import NAN, one_ability, repeated, right_or_wrong

REFUSE = Unanswered.REFUSE


def alpha_of(scores, missing=REFUSE) -> Alpha:
    found = cronbach_alpha(scores, missing=missing)
    assert isinstance(found, Alpha)
    return found


def test_alpha_is_the_formula_written_out():
    scores = repeated().astype(float)
    k, items, total = 5, scores.var(axis=0, ddof=1).sum(), scores.sum(axis=1).var(ddof=1)
    found = alpha_of(scores)
    assert found.estimate == pytest.approx(k / (k - 1) * (1 - items / total), abs=1e-12)
    for i in range(k):
        rest = np.delete(scores, i, axis=1)
        assert found.r_rest[i] == pytest.approx(np.corrcoef(scores[:, i], rest.sum(axis=1))[0, 1])
        assert found.if_deleted[i] == pytest.approx(raw_alpha(np.cov(rest.T)))
    r = np.corrcoef(scores.T)
    own = [1 - _r_squared(r, i) for i in range(k)]
    assert found.lambda6 == pytest.approx(1 - sum(own) / r.sum())
    assert found.standardised == pytest.approx(k / (k - 1) * (1 - k / r.sum()))
    assert (found.n_used, found.n_missing, found.warnings) == (120, 0, ())
    assert "120 learners on 5 questions" in found.sentence.en


def _r_squared(r, i):
    others = [j for j in range(len(r)) if j != i]
    return r[i, others] @ np.linalg.solve(r[np.ix_(others, others)], r[others, i])


@given(st.integers(0, 10**6), st.floats(0.5, 20), st.floats(-100, 100))
@settings(max_examples=20, deadline=None)
def test_alpha_does_not_care_who_is_first_or_in_which_unit(seed, scale, shift):
    rng = np.random.default_rng(seed)
    scores = one_ability(40, 4, seed)
    plain = alpha_of(scores).estimate
    people, items = rng.permutation(40), rng.permutation(4)
    assert alpha_of(scores[people][:, items]).estimate == pytest.approx(plain, abs=1e-9)
    assert alpha_of(scale * scores + shift).estimate == pytest.approx(plain, abs=1e-6)
    twice = alpha_of(np.tile(scores, (2, 1)))
    assert twice.estimate == pytest.approx(plain, abs=1e-9)
    assert twice.interval.width < alpha_of(scores).interval.width
    assert plain <= 1
    assert plain in alpha_of(scores).interval


def test_words_follow_the_interval():
    assert "used as intended" in alpha_of(one_ability(500, 12)).sentence.en
    assert "about" in alpha_of(one_ability(200, 3, noise=2)).sentence.en
    few = alpha_of(one_ability(40, 6, noise=1.1))
    assert few.interval.low < 0.8 < few.interval.high
    assert few.n_items_for_wish is not None
    assert few.n_items_for_wish <= 7
    assert "narrow the range" in few.sentence.en
    noise = np.random.default_rng(3).normal(size=(60, 4))
    assert 0 < alpha_of(noise).estimate < 0.3
    assert alpha_of(noise).sentence.en.endswith(NOTHING_COMMON.en)


def test_opposite_items_are_named_and_a_constant_item_too():
    ability = one_ability(60, 4, noise=0.3)
    ability[:, :2] *= -1
    ability[:, 3] = 2.0
    found = alpha_of(ability)
    assert found.estimate < 0
    assert found.sentence == OPPOSITE
    assert OPPOSITE in found.warnings
    assert any("item 4" in said.en for said in found.warnings)
    assert found.r_rest[3] is None
    assert (found.standardised, found.lambda6, found.mean_r) == (None, None, None)


def test_repeated_items_have_no_lambda6_and_alpha_one():
    column = one_ability(50, 1)
    found = alpha_of(np.hstack([column] * 3))
    assert found.estimate == pytest.approx(1.0)
    assert found.lambda6 is None
    assert found.n_items_for_wish is None or found.n_items_for_wish <= 3
    assert "used as intended" in found.sentence.en
    assert guttman_lambda6(np.array([[1.0, -0.999], [-0.999, 1.0]]) - 0.0) is not None
    assert guttman_lambda6(np.full((2, 2), -1.0)) is None


def test_correlations_that_cancel_leave_no_standardised_alpha():
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 40))
    scores = np.column_stack([a, b, -(a - a.mean()) / a.std() - (b - b.mean()) / b.std()])
    scores = (scores - scores.mean(axis=0)) / scores.std(axis=0)
    scores[:, 2] *= 0.3
    assert alpha_of(scores).estimate < 1


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        (one_ability(50, 2), "few_items"),
        (one_ability(29, 5), "few_people"),
        (np.ones((50, 4)), "no_variance"),
        (np.tile([[1, 0, 1, 0], [0, 1, 0, 1]], (20, 1)), "no_variance"),
    ],
)
def test_alpha_is_refused_with_reason_and_alternative(scores, code):
    found = cronbach_alpha(scores, missing=REFUSE)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert found.instead
    assert bootstrap_alpha(scores, missing=REFUSE, seed=1).code == code


def test_pairwise_covariances_that_contradict_each_other_are_refused():
    rng = np.random.default_rng(2)
    blocks = []
    for i, j in ((0, 1), (0, 2), (1, 2)):
        block = np.full((60, 3), NAN)
        x = rng.normal(size=60)
        block[:, i], block[:, j] = 3 * x, 3 * x
        blocks.append(block)
    alone = np.full((3000, 3), NAN)
    for i in range(3):
        alone[i::3, i] = 0.01 * rng.normal(size=1000)
    found = cronbach_alpha(np.vstack([*blocks, alone]), missing=Unanswered.PAIRWISE)
    assert found.code == "contradiction"


def test_without_an_item_of_two_there_is_no_alpha():
    found = moments(settled([[1, 0], [0, 1], [1, 1]], missing=REFUSE))
    assert alphas_if_deleted(found) == (None, None)
    with pytest.raises(ValueError, match="1 items"):
        raw_alpha(np.array([[1.0]]))
    with pytest.raises(ValueError, match="feldt_interval"):
        feldt_interval(1.2, n=30, k=5)


def test_feldt_narrows_with_people_and_covers():
    rng = np.random.default_rng(8)
    true, hits = 6 * 0.5 / (1 + 5 * 0.5), 0
    for _ in range(200):
        scores = rng.normal(size=(40, 1)) + rng.normal(size=(40, 6))
        hits += true in alpha_of(scores).interval
    assert 180 <= hits <= 199
    assert feldt_interval(0.8, n=400, k=10).width < feldt_interval(0.8, n=40, k=10).width


def test_kr20_is_alpha_of_right_and_wrong_only():
    scores = repeated()
    assert kr20(scores, missing=REFUSE).estimate == alpha_of(scores).estimate
    p = scores.mean(axis=0)
    n = len(scores)
    variance = scores.sum(axis=1).var(ddof=1)
    assert kr20(scores, missing=REFUSE).estimate == pytest.approx(
        5 / 4 * (1 - (p * (1 - p)).sum() * n / (n - 1) / variance)
    )
    holes = scores.astype(float)
    holes[0, 0] = NAN
    assert kr20(holes, missing=Unanswered.WRONG).n_used == 120
    with pytest.raises(ValueError, match="person 3, item 1"):
        kr20(np.where(np.arange(600).reshape(120, 5) == 16, 2, scores), missing=REFUSE)


def test_kr21_equals_kr20_for_equally_hard_items_and_is_below_it_else():
    equal = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 1], [0, 0, 0, 0]] * 10)
    total = equal.sum(axis=1)
    # KR-21 takes the variances of items as p q, alpha with n − 1: the same after n / (n − 1).
    rough = kr21(mean=total.mean(), variance=total.var(), n_items=4, n=40)
    assert rough.estimate == pytest.approx(kr20(equal, missing=REFUSE).estimate)
    uneven = repeated()
    total = uneven.sum(axis=1)
    rough = kr21(mean=total.mean(), variance=total.var(ddof=1), n_items=5, n=120)
    assert rough.estimate < kr20(uneven, missing=REFUSE).estimate
    assert "KR-21" in rough.sentence.zh
    assert kr21(mean=2, variance=0, n_items=4, n=40).code == "no_variance"
    assert kr21(mean=2, variance=0.5, n_items=4, n=40).code == "below_chance"
    with pytest.raises(ValueError, match="cannot be"):
        kr21(mean=5, variance=1, n_items=4, n=40)


def test_the_bootstrap_draws_people_and_says_how_sure():
    scores = right_or_wrong(300, 10)
    found = bootstrap_alpha(scores, missing=REFUSE, seed=3, n_resamples=2000)
    exact = alpha_of(scores)
    assert found.estimate == exact.estimate
    assert found.interval.low == pytest.approx(exact.interval.low, abs=0.02)
    assert found.interval.high == pytest.approx(exact.interval.high, abs=0.02)
    assert found.values.size == found.n_resamples - found.n_undefined == 2000
    again = bootstrap_alpha(scores, missing=REFUSE, seed=3, n_resamples=2000)
    assert again.interval == found.interval
    assert "2000 resamples" in found.sentence.en
    assert not found.warnings
    assert bootstrap_alpha(scores[:40], missing=REFUSE, seed=1, n_resamples=100).warnings


def test_each_resample_is_the_alpha_of_its_people():
    scores = one_ability(35, 4)
    centred = scores - scores.mean(axis=0)
    centred /= scores.sum(axis=1).std()
    values = resampled_alphas(centred, seed=9, n_resamples=5)
    weights = multinomial_weights(np.random.default_rng(9), 35, 5)
    assert (weights.sum(axis=1) == 35).all()
    for value, weight in zip(values, weights, strict=True):
        people = np.repeat(scores, weight.astype(int), axis=0)
        assert value == pytest.approx(raw_alpha(np.cov(people.T)), abs=1e-5)


def test_resamples_without_variance_are_left_out_and_counted():
    scores = np.zeros((30, 3), dtype=np.uint8)
    scores[0] = 1
    found = bootstrap_alpha(scores, missing=REFUSE, seed=1, n_resamples=300)
    assert found.n_undefined > 50
    assert np.isfinite(found.values).all()


def test_every_person_is_drawn_equally_often():
    counts = multinomial_weights(np.random.default_rng(1), 50, 4000).sum(axis=0)
    chi = ((counts - 4000) ** 2 / 4000).sum()
    assert 20 < chi < 90


def test_the_bootstrap_needs_whole_people_and_enough_draws():
    holes = one_ability(50, 4)
    holes[0, 0] = NAN
    with pytest.raises(ValueError, match="whole people"):
        bootstrap_alpha(holes, missing=Unanswered.PAIRWISE, seed=1)
    with pytest.raises(ValueError, match="100 are the least"):
        bootstrap_alpha(holes, missing=Unanswered.COMPLETE, seed=1, n_resamples=99)


def test_topics_are_alphas_of_their_items_and_one_topic_is_alpha():
    scores = one_ability(200, 8)
    scores[:, 4:] = one_ability(200, 4, seed=7)
    found = alpha_by_topic(scores, [0] * 4 + [1] * 4, missing=REFUSE, labels=("law", "skill"))
    assert found.topics[0].estimate == pytest.approx(alpha_of(scores[:, :4]).estimate)
    assert found.stratified > alpha_of(scores).estimate
    assert "law:" in found.sentence.en
    assert "Stratified" in found.sentence.en
    whole = alpha_by_topic(scores, [0] * 8, missing=REFUSE)
    assert whole.stratified == pytest.approx(alpha_of(scores).estimate, abs=1e-12)
    short = alpha_by_topic(scores, [0] * 6 + [1] * 2, missing=REFUSE)
    assert short.stratified is None
    assert isinstance(short.topics[1], Refusal)
    assert "Stratified" not in short.sentence.en
    same = alpha_by_topic(np.ones((40, 6)), [0] * 3 + [1] * 3, missing=REFUSE)
    assert same.stratified is None
    with pytest.raises(ValueError, match="topics: 2 labels for 2 of 3"):
        alpha_by_topic(scores, [0] * 4 + [2] * 4, missing=REFUSE, labels=("a", "b"))
    with pytest.raises(ValueError, match="topics"):
        alpha_by_topic(scores, [0] * 4 + [2] * 4, missing=REFUSE)


def test_halves_by_formula_and_guttman_as_alpha_of_two_totals():
    scores = repeated()
    a, b = scores[:, ::2].sum(axis=1), scores[:, 1::2].sum(axis=1)
    found = split_half(scores, missing=REFUSE)
    r = np.corrcoef(a, b)[0, 1]
    assert found.spearman_brown == pytest.approx(2 * r / (1 + r), abs=1e-12)
    assert found.guttman == pytest.approx(raw_alpha(np.cov(a, b)), abs=1e-12)
    assert found.n_items == (3, 2)
    assert found.spearman_brown in found.interval
    assert "depends on how you split" in found.sentence.en
    swapped = split_half(scores, [False, True] * 2 + [False], missing=REFUSE)
    assert swapped.r == pytest.approx(found.r)


def test_halves_that_cannot_be():
    scores = one_ability(60, 4)
    assert split_half(scores[:20], missing=REFUSE).code == "few_people"
    assert split_half(np.ones((40, 4)), missing=REFUSE).code == "no_variance"
    flipped = scores * np.array([1, -1, 1, -1])
    assert split_half(flipped, missing=REFUSE).code == "opposite"
    with pytest.raises(ValueError, match="both halves need an item"):
        split_half(scores, [True] * 4, missing=REFUSE)
    with pytest.raises(ValueError, match="4 true or false"):
        split_half(scores, [0, 1, 0, 1], missing=REFUSE)
    scores[0, 0] = NAN
    with pytest.raises(ValueError, match="whole people"):
        split_half(scores, missing=Unanswered.PAIRWISE)
    noise = np.random.default_rng(11).normal(size=(30, 4))
    loose = split_half(noise, missing=REFUSE, level=0.9999)
    assert isinstance(loose, Refusal) or loose.interval.low >= -2.0


def test_longer_tests_are_more_reliable():
    assert spearman_brown(0.5, 3) == pytest.approx(0.75)
    for wrong in ((1.1, 2), (0.5, 0)):
        with pytest.raises(ValueError, match="spearman_brown"):
            spearman_brown(*wrong)


def test_the_interval_type_is_the_shared_one():
    assert isinstance(alpha_of(repeated()).interval, Interval)
