"""Answers to the cases of control charts; NIST's ten points are fewer than our gate, which is lowered."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.psychometrics.charts.chart import Chart
from espalier.engines.psychometrics.charts.individuals import individuals_chart
from espalier.engines.psychometrics.charts.shares import p_chart
from tests.oracles.cases import Case


def individuals(case: Case) -> Mapping[str, Any]:
    found = individuals_chart(case.inline["y"], missing=MissingPolicy.REFUSE, n_least=10)
    assert isinstance(found, Chart)
    values, ranges = found.panels
    mean_range = float(ranges.center[0])
    lower, upper = float(values.lower[0]), float(values.upper[0])
    return {
        "center": found.center,
        "MR_bar": mean_range,
        "UCL": upper,
        "LCL": lower,
        "center_MR_UCL_LCL_d2_1.128": [found.center, mean_range, upper, lower],
    }


def shares(case: Case) -> Mapping[str, Any]:
    hits = case.inline["defectives"]
    sizes = np.full(len(hits), case.inline["n"])
    found = p_chart(hits, sizes, missing=MissingPolicy.REFUSE)
    assert isinstance(found, Chart)
    lower, upper = float(found.panels[0].lower[0]), float(found.panels[0].upper[0])
    return {
        "p_bar": found.center,
        "UCL": upper,
        "LCL": lower,
        "out_of_control_samples_1based": [signal.point for signal in found.signals],
        "p_bar_UCL_LCL": [found.center, upper, lower],
    }


ADAPTERS = {"spc_individuals_nist": individuals, "spc_p_chart_montgomery": shares}
