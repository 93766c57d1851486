"""Every method runs from a table of texts and says itself in both languages."""

import json

import numpy as np
import pytest

from espalier.engines.figures.table import Table, read_csv
from espalier.engines.figures.types import Refusal
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.classical.methods import METHODS
from tests.engines.psychometrics.classical.tables import right_or_wrong

BY_CODE = {method.code: method for method in METHODS}
NAMES = [f"q{i}" for i in range(1, 7)]


def table_of(matrix, names) -> Table:
    lines = [",".join(names), *(",".join(map(str, row)) for row in np.asarray(matrix).tolist())]
    return read_csv("\n".join(lines))


SCORES = right_or_wrong(130, 6)
ANSWERS = table_of(np.column_stack([np.arange(130), SCORES]), ["id", *NAMES])
TOTALS = table_of(SCORES.sum(axis=1)[:, None], ["total"])
CHOICES = table_of(np.where(SCORES == 1, "A", "B"), NAMES)
PAIRS = table_of(
    np.hstack([1 - SCORES, SCORES]), [f"pre_{n}" for n in NAMES] + [f"post_{n}" for n in NAMES]
)
CHANGE = table_of(
    np.column_stack([SCORES[:, ::2].sum(axis=1), SCORES[:, 1::2].sum(axis=1)]), ["pre", "post"]
)
TOPICS = "topics=a,a,a,b,b,b"
RUNS = {
    "item-analysis": (ANSWERS, ["without=id", "purpose=ranking"]),
    "distractors": (CHOICES, ["key=A,A,A,A,A,A"]),
    "cronbach-alpha": (ANSWERS, ["without=id"]),
    "kr20": (ANSWERS, ["without=id"]),
    "kr21": (TOTALS, ["n_items=6"]),
    "bootstrap-alpha": (ANSWERS, ["without=id", "n_resamples=200"]),
    "omega-total": (ANSWERS, ["without=id", "n_resamples=100"]),
    "omega-hierarchical": (ANSWERS, ["without=id", "n_resamples=20", TOPICS]),
    "alpha-by-topic": (ANSWERS, ["without=id", TOPICS]),
    "split-half": (ANSWERS, ["without=id", "second=q1,q2,q3"]),
    "speededness": (ANSWERS, ["without=id"]),
    "instruction-sensitivity": (PAIRS, []),
    "score-band": (TOTALS, ["reliability=0.7"]),
    "livingston-lewis": (TOTALS, ["cut=4", "reliability=0.7", "max_score=6", "n_resamples=100"]),
    "subkoviak": (TOTALS, ["cut=4", "reliability=0.7", "n_items=6", "n_resamples=100"]),
    "difference-reliability": (CHANGE, ["reliability_pre=0.9", "reliability_post=0.9"]),
}


@pytest.mark.parametrize("code", BY_CODE)
def test_it_runs_and_says_itself(code):
    table, options = RUNS[code]
    method = BY_CODE[code]
    found = method.run(table, method.settings(options))
    assert not isinstance(found, Refusal)
    assert found.sentence.zh
    assert found.sentence.en
    written = json.dumps(as_json(found), allow_nan=False)
    assert "NaN" not in written
    assert method.title.zh
    assert method.data.en


def run(code, table, options):
    return BY_CODE[code].run(table, BY_CODE[code].settings(options))


def test_no_answer_and_unknown_settings():
    holes = read_csv("q1,q2\n" + "A,B\n,B\nA,8\nB,NA\n" * 20)
    found = run("distractors", holes, ["key=A,B", "no_answer=8"])
    assert found.questions[0].option("").is_no_answer
    assert found.questions[1].option("8").is_no_answer
    assert run("split-half", ANSWERS, ["without=id"]).n_items == (3, 3)
    for code, table, options, told in [
        ("item-analysis", ANSWERS, ["without=id", "purpose=fun"], "option purpose: 'fun'"),
        ("cronbach-alpha", ANSWERS, ["missing=guess"], "option missing: 'guess'"),
        ("split-half", ANSWERS, ["without=id", "second=zz"], "no column zz"),
        ("instruction-sensitivity", ANSWERS, [], "pre_"),
        ("kr21", read_csv("total\n5\n"), ["n_items=6"], "2 people are the least"),
        (
            "difference-reliability",
            read_csv("pre,post\n1,2\n"),
            ["reliability_pre=0.9", "reliability_post=0.9"],
            "4 people are the least",
        ),
        (
            "difference-reliability",
            read_csv("pre,post\n" + "1,2\n" * 9),
            ["reliability_pre=0.9", "reliability_post=0.9"],
            "deviations 0.0 and 0.0",
        ),
    ]:
        with pytest.raises(ValueError, match=told):
            run(code, table, options)
