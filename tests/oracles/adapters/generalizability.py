"""Answer to the case of generalizability: Brennan's ten persons are fewer than our gate, which is lowered."""

from collections.abc import Mapping
from typing import Any

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.table import Table
from espalier.engines.psychometrics.generalizability.design import Design
from espalier.engines.psychometrics.generalizability.methods import score_table
from espalier.engines.psychometrics.generalizability.study import GStudy, g_study
from tests.oracles.cases import Case


def brennan(case: Case) -> Mapping[str, Any]:
    table = Table({name.lower(): cells for name, cells in case.table().columns.items()})
    scores = score_table(table, Design.P_I_O)
    found = g_study(scores, design=Design.P_I_O, missing=MissingPolicy.REFUSE, n_least=10)
    assert isinstance(found, GStudy)
    plan = found.observed
    return {
        "variance_components": found.variances,
        "anova": {
            "df": [line.df for line in found.anova],
            "SS": [line.ss for line in found.anova],
            "MS": [line.ms for line in found.anova],
        },
        "d_study_ni4_no2": {
            "rel_err": plan.relative_error,
            "abs_err": plan.absolute_error,
            "Erho2": plan.e_rho2,
            "Phi": plan.phi,
        },
    }


ADAPTERS = {"gtheory_brennan_pio": brennan}
