"""Item response theory."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.psychometrics.irt.comparison import RaschComparison, rasch_conditional
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.item_fit import s_x2
from espalier.engines.psychometrics.irt.marginal import Estimates, estimate
from espalier.engines.psychometrics.irt.maximisation import Penalty, Slope
from espalier.engines.psychometrics.irt.priors import BetaGuessing, MirtGuessing
from espalier.engines.psychometrics.irt.responses import Responses, read_responses
from tests.oracles.cases import Case

REFUSE = MissingPolicy.REFUSE


def _read(case: Case) -> Responses:
    return read_responses(case.table().matrix(), missing=REFUSE, n_categories=2)


def _flat(each: tuple[Floats, ...]) -> list[float]:
    return [float(value) for one in each for value in one]


def _errors(found: Estimates) -> Floats:
    errors = found.standard_errors
    assert errors is not None
    return errors


def lsat6(case: Case) -> dict[str, Any]:
    answers = _read(case)
    one = estimate(answers, Model.RASCH, penalty=Penalty(Slope.ONE))
    common = estimate(answers, Model.RASCH)
    two = estimate(answers, Model.TWO_PARAMETER)
    a, d, b = list(two.a), _flat(two.d), _flat(two.b)
    b_errors = common.b_errors()
    assert b_errors is not None
    whole = {
        "b": _flat(common.b),
        "a": common.a[0],
        "ll": common.log_likelihood,
        "aic": common.aic,
        "bic": common.bic,
        "se": [*_flat(b_errors), _errors(common)[0]],
    }
    return {
        "rasch_a1.logLik": one.log_likelihood,
        "rasch_common_a.logLik": common.log_likelihood,
        "rasch_common_a.b": whole["b"],
        "rasch_common_a.a": whole["a"],
        "rasch_common_a.AIC": common.aic,
        "rasch_common_a.BIC": common.bic,
        "twopl.logLik": two.log_likelihood,
        "twopl.a": a,
        "twopl.b": b,
        "rasch_common_a": whole,
        "twopl_mirt": {"a": a, "d": d, "ll": two.log_likelihood, "se_oakes": list(_errors(two))},
        "rasch_mirt_free_variance": {
            "d": _flat(common.d),
            "var": common.a[0] ** 2,
            "ll": common.log_likelihood,
        },
    }


def deayala(case: Case) -> dict[str, Any]:
    table = case.table()
    answers = read_responses(
        table.matrix(without=["Frequency"]),
        missing=REFUSE,
        frequencies=table.numbers("Frequency"),
        n_categories=2,
    )
    two, one = estimate(answers, Model.TWO_PARAMETER), estimate(answers, Model.RASCH)
    return {
        "n": answers.n_people,
        "twopl": {"a": list(two.a), "d": _flat(two.d), "ll": two.log_likelihood},
        "rasch": {"d": _flat(one.d), "var": one.a[0] ** 2, "ll": one.log_likelihood},
    }


def science(case: Case) -> dict[str, Any]:
    answers = read_responses(case.table().matrix(), missing=REFUSE)
    found = estimate(answers, Model.GRADED)
    fit = s_x2(found, answers)
    slopes = [
        {"a1": a, **{f"d{k + 1}": value for k, value in enumerate(d)}}
        for a, d in zip(found.a, found.d, strict=True)
    ]
    places = [
        {"a": a, **{f"b{k + 1}": value for k, value in enumerate(b)}}
        for a, b in zip(found.a, found.b, strict=True)
    ]
    by_step = np.stack(found.b, axis=1).ravel()
    return {
        "logLik": found.log_likelihood,
        "a": list(found.a),
        "mirt_grm_slope_intercept": {
            "items": list(case.table().names()),
            "par": slopes,
            "ll": found.log_likelihood,
        },
        "mirt_grm_a_b": places,
        "ltm_grm": {"coef": [*by_step, *found.a], "ll": found.log_likelihood},
        "S_X2": {
            "item": list(case.table().names()),
            "S_X2": list(fit.statistic),
            "df.S_X2": list(fit.df),
            "RMSEA.S_X2": list(fit.rmsea),
            "p.S_X2": list(fit.p),
        },
    }


def three(case: Case) -> dict[str, Any]:
    """The truth is recovered with our prior; mirt's numbers are met under the prior as mirt applies it."""
    answers = _read(case)
    own = estimate(answers, Model.THREE_PARAMETER, penalty=Penalty(c=BetaGuessing()))
    like = estimate(answers, Model.THREE_PARAMETER, penalty=Penalty(c=MirtGuessing()))
    truth: Mapping[str, Any] = case.inline["true"]
    found = {"a": own.a, "b": np.ravel(own.b), "c": own.c}
    off = {key: float(np.sqrt(np.mean((found[key] - np.array(truth[key])) ** 2))) for key in found}
    return {
        "mirt_map": {
            "a": list(like.a),
            "d": _flat(like.d),
            "g": list(like.c),
            "ll": like.log_likelihood,
            "logpost": like.log_prior,
        },
        "rmse_vs_truth_max": _within(case, "rmse_vs_truth_max", off),
    }


def _within(case: Case, name: str, found: Mapping[str, float]) -> dict[str, float]:
    """A criterion: the limit itself where what was found keeps it, else what was found."""
    (limit,) = (each["value"] for each in case.told["expect"] if each["name"] == name)
    return {key: max(value, limit[key]) for key, value in found.items()}


def conditional(case: Case) -> dict[str, Any]:
    found = rasch_conditional(case.table().matrix(), missing=REFUSE)
    assert isinstance(found, RaschComparison)
    return {
        "easiness_sum_zero": list(found.easiness),
        "se": list(found.standard_errors),
        "conditional_logLik": found.log_likelihood,
    }


ADAPTERS = {
    "irt_lsat6_rasch_2pl": lsat6,
    "irt_deayala_pattern_freq": deayala,
    "irt_grm_science": science,
    "irt_3pl_simulated": three,
    "irt_rasch_cml_raschdat1": conditional,
}
