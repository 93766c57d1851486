"""Every method runs on a table of a file, says itself in both languages, and becomes JSON."""

import json

import numpy as np
import pytest

from espalier.engines.effects.methods import METHODS
from espalier.engines.figures.table import read_csv
from espalier.engines.figures.types import Refusal
from espalier.engines.figures.writing import as_json

BY_CODE = {method.code: method for method in METHODS}
RNG = np.random.default_rng(1)


def csv(head, rows):
    return "\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n"


TWO = csv("first,second", [(k, k + (k % 3)) for k in range(12)])
ITEMS = RNG.integers(1, 6, (60, 3))
LIKED = csv("pace,room,overall", ITEMS)
TRAITS = csv("a/test,b/test,a/boss,b/boss", RNG.normal(size=(110, 4)).round(3))
PRE_POST = csv("pre,post", [(k % 7, k % 7 + k % 3) for k in range(20)])
COMMENTS = csv("comment,theme", [("時間太短" if k % 2 else "教室太冷", k % 2) for k in range(60)])
TABLES = {
    "correlation": (TWO, ["kind=spearman"]),
    "correlation-matrix": (
        csv("person,x,y", [(k, k % 5, k % 4) for k in range(20)]),
        ["ordinal=x"],
    ),
    "disattenuated-correlation": (TWO, ["reliability_first=0.8", "reliability_second=0.9"]),
    "range-restriction": (TWO, ["sd_wide=9"]),
    "mtmm": (TRAITS, []),
    "mtmm-matrix": (
        csv(
            "a/x,b/x,a/y,b/y",
            [(1, 0.2, 0.6, 0.1), (0.2, 1, 0.1, 0.6), (0.6, 0.1, 1, 0.2), (0.1, 0.6, 0.2, 1)],
        ),
        ["n=120"],
    ),
    "bland-altman": (TWO, ["tolerable=5"]),
    "lin-concordance": (TWO, []),
    "pass-fail": (
        csv("first,second", [(k % 2, k % 3 > 0) for k in range(12)])
        .replace("True", "1")
        .replace("False", "0"),
        [],
    ),
    "triangulation": (
        "objective,instrument,method,verdict,n,low,high,unit,day\n"
        "sell,exam,test,clear,30,1,2,points,3\nsell,boss,rating,no_sign,8,,,,\n",
        [],
    ),
    "likert-item": (
        csv("rating", [(k % 5 + 1,) for k in range(20)]),
        ["n_invited=25", "target=0.5"],
    ),
    "survey-table": (csv("group,pace", [("ab"[k % 2], k % 5 + 1) for k in range(20)]), []),
    "nps": (csv("rating", [(k % 11,) for k in range(40)]), []),
    "response-rate": (csv("sheet", [(k,) for k in range(9)]), ["n_invited=20"]),
    "ipa-stated": (csv("performance/pace,importance/pace", ITEMS[:, :2]), []),
    "ipa-derived": (LIKED, []),
    "relative-weights": (LIKED, []),
    "careless-flags": (csv("a,b,c,d,e", RNG.integers(1, 6, (9, 5))), ["run=4"]),
    "rating-comparison": (csv("group,rating", [("ab"[k % 2], k % 5) for k in range(30)]), []),
    "self-other-gap": (
        csv(
            "person,source,rating",
            [(p, s, 3 + p % 2) for p in range(6) for s in ("self", "peer", "peer", "peer")],
        ),
        [],
    ),
    "transfer-rate": (csv("applies,x", [(k % 2, "") for k in range(12)]), ["target=0.6"]),
    "transfer-observers": (csv("by_self,by_supervisor", [(1, k % 2) for k in range(8)]), []),
    "transfer-decay": (csv("30,90", [(1, k % 2) for k in range(8)]), []),
    "transfer-barriers": (
        csv("time,tools,applies", [(k % 2, k % 3 > 1, k % 2) for k in range(20)])
        .replace("True", "1")
        .replace("False", "0"),
        [],
    ),
    "behaviour-model": (
        csv(
            "behaviour,learning,unit",
            [(*row, k % 8) for k, row in enumerate(RNG.normal(size=(40, 2)))],
        ),
        [],
    ),
    "kirkpatrick-chain": (csv("L1,L2", RNG.normal(size=(20, 2)).round(2)), ["reliability_L1=0.8"]),
    "comment-themes": (COMMENTS, ["n_themes=2"]),
    "theme-agreement": (COMMENTS, ["n_themes=2"]),
    "pitfall-check": (
        csv("pre,post,arm,group", [(k % 7, k % 7 + 2, k % 2, k % 4) for k in range(40)]),
        ["highest=10"],
    ),
    "pitfall-regression-to-mean": (PRE_POST, ["population_mean=8", "reliability=0.7"]),
    "pitfall-simpson-counts": (
        "trained_yes,trained_no,untrained_yes,untrained_no\n512,313,89,19\n353,207,17,8\n",
        [],
    ),
    "pitfall-response-shift": (csv("pre,then", [(4, 2 + k % 2) for k in range(9)]), []),
    "pitfall-volunteers": (csv("arm,pre", [(k % 2, k) for k in range(9)]), ["chosen=volunteers"]),
    "pitfall-unequal-tests": ("pre_form,post_form\nA,A\nA,B\n", []),
    "pitfall-unreliable-change": (PRE_POST, ["reliability_pre=0.7", "reliability_post=0.7"]),
    "pitfall-many-outcomes": ("p\n0.01\n0.03\n", []),
    "pitfall-reaction-as-learning": ("level,n\nL1,30\nL2,\n", ["claimed=L1,L2"]),
    "pitfall-claimed-twice": (
        "programme,benefit,unit,period,share\nA,scrap,north,2026,0.8\nB,scrap,north,2026,0.7\n",
        [],
    ),
}


def run(code, text, given):
    method = BY_CODE[code]
    return method.run(read_csv(text), method.settings(given))


def test_every_method_has_a_table_here():
    assert set(TABLES) == set(BY_CODE)
    assert len(BY_CODE) == len(METHODS)


@pytest.mark.parametrize("code", TABLES)
def test_a_method_runs_on_its_table(code):
    found = run(code, *TABLES[code])
    assert not isinstance(found, Refusal), found.reason.en
    assert found.sentence.zh
    assert found.sentence.en
    for never in ("proves", "significant", "no effect", "reliable test"):
        assert never not in found.sentence.en
    assert "NaN" not in json.dumps(as_json(found))


@pytest.mark.parametrize(
    ("code", "text", "given"),
    [
        (
            "disattenuated-correlation",
            "first,second\n1,2\n",
            ["reliability_first=0.8", "reliability_second=0.9"],
        ),
        ("range-restriction", "first,second\n1,2\n", ["sd_wide=9"]),
        ("theme-agreement", "comment,theme\nx,0\n", ["n_themes=2"]),
    ],
)
def test_a_refusal_comes_through(code, text, given):
    assert isinstance(run(code, text, given), Refusal)


@pytest.mark.parametrize(
    ("code", "text", "given"),
    [
        ("mtmm", "a,b\n1,2\n", []),
        ("ipa-stated", "pace\n1\n", []),
        ("rating-comparison", "group,rating\na,1\n", []),
        ("transfer-decay", "soon,later\n1,1\n", []),
        ("pitfall-check", "pre,post,arm\n1,2,5\n", ["highest=10"]),
        (
            "pitfall-unreliable-change",
            "pre,post\n1,2\n",
            ["reliability_pre=0.7", "reliability_post=0.7"],
        ),
    ],
)
def test_a_bad_table_is_named(code, text, given):
    with pytest.raises(ValueError):
        run(code, text, given)


def test_groups_and_arms_may_be_absent():
    assert run("survey-table", csv("pace", [(k % 5 + 1,) for k in range(9)]), []).groups == ()
    assert run("pitfall-check", PRE_POST, ["highest=10"]).asked == ("ceiling", "drop_out")
    assert run("transfer-barriers", csv("time", [(k % 2,) for k in range(9)]), []).warnings
    assert run("correlation-matrix", TWO, []).instruments == ("first", "second")
    assert run("pitfall-unequal-tests", "pre_form,post_form\nA,A\n", []).alerts == ()
