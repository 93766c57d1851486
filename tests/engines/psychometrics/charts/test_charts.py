"""Control charts: printed constants, rules counted window by window, run lengths by their own chain, refusals."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.table import read_csv
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.charts.chart import c4
from espalier.engines.psychometrics.charts.individuals import (
    ewma_chart,
    ewma_run_length,
    individuals_chart,
)
from espalier.engines.psychometrics.charts.methods import METHODS
from espalier.engines.psychometrics.charts.rules import Rule, run_length, signals
from espalier.engines.psychometrics.charts.shares import p_chart
from espalier.engines.psychometrics.charts.subgroups import xbar_s_chart

REFUSE, EXCLUDE, AS_ZERO = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE, MissingPolicy.AS_ZERO
HOLE = float("nan")
JUICE = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]
CALM = np.random.default_rng(3).normal(50, 2, 25)


def test_orange_juice():
    found = p_chart(JUICE, [50] * 30, missing=REFUSE)
    panel = found.panels[0]
    assert (round(found.center, 4), round(panel.upper[0], 4), round(panel.lower[0], 4)) == (
        0.2313,
        0.4102,
        0.0524,
    )
    assert [signal.point for signal in found.signals] == [15, 23]
    assert "point 15" in found.sentence.en
    assert found.warnings
    assert "more than the binomial" in found.warnings[0].en


def test_limits_follow_the_size_and_stay_within_shares():
    found = p_chart([1, 1, 30, HOLE], [4, 10, 300, 5], missing=EXCLUDE, n_least=3)
    panel = found.panels[0]
    assert panel.lower.min() == 0
    assert panel.upper.max() <= 1
    assert (np.diff(panel.upper) < 0).all()
    assert panel.points == (1, 2, 3)
    assert found.n_missing == 1
    assert "rough" in found.warnings[-1].en


def test_laney_widens_by_the_moving_range():
    hits, sizes = np.array([900, 1000, 950, 1080, 990] * 5), np.full(25, 2000)
    plain, laney = (p_chart(hits, sizes, missing=REFUSE, is_laney=each) for each in (False, True))
    z = (hits / 2000 - plain.center) / np.sqrt(plain.center * (1 - plain.center) / 2000)
    assert laney.sigma == pytest.approx(np.abs(np.diff(z)).mean() / 1.128)
    width = [each.panels[0].upper[0] - each.center for each in (plain, laney)]
    assert width[1] == pytest.approx(width[0] * laney.sigma)
    assert not laney.signals
    assert plain.signals


def test_phase_one_sets_the_limits():
    found = p_chart([*JUICE, 40], [50] * 31, missing=REFUSE, n_phase_one=30)
    assert found.center == pytest.approx(sum(JUICE) / 1500)
    assert found.signals[-1].point == 31
    with pytest.raises(ValueError, match="n_phase_one"):
        p_chart(JUICE, [50] * 30, missing=REFUSE, n_phase_one=31)


def test_p_chart_refusals():
    assert p_chart(JUICE[:10], [50] * 10, missing=REFUSE).code == "too_few"
    assert p_chart([0] * 20, [50] * 20, missing=REFUSE).code == "no_variation"
    assert p_chart([5] * 20, [50] * 20, missing=REFUSE, is_laney=True).code == "no_variation"


@pytest.mark.parametrize(
    ("hits", "sizes", "how", "said"),
    [([1, 2], [1], {}, "lengths"), ([3], [2], {}, "hits"), ([0], [0], {}, "hits"), ([-1], [2], {}, "hits"),
     ([1], [HOLE], {}, "hits"), ([HOLE], [1], {}, "missing"), ([HOLE], [1], {"missing": EXCLUDE}, "no point"),
     ([HOLE], [1], {"missing": AS_ZERO}, "not a value of 0"), ([1], [2], {"rules": (2,)}, "rule 1"),
     ([1], [2], {"rules": (1, 9)}, "9")],
)  # fmt: skip
def test_bad_shares_are_named(hits, sizes, how, said):
    with pytest.raises(ValueError, match=said):
        p_chart(hits, sizes, **({"missing": REFUSE} | how))


def test_individuals_of_nist():
    y = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    found = individuals_chart(y, missing=REFUSE, n_least=10)
    values, ranges = found.panels
    assert (round(values.upper[0], 4), round(values.lower[0], 4)) == (55.8041, 45.8159)
    assert ranges.points == tuple(range(2, 11))
    assert ranges.lower[0] == 0
    assert ranges.upper[0] == pytest.approx(3.267 * ranges.center[0])
    assert "looks stable" in found.sentence.en
    assert as_json(found)


def test_a_range_over_a_hole_is_not_counted():
    y = [*CALM[:10], HOLE, 80.0, *CALM[10:]]
    found = individuals_chart(y, missing=EXCLUDE)
    assert 12 not in found.panels[1].points
    assert 13 in found.panels[1].points
    assert {signal.point for signal in found.signals} >= {12, 13}
    assert found.n_missing == 1


@settings(max_examples=30)
@given(st.floats(0.01, 100), st.floats(-100, 100))
def test_signals_do_not_depend_on_the_unit(factor, shift):
    values = np.append(CALM, [62.0, 44.0])
    one, other = (
        individuals_chart(each, missing=REFUSE, rules=(1, 2, 3, 4))
        for each in (values, values * factor + shift)
    )
    assert one.signals == other.signals


def test_individuals_refusals():
    for chart in (individuals_chart, ewma_chart):
        assert chart(CALM[:10], missing=REFUSE).code == "too_few"
        assert chart(np.ones(20), missing=REFUSE).code == "no_variation"
        every_other = np.where(np.arange(40) % 2, HOLE, np.arange(40.0))
        assert chart(every_other, missing=EXCLUDE).code == "no_variation"


def test_ewma_of_nist():
    """Handbook § 6.3.2.4: λ .3, target 50; the values as printed there, recalled."""
    y = [
        52,
        47,
        53,
        49.3,
        50.1,
        47,
        51,
        50.1,
        51.2,
        50.5,
        49.6,
        47.6,
        49.9,
        51.3,
        47.8,
        51.2,
        52.6,
        52.4,
        53.6,
        52.1,
    ]
    found = ewma_chart(y, missing=REFUSE, weight=0.3, target=50)
    printed = [
        50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33,
        50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99,
    ]  # fmt: skip
    assert found.panels[0].values == pytest.approx(printed, abs=0.006)
    last = 3 * found.sigma * np.sqrt(0.3 / 1.7)
    assert found.panels[0].upper[-1] == pytest.approx(50 + last, rel=1e-4)


def test_ewma_sees_slow_drift():
    drift = np.concatenate(
        [CALM, 50 + 2.2 * np.ones(15) + np.random.default_rng(8).normal(0, 1, 15)]
    )
    found = ewma_chart(drift, missing=REFUSE, n_phase_one=25)
    assert found.signals
    assert found.signals[0].is_above
    assert "begun some points before" in found.warnings[0].en
    assert found.false_alarm_every == pytest.approx(559.6, abs=1)


def test_ewma_run_lengths_as_published():
    assert ewma_run_length(0.2, 2.962) == pytest.approx(500, rel=0.01)
    assert ewma_run_length(0.1, 2.814) == pytest.approx(500, rel=0.01)


@pytest.mark.parametrize("how", [{"weight": 0}, {"weight": 1.1}, {"width": 0}])
def test_ewma_settings(how):
    with pytest.raises(ValueError, match="weight"):
        ewma_chart(CALM, missing=REFUSE, **how)


def test_constants_of_five():
    assert c4(5) == pytest.approx(0.9400, abs=5e-5)
    groups = np.random.default_rng(1).normal(10, 2, (25, 5))
    found = xbar_s_chart(groups, missing=REFUSE)
    mean_s = groups.std(axis=1, ddof=1).mean()
    of_means, of_spread = found.panels
    assert of_means.upper[0] - found.center == pytest.approx(1.427 * mean_s, rel=1e-3)
    assert of_spread.upper[0] == pytest.approx(2.089 * mean_s, rel=1e-3)
    assert of_spread.lower[0] == 0


def test_sessions_of_different_size():
    groups = [[1, 3, HOLE], [2, 4, 6], *[[2, 3.5, 4.2, 3]] * 18]
    found = xbar_s_chart(groups, missing=EXCLUDE)
    assert found.n_missing == 1
    assert np.ptp(found.panels[0].upper) > 0


def test_xbar_refusals():
    assert xbar_s_chart([[1, 2]] * 5, missing=REFUSE).code == "too_few"
    assert xbar_s_chart([[2, 2]] * 20, missing=REFUSE).code == "no_variation"
    for groups, missing, said in (
        ([[1]], REFUSE, "two are the least"),
        ([], REFUSE, "no session"),
        ([[1, HOLE]], AS_ZERO, "0"),
    ):
        with pytest.raises(ValueError, match=said):
            xbar_s_chart(groups, missing=missing)


NEEDED = {1: (1, 1, 3), 2: (2, 3, 2), 3: (4, 5, 1), 4: (8, 8, 0)}


@settings(max_examples=60)
@given(st.lists(st.sampled_from([-3.5, -2.5, -1.5, -0.5, 0.0, 0.5, 1.5, 2.5, 3.5]), max_size=25))
def test_rules_counted_window_by_window(z):
    z = np.array(z)
    expected = {
        (at + 1, rule, side > 0)
        for rule, (needed, window, beyond) in NEEDED.items()
        for side in (1, -1)
        for at in range(z.size)
        if side * z[at] > beyond
        and (side * z[max(0, at - window + 1) : at + 1] > beyond).sum() >= needed
    }
    assert {(s.point, int(s.rule), s.is_above) for s in signals(z, (1, 2, 3, 4))} == expected


def chain_run_length(rules):
    """Expected points to a signal, from the Markov chain of what the patterns remember."""
    from scipy.special import ndtr

    edges = ndtr(np.array([-np.inf, -3, -2, -1, 0, 1, 2, 3, np.inf]))
    zones = dict(zip((-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5), np.diff(edges), strict=True))

    def step(state, zone):
        beyond_two, beyond_one, run = state
        side = 1 if zone > 0 else -1
        if abs(zone) > 3:
            return None
        two = (*beyond_two, side if abs(zone) > 2 else 0)
        one = (*beyond_one, side if abs(zone) > 1 else 0)
        run = run + side if run * side > 0 else side
        if 2 in rules and any(two[-1] == s and two.count(s) >= 2 for s in (1, -1)):
            return None
        if 3 in rules and any(one[-1] == s and one.count(s) >= 4 for s in (1, -1)):
            return None
        if 4 in rules and abs(run) >= 8:
            return None
        return (
            two[1:] if 2 in rules else (0, 0),
            one[1:] if 3 in rules else (0,) * 4,
            run if 4 in rules else 0,
        )

    start = ((0, 0), (0, 0, 0, 0), 0)
    states, rows, todo = {start: 0}, [], [start]
    while todo:
        state = todo.pop()
        for zone, chance in zones.items():
            after = step(state, zone)
            if after is None:
                continue
            if after not in states:
                states[after] = len(states)
                todo.append(after)
            rows.append((states[state], states[after], chance))
    moves = np.zeros((len(states), len(states)))
    for a, b, chance in rows:
        moves[a, b] += chance
    return np.linalg.solve(np.eye(len(states)) - moves, np.ones(len(states)))[0]


@pytest.mark.parametrize("more", list(product((False, True), repeat=3)))
def test_false_alarm_rates_of_champ_and_woodall(more):
    rules = (1, *(rule for rule, is_used in zip((2, 3, 4), more, strict=True) if is_used))
    assert run_length(rules) == pytest.approx(chain_run_length(rules), abs=0.01)


def test_many_signals_are_summed_up():
    values = np.concatenate([CALM, np.full(15, 90.0)])
    found = individuals_chart(values, missing=REFUSE, n_phase_one=25, rules=(1, 4))
    assert "more. Without any change" in found.sentence.en
    assert Rule.EIGHT_ON_ONE_SIDE in {s.rule for s in found.signals}


def test_methods_run_from_tables():
    values = read_csv("\n".join(["value", *map(str, CALM)]))
    shares = read_csv("\n".join(["n_hits,n", *(f"{k},50" for k in JUICE)]))
    scores = read_csv(
        "\n".join(["session,value", *(f"s{i // 4},{v}" for i, v in enumerate([*CALM] * 4))])
    )
    for method, table in zip(METHODS, (shares, values, scores, values), strict=True):
        found = method.run(table, method.settings([]))
        assert found.sentence.zh
        assert as_json(found)
    assert METHODS[1].run(values, METHODS[1].settings(["rules=1234"])).false_alarm_every == 91.75
