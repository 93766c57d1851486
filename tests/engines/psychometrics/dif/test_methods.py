"""Every method runs from a table."""

import numpy as np
import pytest

from espalier.engines.figures.table import Table, read_csv
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.dif.methods import METHODS
from tests.engines.psychometrics.dif import samples

BY_CODE = {method.code: method for method in METHODS}
ANSWERS, GROUP = samples.two_groups((300, 250), np.linspace(-1, 1, 8), harder={2: 1.2})
ODDS = "dept,sex,outcome,n\n" + "\n".join(
    f"{d},{s},{o},{n}"
    for d, s, o, n in [
        ("A", "f", "in", 18), ("A", "f", "out", 4), ("A", "m", "in", 80), ("A", "m", "out", 20),
        ("B", "f", "in", 30), ("B", "f", "out", 150), ("B", "m", "in", 5), ("B", "m", "out", 45),
    ]
)  # fmt: skip


def table(labels=("men", "women")):
    columns = {f"q{j + 1}": tuple(map(str, column)) for j, column in enumerate(ANSWERS.T)}
    return Table({**columns, "group": tuple(labels[g] for g in GROUP)})


@pytest.mark.parametrize("code", ["dif-mantel-haenszel", "dif-logistic"])
def test_a_screen_runs(code):
    method = BY_CODE[code]
    found = method.run(table(), method.settings([]))
    assert found.n_focal == 250
    assert found.sentence.zh
    assert as_json(found)
    turned = method.run(table(), method.settings(["focal=men"]))
    assert turned.n_focal == 300


def test_odds_run():
    found = BY_CODE["stratified-odds"].run(read_csv(ODDS), {})
    assert found.n_used == 352
    assert found.sentence.en


def test_what_is_wrong_with_a_table_is_said():
    method = BY_CODE["dif-logistic"]
    with pytest.raises(ValueError, match="two groups expected"):
        method.run(table(("x", "x")), method.settings([]))
    with pytest.raises(ValueError, match="option focal"):
        method.run(table(), method.settings(["focal=others"]))
    odds = BY_CODE["stratified-odds"]
    with pytest.raises(ValueError, match="four columns"):
        odds.run(read_csv("a,b\n1,2\n"), {})
    with pytest.raises(ValueError, match="two values expected"):
        odds.run(read_csv("a,b,c,d\n1,2,3,4\n"), {})
