"""Power, the smallest effect that can be seen, and the learners needed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.power.noncentral import noncentral_t_cdf, shift_interval
from espalier.engines.effects.power.planning import (
    MOST_LEARNERS,
    Plan,
    PowerStatement,
    Study,
    learners_needed,
    power_of,
    smallest_detectable,
)
from espalier.engines.figures.distributions import normal_cdf
from espalier.engines.figures.types import Refusal


def by_integral(t, df, shift):
    """P(Z + δ ≤ t·√(χ²/df)) over the density of √(χ²/df)."""
    from math import lgamma

    s = np.linspace(1e-6, 6, 60_001)
    log_density = (
        np.log(2) + df / 2 * np.log(df / 2) - lgamma(df / 2) + (df - 1) * np.log(s) - df * s * s / 2
    )
    inside = np.array([normal_cdf(v) for v in t * s[::20] - shift])
    return np.trapezoid(np.exp(log_density[::20]) * inside, s[::20])


@pytest.mark.parametrize(
    ("t", "df", "shift"), [(2.0, 10, 1.0), (-1.5, 6, 0.7), (4.1, 9, 4.0), (0.0, 5, -1.0)]
)
def test_the_noncentral_t_is_its_integral(t, df, shift):
    assert noncentral_t_cdf(t, df, shift) == pytest.approx(by_integral(t, df, shift), abs=1e-6)


def test_intervals_of_the_shift_near_and_far():
    found = shift_interval(2.5, 12)
    assert noncentral_t_cdf(2.5, 12, found.low) == pytest.approx(0.975)
    assert noncentral_t_cdf(2.5, 12, found.high) == pytest.approx(0.025)
    mirror = shift_interval(-2.5, 12)
    assert (mirror.low, mirror.high) == pytest.approx((-found.high, -found.low))
    near, far = shift_interval(36.0, 20), shift_interval(36.01, 20)
    assert far.low == pytest.approx(near.low, rel=0.01)
    assert far.high == pytest.approx(near.high, rel=0.01)
    assert shift_interval(-1e9, 5).high < 0
    for wrong in ((float("inf"), 5), (float("nan"), 5), (1.0, 0)):
        with pytest.raises(ValueError, match="noncentral"):
            shift_interval(*wrong)


def test_cohens_tables():
    # Cohen 1988, table 2.3.5 (two-sided .05): n 26 and d .8: .81; n 393 and d .2: .80; n 17 and d 1.0: .81.
    for n, d, power in ((26, 0.8, 0.81), (393, 0.2, 0.80), (17, 1.0, 0.81)):
        assert round(power_of(Study(Plan.POST_ONLY, n, n), d).power, 2) == power
    assert learners_needed(Study(Plan.POST_ONLY, 5, 5), 0.8).study.n_trained == 26
    # One group of 34 pairs sees d_z = .5 (r = .5, so g = .5) with 80 %.
    assert learners_needed(Study(Plan.PRE_POST, 10), 0.5).study.n_trained == 34


def test_the_pre_test_and_the_sessions_count():
    plain = Study(Plan.POST_ONLY, 60, 60)
    held = Study(Plan.ANCOVA, 60, 60, r=0.7)
    gains = Study(Plan.CHANGE, 60, 60, r=0.7)
    sessions = Study(Plan.ANCOVA, 60, 60, r=0.7, session_size=12, icc=0.1)
    assert held.variance == pytest.approx(plain.variance * 0.51)
    assert gains.variance == pytest.approx(plain.variance * 0.6)
    assert sessions.design_effect == pytest.approx(2.1)
    assert (held.df, sessions.df) == (117, 8)
    uneven = Study(Plan.ANCOVA, 60, 60, session_size=12, size_variation=0.5, icc=0.1)
    assert uneven.design_effect == pytest.approx(2.4)
    smallest = [smallest_detectable(each).effect for each in (held, gains, plain, sessions)]
    assert smallest[0] < smallest[1] < smallest[2]
    assert smallest[0] < smallest[3]
    said = smallest_detectable(sessions)
    assert said.n_effective == pytest.approx(120 / 2.1)
    assert "57" in said.sentence.en
    assert "57" in said.sentence.zh
    assert "alike" not in smallest_detectable(plain).sentence.en


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 400), st.floats(0.2, 0.95))
def test_what_is_detectable_is_seen_with_that_power(n, power):
    study = Study(Plan.POST_ONLY, n, n)
    found = smallest_detectable(study, power=power)
    assert isinstance(found, PowerStatement)
    assert power_of(study, found.effect).power == pytest.approx(power, abs=1e-6)
    assert power_of(study, -found.effect).power == pytest.approx(power, abs=1e-6)


def test_the_edges():
    assert power_of(Study(Plan.PRE_POST, 3), 500.0).power == 1.0
    assert power_of(Study(Plan.PRE_POST, 30), 0.0).power == pytest.approx(0.05)
    assert 1 < smallest_detectable(Study(Plan.PRE_POST, 2), power=0.99).effect < 100
    for found in (
        power_of(Study(Plan.POST_ONLY, 10, 10, session_size=10, icc=0.1), 0.5),
        smallest_detectable(Study(Plan.PRE_POST, 10, session_size=10, icc=0.1)),
    ):
        assert isinstance(found, Refusal)
        assert found.code == "too_few_sessions"
    out = learners_needed(Study(Plan.POST_ONLY, 10, 10), 1e-6)
    assert isinstance(out, Refusal)
    assert out.code == "out_of_reach"
    uneven = learners_needed(Study(Plan.POST_ONLY, 10, 30), 0.5)
    assert uneven.study.n_untrained == 3 * uneven.study.n_trained
    sessions = learners_needed(Study(Plan.ANCOVA, 20, 20, session_size=10, icc=0.05), 0.5)
    assert sessions.power >= 0.8


@pytest.mark.parametrize(
    "wrong",
    [
        {"plan": Plan.PRE_POST, "n_trained": 1},
        {"plan": Plan.PRE_POST, "n_trained": 10, "n_untrained": 10},
        {"plan": Plan.POST_ONLY, "n_trained": 10},
        {"plan": Plan.PRE_POST, "n_trained": 10, "r": 1.0},
        {"plan": Plan.PRE_POST, "n_trained": 10, "session_size": 0},
        {"plan": Plan.PRE_POST, "n_trained": 10, "icc": 1.5},
        {"plan": Plan.PRE_POST, "n_trained": 10, "alpha": 0},
        {"plan": Plan.PRE_POST, "n_trained": MOST_LEARNERS + 1},
        {"plan": Plan.PRE_POST, "n_trained": float("nan")},
        {"plan": Plan.PRE_POST, "n_trained": 10, "size_variation": -1},
    ],
)
def test_no_study(wrong):
    with pytest.raises(ValueError, match="out of bounds"):
        Study(**wrong)


def test_no_power():
    study = Study(Plan.PRE_POST, 10)
    for wrong in (0.05, 1.0):
        with pytest.raises(ValueError, match="power"):
            smallest_detectable(study, power=wrong)
    with pytest.raises(ValueError, match="effect"):
        learners_needed(study, 0.0)
