"""Every method of raters runs from a table."""

import numpy as np
import pytest

from espalier.engines.figures.table import read_csv
from espalier.engines.figures.types import Refusal
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.raters.methods import METHODS, category_codes

RNG = np.random.default_rng(5)


def csv(head, rows):
    return read_csv("\n".join([head, *(",".join(map(str, row)) for row in rows)]))


def many(n=40):
    truth = RNG.normal(size=n)
    return np.round(truth[:, None] * 2 + RNG.normal(size=(n, 3)) + 5, 1)


WORK = [
    (f"p{i}", f"r{j}", round(50 + i + j + float(RNG.normal()), 1))
    for i in range(12)
    for j in range(2)
]
TABLES = {
    "cohen-kappa": (
        csv("first,second", [*[("ok", "ok"), ("no", "no"), ("ok", "no")] * 12, ("", "ok")]),
        [],
    ),
    "fleiss-kappa": (csv("a,b,c", [("x", "x", "y"), ("y", "y", "y")] * 20), []),
    "krippendorff-alpha": (
        csv("a,b,c", [(1, 1, ""), (2, 2, 3), (3, 3, 3)] * 9),
        ["metric=ordinal"],
    ),
    "icc": (csv("a,b,c", many()), ["severity_matters=no"]),
    "r-wg": (csv("q1,q2", [(4, 5), (4, 4), (5, 4)]), ["n_steps=5"]),
    "group-icc": (csv("group,rating", [(i % 12, i % 12 + i % 5) for i in range(60)]), []),
    "rater-severity": (csv("person,rater,score", WORK), ["smallest=0.5"]),
    "rater-drift": (
        csv("rater,first,second", [("A", i, i + i % 3) for i in range(12)]),
        ["smallest=1"],
    ),
    "rater-halo": (csv("rater,c1,c2", [(f"r{i % 2}", *RNG.normal(size=2)) for i in range(40)]), []),
}


@pytest.mark.parametrize("method", METHODS, ids=[each.code for each in METHODS])
def test_method_runs_and_is_said(method):
    table, options = TABLES[method.code]
    found = method.run(table, method.settings(options))
    assert not isinstance(found, Refusal)
    assert found.sentence.zh
    assert as_json(found)


def test_nominal_alpha_takes_words():
    method = next(each for each in METHODS if each.code == "krippendorff-alpha")
    found = method.run(
        csv("a,b", [("x", "x"), ("y", "z")] * 15), method.settings(["metric=nominal"])
    )
    assert found.n_used == 30


def test_numbers_keep_their_order():
    codes, labels = category_codes(csv("a,b", [("10", "9"), ("NA", "low")]), ("a", "b"))
    assert labels == ("9", "10", "low")
    assert np.isnan(codes[1, 0])
