"""The methods of generalizability, run on a table of a file."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Said
from espalier.engines.psychometrics.generalizability.design import FACETS, Design
from espalier.engines.psychometrics.generalizability.study import g_study

COLUMNS = {"p": "person", "r": "rater", "i": "item", "o": "occasion", "t": "task"}


def score_table(table: Table, design: Design) -> Floats:
    """One line a score as the table of the design, NaN where there is none.

    Nested raters may be numbered through all tasks: they are numbered anew within each.

    Raises
    ------
    ValueError
        Two scores in one cell.

    Examples
    --------
    >>> from espalier.engines.figures.table import read_csv
    >>> score_table(read_csv("person,rater,score\\nA,x,1\\nA,y,2\\nB,x,3\\n"), Design.P_R)
    array([[ 1.,  2.],
           [ 3., nan]])
    """
    codes = [table.codes(COLUMNS[facet])[0] for facet in FACETS[design]]
    if design is Design.P_RT:
        for task in range(int(codes[1].max(initial=-1)) + 1):
            inside = codes[1] == task
            codes[2][inside] = np.unique(codes[2][inside], return_inverse=True)[1]
    places = sorted(zip(*(each.tolist() for each in codes), strict=True))
    twice = [place for place, after in pairwise(places) if place == after]
    if twice:
        raise ValueError(
            f"column score: more than one score of the same {', '.join(COLUMNS[f] for f in FACETS[design])}"
        )
    found = np.full([int(each.max(initial=-1)) + 1 for each in codes], np.nan)
    found[tuple(codes)] = table.numbers("score")
    return found


def _g_study(table: Table, options: Mapping[str, Any]) -> Result:
    design = Design(options["design"])
    return g_study(
        score_table(table, design), design=design, missing=MissingPolicy(options["missing"])
    )


METHODS: tuple[Method, ...] = (
    Method(
        "g-study",
        Said(
            "類推性分析：分數差異的來源", "Generalizability: where differences of scores come from"
        ),
        Said(
            "每筆分數一列：欄位 person、score，以及 rater，或 item 與 occasion，或 task 與 rater",
            "a row a score: columns person, score, and rater, or item and occasion, or task and rater",
        ),
        _g_study,
        (
            Option(
                "design",
                str,
                Said("p x r、p x i x o 或 p x (r:t)", "p x r, p x i x o or p x (r:t)"),
                "p x r",
            ),
            Option(
                "missing",
                str,
                Said("缺漏如何處理：exclude 或 refuse", "missing: exclude or refuse"),
                "exclude",
            ),
        ),
    ),
)
