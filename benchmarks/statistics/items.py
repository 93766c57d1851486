"""Item analysis and bootstrap of alpha: CPU seconds of one thread, against pandas and plain NumPy in the same run."""

import json
import sys
import time
from collections.abc import Callable

import numpy as np

from benchmarks.measure import peak_rss_mb
from espalier.engines.psychometrics.classical.alpha import raw_alpha
from espalier.engines.psychometrics.classical.bootstrap import bootstrap_alpha
from espalier.engines.psychometrics.classical.flags import Purpose
from espalier.engines.psychometrics.classical.items import item_analysis
from espalier.engines.psychometrics.classical.responses import Unanswered

REPEATS = 5


def answers(n: int, k: int, seed: int = 1) -> np.ndarray:
    """Right and wrong of one ability, int8, made slab by slab so that making them does not set the memory peak."""
    rng = np.random.default_rng(seed)
    hard = np.linspace(-1.5, 1.5, k, dtype=np.float32)
    found = np.empty((n, k), dtype=np.int8)
    for start in range(0, n, 20_000):
        rows = found[start : start + 20_000]
        ability = rng.standard_normal((len(rows), 1), dtype=np.float32)
        rows[...] = ability + rng.standard_normal(rows.shape, dtype=np.float32) > hard
    return found


def best_cpu_s(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The least of several runs: what the machine's other work took is not ours."""
    taken = []
    for _ in range(repeats):
        before = time.process_time()
        work()
        taken.append(time.process_time() - before)
    return min(taken)


def told(
    what: str, size: str, cpu_s: float, rss_mb: float, peer: str = "", peer_cpu_s: float = 0.0
) -> None:
    line = {
        "what": what,
        "size": size,
        "cpu_s": round(cpu_s, 4),
        "rss_mb": round(rss_mb, 1),
        "peer": peer,
        "ratio": round(peer_cpu_s / cpu_s, 1) if peer else None,
    }
    print(json.dumps(line), flush=True)


def whole_item_analysis(n: int = 1_000_000, k: int = 50) -> None:
    """Difficulty, item-total, item-rest, D27, alpha without the item, alpha with interval, SEM."""
    scores = answers(n, k)
    cpu_s = best_cpu_s(
        lambda: item_analysis(scores, missing=Unanswered.REFUSE, purpose=Purpose.RANKING)
    )
    rss_mb = peak_rss_mb()  # of us, before the peer is loaded
    peer, peer_cpu_s = _pandas(scores) if n == 1_000_000 else ("", 0.0)
    told("item_analysis", f"{n} x {k}", cpu_s, rss_mb, peer, peer_cpu_s)


def _pandas(scores: np.ndarray) -> tuple[str, float]:
    """Two of the seven figures, difficulty and item-rest correlation, as one would write them in pandas."""
    try:
        import pandas as pd
    except ImportError:
        return "", 0.0
    frame = pd.DataFrame(scores)

    def two() -> None:
        frame.mean()
        total = frame.sum(axis=1)
        for name in frame.columns:
            frame[name].corr(total - frame[name])

    return f"pandas {pd.__version__} (2 of 7 figures)", best_cpu_s(two, 1)


def bootstrap(n_resamples: int = 10_000, n: int = 1_000, k: int = 40) -> None:
    """Percentile interval of alpha; the peer draws and computes one resample at a time in NumPy."""
    scores = answers(n, k)
    cpu_s = best_cpu_s(
        lambda: bootstrap_alpha(scores, missing=Unanswered.REFUSE, seed=1, n_resamples=n_resamples)
    )
    rss_mb, few = peak_rss_mb(), 200

    def one_by_one() -> None:
        rng = np.random.default_rng(1)
        for _ in range(few):
            raw_alpha(np.cov(scores[rng.integers(0, n, n)].T))

    peer_cpu_s = best_cpu_s(one_by_one, 2) * n_resamples / few
    told(
        "bootstrap_alpha",
        f"{n_resamples} x ({n} x {k})",
        cpu_s,
        rss_mb,
        "numpy, one by one",
        peer_cpu_s,
    )


def main() -> int:
    bootstrap()
    for n in (1_000, 10_000, 100_000, 1_000_000):
        whole_item_analysis(n)
    return 0


if __name__ == "__main__":
    sys.exit(main())
