"""Answers of ``psychometrics.classical`` to its reference cases."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.figures.types import Refusal
from espalier.engines.psychometrics.classical.alpha import (
    Alpha,
    cronbach_alpha,
    guttman_lambda6,
    raw_alpha,
)
from espalier.engines.psychometrics.classical.bifactor import hierarchical_of
from espalier.engines.psychometrics.classical.factor import one_factor_ml
from espalier.engines.psychometrics.classical.flags import Purpose
from espalier.engines.psychometrics.classical.groups import Discrimination
from espalier.engines.psychometrics.classical.items import ItemAnalysis, item_analysis
from espalier.engines.psychometrics.classical.kuder_richardson import kr20, kr21
from espalier.engines.psychometrics.classical.omega import omega_of
from espalier.engines.psychometrics.classical.options import Distractors, distractor_analysis
from espalier.engines.psychometrics.classical.responses import Unanswered
from espalier.engines.psychometrics.classical.rotation import schmid_leiman
from tests.oracles.cases import Case

Answer = Mapping[str, Any]


def bfi_agreeableness(case: Case) -> Answer:
    table = case.table()
    scores = np.column_stack([table.numbers(f"A{i}") for i in range(1, 6)])
    scores[:, 0] = 7 - scores[:, 0]
    pairwise = _alpha(scores, Unanswered.PAIRWISE)
    listwise = _alpha(scores, Unanswered.COMPLETE)
    analysis = item_analysis(
        scores, missing=Unanswered.PAIRWISE, purpose=Purpose.RANKING, min_score=1, max_score=6
    )
    assert isinstance(analysis, ItemAnalysis)
    return {
        "raw_alpha_pairwise": pairwise.estimate,
        "std_alpha_pairwise": pairwise.standardised,
        "pairwise.raw_alpha": pairwise.estimate,
        "pairwise.std_alpha": pairwise.standardised,
        "pairwise.G6": pairwise.lambda6,
        "pairwise.avg_r": pairwise.mean_r,
        "pairwise.r_drop": pairwise.r_rest,
        "pairwise.alpha_drop": pairwise.if_deleted,
        "pairwise.n": [item.n for item in analysis.items],
        "listwise.n": listwise.n_used,
        "listwise.raw_alpha": listwise.estimate,
        "listwise.std_alpha": listwise.standardised,
        "listwise.r_drop": listwise.r_rest,
        "listwise.alpha_drop": listwise.if_deleted,
        "listwise.feldt_ci": [listwise.interval.low, listwise.interval.high],
    }


def lsat6(case: Case) -> Answer:
    found = _analysis(case.table().matrix())
    assert isinstance(found.alpha, Alpha)
    return {
        "difficulty": [item.difficulty for item in found.items],
        "alpha": found.alpha.estimate,
        "item_total_r_uncorrected": [item.r_total for item in found.items],
        "item_rest_r_corrected": [item.r_rest for item in found.items],
        "alpha_if_deleted": [item.alpha_if_deleted for item in found.items],
        "total_mean": found.total_mean,
        "total_var_n_minus_1": found.total_variance,
    }


def sat12_distractors(case: Case) -> Answer:
    raw, key = case.table().matrix(), case.inline["key"]
    right = raw == np.array(key)
    found = _analysis(right)
    alpha, groups = kr20(right, missing=Unanswered.REFUSE), found.groups
    rough = kr21(mean=found.total_mean, variance=found.total_variance, n_items=len(key), n=len(raw))
    choices = distractor_analysis(raw, key, no_answer=[8])
    assert isinstance(groups, Discrimination)
    assert isinstance(choices, Distractors)
    assert not isinstance(alpha, Refusal)
    assert not isinstance(rough, Refusal)
    counts = [{o.label: o.n for o in question.options} for question in choices.questions]
    return {
        "difficulty": [item.difficulty for item in found.items],
        "item_total_r_uncorrected": [item.r_total for item in found.items],
        "item_rest_r": [item.r_rest for item in found.items],
        "kr20": alpha.estimate,
        "kr21": rough.estimate,
        "total_mean": found.total_mean,
        "total_sd": found.total_sd,
        "sem": found.sem,
        "discrimination_D27_ties_included": [item.d27 for item in found.items],
        "D27_groups": {
            "n27": groups.n_wished,
            "low_cut": groups.low_cut,
            "high_cut": groups.high_cut,
            "n_low": groups.n_low,
            "n_high": groups.n_high,
        },
        "option_counts_item1": counts[0],
        "option_counts_item32": counts[31],
    }


def omega_thurstone(case: Case) -> Answer:
    correlations = case.table().matrix()
    one, several = one_factor_ml(correlations), schmid_leiman(correlations, 3)
    hierarchical, total = hierarchical_of(several, correlations)
    return {
        "alpha": raw_alpha(correlations),
        "alpha_std": raw_alpha(correlations),
        "omega_hierarchical": hierarchical,
        "omega_total": total,
        "omega_hierarchical_minres_oblimin": hierarchical,
        "omega_total_minres_oblimin": total,
        "guttman_lambda6": guttman_lambda6(correlations),
        "one_factor_ml_loadings": one.loadings[:, 0],
        "omega_one_factor_ml": omega_of(one.loadings[:, 0], one.uniqueness),
    }


def _alpha(scores: Any, missing: Unanswered) -> Alpha:
    found = cronbach_alpha(scores, missing=missing)
    assert isinstance(found, Alpha)
    return found


def _analysis(scores: Any) -> ItemAnalysis:
    found = item_analysis(scores, missing=Unanswered.REFUSE, purpose=Purpose.RANKING)
    assert isinstance(found, ItemAnalysis)
    return found


ADAPTERS = {
    "ctt_bfi_agreeableness": bfi_agreeableness,
    "ctt_lsat6": lsat6,
    "ctt_omega_thurstone": omega_thurstone,
    "ctt_sat12_distractors": sat12_distractors,
}
