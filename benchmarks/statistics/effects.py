"""Effects of training: CPU seconds on one thread, ``OMP_NUM_THREADS=1 python -m benchmarks.statistics.effects``, one
JSON line a figure.

The peer is statsmodels where it can be imported (``MixedLM``, which gives no degrees of freedom); it is no part of
the product.
"""

import json
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from time import process_time
from typing import Any

import numpy as np

from benchmarks.measure import peak_rss_mb
from espalier.engines.effects.designs.paired import paired_effect
from espalier.engines.effects.designs.sessions import session_effect
from espalier.engines.figures.arrays import MissingPolicy

Figure = dict[str, Any]


def learners_in_sessions(n_learners: int, n_sessions: int) -> dict[str, Any]:
    """Trained and untrained sessions, pre and post of every learner."""
    draws = np.random.default_rng(11)
    sessions = draws.permutation(np.arange(n_learners) % n_sessions)
    trained = sessions % 2
    pre = draws.normal(60, 10, n_learners)
    own = draws.normal(0, 3, n_sessions)[sessions]
    outcome = 20 + 0.6 * pre + 5 * trained + own + draws.normal(0, 7, n_learners)
    return {"outcome": outcome, "pre": pre, "trained": trained, "sessions": sessions}


def cpu(work: Callable[[], object], *, repeats: int = 3) -> float:
    """The least CPU seconds of some runs after one that warms up."""
    work()
    found = []
    for _ in range(repeats):
        start = process_time()
        work()
        found.append(process_time() - start)
    return min(found)


def mixed_model(n_learners: int = 2_000, n_sessions: int = 100) -> Figure:
    """Random intercept with Kenward-Roger, Satterthwaite and CR2 together, verdict and sentence included."""
    data = learners_in_sessions(n_learners, n_sessions)

    def ours() -> object:
        return session_effect(
            data["outcome"],
            data["trained"],
            data["sessions"],
            pre=data["pre"],
            missing=MissingPolicy.REFUSE,
        ).sentence

    seconds = cpu(ours)
    peer = _statsmodels(data) if n_learners <= 10_000 else None
    return {
        "what": "mixed_model",
        "size": f"{n_learners} learners in {n_sessions} sessions",
        "cpu_s": seconds,
        "rss_mb": peak_rss_mb(),
        "peer": None if peer is None else {"statsmodels MixedLM": peer},
        "ratio": None if peer is None else peer / seconds,
    }


def _statsmodels(data: dict[str, Any]) -> float | None:
    if find_spec("statsmodels") is None:
        return None
    from statsmodels.regression.mixed_linear_model import MixedLM

    design = np.column_stack([np.ones(len(data["pre"])), data["trained"], data["pre"]])
    return cpu(lambda: MixedLM(data["outcome"], design, data["sessions"]).fit(reml=True), repeats=1)


def paired(n_learners: int = 500) -> Figure:
    """Paired t with the bootstrap of g_av (2,000 rounds)."""
    draws = np.random.default_rng(12)
    pre = draws.normal(60, 10, n_learners)
    post = pre + draws.normal(6, 8, n_learners)
    seconds = cpu(lambda: paired_effect(pre, post, missing=MissingPolicy.REFUSE, seed=1))
    return {
        "what": "paired_effect",
        "size": f"{n_learners} learners, 2000 bootstrap rounds",
        "cpu_s": seconds,
        "rss_mb": peak_rss_mb(),
        "peer": None,
        "ratio": None,
    }


def growing() -> Iterator[Figure]:
    """The mixed model at ten and a hundred times the learners: cost in proportion."""
    for n_learners in (1_000, 10_000, 100_000, 1_000_000):
        yield mixed_model(n_learners, max(20, n_learners // 20))


if __name__ == "__main__":
    for what in (mixed_model, paired):
        print(json.dumps(what()), flush=True)
    for figure in growing():
        print(json.dumps(figure), flush=True)
