"""Which part of a change came from training."""

from math import sqrt

import numpy as np
import pytest

from espalier.engines.benefit.isolation import IsolationMethod, best_isolation, by_estimates
from espalier.engines.benefit.isolation_by_comparison import (
    by_control_group,
    by_difference_in_differences,
)
from espalier.engines.benefit.isolation_by_trend import by_trend_line
from espalier.engines.figures.types import VerdictCode

NAN = float("nan")
RNG = np.random.default_rng(7)
TRAINED, COMPARED = RNG.normal(12, 2, 25), RNG.normal(10, 3, 18)
BEFORE = [10, 12, 11, 13, 12, 14, 13, 15, 14, 16]


def test_comparison_group_by_welch():
    found = by_control_group(TRAINED, COMPARED, smallest=0.5)
    parts = TRAINED.var(ddof=1) / 25, COMPARED.var(ddof=1) / 18
    df = sum(parts) ** 2 / (parts[0] ** 2 / 24 + parts[1] ** 2 / 17)
    from scipy.special import stdtrit

    half = stdtrit(df, 0.975) * sqrt(sum(parts))
    assert found.effect == pytest.approx(TRAINED.mean() - COMPARED.mean())
    assert found.interval.width / 2 == pytest.approx(half)
    assert (found.rank, found.is_opinion, found.warnings) == (1, False, ())
    worse = by_control_group(COMPARED, TRAINED, smallest=0.5)
    assert "became worse" in worse.sentence.en
    assert by_control_group(TRAINED[:9], COMPARED, smallest=1).code == "too_few"
    assert by_control_group([1] * 10, [1] * 10, smallest=1).code == "no_variation"
    with pytest.raises(ValueError, match="beyond"):
        by_control_group([1e20] * 10, COMPARED, smallest=1)


def test_difference_in_differences_is_the_comparison_of_changes():
    before, after = RNG.normal(10, 1, 25), RNG.normal(12, 1, 25)
    own, later = RNG.normal(10, 1, 18), RNG.normal(10, 1, 18)
    found = by_difference_in_differences(before, after, own, later, smallest=0.5)
    changes = by_control_group(after - before, later - own, smallest=0.5)
    assert (found.effect, found.interval) == (changes.effect, changes.interval)
    assert (found.rank, found.assumptions[0].code) == (3, "parallel_trends")
    few = by_difference_in_differences(before[:5], after[:5], own, later, smallest=1)
    assert few.code == "too_few"
    with pytest.raises(ValueError, match="before"):
        by_difference_in_differences(before, after[:5], own, later, smallest=1)


def test_trend_line_by_matrices():
    after = [22.0, 23.5, 23.0]
    found = by_trend_line(BEFORE, after, smallest=1.0)
    x = np.column_stack([np.ones(10), np.arange(10)])
    beta, y = np.linalg.lstsq(x, np.array(BEFORE, float), rcond=None)[0], np.array(BEFORE, float)
    s2 = float(((y - x @ beta) ** 2).sum()) / 8
    at = np.array([1.0, np.mean([10, 11, 12])])
    se = sqrt(s2 * (1 / 3 + at @ np.linalg.inv(x.T @ x) @ at))
    assert found.effect == pytest.approx(np.mean(after) - at @ beta)
    assert found.interval.width / 2 == pytest.approx(2.306004 * se, abs=1e-5)
    assert found.verdict is VerdictCode.LIKELY  # capped: nobody untrained was compared
    assert found.warnings
    assert found.assumptions[1].code == "independent_periods"
    assert found.assumptions[1].held is False  # the made-up series goes up and down in turn
    assert by_trend_line(BEFORE[:7], after, smallest=1).code == "too_few"
    assert by_trend_line(BEFORE, [], smallest=1).code == "too_few"
    assert by_trend_line(range(9), [10.0], smallest=1).code == "no_variation"
    none = by_trend_line(BEFORE, [16.5], smallest=100)
    assert none.verdict is VerdictCode.NO_SIGN


def test_estimates_are_opinion_and_silence_is_zero():
    found = by_estimates([0.5, 0.8, NAN, 1.0], [0.6, 0.5, 0.9, NAN], gross_change=1000)
    assert found.share == pytest.approx((0.3 + 0.4) / 4)
    assert (found.effect, found.interval, found.verdict) == (pytest.approx(175), None, None)
    assert found.is_opinion
    assert "opinion" in found.sentence.en
    assert by_estimates([NAN], [0.5], gross_change=1).code == "nobody_answered"
    assert by_estimates([], [], gross_change=1).code == "nobody_answered"
    for part, sure in (([1.5], [0.5]), ([0.5], [-0.1]), ([0.5], [0.5, 0.5])):
        with pytest.raises(ValueError):
            by_estimates(part, sure, gross_change=1)
    with pytest.raises(ValueError, match="gross"):
        by_estimates([0.5], [0.5], gross_change=INF)


INF = float("inf")


def test_the_most_trusted_is_chosen():
    estimates = by_estimates([0.5], [0.5], gross_change=100)
    trend = by_trend_line(BEFORE, [20.0], smallest=1)
    group = by_control_group(TRAINED, COMPARED, smallest=1)
    few = by_control_group(TRAINED[:5], COMPARED, smallest=1)
    assert best_isolation([estimates, trend, group, few]) is group
    assert best_isolation([estimates, few, trend]).method is IsolationMethod.TREND_LINE
    assert best_isolation([few]) is few
    with pytest.raises(ValueError, match="nothing"):
        best_isolation([])
