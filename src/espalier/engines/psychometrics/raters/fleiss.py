"""Fleiss' kappa: several interchangeable raters, the same number for every piece of work.

References
----------
Fleiss 1971, Psychological Bulletin 76, 378–382. Fleiss, Nee & Landis 1979, Psychological Bulletin 86, 974–977
(standard error without agreement). Kraemer 1980, Biometrics 36, 207–216 (jackknife interval).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array, non_negative
from espalier.engines.figures.distributions import normal_cdf, t_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said
from espalier.engines.psychometrics.raters.codes import category_array, complete_rows
from espalier.engines.psychometrics.raters.wording import KAPPA, no_variation, too_few, word_of

METHOD = "fleiss-kappa"


@dataclass(frozen=True, slots=True)
class FleissKappa:
    """Agreement beyond chance, in all and per category (``None`` for a category nobody used).

    ``z`` tests against no agreement at all; the interval is by jackknife over the pieces of work.
    """

    kappa: float
    interval: Interval
    z: float
    p_value: float
    category_kappas: tuple[float | None, ...]
    n_used: int
    n_raters: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def fleiss_kappa(
    ratings: ArrayLike,
    *,
    missing: MissingPolicy,
    n_categories: int | None = None,
    n_least: int = 30,
    level: float = 0.95,
) -> FleissKappa | Refusal:
    """Fleiss' kappa of a table of ratings: (P̄ − P̄_e) / (1 − P̄_e), P̄_e = Σ p_j².

    Parameters
    ----------
    ratings : array_like, shape (n_works, n_raters)
        Category codes 0, 1, 2, …; NaN where a rating is missing.
    missing : MissingPolicy
        ``exclude`` leaves out work that lacks a rating (Krippendorff's alpha would keep it), ``refuse`` stops.
    n_categories : int, optional
        How many categories there were to choose from; by default the highest code seen, and one more.
    n_least, level
        Size gate and level of the interval.

    Raises
    ------
    ValueError
        Codes that are none or beyond ``n_categories``, fewer than two raters, nothing rated by all.

    Checked against: case ``rater_fleiss_kappa_1971``, 1e-9.

    Examples
    --------
    >>> found = fleiss_kappa([[0, 0, 0], [1, 1, 1], [0, 0, 1]], missing=MissingPolicy.REFUSE, n_least=3)
    >>> round(found.kappa, 3)
    0.55
    """
    table = category_array("ratings", ratings, ndim=2)
    kept = complete_rows("ratings", table, missing)
    codes = table[kept].astype(np.int64)
    if table.shape[1] < 2 or not codes.size:
        raise ValueError("ratings: no work was rated by all of at least two raters")
    k = int(codes.max()) + 1 if n_categories is None else n_categories
    if codes.max() >= k:
        raise ValueError(f"ratings: code {codes.max()} with only {k} categories")
    counts = np.stack([(codes == j).sum(axis=1) for j in range(k)], axis=1)
    return fleiss_kappa_of_counts(
        counts, n_missing=int((~kept).sum()), n_least=n_least, level=level
    )


def fleiss_kappa_of_counts(
    counts: ArrayLike, *, n_missing: int = 0, n_least: int = 30, level: float = 0.95
) -> FleissKappa | Refusal:
    """Fleiss' kappa from how many raters put each piece of work into each category.

    Parameters
    ----------
    counts : array_like, shape (n_works, n_categories)
        Each row sums to the number of raters; different sums are refused.

    Raises
    ------
    ValueError
        Negative counts, fewer than two works or two raters.

    Checked against: case ``rater_fleiss_kappa_1971``, 1e-9.

    Examples
    --------
    >>> fleiss_kappa_of_counts([[3, 0], [2, 0]]).code
    'unequal_raters'
    """
    table = float_array("counts", counts, ndim=2)
    non_negative("counts", table)
    n = table.shape[0]
    raters = table.sum(axis=1)
    if n < 2 or raters.max() < 2:
        raise ValueError("counts: two pieces of work and two raters are the least")
    if np.ptp(raters) > 0:
        return _unequal(n)
    if n < n_least:
        instead = Said(
            "請直接呈現每件作品的評定次數，或累積更多作品。",
            "Show the counts of each piece of work, or rate more of them.",
        )
        return too_few(METHOD, Said("件作品", "pieces of work"), n, n_least, instead)
    m, shares = float(raters[0]), table.sum(axis=0) / table.sum()
    if shares.max() >= 1 - 1e-12:
        return no_variation(
            METHOD, Said("所有評定都是同一等級", "Every rating was the same category"), n
        )
    kappa = _kappa(table, m)
    interval = _jackknife(table, m, kappa, level)
    z = kappa / _null_se(shares, n, m)
    sentence = _sentence(kappa, interval, n, int(m))
    assumptions = (
        Assumption(
            "interchangeable_raters",
            None,
            Said("評分者可互相替換", "the raters are interchangeable"),
        ),
    )
    return FleissKappa(
        kappa, interval, z, 2 * normal_cdf(-abs(z)), _by_category(table, m, shares), n, int(m),
        n_missing, assumptions, _warnings(n_missing), sentence,
    )  # fmt: skip


def _kappa(table: Floats, m: float) -> float:
    agreed = float((table * (table - 1)).sum()) / (table.shape[0] * m * (m - 1))
    chance = float(((table.sum(axis=0) / table.sum()) ** 2).sum())
    return float((agreed - chance) / (1 - chance))


def _null_se(shares: Floats, n: int, m: float) -> float:
    both = shares * (1 - shares)
    inner = float(both.sum()) ** 2 - float((both * (1 - 2 * shares)).sum())
    return sqrt(2 * inner / (n * m * (m - 1))) / float(both.sum())


def _by_category(table: Floats, m: float, shares: Floats) -> tuple[float | None, ...]:
    against = (table * (m - table)).sum(axis=0)
    possible = table.shape[0] * m * (m - 1) * shares * (1 - shares)
    pairs = zip(against, possible, strict=True)
    return tuple(None if all_ <= 0 else float(1 - found / all_) for found, all_ in pairs)


def _jackknife(table: Floats, m: float, kappa: float, level: float) -> Interval:
    """Interval from leaving out each piece of work once; all other works of one category would have no kappa."""
    n = table.shape[0]
    pairs = (table * (table - 1)).sum(axis=1)
    agreed = (pairs.sum() - pairs) / ((n - 1) * m * (m - 1))
    chance = (((table.sum(axis=0) - table) / ((n - 1) * m)) ** 2).sum(axis=1)
    has_kappa = chance < 1 - 1e-12
    without = (agreed[has_kappa] - chance[has_kappa]) / (1 - chance[has_kappa])
    pseudo = n * kappa - (n - 1) * without
    se = float(pseudo.std(ddof=1)) / sqrt(pseudo.size) if pseudo.size > 1 else 2.0
    half = t_quantile((1 + level) / 2, n - 1) * se
    return Interval(max(-1.0, kappa - half), min(1.0, kappa + half), level)


def _unequal(n: int) -> Refusal:
    return Refusal(
        METHOD,
        "unequal_raters",
        Said(
            "各作品的評分者人數不同，不能用 Fleiss kappa。",
            "The works have different numbers of raters.",
        ),
        Said("請改用 Krippendorff alpha。", "Use Krippendorff's alpha instead."),
        n_used=n,
    )


def _warnings(n_missing: int) -> tuple[Said, ...]:
    if not n_missing:
        return ()
    return (
        Said(
            f"有 {n_missing} 件作品缺評定而未計入；Krippendorff alpha 可以保留它們。",
            f"{n_missing} works lacked a rating and were left out; Krippendorff's alpha would keep them.",
        ),
    )


def _sentence(kappa: float, interval: Interval, n: int, m: int) -> Said:
    word, low = word_of(kappa, KAPPA), word_of(interval.low, KAPPA)
    return Said(
        f"{m} 位評分者的一致性{word.zh}：kappa 為 {kappa:.2f}（可能介於 {interval.low:.2f} 與 "
        f"{interval.high:.2f} 之間，{n} 件作品）。以下限來看是「{low.zh}」；一致性低的等級請先討論。",
        f"Agreement of the {m} raters is {word.en}: kappa {kappa:.2f} (likely between {interval.low:.2f} and "
        f"{interval.high:.2f}, {n} pieces of work). By its lower limit it is {low.en}; discuss first the "
        "categories with the lowest agreement.",
    )
