"""Least squares and one-way analysis of variance, to certified digits."""

from collections.abc import Callable, Mapping
from typing import Any

from espalier.engines.effects.regression.anova import one_way
from espalier.engines.effects.regression.least_squares import least_squares
from tests.oracles.cases import Case


def norris(case: Case) -> Mapping[str, Any]:
    table = case.table()
    fit = least_squares(table.numbers("y"), table.numbers("x")[:, None])
    first, second = fit.table()
    return {
        "b0": first.estimate,
        "b1": second.estimate,
        "se_b0": first.se,
        "se_b1": second.se,
        "resid_sd": fit.sigma,
        "R2": fit.r_squared,
        "F": fit.f,
    }


def groups(case: Case) -> Mapping[str, Any]:
    table = case.table()
    codes, labels = table.codes("group")
    found = one_way(table.numbers("y"), codes, len(labels))
    return {
        "F": found.f,
        "SS_between": found.ss_between,
        "SS_within": found.ss_within,
        "R2": found.eta_squared,
        "resid_sd": found.sigma,
        "df": [found.df_between, found.df_within],
    }


ADAPTERS: dict[str, Callable[[Case], Mapping[str, Any]]] = {
    "numeric_nist_norris": norris,
    "numeric_nist_sirstv": groups,
    "numeric_nist_smls01": groups,
    "numeric_nist_smls07": groups,
}
