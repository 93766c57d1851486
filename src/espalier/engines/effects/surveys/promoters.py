"""Net promoter score with how far it moves by chance."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.wording import between, verdict_on
from espalier.engines.effects.surveys.likert import Scale, answers_on
from espalier.engines.effects.surveys.response import (
    Reach,
    ResponseRate,
    hidden_cell,
    response_rate,
)
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.distributions import normal_quantile
from espalier.engines.figures.intervals import around, wilson
from espalier.engines.figures.types import Interval, Refusal, Said, Verdict

COMFORTABLE = 30
WORTH_HAVING = 10.0
TEN = Scale(0, 10)


@dataclass(frozen=True, slots=True)
class PromoterScore:
    """NPS in points (−100 to 100), its standard error and interval."""

    nps: float
    se: float
    interval: Interval
    n_promoters: int
    n_passives: int
    n_detractors: int
    response: ResponseRate
    n_used: int
    n_missing: int
    warnings: tuple[Said, ...]
    verdict: Verdict | None
    sentence: Said


def net_promoter_score(
    ratings: ArrayLike,
    *,
    missing: MissingPolicy,
    n_invited: int | None = None,
    smallest: float = WORTH_HAVING,
    level: float = 0.95,
) -> PromoterScore | Refusal:
    """100 (p − d) with SE = 100 √((p + d − (p − d)²)/n); p promoters (9–10), d detractors (0–6).

    Where everybody answers alike the error would be zero; the interval then comes from Wilson's limit of that share.

    Parameters
    ----------
    ratings : array_like of float, shape (n,)
        Whole numbers 0–10, NaN where not answered.
    smallest : float
        The score, in points, worth speaking of.

    Returns
    -------
    PromoterScore or Refusal
        Refused with fewer than 5 answers.

    Raises
    ------
    ValueError
        An answer off the scale.

    References
    ----------
    Reichheld, Harvard Business Review 81(12) (2003) 46–54; variance of a difference of multinomial shares.
    Checked against: case ``survey_nps_topbox`` (1e-9).

    Examples
    --------
    >>> found = net_promoter_score([10, 9, 8, 6, 3, 10], missing=MissingPolicy.REFUSE)
    >>> round(found.nps, 4)
    16.6667
    """
    answers, n_missing = answers_on(ratings, TEN, missing)
    n = int(answers.size)
    refused = hidden_cell("nps", n)
    if refused is not None:
        return refused
    response = response_rate(n, n_invited)
    promoters, detractors = int((answers >= 9).sum()), int((answers <= 6).sum())
    p, d = promoters / n, detractors / n
    nps, se = 100 * (p - d), 100 * sqrt((p + d - (p - d) ** 2) / n)
    interval = _interval(nps, se, (promoters, detractors, n), level)
    verdict = None if response.reach is Reach.NO_VERDICT else _verdict(nps, interval, smallest)
    moves = normal_quantile((1 + level) / 2) * se
    return PromoterScore(
        nps,
        se,
        interval,
        promoters,
        n - promoters - detractors,
        detractors,
        response,
        n,
        n_missing,
        (_chance(n, moves),) if n < COMFORTABLE else (),
        verdict,
        _sentence(verdict, nps, interval, response),
    )


def ratings_of_counts(counts: ArrayLike) -> np.ndarray:
    """Ratings 0–10 from how often each was given (shape (11,)). Raises ``ValueError`` for anything else.

    Examples
    --------
    >>> ratings_of_counts([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]).tolist()
    [0, 10, 10]
    """
    n = np.asarray(counts)
    if n.shape != (11,) or n.dtype.kind not in "iu" or (n < 0).any():
        raise ValueError(f"counts: eleven whole numbers from 0 expected, got {n.tolist()}")
    return np.repeat(np.arange(11), n)


def _interval(nps: float, se: float, counts: tuple[int, int, int], level: float) -> Interval:
    if se > 0:
        raw = around(nps, se, level=level)
        return Interval(max(-100.0, raw.low), min(100.0, raw.high), level)
    promoters, detractors, n = counts
    most = 100 * wilson(0, n, level=level).high  # the share of any other answer could be this large
    if promoters == n:
        return Interval(100 - 2 * most, 100.0, level)
    return Interval(-100.0, 2 * most - 100, level) if detractors else Interval(-most, most, level)


def _verdict(nps: float, interval: Interval, smallest: float) -> Verdict:
    return verdict_on(
        nps,
        interval,
        smallest,
        has_comparison=True,
        better=Said("願意推薦的多於不推薦的", "more would recommend it than not"),
        worse=Said("不推薦的多於願意推薦的", "more would advise against it than recommend it"),
    )


def _chance(n: int, moves: float) -> Said:
    return Said(
        f"只有 {n} 人作答，NPS 單憑機會就可能上下 {moves:.0f} 點（少於 30 人時約 ±30 點）。",
        f"With {n} answers the NPS moves by about {moves:.0f} points by chance (below 30 answers some ±30).",
    )


def _sentence(
    verdict: Verdict | None, nps: float, interval: Interval, response: ResponseRate
) -> Said:
    likely = between(interval, 0)
    told = Said(
        f"推薦淨值（NPS）{nps:.0f} 點，{likely.zh}。推薦淨值不是學習成效；請看不推薦者的意見。",
        f"The net promoter score is {nps:.0f} points, {likely.en}. It is not learning: read what "
        "detractors say.",
    )
    told = told + response.sentence
    return told if verdict is None else verdict.sentence + told
