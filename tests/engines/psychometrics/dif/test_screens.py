"""Both screens find what was made unfair, clear what was not, and refuse groups that are too small."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.dif.logistic import (
    LogisticDif,
    _improved,
    logistic_dif,
    logistic_statistics,
)
from espalier.engines.psychometrics.dif.mantel_haenszel import (
    MantelHaenszelDif,
    mantel_haenszel_dif,
)
from espalier.engines.psychometrics.dif.matching import cells_of, matched
from espalier.engines.psychometrics.dif.rules import DifClass, ets_class, jodoin_gierl_class
from tests.engines.psychometrics.dif import samples

REFUSE = MissingPolicy.REFUSE
B = np.linspace(-1.5, 1.5, 15)
UNFAIR, GROUP = samples.two_groups(
    (700, 600), B, harder={3: 1.1, 9: -0.7}, flatter={12: 0.2}, impact=0.4
)
FAIR, EVEN = samples.two_groups((400, 400), B, seed=2)
SCREENS = [mantel_haenszel_dif, logistic_dif]


def test_mantel_haenszel_finds_the_unfair_items():
    found = mantel_haenszel_dif(UNFAIR, GROUP, missing=REFUSE)
    assert isinstance(found, MantelHaenszelDif)
    by_name = {item.name: item for item in found.items}
    assert by_name["4"].ets is DifClass.C
    assert by_name["4"].delta < 0 < by_name["10"].delta
    assert by_name["4"].p_difference < -0.1
    assert all(item.alpha in item.alpha_interval for item in found.items)
    assert "4" in found.purified
    assert "4" in found.sentence.en
    assert "Suspect questions were left out" in found.sentence.en
    assert as_json(found)["items"][0]["ets"] in ("A", "B", "C")


def test_logistic_regression_tells_the_kind():
    found = logistic_dif(UNFAIR, GROUP, missing=REFUSE)
    assert isinstance(found, LogisticDif)
    by_name = {item.name: item for item in found.items}
    assert by_name["4"].size is not DifClass.A
    assert by_name["4"].is_uniform
    assert not by_name["13"].is_uniform
    assert by_name["13"].g2 == pytest.approx(by_name["13"].g2_uniform + by_name["13"].g2_nonuniform)
    assert "4" in found.sentence.zh


@pytest.mark.parametrize("screen", SCREENS)
def test_fair_items_are_cleared(screen):
    found = screen(FAIR, EVEN, missing=REFUSE)
    assert found.purified == ()
    assert "none is seen" in found.sentence.en
    assert found.warnings == () or "joined" in found.warnings[0].en


@pytest.mark.parametrize("screen", SCREENS)
def test_one_round_only_if_asked(screen):
    found = screen(UNFAIR, GROUP, missing=REFUSE, purify=False)
    assert found.purified == ()
    assert "left out" not in found.sentence.en


def test_a_step_that_only_leads_down_is_not_taken():
    design, people = np.array([[1.0]]), np.array([1000.0])
    beta, value = np.array([[0.0]]), np.array([-1000 * np.log(2)])
    found = _improved(beta, np.array([[-5.0]]), value, design, people, np.array([[900.0]]))
    assert found[0].tolist() == [[0.0]]
    assert found[1].tolist() == value.tolist()
    assert found[2] == 0


@pytest.mark.parametrize("screen", SCREENS)
def test_small_groups_are_refused(screen):
    found = screen(FAIR[301:], EVEN[301:], missing=REFUSE)
    assert isinstance(found, Refusal)
    assert (found.code, found.n_used) == ("group_too_small", 499)
    assert "99 people" in found.reason.en


@pytest.mark.parametrize("screen", SCREENS)
def test_middling_groups_are_warned_of(screen):
    found = screen(FAIR[250:], EVEN[250:], missing=REFUSE)
    assert "150 people only" in found.warnings[0].en


@pytest.mark.parametrize("screen", SCREENS)
def test_an_item_without_a_finite_figure_is_named(screen):
    answers = np.column_stack([FAIR, np.ones(800, int), EVEN])
    found = screen(answers, EVEN, missing=REFUSE)
    assert "16" in found.undefined
    assert "17" in found.undefined or screen is mantel_haenszel_dif
    assert len(found.items) + len(found.undefined) == 17


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_to_compare_is_refused(screen):
    found = screen(np.ones((300, 3), dtype=int), np.arange(300) % 2, missing=REFUSE)
    assert isinstance(found, Refusal)
    assert found.code == "no_item_compares"


def test_a_test_that_is_unfair_throughout_is_not_purified_away():
    answers, group = samples.two_groups((500, 500), np.zeros(3), harder={0: 3.0, 1: -3.0}, seed=3)
    found = mantel_haenszel_dif(answers, group, missing=REFUSE)
    assert found.purified == ()


def test_logistic_statistics_are_the_likelihood_ratios():
    answers, group = samples.two_groups((150, 150), np.zeros(4), harder={1: 0.8})
    people = matched(answers, group, missing=REFUSE)
    every = np.arange(4)
    found = logistic_statistics(cells_of(people, every, every, fewest=0))
    score = answers.sum(axis=1)
    columns = np.column_stack([np.ones(300), score, group, score * group]).astype(float)

    def best(p, u):
        def value(beta):
            linear = columns[:, :p] @ beta
            return float((np.logaddexp(0, linear) - u * linear).sum())

        return -minimize(value, np.zeros(p), method="BFGS").fun

    for j in range(4):
        null, t, g, full = (best(p, answers[:, j]) for p in (1, 2, 3, 4))
        assert found.g2[j] == pytest.approx(2 * (full - t), abs=1e-4)
        assert found.g2_uniform[j] == pytest.approx(2 * (g - t), abs=1e-4)
        n = 300
        r2 = [(1 - np.exp(2 * (null - x) / n)) / (1 - np.exp(2 * null / n)) for x in (t, full)]
        assert found.delta_r2[j] == pytest.approx(r2[1] - r2[0], abs=1e-6)
        assert found.null_log_likelihood[j] == pytest.approx(null, abs=1e-6)


def test_everyone_at_one_score_leaves_the_group_only():
    answers = np.array([[1, 0], [0, 1]] * 200)
    group = np.repeat([0, 1], 200)
    people = matched(answers, group, missing=REFUSE)
    every = np.arange(2)
    found = logistic_statistics(cells_of(people, every, every, fewest=0))
    assert found.g2 == pytest.approx([0, 0], abs=1e-6)
    assert np.isfinite(found.delta_r2).all()


def test_classes_by_their_limits():
    assert ets_class(0.99, 0.1, 0.001) is DifClass.A
    assert ets_class(1.5, 0.1, 0.001) is DifClass.C
    assert ets_class(1.5, 0.4, 0.001) is DifClass.B
    assert ets_class(3.0, 0.1, 0.05) is DifClass.A
    assert jodoin_gierl_class(0.0349, 0.001) is DifClass.A
    assert jodoin_gierl_class(0.07, 0.001) is DifClass.C


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_naming_the_groups_the_other_way_turns_the_sign_only(seed):
    answers, group = samples.two_groups((150, 120), B[::3], harder={1: 0.8}, seed=seed)
    first = mantel_haenszel_dif(answers, group, missing=REFUSE, purify=False)
    second = mantel_haenszel_dif(answers, 1 - group, missing=REFUSE, purify=False)
    order = np.random.default_rng(seed).permutation(270)
    third = mantel_haenszel_dif(answers[order], group[order], missing=REFUSE, purify=False)
    for a, b, c in zip(first.items, second.items, third.items, strict=True):
        assert a.delta == pytest.approx(-b.delta)
        assert a.chi2 == pytest.approx(b.chi2)
        assert a == c


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_number_or_a_refusal_but_never_nan(data):
    k = data.draw(st.integers(2, 4))
    pattern = st.lists(st.sampled_from([0.0, 1.0]), min_size=k, max_size=k)
    rows = np.array(data.draw(st.lists(pattern, min_size=2, max_size=6)) * 120)
    group = (
        np.arange(len(rows)) % 2
        if data.draw(st.booleans())
        else np.repeat([0, 1], [120, len(rows) - 120])
    )
    for screen in SCREENS:
        found = screen(rows, group, missing=REFUSE)
        assert found.sentence.en
        for item in getattr(found, "items", ()):
            numbers = [x for x in as_json(item).values() if x is None or isinstance(x, float)]
            assert None not in numbers
