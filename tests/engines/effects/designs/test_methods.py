"""Every method runs from a table of a file and can be written as JSON with its sentence."""

import json

import numpy as np
import pytest

from espalier.engines.effects.designs.methods import METHODS
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Refusal
from espalier.engines.figures.writing import as_json
from tests.engines.effects.designs.tables import in_sessions

PRE, POST, ARM, SESSION = in_sessions()
T = np.arange(24)
FIGURE = 20 + 0.5 * T + 6 * (T >= 12) + np.sin(3.0 * T)


def table(**columns):
    return Table(
        {
            name: tuple("" if cell != cell else str(cell) for cell in cells)
            for name, cells in columns.items()
        }
    )


PEOPLE = {"pre": PRE, "post": POST, "trained": ARM.astype(int), "session": SESSION}
HOLES = PEOPLE | {"post": np.where(np.arange(128) < 20, np.nan, POST)}
ONE = {"pre": PRE[:12], "post": POST[:12]}
RUNS = {
    "training-effect": (PEOPLE, []),
    "paired-t": (PEOPLE, ["seed=3"]),
    "signed-rank": (ONE, []),
    "welch": (PEOPLE, ["randomised=yes"]),
    "mann-whitney": (PEOPLE, []),
    "ancova": (
        {"pre": PRE, "post": POST, "arm": np.where(ARM == 1, "new", "old")},
        ["comparison=old"],
    ),
    "difference-in-differences": (PEOPLE | {"earlier": PRE - 1 + np.sin(np.arange(128))}, []),
    "mixed-model": (PEOPLE, ["degrees=satterthwaite", "randomised=yes"]),
    "session-gain": (PEOPLE, []),
    "session-permutation": (PEOPLE, []),
    "segmented-regression": ({"figure": FIGURE}, ["start=12"]),
    "mcnemar": ({"before": [0] * 40 + [1] * 20, "after": [1] * 30 + [0] * 10 + [1] * 20}, []),
    "equivalence": (PEOPLE, ["question=equivalent"]),
    "reliable-change": (PEOPLE, ["reliability=0.8"]),
    "growth": ({"outcome": POST, "time": np.tile(np.arange(8), 16), "person": SESSION}, []),
    "missing-sensitivity": (HOLES, ["n_sets=3"]),
    "leavers": (HOLES, []),
    "bayesian-effect": ({"g": [0.4], "variance": [0.05], "n": [60]}, []),
    "hedges-g-matched": (
        {"mean_pre": [100], "mean_post": [103], "sd_diff": [5.5], "n": [50], "r": [0.7]},
        [],
    ),
    "power": ({"n_trained": [64], "n_untrained": [64]}, ["effect=0.5"]),
    "smallest-detectable": ({"n_trained": [40], "r": [0.6]}, ["plan=pre_post"]),
    "learners-needed": ({"n_trained": [10], "n_untrained": [10]}, ["effect=0.5"]),
    "adjust-outcomes": ({"outcome": ["a", "b"], "p": [0.01, 0.2]}, ["primary=a"]),
    "one-way-anova": ({"group": SESSION, "y": POST}, []),
    "linear-regression": ({"y": POST, "x": PRE, "z": ARM}, ["outcome=y"]),
}
BY_CODE = {method.code: method for method in METHODS}


def test_every_method_is_run_here():
    assert list(RUNS) == [method.code for method in METHODS]


@pytest.mark.parametrize("code", RUNS)
def test_a_method_runs(code):
    columns, given = RUNS[code]
    method = BY_CODE[code]
    found = method.run(table(**columns), method.settings(given))
    assert not isinstance(found, Refusal), found.sentence.en
    text = json.dumps(as_json(found), allow_nan=False)
    assert "NaN" not in text
    assert found.sentence.zh
    assert found.sentence.en
    assert method.title.zh
    assert method.data.en
    for word in ("proves", "significant", "no effect", "nan"):
        assert word not in found.sentence.en


def test_a_group_without_pre_is_asked_for_equivalence_by_its_scores():
    method = BY_CODE["equivalence"]
    pairs = table(pre=PRE, post=PRE + np.tile([1.0, -1.0], 64))
    assert method.run(pairs, method.settings([])).is_shown


def test_what_a_table_lacks_is_said():
    training, ancova, power = BY_CODE["training-effect"], BY_CODE["ancova"], BY_CODE["power"]
    alone = table(pre=PRE, post=POST)
    assert training.run(alone, training.settings([])).choice.estimator == "paired-t"
    arms, none = table(pre=PRE, post=POST, arm=ARM), ancova.settings(["comparison=none"])
    with pytest.raises(ValueError, match="comparison"):
        ancova.run(arms, none)
    studies, settings = table(n_trained=[1, 2]), power.settings(["effect=0.5"])
    with pytest.raises(ValueError, match="one row"):
        power.run(studies, settings)
