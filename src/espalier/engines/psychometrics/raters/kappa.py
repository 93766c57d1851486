"""Cohen's kappa of two raters, plain and weighted.

References
----------
Cohen 1960, Educational and Psychological Measurement 20, 37–46. Cohen 1968, Psychological Bulletin 70, 213–220.
Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72, 323–327 (standard error). Feinstein & Cicchetti 1990,
Journal of Clinical Epidemiology 43, 543–549 (high agreement with low kappa).
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array, non_negative
from espalier.engines.figures.distributions import normal_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said
from espalier.engines.psychometrics.raters.codes import category_array, complete_rows
from espalier.engines.psychometrics.raters.wording import KAPPA, no_variation, too_few, word_of

METHOD = "cohen-kappa"
CASES = Said("件雙方都評過的作品", "pieces of work rated by both")


class Weights(StrEnum):
    """How bad a disagreement is: all alike, by distance, or by its square."""

    NOMINAL = "nominal"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement of two raters beyond chance.

    ``observed`` and ``expected`` are the (weighted) agreements, ``share_same`` the plain share of equal ratings, and
    ``prevalence`` the mean share of each category; all 0–1.
    """

    kappa: float
    interval: Interval
    se: float
    observed: float
    expected: float
    share_same: float
    prevalence: tuple[float, ...]
    n_used: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def cohen_kappa(
    first: ArrayLike,
    second: ArrayLike,
    *,
    missing: MissingPolicy,
    weights: Weights | ArrayLike = Weights.NOMINAL,
    n_least: int = 30,
    level: float = 0.95,
) -> Kappa | Refusal:
    """Cohen's kappa from the ratings of two raters: (p_o − p_e) / (1 − p_e).

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Category codes 0, 1, 2, …; NaN where a rater gave none. For weighted kappa they are in order.
    missing : MissingPolicy
        ``exclude`` leaves out work that only one rated, ``refuse`` stops.
    weights, n_least, level
        As in :func:`cohen_kappa_of_table`.

    Raises
    ------
    ValueError
        Ratings of different length, codes that are none, nothing rated by both.

    Checked against: case ``rater_cohen_kappa_1960_1968``, 1e-9.

    Examples
    --------
    >>> found = cohen_kappa([0, 0, 1, 1], [0, 0, 1, 0], missing=MissingPolicy.REFUSE, n_least=4)
    >>> round(found.kappa, 3)
    0.5
    """
    one = category_array("first", first, ndim=1)
    two = category_array("second", second, ndim=1)
    if one.shape != two.shape:
        raise ValueError(f"first and second: lengths differ, {one.size} and {two.size}")
    pairs = np.column_stack([one, two])
    kept = complete_rows("ratings", pairs, missing)
    codes = pairs[kept].astype(np.int64)
    if not codes.size:
        raise ValueError("ratings: nothing was rated by both raters")
    n_categories = max(
        int(codes.max()) + 1, 2 if isinstance(weights, str) else len(np.asarray(weights))
    )
    counts = np.zeros((n_categories, n_categories))
    np.add.at(counts, (codes[:, 0], codes[:, 1]), 1)
    return cohen_kappa_of_table(
        counts, weights=weights, n_missing=int((~kept).sum()), n_least=n_least, level=level
    )


def cohen_kappa_of_table(
    counts: ArrayLike,
    *,
    weights: Weights | ArrayLike = Weights.NOMINAL,
    n_missing: int = 0,
    n_least: int = 30,
    level: float = 0.95,
) -> Kappa | Refusal:
    """Kappa from the table of two raters; weighted: 1 − Σ v_ij p_ij / Σ v_ij p_i. p_.j.

    Parameters
    ----------
    counts : array_like, shape (k, k)
        How often the first gave category i and the second category j; 0 or more.
    weights : Weights or array_like, shape (k, k)
        *Disagreement* weights v: 0 on the diagonal, 0 or more elsewhere.
    n_missing : int
        How many were left out before.
    n_least : int
        The size gate; below it the method refuses.
    level : float
        Of the interval; standard error by Fleiss, Cohen & Everitt. Where nobody ever disagreed it would be 0: the
        lower limit then comes from the exact binomial limit of the agreement.

    Raises
    ------
    ValueError
        A table that is not square, negative or empty; weights of another shape, or not 0 on the diagonal.

    Checked against: case ``rater_cohen_kappa_1960_1968``, 1e-9 (interval 1e-6).

    Examples
    --------
    >>> found = cohen_kappa_of_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    >>> round(found.kappa, 4), round(found.interval.low, 4), round(found.interval.high, 4)
    (0.4915, 0.3916, 0.5915)
    """
    table = float_array("counts", counts, ndim=2)
    non_negative("counts", table)
    if table.shape[0] != table.shape[1] or table.shape[0] < 2 or not table.sum() > 0:
        raise ValueError(f"counts: a square table with ratings in it expected, got {table.shape}")
    agreement = _agreement_weights(weights, table.shape[0])
    n = round(float(table.sum()))
    if n < n_least:
        return too_few(METHOD, CASES, n, n_least, _instead(table))
    shares = table / table.sum()
    expected = float(shares.sum(axis=1) @ agreement @ shares.sum(axis=0))
    if expected >= 1 - 1e-12:
        return no_variation(
            METHOD, Said("兩位評分者都只用同一個等級", "Both used one and the same category"), n
        )
    return _judged(shares, agreement, expected, n, n_missing, level)


def _agreement_weights(weights: Weights | ArrayLike, k: int) -> Floats:
    distance = np.abs(np.subtract.outer(np.arange(k), np.arange(k))).astype(float)
    if isinstance(weights, str):
        power = {Weights.NOMINAL: 0.0, Weights.LINEAR: 1.0, Weights.QUADRATIC: 2.0}[
            Weights(weights)
        ]
        bad = np.where(distance > 0, distance**power, 0.0)
    else:
        bad = float_array("weights", weights, ndim=2)
        non_negative("weights", bad)
        if bad.shape != (k, k) or np.diag(bad).any() or not bad.any():
            raise ValueError(f"weights: shape ({k}, {k}) with 0 only for agreement expected")
    return np.asarray(1 - bad / bad.max())


def _se(shares: Floats, agreement: Floats, observed: float, expected: float, n: int) -> float:
    """Large-sample standard error of a kappa that is not 0 (Fleiss, Cohen & Everitt, eq. 8 and 13)."""
    of_row = agreement @ shares.sum(axis=0)
    of_column = shares.sum(axis=1) @ agreement
    inner = agreement * (1 - expected) - np.add.outer(of_row, of_column) * (1 - observed)
    spread = float((shares * inner**2).sum()) - (observed * expected - 2 * expected + observed) ** 2
    return sqrt(max(0.0, spread) / n) / (1 - expected) ** 2


def _judged(
    shares: Floats, agreement: Floats, expected: float, n: int, n_missing: int, level: float
) -> Kappa:
    observed = float((shares * agreement).sum())
    kappa = (observed - expected) / (1 - expected)
    se = _se(shares, agreement, observed, expected, n)
    if observed >= 1 - 1e-12:
        worst = ((1 - level) / 2) ** (1 / n)  # exact lower limit of n agreements in n
        interval = Interval(max(-1.0, 1 - (1 - worst) / (1 - expected)), 1.0, level)
        kappa = 1.0
    else:
        half = normal_quantile((1 + level) / 2) * se
        interval = Interval(max(-1.0, kappa - half), min(1.0, kappa + half), level)
    same = float(np.trace(shares))
    prevalence = tuple(float(x) for x in (shares.sum(axis=0) + shares.sum(axis=1)) / 2)
    warnings = _warnings(kappa, same, max(prevalence))
    assumptions = (
        Assumption(
            "rated_alone",
            None,
            Said("兩位評分者各自獨立評分", "the two rated without knowing each other's ratings"),
        ),
    )
    return Kappa(
        kappa, interval, se, observed, expected, same, prevalence, n, n_missing, assumptions,
        warnings, _sentence(kappa, interval, same, n) + _advice(interval, warnings),
    )  # fmt: skip


def _warnings(kappa: float, same: float, most: float) -> tuple[Said, ...]:
    if not (same >= 0.8 and kappa < 0.61 and most >= 0.8):
        return ()
    return (
        Said(
            f"一致比例有 {same:.0%}，kappa 卻不高，因為 {most:.0%} 的評定都落在同一等級；"
            "少見等級的一致程度要另外看。",
            f"They agree on {same:.0%} although kappa is low, because {most:.0%} of the ratings fall into one "
            "category; look at the rare categories on their own.",
        ),
    )


def _sentence(kappa: float, interval: Interval, same: float, n: int) -> Said:
    word = word_of(kappa, KAPPA)
    return Said(
        f"兩位評分者的一致性{word.zh}：kappa 為 {kappa:.2f}（可能介於 {interval.low:.2f} 與 "
        f"{interval.high:.2f} 之間），{n} 件中有 {same:.0%} 評定相同。",
        f"Agreement of the two raters is {word.en}: kappa {kappa:.2f} (likely between {interval.low:.2f} and "
        f"{interval.high:.2f}), with the same rating for {same:.0%} of {n} pieces of work.",
    )


def _advice(interval: Interval, warnings: tuple[Said, ...]) -> Said:
    low = word_of(interval.low, KAPPA)
    if warnings:
        return warnings[0]
    if interval.low >= 0.61:
        return Said(
            "即使以下限來看也夠高，可以沿用現行評分規準。",
            "Even the lower limit is substantial; keep the rubric as it is.",
        )
    return Said(
        f"以下限來看可能只是「{low.zh}」；請一起討論評定不同的作品，並把評分規準寫得更清楚。",
        f"By its lower limit it may be only {low.en}: discuss the work rated differently and sharpen the rubric.",
    )


def _instead(table: Floats) -> Said:
    same, n = int(np.trace(table)), round(float(table.sum()))
    return Said(
        f"請直接說：{n} 件中有 {same} 件評定相同，並累積更多雙評作品。",
        f"Say plainly that {same} of {n} were rated the same, and rate more work twice.",
    )
