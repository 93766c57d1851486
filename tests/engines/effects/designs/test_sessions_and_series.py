"""Learners inside sessions, whole sessions compared, growth, a figure over time."""

import itertools

import numpy as np
import pytest

from espalier.engines.effects.designs.permutation import permuted_difference
from espalier.engines.effects.designs.repeated import growth_effect
from espalier.engines.effects.designs.series import SerialErrors, segmented_regression
from espalier.engines.effects.designs.sessions import Degrees, session_effect, session_gain
from espalier.engines.effects.designs.verdicts import Scale
from espalier.engines.figures.types import Refusal
from tests.engines.effects.designs.tables import EXCLUDE, NAN, REFUSE, in_sessions, without


def test_equal_sessions_are_students_t_over_their_means():
    _, post, arm, session = in_sessions()
    found = session_effect(post, arm, session, missing=REFUSE)
    means = np.array([post[session == s].mean() for s in range(16)])
    trained, others = means[1::2], means[::2]
    spread = ((trained.var(ddof=1) + others.var(ddof=1)) / 2 * (2 / 8)) ** 0.5
    assert found.estimate == pytest.approx(trained.mean() - others.mean())
    assert found.kenward_roger[1].se == pytest.approx(spread, rel=1e-6)
    assert found.kenward_roger[1].df == pytest.approx(14, rel=1e-6)
    assert found.satterthwaite[1].df == pytest.approx(14, rel=1e-4)
    assert found.cr2[1].se == pytest.approx(spread, rel=1e-6)
    assert found.effect == found.kenward_roger[1]
    assert found.converged
    assert found.interval == found.effect.interval
    assert found.n_effective == pytest.approx(128 / found.design_effect)
    assert "16 sessions" in found.sentence.en
    assert "16 個梯次" in found.sentence.zh
    assert found.assumptions[0].held is False
    assert 0.5 < found.common_language <= 1


def test_the_pre_test_is_held_and_the_degrees_asked_for_are_given():
    pre, post, arm, session = in_sessions(n_sessions=40, size=4)
    names = np.array([f"s{code}" for code in session])
    for degrees in Degrees:
        found = session_effect(
            post,
            arm,
            names,
            pre=without(pre, 0),
            missing=EXCLUDE,
            degrees=degrees,
            is_randomised=False,
        )
        assert found.effect in (*found.kenward_roger, *found.satterthwaite, *found.cr2)
        assert found.kenward_roger[2].name == "pre"
        assert (found.n_used, found.n_missing) == (159, 1)
        assert found.assumptions[0].held is True
        assert found.verdict.code == "clear"
    without_pre = session_effect(post + 20 * arm, arm, session, missing=REFUSE, is_randomised=False)
    assert without_pre.verdict.is_capped


def test_gain_of_one_group_over_its_sessions():
    pre, post, _, session = in_sessions(n_sessions=8, size=5)
    found = session_gain(pre, post, session, missing=REFUSE)
    means = np.array([(post - pre)[session == s].mean() for s in range(8)])
    assert found.estimate == pytest.approx(means.mean())
    assert found.effect.se == pytest.approx(means.std(ddof=1) / 8**0.5, rel=1e-6)
    assert found.effect.df == pytest.approx(7, rel=1e-6)
    assert not found.assumptions[1].held
    lower = session_gain(post, pre, session, missing=REFUSE, scale=Scale(higher_is_better=False))
    assert "fell" in lower.sentence.en
    gains, twenty = np.tile([1.0, 2.0, 3.0, 4.0, 5.0], 20), np.repeat(np.arange(20), 5)
    gains[0] += 0.5
    alike = session_gain(np.zeros(100), gains, twenty, missing=REFUSE)
    assert "No spread" in alike.warnings[0].en
    assert alike.assumptions[0].held


def test_when_sessions_cannot_be_modelled():
    pre, post, arm, session = in_sessions()
    few = session % 10
    cases = {
        "too_few_sessions": [
            session_effect(post, (few % 2).astype(float), few, missing=REFUSE),
            session_gain(pre, post, session % 5, missing=REFUSE),
        ],
        "no_variation": [
            session_effect(np.ones(128), arm, session, missing=REFUSE),
            session_effect(post, arm, session, pre=np.ones(128), missing=REFUSE),
            session_gain(np.round(pre), np.round(pre) + 2, session, missing=REFUSE),
            session_gain(np.zeros(128), np.tile(np.arange(8.0), 16), session, missing=REFUSE),
        ],
        "one_person_a_session": [
            session_effect(post, arm, np.arange(128), missing=REFUSE),
            session_gain(pre, post, np.arange(128), missing=REFUSE),
        ],
        "too_many_missing": [
            session_effect(without(post, *range(60)), arm, session, missing=EXCLUDE),
            session_gain(pre, without(post, *range(60)), session, missing=EXCLUDE),
        ],
    }
    for code, refusals in cases.items():
        for found in refusals:
            assert isinstance(found, Refusal)
            assert found.code == code
    for sessions, says in (
        (session[:5], "128 values"),
        (without(session, 3), "missing or infinite"),
    ):
        with pytest.raises(ValueError, match=says):
            session_effect(post, arm, sessions, missing=REFUSE)


def test_whole_sessions_are_divided_in_every_way():
    _, post, arm, session = in_sessions(n_sessions=8, size=4)
    found = permuted_difference(post, arm, session, missing=REFUSE, seed=1)
    means = np.array([post[session == s].mean() for s in range(8)])
    everyone = [
        np.mean(means[list(rows)]) - np.mean(np.delete(means, list(rows)))
        for rows in itertools.combinations(range(8), 4)
    ]
    real = means[1::2].mean() - means[::2].mean()
    assert found.estimate == pytest.approx(real)
    assert found.p == pytest.approx(np.mean(np.abs(everyone) >= abs(real) - 1e-9))
    assert found.is_exact
    assert found.n_divisions == 70
    assert found.slope is None
    assert "8 個梯次" in found.sentence.zh
    assert "not the people" in found.sentence.en
    # The interval holds the shifts that the one-sided tests at (1 - level)/2 do not refuse.
    for edge, inside in ((found.interval.low, 1e-6), (found.interval.high, -1e-6)):
        for step, is_held in ((inside, True), (-inside, False)):
            shifted = post - (edge + step) * arm
            again = permuted_difference(shifted, arm, session, missing=REFUSE, seed=1)
            divided = [
                sign
                * (np.mean(again.means[list(rows)]) - np.mean(np.delete(again.means, list(rows))))
                for rows in itertools.combinations(range(8), 4)
                for sign in (np.sign(inside),)
            ]
            p = np.mean(np.array(divided) >= np.sign(inside) * again.estimate - 1e-9)
            assert (p > 0.025) == is_held


def test_the_pre_test_by_its_slope_within_sessions_or_as_gains():
    pre, post, arm, session = in_sessions(n_sessions=8, size=6)
    held = permuted_difference(post, arm, session, pre=pre, missing=REFUSE, seed=1)
    x = pre - np.array([pre[session == s].mean() for s in session])
    y = post - np.array([post[session == s].mean() for s in session])
    assert held.slope == pytest.approx(x @ y / (x @ x))
    gains = permuted_difference(
        post, arm, session, pre=pre, is_randomised=False, missing=REFUSE, seed=1
    )
    assert gains.slope == 1
    straight = permuted_difference(
        post - pre, arm, session, is_randomised=False, missing=REFUSE, seed=1
    )
    assert gains.estimate == pytest.approx(straight.estimate)
    assert straight.verdict.is_capped or straight.verdict.code != "clear"
    flat = permuted_difference(post, arm, session, pre=np.ones(48), missing=REFUSE, seed=1)
    assert flat.slope == 0


def test_many_divisions_are_drawn_by_the_seed():
    _, post, arm, session = in_sessions(n_sessions=20, size=2)
    first, again = (
        permuted_difference(post, arm, session, missing=REFUSE, seed=7) for _ in range(2)
    )
    other = permuted_difference(post, arm, session, missing=REFUSE, seed=8)
    assert not first.is_exact
    assert first.n_divisions == 10_000
    assert (first.p, first.interval) == (again.p, again.interval)
    assert other.interval.low == pytest.approx(first.interval.low, abs=0.5)
    assert other.interval != first.interval


def test_when_sessions_cannot_be_divided():
    _, post, arm, session = in_sessions(n_sessions=8, size=4)
    six = session < 6
    for code, found in {
        "too_few_sessions": permuted_difference(
            post[six], arm[six], session[six], missing=REFUSE, seed=1
        ),
        "no_variation": permuted_difference(
            np.tile([1.0, 2.0, 3.0, 4.0], 8), arm, session, missing=REFUSE, seed=1
        ),
        "too_many_missing": permuted_difference(
            without(post, *range(14)), arm, session, missing=EXCLUDE, seed=1
        ),
    }.items():
        assert isinstance(found, Refusal)
        assert found.code == code
    gone = np.where(arm == 1, NAN, post)
    gone[session >= 6] = post[session >= 6]
    with pytest.raises(ValueError, match="same session"):
        permuted_difference(post, np.tile([0, 1], 16), session, missing=REFUSE, seed=1)


def growing(n=24, times=4, seed=5):
    draws = np.random.default_rng(seed)
    person, time = np.repeat(np.arange(n), times), np.tile(np.arange(float(times)), n)
    own = draws.normal(0, 5, n)[person] + draws.normal(0, 1, n)[person] * time
    return 50 + 3 * time + own + draws.normal(0, 1, n * times), time, person


def test_the_trained_grow_faster():
    outcome, time, person = growing()
    arm = (person % 2).astype(float)
    outcome = outcome + 4 * arm * time
    found = growth_effect(
        without(outcome, 0, 1, 2, 3, 4, 5), time, person, is_trained=arm, missing=EXCLUDE
    )
    assert found.coefficients[3].name == "trained x time"
    assert found.estimate == pytest.approx(3 * found.coefficients[3].estimate)
    assert found.verdict.code == "clear"
    assert found.interval == found.effect.interval
    assert found.person_covariance.shape == (2, 2)
    assert found.variance_within > 0
    assert "90 measurements" in found.sentence.en
    assert len(found.warnings) == 1
    chance = growth_effect(
        outcome, time, person, is_trained=arm, is_randomised=True, missing=REFUSE
    )
    assert chance.assumptions[0].held is True


def test_growth_of_one_group_and_people_who_grow_alike():
    outcome, time, person = growing()
    assert growth_effect(outcome, time, person, missing=REFUSE).assumptions[0].held is False
    alike = (
        50 + 3 * time + np.tile([1.0, -1.0, -1.0, 1.0], 24) * (1 + person / 24)
    )  # no one's own slope
    found = growth_effect(alike, time, person, missing=REFUSE)
    assert "No spread" in found.warnings[-1].en
    assert found.effect.df == 23


def test_when_growth_cannot_be_told():
    outcome, time, person = growing()
    arm = (person % 2).astype(float)
    nine = person < 9
    two = time < 2
    for code, found in {
        "too_few": growth_effect(outcome[nine], time[nine], person[nine], missing=REFUSE),
        "too_few_times": growth_effect(outcome[two], time[two], person[two], missing=REFUSE),
        "no_variation": growth_effect(np.ones(96), time, person, missing=REFUSE),
        "too_many_missing": growth_effect(
            without(outcome, *range(50)), time, person, missing=EXCLUDE
        ),
    }.items():
        assert isinstance(found, Refusal)
        assert found.code == code
    few = person < 18
    found = growth_effect(outcome[few], time[few], person[few], is_trained=arm[few], missing=REFUSE)
    assert found.code == "too_few"
    with pytest.raises(ValueError, match="time"):
        growth_effect(outcome, time[:5], person, missing=REFUSE)


def figures(n=24, step=6.0, slope=0.0, seed=6):
    draws = np.random.default_rng(seed)
    t = np.arange(n)
    return 20 + 0.5 * t + (t >= n // 2) * (step + slope * (t - n // 2)) + draws.normal(0, 1, n)


def test_step_and_change_of_slope():
    found = segmented_regression(figures(slope=1.0), 12, missing=REFUSE)
    assert found.estimate == pytest.approx(6, abs=2)
    assert found.slope_change.estimate == pytest.approx(1, abs=0.4)
    assert found.at_end.estimate == pytest.approx(found.estimate + 11 * found.slope_change.estimate)
    assert found.verdict.code == "likely"
    assert found.interval == found.step.interval
    assert (found.n_before, found.n_after, found.assumptions[0].held) == (12, 12, True)
    assert "a period" in found.sentence.en
    assert "24 points of time" in found.sentence.en
    assert -1 < found.memory < 1
    listed = segmented_regression(
        figures(), 12, missing=REFUSE, events=["旺季"], errors=SerialErrors.AR1
    )
    assert listed.converged
    assert "旺季" in listed.sentence.zh
    holes = segmented_regression(without(figures(), 3), 12, missing=EXCLUDE, n_lags=0)
    assert (holes.n_used, holes.n_missing, holes.assumptions[0].held) == (23, 1, False)


def test_when_there_is_no_series():
    few = segmented_regression(figures(14), 7, missing=REFUSE)
    flat = segmented_regression(np.ones(24), 12, missing=REFUSE)
    exact = segmented_regression(np.arange(24.0), 12, missing=REFUSE)
    assert [few.code, flat.code, exact.code] == ["too_few", "no_variation", "no_variation"]
    for settings, says in (
        ({"start": 24, "missing": REFUSE}, "start"),
        ({"start": 12, "missing": "as_zero"}, "not zero"),
    ):
        with pytest.raises(ValueError, match=says):
            segmented_regression(figures(), **settings)
    with pytest.raises(ValueError, match="1 of 24"):
        segmented_regression(without(figures(), 3), 12, missing=REFUSE)
