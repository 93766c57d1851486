"""Trained against untrained people: Welch, ranks, ANCOVA, difference in differences, equivalence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.designs.adjusted import adjusted_effect
from espalier.engines.effects.designs.ancova import fit_ancova
from espalier.engines.effects.designs.differences import (
    difference_in_differences,
    difference_numbers,
)
from espalier.engines.effects.designs.equivalence import (
    Question,
    group_equivalence,
    paired_equivalence,
    two_one_sided,
)
from espalier.engines.effects.designs.two_groups import ranked_difference, welch_effect
from espalier.engines.effects.designs.verdicts import Scale
from espalier.engines.effects.regression.sandwich import cr2, hc3
from espalier.engines.figures.types import Refusal
from tests.engines.effects.designs.tables import (
    EXCLUDE,
    NAN,
    REFUSE,
    in_sessions,
    two_groups,
    without,
)


def welch(post, arm, *, randomised=True, **settings):
    return welch_effect(post, arm, is_randomised=randomised, missing=EXCLUDE, **settings)


def ranks(post, arm, *, randomised=True, **settings):
    return ranked_difference(post, arm, is_randomised=randomised, missing=EXCLUDE, **settings)


def test_welchs_difference():
    _, post, arm = two_groups(n=40, effect=12.0)
    found = welch(without(post, 0), arm)
    a, b = post[1:40], post[40:]
    assert found.estimate == pytest.approx(a.mean() - b.mean())
    assert found.difference.se == pytest.approx((a.var(ddof=1) / 39 + b.var(ddof=1) / 40) ** 0.5)
    assert (found.n_trained, found.n_untrained, found.n_missing) == (39, 40, 1)
    assert found.estimate in found.interval
    assert found.sentence == found.verdict.sentence
    assert found.assumptions[2].held is True
    chosen = welch(post, arm, randomised=False)
    assert chosen.assumptions[2].held is None
    assert "no pre-test" in chosen.sentence.en
    clear = welch(post + 30 * arm, arm, randomised=False)
    assert clear.verdict.is_capped
    assert "draw lots" in clear.verdict.to_change.en


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(-20, 20), st.floats(0.1, 9))
def test_naming_the_groups_the_other_way_round_turns_the_sign(seed, shift, times):
    _, post, arm = two_groups(n=12, seed=seed)
    plain, turned = welch(post, arm), welch(times * post + shift, 1 - arm)
    assert turned.estimate == pytest.approx(-times * plain.estimate)
    assert turned.standardised.g == pytest.approx(-plain.standardised.g)
    ordered = ranks(post, arm), ranks(post, 1 - arm)
    assert ordered[0].superiority + ordered[1].superiority == pytest.approx(1)


def test_ranks_of_two_groups():
    _, post, arm = two_groups(n=12, effect=20.0)
    found = ranks(post, arm)
    assert found.superiority == pytest.approx(
        np.mean([x > y for x in post[:12] for y in post[12:]])
    )
    assert "% of the time (12 and 12 people)" in found.sentence.en
    assert found.estimate in found.interval
    assert ranks(post, arm, randomised=False).assumptions[0].held is None


def test_when_two_groups_cannot_be_compared():
    _, post, arm = two_groups(n=24)
    few = np.r_[0:9, 24:48]
    three = np.r_[0:3, 24:48]
    many = np.arange(4200.0)
    cases = {
        "too_few": [
            welch(post[few], arm[few]),
            ranks(post[three], arm[three]),
            ranks(post[22:28], arm[22:28]),
        ],
        "no_variation": [welch(arm.copy(), arm), ranks(np.ones(48), arm)],
        "too_many_missing": [
            welch(without(post, *range(20)), arm),
            ranks(without(post, *range(20)), arm),
        ],
        "too_many": [ranks(many, many < 2100)],
    }
    for code, refusals in cases.items():
        for found in refusals:
            assert isinstance(found, Refusal)
            assert found.code == code
    strict = ranks(post[20:28], arm[20:28], level=0.99)
    assert strict.code == "too_few"


@pytest.mark.parametrize(
    ("arm", "says"),
    [
        ([1, 0], "4 values"),
        ([1, 1, 1, 1], "trained and untrained"),
        ([0, 1, 2, 0], "only 0"),
        (list("abcd"), "4 values"),
    ],
)
def test_no_arm(arm, says):
    with pytest.raises(ValueError, match=says):
        welch([1.0, 2.0, 3.0, 4.0], arm)


def test_ancova_is_the_regression_with_robust_errors():
    pre, post, arm = two_groups(n=24)
    codes = arm.astype(int)
    found = adjusted_effect(pre, post, codes, missing=REFUSE)
    fit = fit_ancova(pre, post, codes, ("untrained", "trained"))
    assert found.estimate == pytest.approx(fit.common.estimates[2])
    assert found.arms[0].difference.se == pytest.approx(hc3(fit.common)[2, 2] ** 0.5)
    assert found.errors == "HC3"
    assert found.estimate in found.interval
    first, second = found.adjusted_means
    assert second.estimate - first.estimate == pytest.approx(found.estimate)
    assert found.pairs[0].p_tukey == pytest.approx(found.pairs[0].difference.p, abs=1e-7)
    assert found.verdict.code == "clear"
    assert not found.slopes_differ
    assert found.arms[0].common_language > 0.5
    assert "Mind" not in found.sentence.en
    quasi = adjusted_effect(pre, post, codes, missing=REFUSE, is_randomised=False)
    assert quasi.assumptions[1].held is False
    assert quasi.estimate == found.estimate


def test_type_two_sums_of_squares_are_the_squared_t():
    pre, post, arm = two_groups(n=12)
    fit = fit_ancova(pre, post, arm.astype(int), ("untrained", "trained"))
    _, of_pre, of_arm = fit.coefficients()
    assert fit.effect_of_pre().f == pytest.approx(of_pre.t**2)
    assert fit.effect_of_arm().f == pytest.approx(of_arm.t**2)


def test_slopes_that_differ_give_the_effect_at_three_starts():
    pre, post, arm = two_groups(n=40, slope=0.2)
    found = adjusted_effect(pre, post, arm.astype(int), missing=REFUSE)
    assert found.slopes_differ
    assert found.assumptions[0].held is False
    low, middle, high = found.arms[0].at_starts
    assert low.pre < middle.pre < high.pre
    assert low.difference.estimate > middle.difference.estimate > high.difference.estimate
    assert "depends on the start" in found.sentence.en
    assert "起點低" in found.sentence.zh


def test_several_arms_are_each_told_with_wider_intervals():
    pre, post, arm = two_groups(n=36)
    codes = arm.astype(int) + (np.arange(72) % 3 == 0) * arm.astype(int)
    found = adjusted_effect(pre, post, codes, labels=("none", "class", "online"), missing=REFUSE)
    assert [each.label for each in found.arms] == ["class", "online"]
    assert found.interval.level == pytest.approx(0.975)
    assert "[class]" in found.sentence.en
    assert "【online】" in found.sentence.zh
    assert len(found.pairs) == 3
    assert len(found.adjusted_means) == 3


def test_ancova_with_sessions_takes_cr2():
    pre, post, arm, session = in_sessions()
    codes = arm.astype(int)
    found = adjusted_effect(pre, post, codes, sessions=session, missing=REFUSE)
    fit = fit_ancova(pre, post, codes, ("untrained", "trained"))
    assert found.errors == "CR2"
    assert found.arms[0].difference.df == pytest.approx(cr2(fit.common, session).table()[2].df)
    steep = post - 0.9 * (pre - 60) * arm
    turned = adjusted_effect(pre, steep, codes, sessions=session, missing=REFUSE)
    assert turned.arms[0].at_starts[0].difference.df < 20


def test_when_there_is_no_ancova():
    pre, post, arm = two_groups(n=24)
    codes = arm.astype(int)
    few = np.r_[0:11, 24:48]
    flat = np.where(codes == 1, 50.0, pre)
    for code, found in {
        "too_few": adjusted_effect(pre[few], post[few], codes[few], missing=REFUSE),
        "no_variation": adjusted_effect(np.ones(48), post, codes, missing=REFUSE),
        "too_many_missing": adjusted_effect(pre, without(post, *range(20)), codes, missing=EXCLUDE),
        "too_few_sessions": adjusted_effect(
            pre, post, codes, sessions=np.arange(48) % 5, missing=REFUSE
        ),
    }.items():
        assert isinstance(found, Refusal)
        assert found.code == code
    assert adjusted_effect(pre, 2 * pre + 5 * arm, codes, missing=REFUSE).code == "no_variation"
    assert adjusted_effect(pre, np.ones(48), codes, missing=REFUSE).code == "no_variation"
    assert adjusted_effect(flat, post, codes, missing=REFUSE).code == "no_variation"
    assert (
        adjusted_effect(pre, post, np.zeros(48, dtype=int), labels=("one",), missing=REFUSE).code
        == "too_few"
    )
    one = adjusted_effect(pre, post, codes, sessions=np.zeros(48), missing=REFUSE)
    assert one.code == "too_few_sessions"
    with pytest.raises(ValueError, match="arm"):
        adjusted_effect(pre, post, codes + 1, missing=REFUSE)


def test_differences_by_hand():
    pre, post, arm = two_groups(n=24)
    gains = post - pre
    found = difference_in_differences(pre, post, arm, missing=REFUSE)
    assert found.estimate == pytest.approx(gains[:24].mean() - gains[24:].mean())
    by_hand = (gains[:24].var(ddof=1) / 24 + gains[24:].var(ddof=1) / 24) ** 0.5
    assert found.difference.se == pytest.approx(by_hand)
    assert found.all_rows.estimate == pytest.approx(found.estimate)
    assert found.estimate in found.bracket
    assert found.ancova.estimate in found.bracket
    assert found.errors == "by_person"
    assert found.trend is None
    assert found.assumptions[0].held is None
    assert "cannot be checked" in found.sentence.en
    assert "ANCOVA" in found.sentence.en
    assert found.estimate in found.interval
    assert found.verdict.code == "clear"
    lower = difference_in_differences(
        pre, post, arm, missing=REFUSE, scale=Scale(higher_is_better=False)
    )
    assert lower.verdict.is_worse
    assert "above" in lower.sentence.en


def test_earlier_pre_tests_show_the_trend():
    pre, post, arm = two_groups(n=24)
    draws = np.random.default_rng(8)
    steady = pre - draws.normal(2, 1, 48)
    drifting = steady - 9 * arm
    held = difference_in_differences(pre, post, arm, earlier=without(steady, 0), missing=REFUSE)
    assert held.assumptions[0].held is True
    assert "moved alike" in held.sentence.en
    apart = difference_in_differences(pre, post, arm, earlier=drifting, missing=REFUSE)
    assert apart.assumptions[0].held is False
    assert "discount" in apart.sentence.en
    exact = difference_in_differences(
        np.round(pre), post, arm, earlier=np.round(pre) - 2, missing=REFUSE
    )
    assert exact.trend is None
    for earlier, says in (
        (pre[:5], "48 values"),
        (np.where(arm == 1, NAN, pre), "two or more people"),
    ):
        with pytest.raises(ValueError, match=says):
            difference_in_differences(pre, post, arm, earlier=earlier, missing=REFUSE)


def test_differences_by_session():
    pre, post, arm, session = in_sessions()
    found = difference_in_differences(pre, post, arm, sessions=session, missing=REFUSE)
    alone = difference_in_differences(pre, post, arm, missing=REFUSE)
    assert found.errors == "by_session"
    assert found.estimate == pytest.approx(alone.estimate)
    assert found.difference.df < 16 < alone.difference.df


def test_when_there_is_no_difference_in_differences():
    pre, post, arm = two_groups(n=24)
    few = np.r_[0:19, 24:48]
    for code, found in {
        "too_few": difference_in_differences(pre[few], post[few], arm[few], missing=REFUSE),
        "no_variation": difference_in_differences(
            pre, np.round(pre) * 0 + pre + arm, arm, missing=REFUSE
        ),
        "too_many_missing": difference_in_differences(
            pre, without(post, *range(20)), arm, missing=EXCLUDE
        ),
        "too_few_sessions": difference_in_differences(
            pre, post, arm, sessions=np.arange(48) % 5, missing=REFUSE
        ),
    }.items():
        assert isinstance(found, Refusal)
        assert found.code == code
    with pytest.raises(ValueError, match="one value a person"):
        difference_numbers(pre[:5], post, arm)
    with pytest.raises(ValueError, match="1 measures"):
        difference_numbers(without(pre, *range(23)), post, arm)
    whole = difference_in_differences(pre, 2 * pre + 5 * arm, arm, missing=REFUSE)
    assert whole.code == "no_variation"


def test_two_one_sided_tests():
    for wrong in ((0.0, 1.0, 5.0, 0.0), (0.0, 0.0, 5.0, 1.0), (0.0, 1.0, 0.0, 1.0)):
        with pytest.raises(ValueError, match="two_one_sided"):
            two_one_sided(*wrong)
    low, high = two_one_sided(1.0, 1.0, 20.0, 3.0)
    mirrored = two_one_sided(-1.0, 1.0, 20.0, 3.0)
    assert (low, high) == pytest.approx(mirrored[::-1])


def test_no_loss_and_as_good_as():
    pre = np.array([70, 72, 75, 68, 80, 77, 74, 71, 69, 76, 73, 78, 72, 75, 70, 74], dtype=float)
    moved = pre + np.tile([1.0, -1.0], 8)
    found = paired_equivalence(pre, moved, missing=REFUSE, question=Question.EQUIVALENT)
    assert found.is_shown
    assert found.interval.level == pytest.approx(0.9)
    assert abs(found.interval.low) < 5
    assert "As good as" in found.sentence.en
    gained = paired_equivalence(pre, moved + 20, missing=REFUSE)
    assert gained.is_shown
    assert "No loss" in gained.sentence.en
    both = paired_equivalence(pre, moved + 20, missing=REFUSE, question=Question.EQUIVALENT)
    assert not both.is_shown
    assert "Not shown to be as good" in both.sentence.en
    lost = paired_equivalence(pre, moved - 20, missing=REFUSE)
    assert not lost.is_shown
    assert "還不能說沒有退步" in lost.sentence.zh
    fewer = paired_equivalence(pre, moved - 20, missing=REFUSE, scale=Scale(higher_is_better=False))
    assert fewer.is_shown
    with pytest.raises(ValueError, match="alpha"):
        paired_equivalence(pre, moved, missing=REFUSE, alpha=0.5)


def test_when_equivalence_cannot_be_asked():
    pre, post, arm = two_groups(n=24)
    few = np.r_[0:9, 24:48]

    def groups(outcome, of):
        return group_equivalence(outcome, of, is_randomised=False, missing=EXCLUDE)

    for code, found in {
        "too_few": paired_equivalence(pre[:14], post[:14], missing=REFUSE),
        "no_variation": paired_equivalence(np.round(pre), np.round(pre) + 1, missing=REFUSE),
        "too_many_missing": paired_equivalence(pre, without(post, *range(20)), missing=EXCLUDE),
    }.items():
        assert found.code == code
    assert groups(post[few], arm[few]).code == "too_few"
    assert groups(arm.copy(), arm).code == "no_variation"
    assert groups(without(post, *range(20)), arm).code == "too_many_missing"
    assert not groups(post, arm).is_shown
