"""Cross-instrument cases: Bland-Altman with concordance, multitrait-multimethod."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.effects.crosscheck.agreement import bland_altman, concordance
from espalier.engines.effects.crosscheck.correlation import correlation
from espalier.engines.effects.crosscheck.disattenuation import disattenuate
from espalier.engines.effects.crosscheck.mtmm import mtmm_of_matrix
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Interval
from tests.oracles.cases import Case


def peak_flow(case: Case) -> Mapping[str, Any]:
    table = case.table()
    both = table.numbers("wright"), table.numbers("mini")
    refuse = MissingPolicy.REFUSE
    exact = bland_altman(*both, missing=refuse)
    printed = bland_altman(*both, missing=refuse, multiplier=2.0)
    interval = exact.bias_interval
    return {
        "bias": exact.bias,
        "sd_diff": exact.sd,
        "sd": exact.sd,
        "limits_2sd": printed.limits,
        "loa2": printed.limits,
        "loa": exact.limits,
        "se_bias": exact.bias_se,
        "se_loa": exact.limits_se,
        "ci_bias": [interval.low, interval.high],
        "r": correlation(*both, missing=refuse).r,
        "ccc": concordance(*both, missing=refuse).ccc,
        "slope_trend": exact.trend,
    }


def campbell_fiske(case: Case) -> Mapping[str, Any]:
    labels = case.inline["labels"]
    rows = case.inline["lower_triangle_with_reliabilities"]
    matrix = np.zeros((len(labels), len(labels)))
    for i, row in enumerate(rows):
        matrix[i, : i + 1] = matrix[: i + 1, i] = row
    found = mtmm_of_matrix(
        matrix,
        [each[0] for each in labels],
        [each[1] for each in labels],
        n=None,
        has_reliabilities=True,
    )
    a1, a2 = labels.index("A1"), labels.index("A2")
    r = matrix[a1, a2]
    corrected = disattenuate(r, Interval(r, r), matrix[a1, a1], matrix[a2, a2])
    return {
        "mean_monotrait_heteromethod": found.mean_validity,
        "mean_heterotrait_monomethod": found.mean_heterotrait_monomethod,
        "mean_heterotrait_heteromethod": found.mean_heterotrait_heteromethod,
        "HTMT_style_ratio": found.ratio,
        "criterion2_met_of_9": found.n_above_heteromethod,
        "criterion3_met_of_9": found.n_above_monomethod,
        "disattenuated_A1_A2": corrected.r,
    }


ADAPTERS = {
    "cross_bland_altman_pefr": peak_flow,
    "cross_mtmm_campbell_fiske": campbell_fiske,
}
