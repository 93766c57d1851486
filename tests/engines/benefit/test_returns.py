"""Benefit against cost: ratios, break-even, present value, full cost, utility."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.benefit.cost import CostKind, CostLine, fully_loaded_cost, learner_time
from espalier.engines.benefit.present_value import net_present_value
from espalier.engines.benefit.returns import break_even_share, returns, yearly_benefit
from espalier.engines.benefit.utility import sdy_of_pay, utility_analysis
from espalier.engines.figures.types import Interval, Refusal

INF, NAN = float("inf"), float("nan")


def test_published_ratios_are_never_confused():
    # ROI Institute slides: 750,000 / 425,000 is a BCR of 1.76 and an ROI of 76 %.
    found = returns(750_000, 425_000)
    assert (round(found.bcr, 2), round(found.roi_percent)) == (1.76, 76)
    assert found.payback_months == pytest.approx(6.8)
    assert "ROI is 76%" in found.sentence.en
    assert "ratio is 1.76" in found.sentence.en
    assert "不可混用" in found.sentence.zh
    # Phillips, literacy programme at Magnavox: BCR 8.4, ROI 741 %.
    high = returns(321_600, 38_233, is_opinion=True)
    assert (round(high.bcr, 1), round(high.roi_percent)) == (8.4, 741)
    assert len(high.warnings) == 2
    assert "opinion" in high.sentence.en


def test_retail_case_at_full_precision():
    benefit = yearly_benefit(46 * 48 * (12075 - 10449), 0.02, isolation_share=1)
    assert benefit == pytest.approx(71804.16)
    assert round(returns(benefit, 32984).roi_percent) == 118


@settings(max_examples=40)
@given(st.floats(-1e6, 1e6), st.floats(1, 1e6))
def test_roi_is_bcr_less_one(benefit, cost):
    found = returns(benefit, cost)
    assert found.roi_percent == pytest.approx(100 * (found.bcr - 1), abs=1e-6)
    assert (found.payback_months is None) == (benefit <= 0)
    doubled = returns(2 * benefit, 2 * cost)
    assert doubled.roi_percent == pytest.approx(found.roi_percent, abs=1e-6)


def test_no_cost_is_no_ratio():
    assert returns(100, 0).code == "no_cost"
    assert "does not exceed" in returns(0, 5).sentence.en
    for benefit, cost, months in ((NAN, 1, 12), (1, INF, 12), (1, -1, 12), (1, 1, 0)):
        with pytest.raises(ValueError):
            returns(benefit, cost, months=months)
    for told in (
        (NAN, 1, 0.5, 1),
        (1, -1, 0.5, 1),
        (1, 1, 1.5, 1),
        (1, 1, 0.5, -0.1),
    ):
        with pytest.raises(ValueError):
            yearly_benefit(told[0], told[1], isolation_share=told[2], confidence=told[3])


def test_at_the_break_even_share_the_roi_is_zero():
    found = break_even_share(120_000, 1_000_000, confidence=0.5)
    benefit = yearly_benefit(1_000_000, 1, isolation_share=found.share, confidence=0.5)
    assert returns(benefit, 120_000).roi_percent == pytest.approx(0, abs=1e-9)
    assert found.is_reachable
    assert not break_even_share(10, 5).is_reachable
    assert break_even_share(10, 0).code == "no_benefit"
    assert break_even_share(0, 10).code == "no_cost"
    with pytest.raises(ValueError):
        break_even_share(-1, 10)


def test_present_value_by_hand():
    found = net_present_value([-100, 60, 60], rate=0.1)
    assert found.npv == pytest.approx(-100 + 60 / 1.1 + 60 / 1.21)
    assert found.years_to_positive == 2
    assert net_present_value([-100, 10], rate=0).years_to_positive is None
    for flows, rate in (([], 0.1), ([1], -1), ([NAN], 0.1), ([1], INF)):
        with pytest.raises(ValueError):
            net_present_value(flows, rate=rate)


def test_a_full_cost_names_what_is_absent():
    lines = [CostLine(CostKind.DEVELOPMENT, 90_000, uses=3), learner_time(20, 8, 250, burden=0.2)]
    found = fully_loaded_cost(lines, n_learners=20)
    assert (found.total, found.per_learner) == (78_000, 3_900)
    assert CostKind.EVALUATION in found.not_entered
    assert found.warnings
    whole = fully_loaded_cost([CostLine(kind, 10) for kind in CostKind] * 2)
    assert (whole.is_fully_loaded, whole.warnings, whole.per_learner) == (True, (), None)
    assert isinstance(fully_loaded_cost([]), Refusal)
    assert fully_loaded_cost([CostLine(CostKind.PLACE, 0)]).code == "no_cost"
    for wrong in (
        (CostKind.PLACE, -1, 1),
        (CostKind.PLACE, 1, 0),
        ("lunch", 1, 1),
        (CostKind.PLACE, NAN, 1),
    ):
        with pytest.raises(ValueError):
            CostLine(*wrong)
    with pytest.raises(ValueError):
        learner_time(5, -1, 10)
    with pytest.raises(ValueError, match="n_learners"):
        fully_loaded_cost(lines, n_learners=0)


def test_utility_is_a_scenario():
    told = {"n_trained": 40, "years": 2.0, "sdy": sdy_of_pay(500_000), "cost_per_learner": 30_000}
    found = utility_analysis(0.4, Interval(0.1, 0.7), **told)
    assert found.utility == pytest.approx(2 * 40 * 0.4 * 200_000 - 40 * 30_000)
    assert found.interval.low == pytest.approx(2 * 40 * 0.1 * 200_000 - 40 * 30_000)
    even = utility_analysis(found.break_even_d, Interval(0.1, 0.7), **told)
    assert even.utility == pytest.approx(0, abs=1e-6)
    assert found.is_scenario
    assert "scenario" in found.sentence.en
    assert utility_analysis(0.4, Interval(0, 1), **told | {"cost_per_learner": 0}).code == "no_cost"
    for wrong in ({"n_trained": 0}, {"years": 0}, {"sdy": -1}, {"cost_per_learner": NAN}):
        with pytest.raises(ValueError):
            utility_analysis(0.4, Interval(0, 1), **told | wrong)
    for pay, share in ((0, 0.4), (1, 0), (NAN, 0.4)):
        with pytest.raises(ValueError):
            sdy_of_pay(pay, share=share)
