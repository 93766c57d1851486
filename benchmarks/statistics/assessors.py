"""Raters, screens, generalizability and assembly: CPU seconds.

``OMP_NUM_THREADS=1 python -m benchmarks.statistics.assessors``, one thread but for CP-SAT.
One JSON line a figure. No figure was set for these methods; they are measured so that a later change is seen.
"""

import json
from collections.abc import Callable, Iterator
from time import process_time
from typing import Any

import numpy as np

from benchmarks.measure import peak_rss_mb
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.psychometrics.assembly.assembling import assemble
from espalier.engines.psychometrics.assembly.problem import (
    AssemblyProblem,
    Blueprint,
    ContentCount,
    Item,
    information,
)
from espalier.engines.psychometrics.generalizability.design import Design
from espalier.engines.psychometrics.generalizability.study import g_study
from espalier.engines.psychometrics.raters.krippendorff import Metric, krippendorff_alpha
from espalier.engines.psychometrics.screens.answer_similarity import answer_similarity

Figure = dict[str, Any]


def measured(what: str, size: str, work: Callable[[], object]) -> Figure:
    start = process_time()
    work()
    seconds = process_time() - start
    return {
        "what": what,
        "size": size,
        "cpu_s": round(seconds, 3),
        "rss_mb": peak_rss_mb(),
        "peer": None,
        "ratio": None,
    }


def krippendorff() -> Figure:
    ratings = np.random.default_rng(1).integers(1, 6, (4, 1_000))
    return measured(
        "Krippendorff alpha, ordinal, 1,000 bootstrap runs",
        "1,000 units x 4 raters",
        lambda: krippendorff_alpha(
            ratings, metric=Metric.ORDINAL, missing=MissingPolicy.REFUSE, seed=1
        ),
    )


def similarity() -> Figure:
    answers = np.random.default_rng(1).integers(0, 4, (1_000, 50))
    return measured(
        "answer similarity, all pairs",
        "1,000 persons x 50 items",
        lambda: answer_similarity(answers, [0] * 50, missing=MissingPolicy.REFUSE),
    )


def unbalanced_g_study() -> Figure:
    rng = np.random.default_rng(1)
    table = rng.normal(size=(60, 1, 1)) + rng.normal(size=(60, 5, 1)) + rng.normal(size=(60, 5, 2))
    table[rng.random(table.shape) < 0.1] = np.nan
    return measured(
        "p x i x o by REML, a tenth missing",
        "60 x 5 x 2",
        lambda: g_study(table, design=Design.P_I_O, missing=MissingPolicy.EXCLUDE),
    )


def assembly() -> Figure:
    rng, n = np.random.default_rng(1), 200
    bank = np.column_stack([rng.lognormal(0, 0.3, n), rng.normal(size=n), np.full(n, 0.2)])
    values = information(bank, (-1.0, 0.0, 1.0)).tolist()
    items = tuple(Item(f"i{k}", f"c{k % 4}", tuple(values[k])) for k in range(n))
    counts = tuple(ContentCount(f"c{k}", 4, 6) for k in range(4))
    problem = AssemblyProblem(items, Blueprint(3, 20, (4.0, 6.0, 4.0), counts, most_difference=0.3))
    return measured(
        "three parallel forms of 20", "200 items", lambda: assemble(problem, seed=1, work_limit=2.0)
    )


def figures() -> Iterator[Figure]:
    for each in (krippendorff, similarity, unbalanced_g_study, assembly):
        yield each()


if __name__ == "__main__":
    for figure in figures():
        print(json.dumps(figure, ensure_ascii=False))
