"""Surveys, themes and benefit: CPU seconds on one thread, ``python -m benchmarks.statistics.cross``, JSON lines.

The peer is scikit-learn's TF-IDF and NMF for themes, ``scipy.stats`` for Mann and Whitney, where they can be imported.
"""

import json
from collections.abc import Callable
from importlib.util import find_spec
from time import process_time
from typing import Any

import numpy as np

import benchmarks.statistics  # noqa: F401 - sets the number of threads before NumPy is loaded
from benchmarks.measure import peak_rss_mb
from espalier.engines.benefit.inputs import Fixed, beta_of
from espalier.engines.benefit.model import RoiModel
from espalier.engines.benefit.simulation import simulated_roi
from espalier.engines.effects.surveys.comparison import mann_whitney
from espalier.engines.effects.themes.factors import non_negative_factors
from espalier.engines.effects.themes.weighting import tf_idf
from espalier.engines.figures.arrays import MissingPolicy

Figure = dict[str, Any]
_SPOKEN = "時間 太短 教室 冷氣 太冷 講師 講解 清楚 練習 不夠 案例 實用 教材 錯字 設備 老舊 交通 不便 內容 豐富"
WORDS = tuple(_SPOKEN.split())


def cpu(work: Callable[[], object], *, repeats: int = 3) -> float:
    """The least CPU seconds of some runs after one that warms up."""
    work()
    found = []
    for _ in range(repeats):
        start = process_time()
        work()
        found.append(process_time() - start)
    return min(found)


def figure(what: str, size: str, ours: float, peer: str | None, theirs: float | None) -> Figure:
    """One line; the ratio is the peer's seconds over ours."""
    ratio = None if theirs is None else theirs / ours
    told = {"what": what, "size": size, "cpu_s": ours, "rss_mb": peak_rss_mb()}
    return told | {"peer": peer, "ratio": ratio}


def simulation(n_draws: int = 10_000) -> Figure:
    """Three correlated shares, ROI with its chances."""
    factors = {name: beta_of(0.6, 0.1) for name in "abc"}
    model = RoiModel(
        factors | {"gross": Fixed(1e6), "cost": Fixed(2e5)},
        [["gross", "a", "b", "c"]],
        ["cost"],
        {("a", "b"): 0.5},
    )
    ours = cpu(lambda: simulated_roi(model, seed=1, n_draws=n_draws))
    return figure("simulated_roi", f"{n_draws} x 3", ours, None, None)


def themes(n_comments: int = 3_000, n_themes: int = 6) -> Figure:
    """Terms, weights and factors of made-up comments of six words."""
    rng = np.random.default_rng(1)
    comments = ["".join(rng.choice(WORDS, 6)) for _ in range(n_comments)]

    def ours() -> object:
        return non_negative_factors(tf_idf(comments).matrix, n_themes, seed=1)

    def theirs() -> object:
        from sklearn.decomposition import NMF
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), min_df=2, max_features=1500)
        return NMF(n_themes, init="random", random_state=1, max_iter=500, tol=1e-5).fit(
            vectors.fit_transform(comments)
        )

    peer = cpu(theirs, repeats=1) if find_spec("sklearn") else None
    return figure("themes", f"{n_comments} comments", cpu(ours, repeats=1), "scikit-learn", peer)


def two_groups(n: int = 100_000) -> Figure:
    """Ratings of two groups, with the interval of the superiority."""
    rng = np.random.default_rng(1)
    a, b = rng.integers(1, 6, n), rng.integers(1, 6, n)

    def theirs() -> object:
        from scipy.stats import mannwhitneyu

        return mannwhitneyu(a, b, method="asymptotic")

    ours = cpu(lambda: mann_whitney(a, b, missing=MissingPolicy.REFUSE))
    return figure("mann_whitney", f"2 x {n}", ours, "scipy.stats", cpu(theirs))


if __name__ == "__main__":
    for measure in (simulation, themes, two_groups):
        print(json.dumps(measure()), flush=True)
