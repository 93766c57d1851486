"""Uncertain inputs, tornado, simulation, and the exact moments they are held against."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.benefit.inputs import Beta, Fixed, Lognormal, Pert, Triangular, beta_of
from espalier.engines.benefit.model import RoiModel
from espalier.engines.benefit.moments import product_moments
from espalier.engines.benefit.simulation import simulated_roi
from espalier.engines.benefit.tornado import Span, tornado
from espalier.engines.figures.types import VerdictCode

INF, NAN = float("inf"), float("nan")
MIDDLES = (np.arange(200_000) + 0.5) / 200_000


@pytest.mark.parametrize(
    "each",
    [
        Fixed(3),
        Triangular(1, 2, 6),
        Triangular(0, 0, 1),
        Triangular(0, 1, 1),
        Pert(1, 2, 6),
        Beta(2, 5),
        Lognormal(100, 40),
        beta_of(0.6, 0.1),
    ],
    ids=repr,
)
def test_mean_and_sd_are_those_of_the_quantiles(each):
    values = each.quantile(MIDDLES)
    assert values.mean() == pytest.approx(each.mean, rel=1e-3)
    assert values.std() == pytest.approx(each.sd, rel=5e-3)
    assert (np.diff(values) >= 0).all()
    assert each.lowest <= values[0]


@pytest.mark.parametrize(
    "made",
    [
        lambda: Fixed(NAN),
        lambda: Triangular(2, 1, 3),
        lambda: Triangular(1, 1, 1),
        lambda: Pert(1, INF, 2),
        lambda: Beta(0, 1),
        lambda: Beta(1, NAN),
        lambda: Lognormal(0, 1),
        lambda: Lognormal(1, 0),
        lambda: beta_of(0.5, 0.6),
        lambda: beta_of(1.0, 0.1),
    ],
)
def test_what_is_no_distribution_is_named(made):
    with pytest.raises(ValueError):
        made()


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0, 2)), min_size=1, max_size=4))
def test_moments_of_two_point_factors_by_enumeration(told):
    from itertools import product

    # A factor that is m + s or m − s, with a half each, has this mean and SD.
    values = [np.prod(choice) for choice in product(*((m - s, m + s) for m, s in told))]
    found = product_moments(*map(list, zip(*told, strict=True)))
    assert found.mean == pytest.approx(np.mean(values), abs=1e-9)
    assert found.sd == pytest.approx(np.std(values), abs=1e-6)


def test_bad_moments_are_named():
    for means, sds in (([], []), ([1], []), ([NAN], [1]), ([1], [-1]), ([1], [INF])):
        with pytest.raises(ValueError):
            product_moments(means, sds)


def literacy(**correlations):
    return RoiModel(
        {
            "gross": Fixed(1_000_000.0),
            "isolation": beta_of(0.6, 0.1),
            "realised": beta_of(0.7, 0.1),
            "confidence": beta_of(0.5, 0.15),
            "cost": Fixed(120_000.0),
        },
        [["gross", "isolation", "realised", "confidence"]],
        ["cost"],
        correlations.get("pairs", {}),
    )


def test_simulation_agrees_with_the_exact_moments():
    exact = product_moments([1e6, 0.6, 0.7, 0.5], [0, 0.1, 0.1, 0.15])
    found = simulated_roi(literacy(), seed=3)
    assert abs(found.mean_roi - 75) < 4 * found.mean_se
    assert found.sd_benefit == pytest.approx(exact.sd, rel=0.03)
    assert found.p05 < found.median < found.p95
    assert found.p_target <= found.p_positive
    assert found.verdict.code is VerdictCode.UNCLEAR
    assert found.mean_bcr == pytest.approx(1 + found.mean_roi / 100)
    assert simulated_roi(literacy(), seed=3).mean_roi == found.mean_roi
    assert simulated_roi(literacy(), seed=4).mean_roi != found.mean_roi


def test_factors_that_rise_together_spread_the_return():
    pairs = {("isolation", "confidence"): 0.8}
    alone, together = (simulated_roi(literacy(pairs=each), seed=1) for each in ({}, pairs))
    assert together.sd_roi > alone.sd_roi * 1.05
    assert (len(alone.warnings), len(together.warnings)) == (1, 0)
    # the copula keeps the rank correlation of the normal: 6/π · asin(ρ/2)
    from espalier.engines.benefit import simulation

    drawn = simulation._drawn(literacy(pairs=pairs), 1, 20_000)
    ranks = [np.argsort(np.argsort(drawn[name])) for name in ("isolation", "confidence")]
    assert np.corrcoef(*ranks)[0, 1] == pytest.approx(6 / np.pi * np.arcsin(0.4), abs=0.02)


@pytest.mark.parametrize(
    ("benefit", "has_comparison", "code", "is_worse"),
    [
        (200.0, True, VerdictCode.CLEAR, False),
        (200.0, False, VerdictCode.LIKELY, False),
        (110.0, True, VerdictCode.NO_SIGN, False),
        (20.0, True, VerdictCode.CLEAR, True),
    ],
)
def test_the_verdict_on_a_range(benefit, has_comparison, code, is_worse):
    model = RoiModel({"b": Lognormal(benefit, 2.0), "c": Fixed(100.0)}, [["b"]], ["c"])
    found = simulated_roi(model, seed=1, n_draws=500, has_comparison=has_comparison)
    assert (found.verdict.code, found.verdict.is_worse) == (code, is_worse)
    assert found.verdict.is_capped is (not has_comparison)


def test_a_fixed_model_and_a_huge_return():
    model = RoiModel({"b": Fixed(900.0), "c": Fixed(100.0)}, [["b"]], ["c"])
    found = simulated_roi(model, seed=1, n_draws=100)
    assert (found.sd_roi, found.p_positive, found.mean_roi) == (0.0, 1.0, 800.0)
    assert len(found.warnings) == 2
    assert not tornado(model).bars
    assert "enter one" in tornado(model).sentence.en
    for told in ({"n_draws": 99}, {"n_draws": 10**8}, {"target_percent": NAN}):
        with pytest.raises(ValueError):
            simulated_roi(model, seed=1, **told)


def test_tornado_widest_first():
    found = tornado(literacy(), span=Span.ONE_SD)
    assert [bar.factor for bar in found.bars] == ["confidence", "isolation", "realised"]
    assert found.base_roi == pytest.approx(75)
    assert found.bars[0].swing == pytest.approx(2 * 0.15 / 0.5 * 175)
    assert tornado(literacy()).bars[0].factor == "confidence"
    wild = RoiModel({"b": Fixed(9.0), "c": Lognormal(10.0, 20.0)}, [["b"]], ["c"])
    assert tornado(wild, span=Span.ONE_SD).bars[0].low_value > 0


@pytest.mark.parametrize(
    ("factors", "lines", "cost", "pairs"),
    [
        ({"b": Fixed(1.0)}, [["b"]], ["c"], {}),
        ({"b": Fixed(1.0), "c": Fixed(1.0), "d": Fixed(1.0)}, [["b"]], ["c"], {}),
        ({"c": Fixed(1.0)}, [], ["c"], {}),
        ({"b": Fixed(1.0), "c": Fixed(1.0)}, [["b"], []], ["c"], {}),
        ({"b": Fixed(1.0)}, [["b"]], [], {}),
        ({"b": Fixed(1.0), "c": Fixed(0.0)}, [["b"]], ["c"], {}),
        ({"b": Fixed(1.0), "c": Triangular(0, 1, 2)}, [["b"]], ["c"], {}),
        ({"b": Fixed(1.0), "c": Fixed(1.0)}, [["b"]], ["c"], {("b", "z"): 0.1}),
        ({"b": Fixed(1.0), "c": Fixed(1.0)}, [["b"]], ["c"], {("b", "b"): 0.1}),
        ({"b": Fixed(1.0), "c": Fixed(1.0)}, [["b"]], ["c"], {("b", "c"): 1.1}),
        (
            {"a": Fixed(1.0), "b": Fixed(1.0), "c": Fixed(1.0)},
            [["a", "b"]],
            ["c"],
            {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9},
        ),
    ],
)
def test_what_is_no_model_is_named(factors, lines, cost, pairs):
    with pytest.raises(ValueError):
        RoiModel(factors, lines, cost, pairs)
