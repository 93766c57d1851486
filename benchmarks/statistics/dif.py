"""Fairness of items: CPU seconds on one thread, ``python -m benchmarks.statistics.dif``, one JSON line a figure."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.measure import peak_rss_mb
from benchmarks.statistics.irt import Figure, cpu, right_and_wrong
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.psychometrics.dif.logistic import logistic_dif
from espalier.engines.psychometrics.dif.mantel_haenszel import mantel_haenszel_dif


def screen(method: Callable[..., Any], n: int, n_items: int, *, repeats: int = 3) -> Figure:
    """Reading, checking, both rounds, classes and intervals of every item."""
    answers = right_and_wrong(n, n_items)
    group = np.random.default_rng(3).integers(0, 2, n)
    refuse = MissingPolicy.REFUSE
    method(answers[:1000], group[:1000], missing=refuse)
    seconds, _ = cpu(lambda: method(answers, group, missing=refuse), repeats=repeats)
    return {
        "what": method.__name__,
        "size": f"{n} x {n_items}",
        "cpu_s": seconds,
        "rss_mb": peak_rss_mb(),
        "peer": None,
        "ratio": None,
    }


if __name__ == "__main__":
    for each in (mantel_haenszel_dif, logistic_dif):
        print(json.dumps(screen(each, 100_000, 50)), flush=True)
    for people in (1_000, 10_000, 100_000, 1_000_000):
        print(json.dumps(screen(mantel_haenszel_dif, people, 20, repeats=1)), flush=True)
