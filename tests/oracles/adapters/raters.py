"""Answers to the cases of rater agreement. The published studies are smaller than our gates, which are lowered."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.psychometrics.raters.fleiss import fleiss_kappa
from espalier.engines.psychometrics.raters.icc import Form, intraclass_correlations
from espalier.engines.psychometrics.raters.kappa import cohen_kappa_of_table
from espalier.engines.psychometrics.raters.krippendorff import Metric, krippendorff_alpha
from espalier.engines.psychometrics.raters.methods import category_codes
from tests.oracles.cases import Case


def cohen(case: Case) -> Mapping[str, Any]:
    counts = np.array(case.inline["proportions"]) * case.inline["n"]
    plain = cohen_kappa_of_table(counts)
    weighted = cohen_kappa_of_table(counts, weights=case.inline["disagreement_weights"])
    return {
        "kappa": plain.kappa,
        "kappa_ci95": [plain.interval.low, plain.kappa, plain.interval.high],
        "weighted_kappa": weighted.kappa,
    }


def fleiss(case: Case) -> Mapping[str, Any]:
    table = case.table()
    codes, _ = category_codes(table, tuple(table.columns))
    found = fleiss_kappa(codes, missing=MissingPolicy.REFUSE)
    return {"kappa": found.kappa, "z": found.z, "category_kappas": found.category_kappas}


PUBLISHED_NAMES = {
    Form.ONE_WAY: ("ICC(1,1)", "ICC1"),
    Form.AGREEMENT: ("ICC(2,1)", "ICC2"),
    Form.CONSISTENCY: ("ICC(3,1)", "ICC3"),
    Form.ONE_WAY_MEAN: ("ICC(1,4)", "ICC1k"),
    Form.AGREEMENT_MEAN: ("ICC(2,4)", "ICC2k"),
    Form.CONSISTENCY_MEAN: ("ICC(3,4)", "ICC3k"),
}


def icc(case: Case) -> Mapping[str, Any]:
    found = intraclass_correlations(case.table().matrix(), missing=MissingPolicy.REFUSE, n_least=6)
    values: dict[str, Any] = {PUBLISHED_NAMES[each.form][0]: each.icc for each in found.forms}
    values["all_with_F_df_p_CI"] = [
        {
            "type": PUBLISHED_NAMES[each.form][1],
            "ICC": each.icc,
            "F": each.f,
            "df1": each.df1,
            "df2": each.df2,
            "p": each.p_value,
            "lower bound": each.interval.low,
            "upper bound": each.interval.high,
        }
        for each in found.forms
    ]
    return values


def krippendorff(case: Case) -> Mapping[str, Any]:
    ratings = case.table().matrix()
    alphas = {
        metric.value: krippendorff_alpha(
            ratings, metric=metric, missing=MissingPolicy.EXCLUDE, seed=1, n_bootstrap=100
        ).alpha
        for metric in Metric
    }
    return {**alphas, "all_nominal_ordinal_interval_ratio": list(alphas.values())}


ADAPTERS = {
    "rater_cohen_kappa_1960_1968": cohen,
    "rater_fleiss_kappa_1971": fleiss,
    "rater_icc_shrout_fleiss": icc,
    "rater_krippendorff_canonical": krippendorff,
}
