"""Transfer to the job: rate, two observers, decay, barriers, what goes with it."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.transfer.barriers import barrier_table
from espalier.engines.effects.transfer.behaviour import behaviour_model
from espalier.engines.effects.transfer.decay import decay_slope
from espalier.engines.effects.transfer.observers import self_and_supervisor
from espalier.engines.effects.transfer.rates import transfer_rate
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.intervals import newcombe, wilson
from espalier.engines.figures.types import VerdictCode

NAN = float("nan")
EXCLUDE, REFUSE, AS_ZERO = MissingPolicy.EXCLUDE, MissingPolicy.REFUSE, MissingPolicy.AS_ZERO


def test_a_rate_with_its_bounds():
    applies = [1] * 24 + [0] * 6 + [NAN] * 10
    found = transfer_rate(applies, missing=EXCLUDE)
    assert (found.rate, found.worst, found.best) == (0.8, 0.6, 0.85)
    assert found.interval == wilson(24, 30)
    assert found.verdict.code is VerdictCode.LIKELY  # clear, but nobody untrained was compared
    assert found.verdict.is_capped
    assert not found.warnings
    zero = transfer_rate(applies, missing=AS_ZERO)
    assert (zero.rate, zero.n_used, zero.n_missing) == (0.6, 40, 10)
    few = transfer_rate([1] * 8 + [NAN] * 32, missing=EXCLUDE)
    assert (few.verdict, len(few.warnings)) == (None, 1)
    assert transfer_rate([1, 0, NAN], missing=EXCLUDE).code == "hidden"
    below = transfer_rate([0] * 30, missing=REFUSE)
    assert below.verdict.code is VerdictCode.NO_SIGN


def test_bad_answers_are_named():
    for applies, policy in (([2, 1], EXCLUDE), ([1, NAN], REFUSE)):
        with pytest.raises(ValueError):
            transfer_rate(applies, missing=policy)
    with pytest.raises(ValueError, match="target"):
        transfer_rate([1] * 9, missing=EXCLUDE, target=0)


@settings(max_examples=30)
@given(st.lists(st.sampled_from([0.0, 1.0, NAN]), min_size=20, max_size=40))
def test_bounds_hold_every_completion(applies):
    found = transfer_rate(applies, missing=EXCLUDE)
    if hasattr(found, "rate"):
        assert found.worst - 1e-12 <= found.rate <= found.best + 1e-12
        assert found.interval.low <= found.rate <= found.interval.high


def test_two_observers():
    own, boss = [1] * 6 + [1] * 3 + [0] * 3, [1] * 6 + [0] * 3 + [0] * 3
    found = self_and_supervisor(own, boss, missing=REFUSE)
    assert (found.self_rate, found.supervisor_rate, found.both_rate) == (0.75, 0.5, 0.5)
    assert found.agreement.mcnemar_p == 0.25
    assert self_and_supervisor([1], [1], missing=REFUSE).method == "self-supervisor"


def test_decay_is_the_mean_of_own_slopes():
    values = [[4, 3, 2], [5, NAN, 3], [3, 3, 3], [4, 2, NAN], [5, 4, 3], [2, 2, 1], [NAN, NAN, 1]]
    found = decay_slope(values, [0, 30, 60], missing=EXCLUDE)
    slopes = [-1, -1, 0, -2, -1, -0.5]
    assert found.slope == pytest.approx(np.mean(slopes))
    assert found.se == pytest.approx(np.std(slopes, ddof=1) / sqrt(6))
    assert found.n_at == (6, 5, 6)
    assert (found.n_used, found.n_missing) == (6, 1)
    assert found.verdict.is_worse
    alike = decay_slope([[1, 0]] * 6, [30, 90], missing=REFUSE)
    assert alike.warnings
    empty = decay_slope([[1, 0, NAN]] * 6, [30, 60, 90], missing=EXCLUDE)
    assert empty.means == (1.0, 0.0, None)
    assert decay_slope([[1, 0]] * 5, [30, 90], missing=REFUSE).code == "too_few"
    for days in ([30], [90, 30], [30, 60, 90]):
        with pytest.raises(ValueError, match="days"):
            decay_slope([[1, 0]] * 6, days, missing=REFUSE)


def test_barriers_of_those_who_do_not_apply():
    named = [[1, 0]] * 10 + [[0, 1]] * 12
    applies = [0] * 9 + [1] + [1] * 12
    found = barrier_table(named, ["time", "tools"], missing=REFUSE, applies=applies)
    first, second = found.barriers
    assert (first.barrier, first.n_naming) == ("tools", 12)
    assert second.difference == pytest.approx(1 - 1 / 13)
    assert second.difference_interval == newcombe(9, 9, 1, 13)
    assert "start there" in found.sentence.en
    unknown = barrier_table([*named, [NAN, 1]], ["time", "tools"], missing=EXCLUDE)
    assert unknown.barriers[0].difference is None
    assert (unknown.n_missing, len(unknown.warnings)) == (1, 1)
    assert "None of 6" in barrier_table([[0]] * 6, ["time"], missing=REFUSE).sentence.en
    assert barrier_table([[0]] * 4, ["time"], missing=REFUSE).code == "hidden"


@pytest.mark.parametrize(
    ("named", "names", "applies"),
    [
        ([[1, 0]], ["a"], None),
        (np.ones((3, 0)), [], None),
        ([[2]], ["a"], None),
        ([[1]], ["a"], [1, 0]),
        ([[1]], ["a"], [3]),
    ],
)
def test_bad_barriers_are_named(named, names, applies):
    with pytest.raises(ValueError):
        barrier_table(named, names, missing=EXCLUDE, applies=applies)


def people(n=72, units=9, seed=5):
    rng = np.random.default_rng(seed)
    unit = np.arange(n) % units
    x = rng.normal(size=(n, 2))
    y = x @ [0.8, 0.1] + rng.normal(size=units)[unit] + rng.normal(size=n)
    return y, x, unit


def test_cluster_robust_errors_by_full_matrices():
    y, x, unit = people()
    found = behaviour_model(y, x, ["learning", "support"], unit, missing=REFUSE)
    z = np.column_stack([y, x])
    z = (z - z.mean(0)) / z.std(0, ddof=1)
    design = np.column_stack([np.ones(len(y)), z[:, 1:]])
    bread = np.linalg.inv(design.T @ design)
    hat = design @ bread @ design.T
    beta = bread @ design.T @ z[:, 0]
    e = z[:, 0] - design @ beta
    meat, columns = np.zeros((3, 3)), []
    whole = np.eye(len(y)) - hat
    for g in range(9):
        at = np.flatnonzero(unit == g)
        values, vectors = np.linalg.eigh(whole[np.ix_(at, at)])
        adjust = vectors @ np.diag(values**-0.5) @ vectors.T
        score = design[at].T @ adjust @ e[at]
        meat += np.outer(score, score)
        columns.append(whole[:, at] @ adjust @ design[at] @ bread)
    cr2 = bread @ meat @ bread
    for k, factor in enumerate(found.factors, start=1):
        assert factor.slope == pytest.approx(beta[k])
        assert factor.se == pytest.approx(sqrt(cr2[k, k]), abs=1e-9)
        p = np.array([c[:, k] for c in columns])
        inner = p @ p.T
        assert factor.df == pytest.approx(np.trace(inner) ** 2 / (inner**2).sum())
    assert found.r_squared == pytest.approx(1 - e @ e / (z[:, 0] @ z[:, 0]))
    assert (found.n_clusters, len(found.warnings)) == (9, 1)
    assert found.factors[0].verdict.is_capped or found.factors[0].verdict.code is not None


def test_whole_units_of_one_and_many_units():
    y, x, _ = people(60)
    found = behaviour_model(y, x, ["a", "b"], np.arange(60), missing=REFUSE)
    assert not found.warnings
    x[0, 0] = NAN
    assert behaviour_model(y, x, ["a", "b"], np.arange(60), missing=EXCLUDE).n_missing == 1


def test_the_model_refuses():
    y, x, unit = people(60)

    def code(y, x, unit):
        return behaviour_model(y, x, ["a", "b"], unit, missing=REFUSE).code

    assert code(y[:20], x[:20], unit[:20]) == "too_few"
    assert code(y, x, unit % 3) == "few_units"
    assert code(np.ones(60), x, unit) == "constant"
    assert code(y, np.column_stack([x[:, 0], x[:, 0]]), unit) == "collinear"
    assert code(x @ [1.0, 2.0], x, unit) == "perfect_fit"
    with pytest.raises(ValueError):
        behaviour_model(y, x, ["a"], unit, missing=REFUSE)
