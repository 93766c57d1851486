"""How closely two instruments rank the same persons: correlations with intervals."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import (
    Pairs,
    average_ranks,
    complete_pairs,
    is_constant,
    measured_array,
    pearson,
)
from espalier.engines.effects.crosscheck.wording import FEW_PAIRS, between, verdict_on
from espalier.engines.figures.arrays import Ints, MissingPolicy
from espalier.engines.figures.distributions import normal_quantile
from espalier.engines.figures.intervals import fisher_z
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Verdict

FEWEST = 4  # the interval needs n − 3 > 0
COMFORTABLE = 30
WORTH_HAVING = 0.30


class Kind(StrEnum):
    """Which correlation: of the numbers themselves, or of their ranks where the scale is only ordered."""

    PEARSON = "pearson"
    SPEARMAN = "spearman"


@dataclass(frozen=True, slots=True)
class Correlation:
    """One correlation, −1 to 1, with its interval; ``n_missing`` persons lacked one of the two."""

    kind: Kind
    r: float
    interval: Interval
    n_used: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    verdict: Verdict
    sentence: Said


@dataclass(frozen=True, slots=True)
class NamedCorrelation:
    """The correlation of two instruments by their names, or why there is none."""

    first: str
    second: str
    found: Correlation | Refusal


@dataclass(frozen=True, eq=False)
class CorrelationMatrix:
    """Every pair of instruments; ``n_overlap`` has shape (k, k)."""

    instruments: tuple[str, ...]
    pairs: tuple[NamedCorrelation, ...]
    n_overlap: Ints
    n_used: int
    n_missing: int
    warnings: tuple[Said, ...]
    sentence: Said


def correlation(
    x: ArrayLike,
    y: ArrayLike,
    *,
    missing: MissingPolicy,
    kind: Kind = Kind.PEARSON,
    level: float = 0.95,
    smallest: float = WORTH_HAVING,
) -> Correlation | Refusal:
    """Pearson's r or Spearman's rho with an interval on Fisher's z.

    z = atanh(r) ± q·SE with SE = 1/√(n−3) for Pearson and √((1 + r²/2)/(n−3)) for Spearman.

    Parameters
    ----------
    x, y : array_like of float, shape (n,)
        One number a person.
    smallest : float
        The correlation worth speaking of, above 0.

    Returns
    -------
    Correlation or Refusal
        Refused with fewer than 4 complete pairs, or where one instrument gives everyone the same number.

    Raises
    ------
    ValueError
        Bad input: see :func:`pairs.complete_pairs`.

    References
    ----------
    Fisher, Metron 1 (1921) 3–32. Bonett & Wright, Psychometrika 65 (2000) 23–28, doi:10.1007/BF02294183.
    Checked against: case ``cross_bland_altman_pefr`` (r, 1e-8).

    Examples
    --------
    >>> found = correlation([1, 2, 3, 4, 5], [1, 3, 2, 5, 4], missing=MissingPolicy.REFUSE)
    >>> round(found.r, 6)
    0.8
    """
    pairs = complete_pairs(x, y, missing=missing)
    refused = refused_pairs("correlation", pairs, FEWEST)
    if refused is not None:
        return refused
    r, interval = _estimate(pairs, Kind(kind), level)
    verdict = verdict_on(
        r,
        interval,
        smallest,
        has_comparison=True,
        better=Said("兩項工具同高同低", "the two instruments rise and fall together"),
        worse=Said("兩項工具方向相反", "the two instruments run against each other"),
        to_change=Said("再多量幾個人，區間才會縮小。", "More persons with both would narrow it."),
    )
    return Correlation(
        Kind(kind),
        r,
        interval,
        pairs.n_used,
        pairs.n_missing,
        _assumptions(Kind(kind)),
        (FEW_PAIRS,) if pairs.n_used < COMFORTABLE else (),
        verdict,
        _sentence(verdict, r, interval, pairs),
    )


def refused_pairs(method: str, pairs: Pairs, fewest: int) -> Refusal | None:
    """The refusal where there are too few complete pairs or one side is constant; else None."""
    if pairs.n_used < fewest:
        return Refusal(
            method,
            "too_few",
            Said(
                f"只有 {pairs.n_used} 人兩項都有資料，至少要 {fewest} 人。",
                f"Only {pairs.n_used} persons have both measures; at least {fewest} are needed.",
            ),
            Said("請逐人並列比較。", "Compare the persons one by one instead."),
            pairs.n_used,
        )
    if is_constant(pairs.x) or is_constant(pairs.y):
        return Refusal(
            method,
            "constant",
            Said(
                "其中一項工具給每個人相同的分數，無法比較高低。",
                "One instrument gives everybody the same score, so nothing can be compared.",
            ),
            Said("請檢查該工具是否太易或太難。", "Check whether it was too easy or too hard."),
            pairs.n_used,
        )
    return None


def correlation_matrix(
    values: ArrayLike,
    instruments: Sequence[str],
    *,
    missing: MissingPolicy,
    ordinal: Collection[str] = (),
    level: float = 0.95,
) -> CorrelationMatrix:
    """Every pair of instruments: Spearman where either is in ``ordinal``, Pearson elsewhere.

    Parameters
    ----------
    values : array_like of float, shape (n_persons, k)
        k ≥ 2 instruments as columns; each pair uses the persons who have both.
    instruments : sequence of str, length k
    ordinal : collection of str
        Instruments whose numbers are only ordered.

    Raises
    ------
    ValueError
        Fewer than two instruments, names that do not fit the columns, unknown ordinal names, bad numbers.

    Examples
    --------
    >>> scores = [[1, 2], [2, 3], [3, 5], [4, 4]]
    >>> found = correlation_matrix(scores, ["test", "rating"], missing=MissingPolicy.REFUSE)
    >>> round(found.pairs[0].found.r, 6)
    0.8
    """
    table = measured_array("values", values, ndim=2, may_miss=True)
    names = tuple(instruments)
    if table.shape[1] != len(names) or len(names) < 2 or len(set(names)) < len(names):
        raise ValueError(f"instruments: {table.shape[1]} columns, {len(names)} different names")
    if unknown := set(ordinal) - set(names):
        raise ValueError(f"ordinal: no instrument named {', '.join(sorted(unknown))}")
    found = []
    for i, first in enumerate(names):
        for j, second in enumerate(names[:i]):
            kind = Kind.SPEARMAN if {first, second} & set(ordinal) else Kind.PEARSON
            one = correlation(table[:, j], table[:, i], missing=missing, kind=kind, level=level)
            found.append(NamedCorrelation(second, first, one))
    there = (~np.isnan(table)).astype(np.int64)
    n_used = int(there.all(axis=1).sum())
    return CorrelationMatrix(
        names,
        tuple(found),
        there.T @ there,
        n_used,
        table.shape[0] - n_used,
        _many(found, level),
        _matrix_sentence(found, n_used),
    )


def _estimate(pairs: Pairs, kind: Kind, level: float) -> tuple[float, Interval]:
    if kind is Kind.PEARSON:
        r = pearson(pairs.x, pairs.y)
        return r, fisher_z(r, pairs.n_used, level=level)
    r = pearson(average_ranks(pairs.x), average_ranks(pairs.y))
    if abs(r) > 1 - 1e-12:
        return float(np.sign(r)), Interval(np.sign(r), np.sign(r), level)
    half = normal_quantile((1 + level) / 2) * sqrt((1 + r * r / 2) / (pairs.n_used - 3))
    return r, Interval(tanh(atanh(r) - half), tanh(atanh(r) + half), level)


def _assumptions(kind: Kind) -> tuple[Assumption, ...]:
    if kind is Kind.SPEARMAN:
        return (
            Assumption(
                "monotone", None, Said("關係大致一路向上或向下。", "The relation is monotone.")
            ),
        )
    return (
        Assumption(
            "linear", None, Said("關係大致成直線，請看散布圖。", "Roughly linear: see the plot.")
        ),
    )


def _sentence(verdict: Verdict, r: float, interval: Interval, pairs: Pairs) -> Said:
    likely = between(interval)
    return verdict.sentence + Said(
        f"相關係數 {r:.2f}，{likely.zh}（{pairs.n_used} 人兩項都有）。"
        "相關高不等於分數一致；要換用工具，請另看一致性分析。",
        f"The correlation is {r:.2f}, {likely.en} ({pairs.n_used} persons have both). "
        "Going together is not giving the same score: before swapping instruments look at agreement.",
    )


def _many(found: Sequence[NamedCorrelation], level: float) -> tuple[Said, ...]:
    if len(found) < 10:
        return ()
    missed = len(found) * (1 - level)
    return (
        Said(
            f"共 {len(found)} 個相關，其中約 {missed:.1f} 個的區間會因機會而失準。",
            f"{len(found)} correlations: about {missed:.1f} of the intervals will miss by chance.",
        ),
    )


def _matrix_sentence(found: Sequence[NamedCorrelation], n_all: int) -> Said:
    told = [each for each in found if isinstance(each.found, Correlation)]
    signs = [
        each for each in told if isinstance(each.found, Correlation) and each.found.interval.low > 0
    ]
    return Said(
        f"{len(found)} 組工具中，{len(told)} 組可以計算，{len(signs)} 組明顯同向；"
        f"所有工具都有資料的有 {n_all} 人。每組的人數不同，請連同區間一起看。",
        f"Of {len(found)} pairs of instruments {len(told)} could be computed and {len(signs)} go "
        "together beyond "
        f"chance; {n_all} persons have all instruments. Read every pair with its own n and interval.",
    )
