"""Cut scores from global ratings: regression on the rating, and the median of the borderline group.

References
----------
Wood, Humphrey-Murto & Norman 2006, Advances in Health Sciences Education 11, 115–122 (borderline regression).
Livingston & Zieky 1982, Passing Scores (borderline group). Order-statistic interval:
Conover 1999, Practical Nonparametric Statistics, § 3.2.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, MissingPolicy, float_array
from espalier.engines.figures.distributions import t_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.standards.pass_rates import PassRate, pass_rates, said_rates

REGRESSION = "borderline-regression"
GROUP = "borderline-group"


@dataclass(frozen=True, slots=True)
class BorderlineRegression:
    """The score expected at the borderline rating; ``se`` of that expected score."""

    cut: float
    se: float
    interval: Interval
    slope: float
    r_squared: float
    counts: dict[float, int]
    pass_rates: tuple[PassRate, ...]
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


@dataclass(frozen=True, slots=True)
class BorderlineGroup:
    """The median score of learners rated borderline; ``se`` is a quarter of the 95 % interval's width."""

    cut: float
    se: float
    interval: Interval
    pass_rates: tuple[PassRate, ...]
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def borderline_regression(
    scores: ArrayLike,
    ratings: ArrayLike,
    *,
    borderline: float,
    levels: ArrayLike,
    missing: MissingPolicy,
    n_least: int = 50,
    level: float = 0.95,
) -> BorderlineRegression | Refusal:
    """Cut = b0 + b1 · borderline of the regression of scores on global ratings.

    Parameters
    ----------
    scores, ratings : array_like of float, shape (n,)
    borderline : float
        The rating that stands for "borderline", one of ``levels``.
    levels : array_like of float
        Every rating there is; each must have been given at least once.
    missing : MissingPolicy
        ``exclude`` leaves out learners without score or rating, ``refuse`` stops.
    n_least : int
        Fewest learners (50).

    Raises
    ------
    ValueError
        Lengths that differ, a rating outside ``levels``, infinite values.

    Checked against: numpy.polyfit and a hand-computed table (tests), 1e-9.

    Examples
    --------
    >>> found = borderline_regression([40, 50, 61, 69], [1, 2, 3, 4], borderline=2, levels=[1, 2, 3, 4],
    ...                               missing=MissingPolicy.REFUSE, n_least=4)
    >>> round(found.cut, 2)
    50.1
    """
    values, given, kept = _pairs(scores, ratings, missing)
    steps = np.unique(float_array("levels", levels, ndim=1))
    if borderline not in steps.tolist() or not np.isin(given, steps).all():
        raise ValueError(f"ratings: borderline and every rating must be one of {steps.tolist()}")
    counts = {step: int(np.count_nonzero(given == step)) for step in steps.tolist()}
    refusal = _refused_regression(values, counts, max(4, n_least))
    if refusal is not None:
        return refusal
    mean_x, mean_y = float(given.mean()), float(values.mean())
    sxx = float(((given - mean_x) ** 2).sum())
    slope = float(((given - mean_x) * (values - mean_y)).sum()) / sxx
    if slope <= 0:
        return _not_rising(values.size)
    n, cut = values.size, mean_y + slope * (borderline - mean_x)
    residual = float(((values - mean_y - slope * (given - mean_x)) ** 2).sum())
    se = sqrt(residual / (n - 2) * (1 / n + (borderline - mean_x) ** 2 / sxx))
    half = t_quantile((1 + level) / 2, n - 2) * se
    r_squared = 1 - residual / float(((values - mean_y) ** 2).sum())
    rates, interval = pass_rates(values, cut, se), Interval(cut - half, cut + half, level)
    stages = _stages(kept)
    return BorderlineRegression(
        cut, se, interval, slope, r_squared, counts, rates, n, int((~kept).sum()), stages, _linear(),
        _weak_link(r_squared), _regression_sentence(cut, interval, rates, r_squared, n),
    )  # fmt: skip


def borderline_group(
    scores: ArrayLike,
    ratings: ArrayLike,
    *,
    borderline: float,
    missing: MissingPolicy,
    n_least: int = 10,
    level: float = 0.95,
) -> BorderlineGroup | Refusal:
    """Cut = median score of those rated borderline; interval from order statistics.

    Parameters
    ----------
    scores, ratings : array_like of float, shape (n,)
    borderline : float
        The rating that stands for "borderline".
    missing : MissingPolicy
        ``exclude`` leaves out learners without score or rating, ``refuse`` stops.
    n_least : int
        Fewest learners rated borderline (10).

    Raises
    ------
    ValueError
        Lengths that differ, infinite values.

    Checked against: counted by hand and binomial tails (tests).

    Examples
    --------
    >>> found = borderline_group(range(40, 51), [2] * 11, borderline=2, missing=MissingPolicy.REFUSE)
    >>> found.cut, found.interval.low, found.interval.high
    (45.0, 41.0, 49.0)
    """
    values, given, kept = _pairs(scores, ratings, missing)
    group = np.sort(values[given == borderline])
    n = group.size
    if n < max(6, n_least):
        reason = Said(
            f"只有 {n} 位學員被評為邊界，至少要 {max(6, n_least)} 位，所以不給切截分數。",
            f"Only {n} learners were rated borderline; {max(6, n_least)} are the least, so no cut is given.",
        )
        instead = Said(
            "請改用 Angoff 或累積更多評等。", "Use Angoff's method, or collect more ratings."
        )
        return Refusal(GROUP, "too_few", reason, instead, n_used=n)
    cut, interval = float(np.median(group)), _median_interval(group, level)
    se = interval.width / 4
    rates = pass_rates(values, cut, se)
    stages = (*_stages(kept), Stage("borderline", n, values.size - n))
    said = Said(
        f"切截分數為 {cut:.1f} 分（邊界組 {n} 人的中位數，可能介於 {interval.low:.1f} 與 {interval.high:.1f}）。",
        f"The cut is {cut:.1f} points (median of {n} learners rated borderline, likely between {interval.low:.1f} and "
        f"{interval.high:.1f}).",
    )
    todo = Said("請由負責人看過及格率後決定。", "Decide after looking at the pass rates.")
    return BorderlineGroup(
        cut,
        se,
        interval,
        rates,
        n,
        int((~kept).sum()),
        stages,
        _same_picture(),
        (),
        said + said_rates(rates) + todo,
    )


def _pairs(
    scores: ArrayLike, ratings: ArrayLike, missing: MissingPolicy
) -> tuple[Floats, Floats, Bools]:
    values = float_array("scores", scores, ndim=1, may_miss=True)
    given = float_array("ratings", ratings, ndim=1, may_miss=True)
    if values.shape != given.shape:
        raise ValueError(f"scores and ratings: lengths differ, {values.size} and {given.size}")
    kept = np.asarray(~(np.isnan(values) | np.isnan(given)))
    policy = MissingPolicy(missing)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError("scores: a missing score or rating is not 0; choose exclude or refuse")
    if policy is MissingPolicy.REFUSE and not kept.all():
        raise ValueError(
            f"scores: {int((~kept).sum())} lack score or rating; choose missing='exclude'"
        )
    return values[kept], given[kept], kept


def _refused_regression(values: Floats, counts: dict[float, int], n_least: int) -> Refusal | None:
    instead = Said(
        "請改用邊界組中位數（至少 10 位邊界學員）。",
        "Use the median of the borderline group (10 or more).",
    )
    n = values.size
    if n < n_least:
        reason = Said(
            f"只有 {n} 位學員，邊界迴歸至少要 {n_least} 位。",
            f"Only {n} learners; borderline regression needs {n_least}.",
        )
        return Refusal(REGRESSION, "too_few", reason, instead, n_used=n)
    empty = [f"{step:g}" for step, count in counts.items() if not count]
    if empty or len(counts) < 3:
        reason = Said(
            f"整體評等要有三級以上且每級都用到；沒有人得到：{'、'.join(empty) or '—'}。",
            f"Three rating levels or more must all be used; nobody was given: {', '.join(empty) or '—'}.",
        )
        return Refusal(REGRESSION, "empty_level", reason, instead, n_used=n)
    if np.ptp(values) <= 0:
        return Refusal(
            REGRESSION,
            "no_variation",
            Said("所有分數都相同。", "All scores are the same."),
            instead,
            n,
        )
    return None


def _not_rising(n: int) -> Refusal:
    return Refusal(
        REGRESSION,
        "not_rising",
        Said(
            "整體評等愈高，分數並未愈高，無法換算切截分數。",
            "Scores do not rise with the global rating.",
        ),
        Said(
            "請先檢查評等與計分的方向及內容。",
            "Check the direction and content of rating and scoring first.",
        ),
        n_used=n,
    )


def _median_interval(group: Floats, level: float) -> Interval:
    from scipy.special import bdtr

    n, depth = group.size, 0
    while bdtr(depth, n, 0.5) <= (1 - level) / 2:  # so few lie below the median this seldom
        depth += 1
    depth = max(depth, 1)
    return Interval(float(group[depth - 1]), float(group[n - depth]), level)


def _stages(kept: Bools) -> tuple[Stage, ...]:
    n = int(kept.sum())
    why = Said("缺分數或評等", "without score or rating") if n < kept.size else None
    return Stage("learners", kept.size), Stage("scored_and_rated", n, kept.size - n, why)


def _linear() -> tuple[Assumption, ...]:
    said = Said("分數隨評等大致等量上升", "scores rise about evenly with the rating")
    return (Assumption("linear", None, said), *_same_picture())


def _same_picture() -> tuple[Assumption, ...]:
    said = Said(
        "評等者對「邊界」的理解一致，且不知道分數",
        "raters share one picture of borderline and do not know scores",
    )
    return (Assumption("same_borderline", None, said),)


def _weak_link(r_squared: float) -> tuple[Said, ...]:
    if r_squared >= 0.4:
        return ()
    said = Said(
        f"評等只解釋分數差異的 {r_squared:.0%}：評等與計分可能在看不同的東西。",
        f"Ratings explain only {r_squared:.0%} of the scores: the two may be looking at different things.",
    )
    return (said,)


def _regression_sentence(
    cut: float, interval: Interval, rates: tuple[PassRate, ...], r_squared: float, n: int
) -> Said:
    said = Said(
        f"切截分數為 {cut:.1f} 分（邊界迴歸，可能介於 {interval.low:.1f} 與 {interval.high:.1f}，"
        f"{n} 人，R² {r_squared:.2f}）。",
        f"The cut is {cut:.1f} points (borderline regression, likely between {interval.low:.1f} and "
        f"{interval.high:.1f}, {n} learners, R² {r_squared:.2f}).",
    )
    todo = Said("請由負責人看過及格率後決定。", "Decide after looking at the pass rates.")
    return said + said_rates(rates) + todo
