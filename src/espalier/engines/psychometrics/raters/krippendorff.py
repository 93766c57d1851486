"""Krippendorff's alpha: any number of raters, any scale, holes allowed.

References
----------
Krippendorff 2004, Content Analysis, 2nd ed., ch. 11. Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
Zapf, Castell, Morawietz & Karch 2016, BMC Medical Research Methodology 16:93 (bootstrap over the units).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.raters.wording import ALPHA, no_variation, too_few, word_of

METHOD = "krippendorff-alpha"
BLOCK = 512  # rows of a table of distances, or bootstrap runs, held at once


class Metric(StrEnum):
    """What a distance between two values means."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class KrippendorffAlpha:
    """Alpha = 1 − D_o/D_e with its bootstrap interval.

    ``n_used``: units with two ratings or more; ``n_missing``: holes in the table; ``n_failed_runs``: bootstrap runs
    in which nothing varied, left out of the interval.
    """

    alpha: float
    interval: Interval
    metric: Metric
    observed: float
    expected: float
    n_used: int
    n_ratings: int
    n_missing: int
    n_failed_runs: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def krippendorff_alpha(
    ratings: ArrayLike,
    *,
    metric: Metric,
    missing: MissingPolicy,
    seed: int,
    n_bootstrap: int = 1000,
    n_least: int = 2,
    level: float = 0.95,
) -> KrippendorffAlpha | Refusal:
    """Krippendorff's alpha: 1 − D_o/D_e from the coincidences of values within units.

    δ² is 0/1 (nominal), the squared difference of mid-ranks (ordinal), of values (interval), or of values relative to
    their sum (ratio).

    Parameters
    ----------
    ratings : array_like of float, shape (n_raters, n_units)
        NaN where a rater gave none; units with fewer than two ratings say nothing about agreement and fall out.
    metric : Metric
    missing : MissingPolicy
        ``exclude`` uses every pair there is, ``refuse`` stops at a hole.
    seed : int
        Of the bootstrap over units.
    n_bootstrap : int
        Runs, 100 or more.
    n_least : int
        Fewest units with two ratings.

    Raises
    ------
    ValueError
        Infinite values, negative ones with the ratio metric, fewer than two raters, too few runs.

    Checked against: case ``rater_krippendorff_canonical``, 1e-9.

    Examples
    --------
    >>> hole = float("nan")
    >>> found = krippendorff_alpha([[1, 2, 3, hole], [1, 2, 2, 4]], metric=Metric.NOMINAL,
    ...                            missing=MissingPolicy.EXCLUDE, seed=1)
    >>> round(found.alpha, 4), found.n_used
    (0.5455, 3)
    """
    table = _checked(ratings, Metric(metric), missing, n_bootstrap)
    n_given = (~np.isnan(table)).sum(axis=0)
    used = table[:, n_given >= 2]
    n_units = used.shape[1]
    if n_units < max(2, n_least):
        instead = Said(
            "請讓每件作品至少有兩人評分。", "Have every unit rated by at least two raters."
        )
        return too_few(
            METHOD,
            Said("個有兩筆以上評定的單位", "units with two ratings or more"),
            n_units,
            max(2, n_least),
            instead,
        )
    values, members = _membership(used)
    weights = np.ones((1, n_units))
    observed, expected = (float(x[0]) for x in _disagreements(weights, members, values, metric))
    if expected <= 0:
        return no_variation(METHOD, Said("所有評定都相同", "All ratings are the same"), n_units)
    runs = _bootstrap(members, values, Metric(metric), seed, n_bootstrap)
    alpha = 1 - observed / expected
    if runs.size < n_bootstrap / 2:
        return no_variation(
            METHOD, Said("幾乎所有評定都相同", "Almost all ratings are the same"), n_units
        )
    tail = (1 - level) / 2
    low, high = (float(x) for x in np.quantile(runs, [tail, 1 - tail]))
    interval = Interval(min(low, alpha), max(high, alpha), level)
    n_ratings, n_missing = int(members.sum()), int(np.isnan(table).sum())
    return KrippendorffAlpha(
        alpha, interval, Metric(metric), observed / n_ratings, expected / n_ratings, n_units, n_ratings,
        n_missing, n_bootstrap - runs.size, _stages(table.shape[1], n_units), _assumptions(Metric(metric)),
        _warnings(n_units), _sentence(alpha, interval, n_units, n_ratings),
    )  # fmt: skip


def _checked(
    ratings: ArrayLike, metric: Metric, missing: MissingPolicy, n_bootstrap: int
) -> Floats:
    table = float_array("ratings", ratings, ndim=2, may_miss=True)
    policy = MissingPolicy(missing)
    if table.shape[0] < 2 or table.shape[1] < 1:
        raise ValueError(f"ratings: two raters and a unit are the least, got shape {table.shape}")
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError("ratings: a missing rating is not a rating of 0; choose exclude or refuse")
    if policy is MissingPolicy.REFUSE and np.isnan(table).any():
        raise ValueError(
            f"ratings: {int(np.isnan(table).sum())} are missing; choose missing='exclude'"
        )
    if metric is Metric.RATIO and (table < 0).any():
        raise ValueError("ratings: the ratio metric is for values of 0 and above")
    if n_bootstrap < 100:
        raise ValueError(f"n_bootstrap: 100 runs are the least, got {n_bootstrap}")
    return table


def _membership(used: Floats) -> tuple[Floats, Floats]:
    """The distinct values in order, and how often each unit got each: shape (n_units, n_values)."""
    raters, units = np.nonzero(~np.isnan(used))
    values, codes = np.unique(used[raters, units], return_inverse=True)
    members = np.zeros((used.shape[1], values.size))
    np.add.at(members, (units, codes), 1)
    return values, members


def _disagreements(
    weights: Floats, members: Floats, values: Floats, metric: Metric
) -> tuple[Floats, Floats]:
    """Observed and expected disagreement of each run; ``weights`` (n_runs, n_units) say how often a unit counts."""
    totals = weights @ members
    n = totals.sum(axis=1)
    sizes = members.sum(axis=1)
    if metric is Metric.NOMINAL:
        within = weights @ ((sizes**2 - (members**2).sum(axis=1)) / (sizes - 1))
        return within, (n**2 - (totals**2).sum(axis=1)) / (n - 1)
    if metric is Metric.RATIO:
        # The values of a unit are few; all pairs of values are many and come in blocks.
        within = weights @ (_ratio_pairs(members, values) / (sizes - 1))
        return within, _ratio_pairs(totals, values) / (n - 1)
    if metric is Metric.INTERVAL:
        centred = np.broadcast_to(values - values.mean(), totals.shape)
    else:  # an ordinal distance is the distance of mid-ranks
        centred = np.cumsum(totals, axis=1) - totals / 2 - n[:, None] / 2
    first, second = centred @ members.T, centred**2 @ members.T
    within = (weights * 2 * (sizes * second - first**2) / (sizes - 1)).sum(axis=1)
    spread = n * (totals * centred**2).sum(axis=1) - (totals * centred).sum(axis=1) ** 2
    return np.maximum(within, 0.0), 2 * spread / (n - 1)


def _ratio_pairs(counts: Floats, values: Floats) -> Floats:
    """Σ_ck n_c n_k ((c − k)/(c + k))² of every row of ``counts``."""
    total = np.zeros(counts.shape[0])
    for start in range(0, values.size, BLOCK):
        part = values[start : start + BLOCK, None]
        both = part + values
        apart = np.divide(part - values, both, out=np.zeros(both.shape), where=both > 0)
        total += ((counts[:, start : start + BLOCK] @ apart**2) * counts).sum(axis=1)
    return total


def _bootstrap(members: Floats, values: Floats, metric: Metric, seed: int, n_runs: int) -> Floats:
    rng, n_units = np.random.default_rng(seed), members.shape[0]
    found = []
    for start in range(0, n_runs, BLOCK):
        size = min(BLOCK, n_runs - start)
        drawn = rng.multinomial(n_units, np.full(n_units, 1 / n_units), size=size).astype(float)
        observed, expected = _disagreements(drawn, members, values, metric)
        has_alpha = expected > 1e-12
        found.append(1 - observed[has_alpha] / expected[has_alpha])
    return np.concatenate(found)


def _stages(n_all: int, n_used: int) -> tuple[Stage, ...]:
    why = Said("評定少於兩筆，無從比較", "fewer than two ratings, nothing to compare")
    return (
        Stage("units", n_all),
        Stage("two_ratings_or_more", n_used, n_all - n_used, why if n_all > n_used else None),
    )


def _assumptions(metric: Metric) -> tuple[Assumption, ...]:
    said = Said(f"量尺屬於 {metric.value}", f"the scale is {metric.value}")
    return (Assumption("metric", None, said),)


def _warnings(n_units: int) -> tuple[Said, ...]:
    if n_units >= 20:
        return ()
    said = Said(
        f"只有 {n_units} 個單位，自助法區間偏窄，請當作粗略範圍。",
        f"With only {n_units} units the bootstrap interval tends to be too narrow; take it as rough.",
    )
    return (said,)


def _sentence(alpha: float, interval: Interval, n_units: int, n_ratings: int) -> Said:
    word, low = word_of(alpha, ALPHA), word_of(interval.low, ALPHA)
    return Said(
        f"評分者之間的一致性{word.zh}：alpha 為 {alpha:.2f}（可能介於 {interval.low:.2f} 與 {interval.high:.2f} "
        f"之間；{n_units} 個單位、{n_ratings} 筆評定）。以下限判斷：{low.zh}；不足 .80 時請先統一評分規準再使用。",
        f"Agreement of the raters is {word.en}: alpha {alpha:.2f} (likely between {interval.low:.2f} and "
        f"{interval.high:.2f}; {n_units} units, {n_ratings} ratings). Judged by the lower limit: {low.en}; below "
        ".80 settle the rubric first.",
    )
