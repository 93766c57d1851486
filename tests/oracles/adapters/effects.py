"""Effects of training: paired, adjusted, clustered, difference in differences, growth, several outcomes."""

from collections.abc import Callable, Iterable, Mapping
from math import sqrt
from typing import Any

import numpy as np

from espalier.engines.effects.designs.ancova import fit_ancova
from espalier.engines.effects.designs.differences import Cell, difference_numbers
from espalier.engines.effects.designs.paired import paired_numbers
from espalier.engines.effects.designs.sizes import Correction, matched_effect
from espalier.engines.effects.mixed.degrees import known_of_variances, table_of_effects
from espalier.engines.effects.mixed.growth import random_slopes
from espalier.engines.effects.mixed.random_intercept import random_intercept
from espalier.engines.effects.multiple.adjust import Adjustment, adjusted_p
from espalier.engines.effects.regression.anova import one_way
from espalier.engines.effects.regression.coefficients import Coefficient
from espalier.engines.effects.regression.least_squares import Comparison, least_squares
from espalier.engines.effects.regression.sandwich import cr2
from tests.oracles.cases import Case


def rows(coefficients: Iterable[Coefficient], *, with_df: bool = False) -> list[dict[str, float]]:
    """Coefficients under the names R prints."""
    found = []
    for each in coefficients:
        row = {
            "Estimate": each.estimate,
            "Std. Error": each.se,
            "t value": each.t,
            "Pr(>|t|)": each.p,
        }
        found.append(row | {"df": each.df} if with_df else row)
    return found


def sleep(case: Case) -> Mapping[str, Any]:
    table = case.table()
    # The case takes the first drug minus the second.
    found = paired_numbers(table.numbers("drug2"), table.numbers("drug1"))
    return {
        "t": found.gain.t,
        "df": found.gain.df,
        "p": found.gain.p,
        "ci95_mean_diff": [found.gain.interval.low, found.gain.interval.high],
        "mean_sd_diff": [found.gain.estimate, found.sd_gain],
        "d_z": found.d_z,
        "hedges_g_z_exact_J": found.g_z,
        "r_pre_post": found.r,
        "d_av_g_av_approxJ": [found.d_av, found.g_av_approximate],
    }


def anorexia(case: Case) -> Mapping[str, Any]:
    table = case.table()
    labels = ("Cont", "CBT", "FT")
    arm = np.array([labels.index(cell) for cell in table.column("Treat")])
    pre, post = table.numbers("Prewt"), table.numbers("Postwt")
    fit = fit_ancova(pre, post, arm, labels)
    slopes = fit.equal_slopes()
    residual = {
        "Sum Sq": fit.common.ss_residual,
        "Df": fit.common.df,
        "F value": None,
        "Pr(>F)": None,
    }
    return {
        "coef": rows(fit.coefficients()),
        "sigma": fit.common.sigma,
        "type2_anova": [_anova(fit.effect_of_pre()), _anova(fit.effect_of_arm()), residual],
        "adjusted_means": [
            {
                "emmean": each.estimate,
                "SE": each.se,
                "df": each.df,
                "lower.CL": each.interval.low,
                "upper.CL": each.interval.high,
            }
            for each in fit.adjusted_means()
        ],
        "pairs_tukey": [
            {
                "estimate": each.difference.estimate,
                "SE": each.difference.se,
                "df": each.difference.df,
                "t.ratio": each.difference.t,
                "p.value": each.p_tukey,
            }
            for each in fit.pairs()
        ],
        "equal_slopes_test_F_p": [slopes.f, slopes.p],
        "HC3_se": [each.se for each in fit.robust()],
        "within_group_paired": {
            label: _paired(pre[arm == code], post[arm == code]) for code, label in enumerate(labels)
        },
        "change_score_anova_F": one_way(post - pre, arm, len(labels)).f,
    }


def _anova(found: Comparison) -> dict[str, float]:
    return {"Sum Sq": found.sum_of_squares, "Df": found.df, "F value": found.f, "Pr(>F)": found.p}


def _paired(pre: Any, post: Any) -> dict[str, Any]:
    found = paired_numbers(pre, post)
    interval = found.gain.interval
    return {
        "n": found.n,
        "t": found.gain.t,
        "p": found.gain.p,
        "ci": [interval.low, interval.high],
        "dz": found.d_z,
    }


def sessions(case: Case) -> Mapping[str, Any]:
    table = case.table()
    codes, _ = table.codes("session")
    columns = np.column_stack([table.numbers("pre"), table.numbers("arm")])
    fit = least_squares(table.numbers("post"), columns, ["pre", "arm"])
    model = random_intercept(fit, codes)
    known = known_of_variances(model)
    robust = [
        {
            "beta": each.estimate,
            "SE": each.se,
            "tstat": each.t,
            "df_Satt": each.df,
            "p_Satt": each.p,
        }
        for each in cr2(fit, codes).table()
    ]
    variances = (model.variance_between, model.variance_within)
    return {
        "mixed_satterthwaite": rows(table_of_effects(known, is_adjusted=False), with_df=True),
        "mixed_kenward_roger": rows(table_of_effects(known, is_adjusted=True), with_df=True),
        "varcorr": [_variance(v, sqrt(v)) for v in variances],
        "residual_icc": model.icc,
        "ols_naive": rows(fit.table()),
        "ols_CR2_satterthwaite": robust,
    }


def _variance(vcov: float, sdcor: float) -> dict[str, Any]:
    return {"vcov": vcov, "sdcor": sdcor, "var1": None, "var2": None}


def card_krueger(case: Case) -> Mapping[str, Any]:
    table = case.table()
    found = difference_numbers(
        table.numbers("fte_before"), table.numbers("fte_after"), table.numbers("nj")
    )
    cells = {
        "nj_before": found.trained_before,
        "pa_before": found.untrained_before,
        "nj_after": found.trained_after,
        "pa_after": found.untrained_after,
    }
    return {
        **{f"{name}_mean_se": [cell.mean, cell.se] for name, cell in cells.items()},
        "did_all": found.all_rows.estimate,
        "did_balanced": found.balanced[1].estimate,
        "cells": {name: _cell(cell) for name, cell in cells.items()},
        "did_all_ols": [found.all_rows.estimate, found.all_rows.se],
        "did_all_cluster_by_store_CR1": found.all_rows_se_by_person,
        "did_balanced_first_difference": rows(found.balanced),
    }


def _cell(cell: Cell) -> list[float]:
    return [cell.mean, cell.se, cell.n]


def hedges(case: Case) -> Mapping[str, Any]:
    told = case.inline
    found = matched_effect(
        told["mean_post"] - told["mean_pre"],
        told["sd_diff"],
        told["n"],
        told["r"],
        correction=Correction.APPROXIMATE,
    )
    values = [found.standardiser, found.d, found.d_variance, found.g, found.g_variance]
    return {"S_within_d_Vd_g_Vg": values, "same": values}


def sleepstudy(case: Case) -> Mapping[str, Any]:
    table = case.table()
    persons, _ = table.codes("Subject")
    days = table.numbers("Days")[:, None]
    fit = least_squares(table.numbers("Reaction"), days, ["Days"])
    model = random_slopes(fit, persons, days)
    coefficients = model.table()
    (intercept, both), (_, slope) = model.person_covariance
    sd_intercept, sd_slope, sd_residual = sqrt(intercept), sqrt(slope), sqrt(model.variance_within)
    corr = both / (sd_intercept * sd_slope)
    return {
        "REML": model.criterion,
        "fixef": [each.estimate for each in coefficients],
        "se": [each.se for each in coefficients],
        "sd_int_slope_resid": [sd_intercept, sd_slope, sd_residual],
        "corr": corr,
        "varcorr": [
            _variance(intercept, sd_intercept),
            _variance(slope, sd_slope),
            _variance(both, corr),
            _variance(model.variance_within, sd_residual),
        ],
        "satterthwaite": rows(coefficients, with_df=True),
        "ML_logLik": random_slopes(fit, persons, days, is_reml=False).log_likelihood,
    }


def bh1995(case: Case) -> Mapping[str, Any]:
    p = case.inline["p"]
    found = {each: adjusted_p(p, each) for each in Adjustment}
    return {
        "n_rejected_BH_05": int((found[Adjustment.BH] <= 0.05).sum()),
        "n_rejected_Bonferroni_05": int((found[Adjustment.BONFERRONI] <= 0.05).sum()),
        "BH": found[Adjustment.BH],
        "holm": found[Adjustment.HOLM],
        "bonf": found[Adjustment.BONFERRONI],
        "hommel": found[Adjustment.HOMMEL],
        "BY": found[Adjustment.BY],
    }


ADAPTERS: dict[str, Callable[[Case], Mapping[str, Any]]] = {
    "effect_ancova_anorexia": anorexia,
    "effect_clustered_sessions": sessions,
    "effect_did_card_krueger": card_krueger,
    "effect_hedges_g_matched": hedges,
    "effect_mixed_sleepstudy": sleepstudy,
    "effect_multiple_testing_bh1995": bh1995,
    "effect_paired_t_sleep": sleep,
}
