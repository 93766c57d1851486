"""The methods of equating, run on a table of a file."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.figures.arrays import Bools, MissingPolicy
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Said
from espalier.engines.psychometrics.equating.anchor import equate_by_anchor
from espalier.engines.psychometrics.equating.random_groups import equate_random_groups
from espalier.engines.psychometrics.equating.result import EquatingMethod
from espalier.engines.psychometrics.equating.scores import counts_of
from espalier.engines.psychometrics.equating.stocking_lord import stocking_lord

MISSING_OPTION = Option(
    "missing", str, Said("缺漏如何處理：exclude 或 refuse", "missing: exclude or refuse"), "exclude"
)
SEED = Option("seed", int, Said("隨機種子", "seed of the bootstrap"), 1)


def _of_form(table: Table, form: str) -> Bools:
    forms = table.column("form")
    wrong = sorted(set(forms) - {"x", "y"})
    if wrong:
        raise ValueError(f"column form: x or y expected, got {', '.join(wrong)}")
    return np.array([each == form for each in forms], dtype=np.bool_)


def _random_groups(table: Table, options: Mapping[str, Any]) -> Result:
    scores = table.numbers("score")
    is_left_out = MissingPolicy(options["missing"]) is MissingPolicy.EXCLUDE
    known = ~np.isnan(scores) | np.full(scores.shape, not is_left_out)
    counts = [
        counts_of(form, scores[_of_form(table, form) & known], options["n_items"]) for form in "xy"
    ]
    method = options["method"]
    return equate_random_groups(
        counts[0],
        counts[1],
        seed=options["seed"],
        method=None if method == "auto" else EquatingMethod(method),
    )


def _anchor(table: Table, options: Mapping[str, Any]) -> Result:
    x, y = _of_form(table, "x"), _of_form(table, "y")
    scores, anchor = table.numbers("score"), table.numbers("anchor")
    return equate_by_anchor(
        scores[x],
        anchor[x],
        scores[y],
        anchor[y],
        n_items_x=options["n_items"],
        n_items_anchor=options["n_items_anchor"],
        method=EquatingMethod(options["method"]),
        is_internal=options["is_internal"],
        missing=MissingPolicy(options["missing"]),
        seed=options["seed"],
    )


def _stocking_lord(table: Table, options: Mapping[str, Any]) -> Result:
    names = [name for name in ("a", "b", "c") if f"{name}_old" in table.columns]
    old, new = (
        np.column_stack([table.numbers(f"{n}_{when}") for n in names]) for when in ("old", "new")
    )
    return stocking_lord(old, new, n_items=options["n_items"])


N_ITEMS = Option("n_items", int, Said("試卷滿分（題數）", "points of the form"), is_needed=True)

METHOD = Option(
    "method",
    str,
    Said(
        "auto、mean、linear、equipercentile、circle-arc、identity",
        "auto, mean, linear, equipercentile, circle-arc, identity",
    ),
    "auto",
)
METHODS: tuple[Method, ...] = (
    Method(
        "equate-random-groups",
        Said("試卷等化：隨機兩組", "Equating: random groups"),
        Said(
            "每位學員一列：欄位 form（x 或 y）、score",
            "a row a learner: columns form (x or y), score",
        ),
        _random_groups,
        (
            N_ITEMS,
            METHOD,
            SEED,
            MISSING_OPTION,
        ),
    ),
    Method(
        "equate-anchor",
        Said("試卷等化：共同題", "Equating: common items"),
        Said(
            "每位學員一列：欄位 form（x 或 y）、score、anchor",
            "a row a learner: columns form, score, anchor",
        ),
        _anchor,
        (
            N_ITEMS,
            Option(
                "n_items_anchor", int, Said("共同題滿分", "points of the anchor"), is_needed=True
            ),
            Option(
                "method",
                str,
                Said("tucker、levine、chained-linear", "tucker, levine, chained-linear"),
                "tucker",
            ),
            Option(
                "is_internal",
                bool,
                Said("共同題是否計入總分", "does the anchor count in the total?"),
                True,
            ),
            SEED,
            MISSING_OPTION,
        ),
    ),
    Method(
        "stocking-lord",
        Said("試題量尺連結：Stocking-Lord", "Linking of item scales: Stocking-Lord"),
        Said(
            "每題共同題一列：欄位 a_old、b_old、a_new、b_new（可加 c_old、c_new）",
            "a row a common item: a_old, b_old, a_new, b_new (and c_old, c_new)",
        ),
        _stocking_lord,
        (N_ITEMS,),
    ),
)
