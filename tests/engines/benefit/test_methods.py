"""Every method runs on a table of a file, says itself in both languages, and becomes JSON."""

import json

import numpy as np
import pytest

from espalier.engines.benefit.methods import METHODS
from espalier.engines.figures.table import read_csv
from espalier.engines.figures.types import Refusal
from espalier.engines.figures.writing import as_json

BY_CODE = {method.code: method for method in METHODS}
RNG = np.random.default_rng(1)


def csv(head, rows):
    return "\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n"


FACTORS = (
    "factor,kind,a,b,c,line\n"
    "scrap,triangular,50,100,150,scrap\nhours,pert,10,20,60,time\nvalue,lognormal,5,1,,scrap+time\n"
    "share,beta,0.6,0.1,,scrap+time\ntrainers,fixed,90,,,cost\n"
)
TABLES = {
    "full-cost": (
        "kind,amount,uses\ninstructors,60000,1\ndevelopment,90000,3\n",
        ["n_learners=20"],
    ),
    "roi": ("benefit,cost\n750000,400000\n0,25000\n", ["is_opinion=yes"]),
    "break-even-share": ("benefit,cost\n1000,240\n", ["confidence=0.5"]),
    "npv": ("flow\n-100\n60\n60\n", ["rate=0.1"]),
    "utility-analysis": (
        "d,low,high,n_trained,years,sdy,cost_per_learner\n0.4,0.1,0.7,40,1,200000,30000\n",
        [],
    ),
    "isolation-control-group": (
        csv("trained,value", [(k % 2, v) for k, v in enumerate(RNG.normal(size=30))]),
        ["smallest=1"],
    ),
    "isolation-trend-line": (
        csv("after,value", [(int(k > 9), k + k % 3) for k in range(13)]),
        ["smallest=1"],
    ),
    "isolation-differences": (
        csv("trained,before,after", [(k % 2, *v) for k, v in enumerate(RNG.normal(size=(30, 2)))]),
        ["smallest=1"],
    ),
    "isolation-estimates": ("share,confidence\n0.5,0.8\n,\n", ["gross_change=100"]),
    "product-moments": ("mean,sd\n2,0\n3,1\n", []),
    "roi-simulation": (FACTORS, ["n_draws=200", "correlations=scrap~hours:0.5"]),
    "roi-tornado": (FACTORS, ["span=one_sd"]),
}


def run(code, text, given):
    method = BY_CODE[code]
    return method.run(read_csv(text), method.settings(given))


def test_every_method_has_a_table_here():
    assert set(TABLES) == set(BY_CODE)


@pytest.mark.parametrize("code", TABLES)
def test_a_method_runs_on_its_table(code):
    found = run(code, *TABLES[code])
    assert not isinstance(found, Refusal), found.reason.en
    assert found.sentence.zh
    assert found.sentence.en
    for never in ("proves", "significant", "no effect", "reliable test"):
        assert never not in found.sentence.en
    assert "NaN" not in json.dumps(as_json(found))


def test_costs_without_uses_are_borne_whole():
    assert run("full-cost", "kind,amount\nplace,500\n", []).total == 500
    assert run("roi", "benefit,cost\n5,0\n", []).code == "no_cost"


def test_factors_of_two_lines_are_the_same_number():
    simulated = run("roi-simulation", FACTORS, ["n_draws=5000"])
    expected = 100 * ((100 + 25) * 5 * 0.6 / 90 - 1)
    assert simulated.mean_roi == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize(
    ("code", "text", "given"),
    [
        ("utility-analysis", "d,low,high,n_trained,years,sdy,cost_per_learner\n", []),
        ("roi-tornado", FACTORS.replace("pert", "guess"), []),
        ("roi-tornado", FACTORS + "share,beta,0.5,0.1,,scrap\n", []),
        ("roi-tornado", FACTORS.replace(",cost\n", ",scrap\n"), []),
        ("roi-simulation", FACTORS, ["correlations=scrap:0.5"]),
        ("npv", "flow\n\n,\n", ["rate=0.1"]),
    ],
)
def test_a_bad_table_is_named(code, text, given):
    with pytest.raises(ValueError):
        run(code, text, given)
