"""Bootstrap of alpha: thousands of resamples of people as multinomial weights and one matrix product.

A resample is a row of counts w ~ Multinomial(n; 1/n, …, 1/n). Its alpha needs only Σ w x_i for each item, Σ w Σ_i x_i²,
Σ w T and Σ w T²: a product of the counts with k + 3 columns.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from espalier.engines.figures.arrays import Floats
from espalier.engines.figures.types import Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.classical.alpha import raw_alpha, refused
from espalier.engines.psychometrics.classical.moments import moments
from espalier.engines.psychometrics.classical.responses import Unanswered, settled
from espalier.engines.psychometrics.classical.wording import decimals, likely

_CELLS = 2**16  # counts drawn at a time: they stay in the cache


@dataclass(frozen=True, eq=False)
class BootstrapAlpha:
    """Alpha with a percentile interval of ``n_resamples`` resamples of people; ``values`` are their alphas.

    ``n_undefined`` resamples had totals that did not vary and are left out of ``values``.
    """

    estimate: float
    interval: Interval
    values: Floats
    n_resamples: int
    n_undefined: int
    seed: int
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        """What the figure means and how sure it is."""
        span = likely(self.interval)
        return Said(
            "這 {n} 位學員分數的 α = {a}；重抽 {b} 次後{zh}。",
            "Alpha of the scores of these {n} learners is {a}; by {b} resamples of them {en}.",
        ).filled(
            n=self.n_used, a=decimals(self.estimate), b=self.n_resamples, zh=span.zh, en=span.en
        )


def bootstrap_alpha(
    scores: ArrayLike,
    *,
    missing: Unanswered,
    seed: int,
    n_resamples: int = 10_000,
    level: float = 0.95,
) -> BootstrapAlpha | Refusal:
    """Percentile interval of alpha over resamples of people.

    Parameters
    ----------
    scores : array_like, shape (n people, k items)
        Any numeric scale, reverse-scored already.
    missing : Unanswered
        ``pairwise`` and ``wrong_if_seen`` are refused where holes stay: a resample needs whole people.
    seed : int
        Same seed, same interval.
    n_resamples : int
        At least 100.

    Raises
    ------
    ValueError
        What ``cronbach_alpha`` raises, holes that stay, or too few resamples.

    References
    ----------
    Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.

    Checked against: Feldt's interval of simulated parallel items, .01 (own test); alphas of explicit resamples, 1e-5.
    """
    if n_resamples < 100:
        raise ValueError(f"n_resamples: 100 are the least, got {n_resamples}")
    responses = settled(scores, missing=missing)
    found = moments(responses)
    if found.totals is None:
        raise ValueError("scores: a resample needs whole people; choose missing='complete'")
    refusal = refused(found)
    if refusal is not None:
        return refusal
    scaled = (responses.scores - found.mean) / np.sqrt(found.total_variance)
    values = resampled_alphas(scaled, seed=seed, n_resamples=n_resamples)
    defined = values[np.isfinite(values)]
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    few = Said(
        "人數不多，重抽的區間偏窄。", "With so few people this interval is a little too narrow."
    )
    return BootstrapAlpha(
        estimate=min(1.0, raw_alpha(found.covariance)),
        interval=Interval(float(low), float(high), level),
        values=defined,
        n_resamples=n_resamples,
        n_undefined=int(values.size - defined.size),
        seed=seed,
        n_used=responses.n,
        n_missing=responses.n_missing,
        stages=responses.stages,
        warnings=(few,) if responses.n < 50 else (),
    )


def resampled_alphas(centred: Floats, *, seed: int, n_resamples: int) -> Floats:
    """Alpha of each resample, shape (n_resamples,), infinite where its totals do not vary.

    ``centred`` has shape (n, k), columns near mean 0: float32 products then keep six digits.
    """
    n, k = centred.shape
    totals = centred.sum(axis=1)
    columns = np.column_stack([centred, totals, totals**2, (centred**2).sum(axis=1)])
    columns = np.ascontiguousarray(columns, dtype=np.float32)
    rng = np.random.default_rng(seed)
    rows = max(1, _CELLS // n)
    sums = np.empty((n_resamples, k + 3), dtype=np.float32)
    for start in range(0, n_resamples, rows):
        block = sums[start : start + rows]
        np.matmul(multinomial_weights(rng, n, len(block)), columns, out=block)
    means = sums.astype(np.float64) / n
    items = means[:, k + 2] - (means[:, :k] ** 2).sum(axis=1)
    whole = means[:, k + 1] - means[:, k] ** 2
    found = np.full(n_resamples, np.inf)
    np.divide(items, whole, out=found, where=whole > 1e-6)
    return np.where(np.isinf(found), np.inf, k / (k - 1) * (1 - found))


def multinomial_weights(rng: np.random.Generator, n: int, n_rows: int) -> NDArray[np.float32]:
    """How often each of ``n`` people is drawn in each resample, float32 of shape (n_rows, n); rows sum to ``n``.

    Each draw is ``floor(u · n / 2³²)`` of 32 random bits u: no person's chance is off by more than n / 2³² of itself.

    >>> multinomial_weights(np.random.default_rng(1), 5, 2).sum(axis=1).tolist()
    [5.0, 5.0]
    """
    size = n_rows * n
    bits = rng.bit_generator.random_raw((size + 1) // 2).view(np.uint32)[:size]
    drawn = np.multiply(bits, n, dtype=np.int64, casting="unsafe").reshape(n_rows, n)
    drawn >>= 32
    drawn += np.arange(n_rows)[:, None] * n
    counts = np.bincount(drawn.ravel(), minlength=size)
    return counts.astype(np.float32).reshape(n_rows, n)
