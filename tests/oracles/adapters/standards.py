"""Answer to the case of standard setting."""

from collections.abc import Mapping
from typing import Any

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.psychometrics.standards.angoff import Angoff, angoff
from tests.oracles.cases import Case


def panel(case: Case) -> Mapping[str, Any]:
    found = angoff(case.table().matrix(), missing=MissingPolicy.REFUSE)
    assert isinstance(found, Angoff)
    only = found.rounds[0]
    return {
        "judge_cut_scores": only.judge_cuts,
        "cut_score_raw": found.cut,
        "cut_percent": found.cut_percent,
        "se_judges": found.se,
        "MS_judge_item_error": [only.ms_judges, only.ms_items, only.ms_error],
        "var_judge": only.var_judges,
    }


ADAPTERS = {"standard_setting_angoff": panel}
