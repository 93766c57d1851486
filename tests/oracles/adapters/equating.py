"""Answer to the case of equating."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.psychometrics.equating.random_groups import equate_random_groups
from espalier.engines.psychometrics.equating.result import Equating, EquatingMethod
from espalier.engines.psychometrics.equating.scores import moments
from tests.oracles.cases import Case


def actmath(case: Case) -> Mapping[str, Any]:
    table = case.table()
    x, y = table.numbers("xcount"), table.numbers("ycount")

    def equivalents(method: EquatingMethod) -> list[float]:
        found = equate_random_groups(x, y, seed=1, method=method, n_bootstrap=20)
        assert isinstance(found, Equating)
        return list(found.equivalents)

    (n_x, mean_x, sd_x), (n_y, mean_y, sd_y) = moments(x), moments(y)
    return {
        "mean_x": mean_x,
        "sd_x_population": sd_x * np.sqrt((n_x - 1) / n_x),
        "moments": {
            "n": [n_x, n_y],
            "mean_x": mean_x,
            "mean_y": mean_y,
            "sd_x": sd_x,
            "sd_y": sd_y,
        },
        "mean_equating": equivalents(EquatingMethod.MEAN),
        "linear_equating": equivalents(EquatingMethod.LINEAR),
        "equipercentile_unsmoothed": equivalents(EquatingMethod.EQUIPERCENTILE),
    }


ADAPTERS = {"equating_actmath_random_groups": actmath}
