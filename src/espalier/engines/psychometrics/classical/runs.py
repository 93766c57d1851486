"""How each classical method reads its table and its settings."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.figures.arrays import Floats, Ints, float_array
from espalier.engines.figures.methods import Result
from espalier.engines.figures.table import MISSING, Table
from espalier.engines.psychometrics.classical.alpha import cronbach_alpha
from espalier.engines.psychometrics.classical.bifactor import omega_hierarchical
from espalier.engines.psychometrics.classical.bootstrap import bootstrap_alpha
from espalier.engines.psychometrics.classical.decision import livingston_lewis, subkoviak
from espalier.engines.psychometrics.classical.flags import Purpose
from espalier.engines.psychometrics.classical.halves import split_half
from espalier.engines.psychometrics.classical.instruction import cox_vargas
from espalier.engines.psychometrics.classical.items import item_analysis
from espalier.engines.psychometrics.classical.kuder_richardson import kr20, kr21
from espalier.engines.psychometrics.classical.omega import omega_total
from espalier.engines.psychometrics.classical.options import distractor_analysis
from espalier.engines.psychometrics.classical.precision import difference_reliability, sem
from espalier.engines.psychometrics.classical.responses import Unanswered
from espalier.engines.psychometrics.classical.speededness import speededness
from espalier.engines.psychometrics.classical.topics import alpha_by_topic

Settings = Mapping[str, Any]
POLICIES = ", ".join(Unanswered)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",")) if text.strip() else ()


def _scores(table: Table, given: Settings) -> Floats:
    return table.matrix(without=_listed(given["without"]))


def _labels(table: Table, given: Settings) -> tuple[str, ...]:
    return table.names(without=_listed(given["without"]))


def _missing(given: Settings) -> Unanswered:
    try:
        return Unanswered(given["missing"])
    except ValueError:
        raise ValueError(f"option missing: {given['missing']!r} is none of {POLICIES}") from None


def run_items(table: Table, given: Settings) -> Result:
    try:
        purpose = Purpose(given["purpose"])
    except ValueError:
        raise ValueError(
            f"option purpose: {given['purpose']!r} is none of {', '.join(Purpose)}"
        ) from None
    return item_analysis(
        _scores(table, given),
        missing=_missing(given),
        purpose=purpose,
        max_score=given["max_score"],
        min_score=given["min_score"],
        names=_labels(table, given),
        level=given["level"],
    )


def run_options(table: Table, given: Settings) -> Result:
    names = _labels(table, given)
    cells = [[cell.strip() for cell in table.column(name)] for name in names]
    chosen = np.array(
        [["" if cell in MISSING else cell for cell in column] for column in cells], dtype=str
    ).T
    none = ("", *_listed(given["no_answer"]))
    key = _listed(given["key"])
    return distractor_analysis(chosen, key, no_answer=none, names=names, level=given["level"])


def run_alpha(table: Table, given: Settings) -> Result:
    return cronbach_alpha(_scores(table, given), missing=_missing(given), level=given["level"])


def run_kr20(table: Table, given: Settings) -> Result:
    return kr20(_scores(table, given), missing=_missing(given), level=given["level"])


def run_kr21(table: Table, given: Settings) -> Result:
    totals = _totals(table)
    return kr21(
        mean=float(totals.mean()),
        variance=float(totals.var(ddof=1)),
        n_items=given["n_items"],
        n=totals.size,
        level=given["level"],
    )


def run_bootstrap(table: Table, given: Settings) -> Result:
    return bootstrap_alpha(
        _scores(table, given),
        missing=_missing(given),
        seed=given["seed"],
        n_resamples=given["n_resamples"],
        level=given["level"],
    )


def run_omega(table: Table, given: Settings) -> Result:
    return omega_total(
        _scores(table, given),
        missing=_missing(given),
        seed=given["seed"],
        n_resamples=given["n_resamples"],
        level=given["level"],
    )


def _topic_codes(text: str) -> tuple[Ints, tuple[str, ...]]:
    labels, codes = np.unique(np.array(_listed(text), dtype=str), return_inverse=True)
    return codes.astype(np.int64), tuple(map(str, labels))


def run_hierarchical(table: Table, given: Settings) -> Result:
    return omega_hierarchical(
        _scores(table, given),
        _topic_codes(given["topics"])[0],
        missing=_missing(given),
        seed=given["seed"],
        n_resamples=given["n_resamples"],
        level=given["level"],
    )


def run_topics(table: Table, given: Settings) -> Result:
    codes, labels = _topic_codes(given["topics"])
    return alpha_by_topic(
        _scores(table, given), codes, missing=_missing(given), labels=labels, level=given["level"]
    )


def run_halves(table: Table, given: Settings) -> Result:
    names, second = _labels(table, given), set(_listed(given["second"]))
    if unknown := second - set(names):
        raise ValueError(f"option second: no column {', '.join(sorted(unknown))}")
    halves = np.array([name in second for name in names]) if second else None
    return split_half(_scores(table, given), halves, missing=_missing(given), level=given["level"])


def run_speed(table: Table, given: Settings) -> Result:
    return speededness(_scores(table, given), full_score=given["full_score"], level=given["level"])


def run_instruction(table: Table, given: Settings) -> Result:
    names = tuple(name.removeprefix("pre_") for name in table.columns if name.startswith("pre_"))
    if not names:
        raise ValueError("columns pre_… and post_… are missing")
    pre, post = (
        np.column_stack([table.numbers(f"{when}_{name}") for name in names])
        for when in ("pre", "post")
    )
    return cox_vargas(
        pre,
        post,
        full_score=given["full_score"],
        smallest=given["smallest"],
        names=names,
        level=given["level"],
    )


def _totals(table: Table) -> Floats:
    totals = float_array("total", table.numbers("total"), ndim=1)
    if totals.size < 2:
        raise ValueError(f"total: 2 people are the least, got {totals.size}")
    return totals


def run_band(table: Table, given: Settings) -> Result:
    totals = _totals(table)
    sd = float(totals.std(ddof=1))
    return sem(sd=sd, reliability=given["reliability"], n=totals.size, level=given["level"])


def run_livingston(table: Table, given: Settings) -> Result:
    names = ("min_score", "max_score", "cut", "reliability", "step", "seed", "n_resamples", "level")
    return livingston_lewis(_totals(table), **{name: given[name] for name in names})


def run_subkoviak(table: Table, given: Settings) -> Result:
    names = ("n_items", "cut", "reliability", "seed", "n_resamples", "level")
    return subkoviak(_totals(table), **{name: given[name] for name in names})


def run_difference(table: Table, given: Settings) -> Result:
    pre = float_array("pre", table.numbers("pre"), ndim=1)
    post = float_array("post", table.numbers("post"), ndim=1)
    if pre.size < 4:
        raise ValueError(f"pre, post: 4 people are the least, got {pre.size}")
    sd = float(pre.std(ddof=1)), float(post.std(ddof=1))
    joint = float(np.cov(pre, post)[0, 1])
    return difference_reliability(
        reliability_pre=given["reliability_pre"],
        reliability_post=given["reliability_post"],
        r=max(-1.0, min(1.0, joint / (sd[0] * sd[1]))) if min(sd) > 0 else 0.0,
        sd_pre=sd[0],
        sd_post=sd[1],
        n=pre.size,
        level=given["level"],
    )
