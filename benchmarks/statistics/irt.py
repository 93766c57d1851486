# ruff: noqa: E402 - the number of threads is set before NumPy is loaded
"""Item response theory: CPU seconds on one thread, ``python -m benchmarks.statistics.irt``, one JSON line a figure.

The peers are ``mirt`` and ``girth`` of the package index where they can be imported (they are no part of the product;
a folder with them may be named in ``ESPALIER_PEERS``). Quality stands beside speed: the log-likelihood on 61 nodes
of both.
"""

import json
import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from time import process_time
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np

from benchmarks.measure import peak_rss_mb
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.expectation import exact_log_likelihood
from espalier.engines.psychometrics.irt.layout import design_of
from espalier.engines.psychometrics.irt.marginal import Estimates, estimate
from espalier.engines.psychometrics.irt.responses import read_responses

Figure = dict[str, Any]
ROOM = 5_000


def right_and_wrong(n: int, n_items: int) -> np.ndarray:
    """Answers of a 2PL with lognormal slopes and difficulties N(0, 1), as whole numbers of one byte."""
    draws = np.random.default_rng(20_261)
    a, d = draws.lognormal(0, 0.3, n_items), draws.normal(0, 1, n_items)
    answers = np.empty((n, n_items), dtype=np.int8)
    for low in range(0, n, ROOM):
        theta = draws.normal(size=(min(ROOM, n - low), 1))
        chances = 1 / (1 + np.exp(-(a * theta + d)))
        answers[low : low + ROOM] = draws.random(chances.shape) < chances
    return answers


def rated(n: int, n_items: int, n_categories: int) -> np.ndarray:
    """Answers 0…K−1 of a graded model."""
    draws = np.random.default_rng(20_262)
    a = draws.lognormal(0, 0.3, n_items)
    d = -np.sort(draws.normal(0, 1.5, (n_items, n_categories - 1)), axis=1)
    answers = np.empty((n, n_items), dtype=np.int8)
    for low in range(0, n, ROOM):
        theta = draws.normal(size=(min(ROOM, n - low), 1, 1))
        at_least = 1 / (1 + np.exp(-(a[None, :, None] * theta + d)))
        drawn = draws.random((theta.shape[0], n_items, 1))
        answers[low : low + ROOM] = (drawn < at_least).sum(axis=2)
    return answers


def cpu(work: Callable[[], Any], *, repeats: int = 3) -> tuple[float, Any]:
    """The least CPU seconds of some runs, and what the last one gave."""
    found, result = [], None
    for _ in range(repeats):
        start = process_time()
        result = work()
        found.append(process_time() - start)
    return min(found), result


def fitted(answers: np.ndarray, model: Model) -> Estimates:
    """Reading, checking, fitting and standard errors."""
    n_categories = 2 if model.is_dichotomous else None
    found = read_responses(answers, missing=MissingPolicy.REFUSE, n_categories=n_categories)
    return estimate(found, model)


def two_parameter(n: int, n_items: int, *, repeats: int = 3, with_peer: bool = True) -> Figure:
    """2PL with standard errors."""
    answers = right_and_wrong(n, n_items)
    fitted(answers[:1000], Model.TWO_PARAMETER)
    seconds, found = cpu(lambda: fitted(answers, Model.TWO_PARAMETER), repeats=repeats)
    figure = _figure(f"2PL {n} x {n_items}", seconds, found)
    return figure | (_against(answers, seconds, found) if with_peer else {})


def graded(n: int = 20_000, n_items: int = 20, n_categories: int = 5) -> Figure:
    """GRM with standard errors."""
    answers = rated(n, n_items, n_categories)
    seconds, found = cpu(lambda: fitted(answers, Model.GRADED), repeats=2)
    return _figure(f"GRM {n} x {n_items} x {n_categories}", seconds, found)


def _figure(what: str, seconds: float, found: Estimates) -> Figure:
    errors = found.standard_errors
    assert errors is not None
    return {
        "what": what,
        "size": f"{found.vector.size} parameters",
        "cpu_s": seconds,
        "rss_mb": peak_rss_mb(),
        "log_likelihood": found.log_likelihood,
        "converged": found.converged,
        "steps": found.n_steps,
        "errors": found.error_method.value,
        "peer": None,
        "ratio": None,
    }


def _against(answers: np.ndarray, seconds: float, found: Estimates) -> Figure:
    """Seconds of each peer and by how much our log-likelihood on 61 nodes is above theirs."""
    peers, ahead = {}, {}
    for name, fit in (("mirt", _mirt), ("girth", _girth)):
        if find_spec(name) is None or (name == "girth" and answers.size > 200_000):
            continue
        peers[name], (a, d) = cpu(lambda fit=fit: fit(answers), repeats=1)
        ahead[name] = found.log_likelihood - _log_likelihood(answers, a, d)
    if not peers:
        return {}
    return {
        "peer": peers,
        "log_likelihood_ahead": ahead,
        "ratio": {name: its / seconds for name, its in peers.items()},
    }


def _log_likelihood(answers: np.ndarray, a: Floats, d: Floats) -> float:
    found = read_responses(answers, missing=MissingPolicy.REFUSE, n_categories=2)
    layout = estimate(
        read_responses(answers[:500], missing=MissingPolicy.REFUSE, n_categories=2),
        Model.TWO_PARAMETER,
    ).layout
    return exact_log_likelihood(layout, design_of(found), np.column_stack([a, d]).ravel())


def _mirt(answers: np.ndarray) -> tuple[Floats, Floats]:
    from mirt import fit_mirt

    # Its quickest way to standard errors on 61 nodes; with its defaults it takes several times as long.
    found = fit_mirt(
        answers.astype(np.int64),
        model="2PL",
        n_quadpts=61,
        accelerate="squarem",
        se_method="crossprod",
    )
    slopes = np.asarray(found.model.parameters["discrimination"], dtype=float).ravel()
    places = np.asarray(found.model.parameters["difficulty"], dtype=float).ravel()
    return slopes, -slopes * places


def _girth(answers: np.ndarray) -> tuple[Floats, Floats]:
    from girth import twopl_mml

    found = twopl_mml(answers.T.astype(int), {"quadrature_n": 61, "quadrature_bounds": (-6, 6)})
    slopes = np.asarray(found["Discrimination"])
    return slopes, -slopes * np.asarray(found["Difficulty"])


def growing() -> Iterator[Figure]:
    """2PL with 20 items for a thousand to a million people: cost in proportion."""
    for n in (1_000, 10_000, 100_000, 1_000_000):
        yield two_parameter(n, 20, repeats=1, with_peer=False)


if __name__ == "__main__":
    print(json.dumps(two_parameter(100_000, 50)), flush=True)
    print(json.dumps(two_parameter(1_000, 40)), flush=True)
    print(json.dumps(graded()), flush=True)
    for figure in growing():
        print(json.dumps(figure), flush=True)
