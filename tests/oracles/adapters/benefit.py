"""Return on investment: ratios from benefit and cost, a comparison group, a product of uncertain factors."""

from collections.abc import Mapping
from typing import Any

from espalier.engines.benefit.inputs import Fixed, beta_of
from espalier.engines.benefit.model import RoiModel
from espalier.engines.benefit.moments import product_moments
from espalier.engines.benefit.returns import returns, yearly_benefit
from espalier.engines.benefit.simulation import simulated_roi
from espalier.engines.benefit.tornado import Span, tornado
from tests.oracles.cases import Case


def ratios(case: Case) -> Mapping[str, Any]:
    found = returns(case.inline["benefits"], case.inline["costs"])
    return {
        "BCR": found.bcr,
        "ROI_percent": found.roi_percent,
        "exact": [found.bcr, found.roi_percent],
    }


def retail(case: Case) -> Mapping[str, Any]:
    told = case.inline
    difference = told["trained_weekly"] - told["control_weekly"]
    n, weeks, margin = told["n"], told["weeks"], told["margin"]

    def benefit(units: float, value: float) -> float:
        return yearly_benefit(units, value, isolation_share=1.0)

    # The printed case rounds the weekly profit to half a unit before it goes on.
    printed = benefit(n * weeks, round(2 * difference * margin) / 2)
    found = returns(printed, told["cost"])
    return {
        "ROI_percent": found.roi_percent,
        "annual_benefit": printed,
        "exact": {
            "diff_per_week": difference,
            "profit_2pct": benefit(difference, margin),
            "weekly_total_46": benefit(difference * n, margin),
            "annual_48_weeks": benefit(difference * n * weeks, margin),
            "bcr_from_71760": found.bcr,
            "roi_from_71760": found.roi_percent,
        },
    }


def product(case: Case) -> Mapping[str, Any]:
    told = case.inline
    names = ["isolation", "realised", "confidence"]
    moments = product_moments(
        [told["gross_benefit"], *(told[name]["mean"] for name in names)],
        [0.0, *(told[name]["sd"] for name in names)],
    )
    factors = {name: beta_of(told[name]["mean"], told[name]["sd"]) for name in names}
    factors |= {"gross": Fixed(told["gross_benefit"]), "cost": Fixed(told["cost"])}
    model = RoiModel(factors, [["gross", *names]], ["cost"])
    simulated = simulated_roi(model, seed=1)
    ratio = returns(moments.mean, told["cost"])
    if abs(simulated.mean_roi - ratio.roi_percent) > 4 * simulated.mean_se:
        raise ValueError(f"simulated {simulated.mean_roi}, exactly {ratio.roi_percent}")
    return {
        "benefit_mean": moments.mean,
        "benefit_sd": moments.sd,
        "roi_mean_percent_cost_120000": ratio.roi_percent,
        "tornado_order_by_swing": [bar.factor for bar in tornado(model, span=Span.ONE_SD).bars],
    }


ADAPTERS = {
    "roi_basic_roi_institute": ratios,
    "roi_literacy_magnavox": ratios,
    "roi_monte_carlo_product": product,
    "roi_retail_control_group": retail,
}
