"""Differential item functioning."""

from typing import Any

import numpy as np

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.distributions import chi2_sf
from espalier.engines.psychometrics.dif.logistic import logistic_statistics
from espalier.engines.psychometrics.dif.mantel_haenszel import (
    MantelHaenszelDif,
    mantel_haenszel_dif,
)
from espalier.engines.psychometrics.dif.matching import Cells, cells_of, matched
from espalier.engines.psychometrics.dif.odds import (
    StratifiedOdds,
    delta_of,
    pooled,
    standardized_difference,
    stratified_odds_ratio,
)
from tests.oracles.cases import Case

# exp(x) is 0 in double precision below this; difR 5.1 divides by 1 − exp(ln L)^(2/n) computed in that order.
UNDERFLOW = -745.13


def _cells(answers: Any, group: Any) -> Cells:
    people = matched(answers, group, missing=MissingPolicy.REFUSE)
    every = np.arange(people.codes.shape[1])
    return cells_of(people, every, every, fewest=0)


def _flagged(p: list[float]) -> list[int]:
    return [at + 1 for at, each in enumerate(p) if each < 0.05]


def verbal(case: Case) -> dict[str, Any]:
    table = case.table()
    answers = table.matrix(without=["Anger", "Gender"])
    cells = _cells(answers, table.numbers("Gender").astype(int))
    found = pooled(cells.people, cells.right)
    p = [chi2_sf(float(each), 1) for each in found.chi2]
    return {
        "MH_chi2_continuity": list(found.chi2),
        "MH_chi2_no_continuity": list(found.chi2_plain),
        "MH_p": p,
        "MH_flagged_1based_alpha05_no_purification": _flagged(p),
        "alpha_MH": list(np.exp(found.log_alpha)),
        "delta_MH": list(delta_of(found.log_alpha)),
        "standardization_p_dif": list(standardized_difference(cells.people, cells.right)),
    }


def simulated(case: Case) -> dict[str, Any]:
    table = case.table()
    answers, group = table.matrix(without=["group"]), table.numbers("group").astype(int)
    cells = _cells(answers, group)
    found, logistic = pooled(cells.people, cells.right), logistic_statistics(cells)
    screen = mantel_haenszel_dif(answers, group, missing=MissingPolicy.REFUSE)
    assert isinstance(screen, MantelHaenszelDif)
    is_lost = logistic.null_log_likelihood < UNDERFLOW
    return {
        "MH_chi2_corrected": list(found.chi2),
        "alphaMH": list(np.exp(found.log_alpha)),
        "MH_flagged": _flagged([chi2_sf(float(each), 1) for each in found.chi2]),
        "logistic_both_chi2": list(logistic.g2),
        "logistic_both_flagged": _flagged([chi2_sf(float(each), 2) for each in logistic.g2]),
        "logistic_both_deltaR2": list(
            np.where(is_lost, logistic.delta_cox_snell, logistic.delta_r2)
        ),
        "logistic_nudif_chi2": list(logistic.g2_nonuniform),
        "truth_items_1based": [int(each.name) for each in screen.items if each.ets.value == "C"],
    }


def berkeley(case: Case) -> dict[str, Any]:
    table = case.table()
    departments, _ = table.codes("Dept")
    genders, outcomes = (
        np.array([order.index(each) for each in table.column(name)])
        for name, order in (("Gender", ["Male", "Female"]), ("Admit", ["Admitted", "Rejected"]))
    )
    counts = np.zeros((departments.max() + 1, 2, 2))
    counts[departments, genders, outcomes] = table.numbers("Freq")
    found = stratified_odds_ratio(counts)
    assert isinstance(found, StratifiedOdds)
    return {
        "MH_common_odds_ratio": found.odds_ratio,
        "MH_M2_continuity": found.chi2,
        "p": found.p,
        "ci95": [found.interval.low, found.interval.high],
        "marginal_odds_ratio": found.marginal,
        "marginal_chi2_yates": found.marginal_chi2,
    }


ADAPTERS = {
    "dif_verbal_mh": verbal,
    "dif_simulated": simulated,
    "dif_mh_simpson_ucb": berkeley,
}
