"""Are some raters more severe than others? Rater effects of an additive model, where not everybody rated everybody.

References
----------
Engelhard 1994, Journal of Educational Measurement 31, 93–112. Additive two-way model by least squares: Searle 1971,
Linear Models, ch. 7; connectedness ibid. § 7.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import (
    Bools,
    Floats,
    Ints,
    MissingPolicy,
    code_array,
    float_array,
)
from espalier.engines.figures.distributions import t_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.raters.codes import complete_rows
from espalier.engines.psychometrics.raters.wording import no_variation, too_few

METHOD = "rater-severity"


@dataclass(frozen=True, slots=True)
class RaterEffect:
    """``severity``: points a rater gives less than the mean rater for the same work; negative is lenient."""

    rater: str
    severity: float
    se: float
    interval: Interval
    n: int
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Severity:
    """Every rater's severity; intervals are widened so that all hold together (Bonferroni)."""

    raters: tuple[RaterEffect, ...]
    too_few: tuple[str, ...]
    error_sd: float
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def rater_severity(
    scores: ArrayLike,
    raters: ArrayLike,
    persons: ArrayLike,
    *,
    names: Sequence[str],
    missing: MissingPolicy,
    smallest: float,
    n_least: int = 10,
    level: float = 0.95,
) -> Severity | Refusal:
    """Severity of every rater: score = person − severity + error, severities adding up to 0, by least squares.

    Parameters
    ----------
    scores : array_like of float, shape (n,)
        One line a rating.
    raters : array_like of int, shape (n,)
        Codes into ``names``.
    persons : array_like of int, shape (n,)
        Codes from 0 of the person or piece of work rated.
    missing : MissingPolicy
        ``exclude`` leaves missing scores out, ``refuse`` stops.
    smallest : float
        The smallest severity worth acting on, in points, above 0.
    n_least : int
        A rater with fewer ratings gets no number.

    Returns
    -------
    Severity or Refusal
        Refused where groups of raters have no work in common (``unconnected``): their severities cannot be compared.

    Raises
    ------
    ValueError
        Codes out of range, infinite scores, ``smallest`` not above 0.

    Checked against: mean differences of a complete table, and numpy's least squares on dummies, 1e-9 (tests).

    Examples
    --------
    >>> found = rater_severity([5, 4, 7, 6, 6, 4], [0, 1, 0, 1, 0, 1], [0, 0, 1, 1, 2, 2], names=("A", "B"),
    ...                        missing=MissingPolicy.REFUSE, smallest=0.5, n_least=3)
    >>> [(each.rater, round(each.severity, 3)) for each in found.raters]
    [('A', -0.667), ('B', 0.667)]
    """
    values = float_array("scores", scores, ndim=1, may_miss=True)
    rater = code_array("raters", raters, n_codes=len(names), length=values.size)
    person = _person_codes(persons, values.size)
    if not smallest > 0:
        raise ValueError(f"smallest: points worth acting on are above 0, got {smallest}")
    kept = complete_rows("scores", values[:, None], missing)
    counts = np.bincount(rater[kept], minlength=len(names))
    enough: Bools = np.asarray(counts >= n_least)
    used = kept & enough[rater]
    left_out = tuple(names[i] for i in np.flatnonzero(~enough).tolist())
    if enough.sum() < 2:
        return _too_few_raters(int(enough.sum()), n_least)
    chosen = np.flatnonzero(enough)
    of_chosen = [names[i] for i in chosen.tolist()]
    ratings = _Ratings(
        values[used],
        np.searchsorted(chosen, rater[used]),
        np.unique(person[used], return_inverse=True)[1],
    )
    apart = connected_groups(ratings.rater, ratings.person)
    if apart.max() > 0:
        return _unconnected(apart, of_chosen, int(used.sum()))
    return _fitted(ratings, of_chosen, left_out, kept, smallest, level)


def _person_codes(persons: ArrayLike, length: int) -> Ints:
    array = np.asarray(persons)
    most = int(array.max()) + 1 if array.size and array.dtype.kind in "iu" else 1
    return code_array("persons", array, n_codes=most, length=length)


@dataclass(frozen=True, slots=True, eq=False)
class _Ratings:
    """Scores with codes of raters and persons, all of them in use."""

    score: Floats
    rater: Ints
    person: Ints


def connected_groups(raters: Ints, persons: Ints) -> Ints:
    """Which group each rater is in; raters are of one group where a chain of common work joins them.

    Examples
    --------
    >>> connected_groups(np.array([0, 1, 2]), np.array([0, 0, 1])).tolist()
    [0, 0, 1]
    """
    group = np.arange(int(raters.max()) + 1)
    while True:
        lowest = np.full(int(persons.max()) + 1, group.size)
        np.minimum.at(lowest, persons, group[raters])
        fresh = group.copy()
        np.minimum.at(fresh, raters, lowest[persons])
        if np.array_equal(fresh, group):
            return np.unique(group, return_inverse=True)[1].astype(np.int64)
        group = fresh


def _solved(ratings: _Ratings) -> tuple[Floats, Floats, float, int]:
    """Effects of raters (sum 0), their covariance without the error variance, the residual sum and its df."""
    n_raters, n_persons = int(ratings.rater.max()) + 1, int(ratings.person.max()) + 1
    met = np.zeros((n_raters, n_persons))
    np.add.at(met, (ratings.rater, ratings.person), 1)
    per_person = met.sum(axis=0)
    means = np.bincount(ratings.person, weights=ratings.score) / per_person
    rest = ratings.score - means[ratings.person]
    design = np.diag(met.sum(axis=1)) - (met / per_person) @ met.T
    inverse: Floats = np.asarray(np.linalg.pinv(design, hermitian=True))
    effects: Floats = inverse @ np.bincount(ratings.rater, weights=rest, minlength=n_raters)
    person_means = (
        np.bincount(ratings.person, weights=ratings.score - effects[ratings.rater]) / per_person
    )
    residual = ratings.score - effects[ratings.rater] - person_means[ratings.person]
    return (
        effects,
        inverse,
        float(residual @ residual),
        ratings.score.size - n_raters - n_persons + 1,
    )


def _fitted(
    ratings: _Ratings,
    names: list[str],
    left_out: tuple[str, ...],
    kept: Bools,
    smallest: float,
    level: float,
) -> Severity | Refusal:
    effects, inverse, residual, df = _solved(ratings)
    n = int(ratings.score.size)
    if df < 1 or residual <= 1e-12 * max(1.0, float(ratings.score.var())) * n:
        return no_variation(
            METHOD,
            Said("扣除寬嚴與作品差異後沒有殘差", "Nothing is left beyond raters and work"),
            n,
        )
    variance = residual / df
    t = t_quantile(1 - (1 - level) / 2 / len(names), df)
    found = []
    for i, name in enumerate(names):
        se = sqrt(variance * float(inverse[i, i]))
        severity = -float(effects[i])
        interval = Interval(severity - t * se, severity + t * se, level)
        flagged = abs(severity) >= smallest and 0 not in interval
        found.append(
            RaterEffect(name, severity, se, interval, int((ratings.rater == i).sum()), flagged)
        )
    n_few = int(kept.sum()) - n
    why = Said(
        f"評分太少的評分者：{'、'.join(left_out)}", f"raters with too few: {', '.join(left_out)}"
    )
    stages = (
        Stage("ratings", kept.size),
        Stage("with_score", int(kept.sum()), int((~kept).sum())),
        Stage("raters_with_enough", n, n_few, why if left_out else None),
    )
    additive = Said("每位評分者對所有作品同樣寬嚴", "a rater is equally severe to all work")
    random = Said("作品不是依程度指派給評分者", "work was not handed to raters by its level")
    assumptions = (
        Assumption("additive", None, additive),
        Assumption("not_assigned_by_level", None, random),
    )
    return Severity(
        tuple(found), left_out, sqrt(variance), n, int((~kept).sum()), stages, assumptions,
        (why,) if left_out else (), _sentence(found, smallest),
    )  # fmt: skip


def _sentence(found: list[RaterEffect], smallest: float) -> Said:
    flagged = sorted(
        (each for each in found if each.is_flagged), key=lambda each: -abs(each.severity)
    )
    if not flagged:
        widest = max(each.interval.high - each.severity for each in found)
        return Said(
            f"{len(found)} 位評分者中，沒有人的寬嚴差異清楚達到 {smallest:g} 分（各人誤差約 ±{widest:.1f} 分）。"
            "這不代表完全沒有差異；請持續以共同作品追蹤。",
            f"Of {len(found)} raters nobody is clearly more severe or lenient by {smallest:g} points (each known to "
            f"about ±{widest:.1f}). That does not say there is no difference; keep having some work rated in common.",
        )
    zh = "；".join(
        f"{e.rater} {'偏嚴' if e.severity > 0 else '偏寬'} {abs(e.severity):.1f} 分"
        f"（{abs(_near(e)):.1f}–{abs(_far(e)):.1f}，{e.n} 筆）" for e in flagged
    )  # fmt: skip
    en = "; ".join(
        f"{e.rater} is {'severe' if e.severity > 0 else 'lenient'} by {abs(e.severity):.1f} points "
        f"({abs(_near(e)):.1f} to {abs(_far(e)):.1f}, {e.n} ratings)" for e in flagged
    )  # fmt: skip
    return Said(
        f"{len(found)} 位評分者中有 {len(flagged)} 位與平均明顯不同：{zh}。"
        "請一起重看共同作品並校準，再決定是否調整分數。",
        f"Of {len(found)} raters {len(flagged)} clearly differ from the mean: {en}. Look again at common work "
        "together and calibrate before changing any mark.",
    )


def _near(effect: RaterEffect) -> float:
    return min(effect.interval.low, effect.interval.high, key=abs)


def _far(effect: RaterEffect) -> float:
    return max(effect.interval.low, effect.interval.high, key=abs)


def _too_few_raters(n: int, n_least: int) -> Refusal:
    instead = Said("請累積更多評分後再比較。", "Collect more ratings before comparing raters.")
    what = Said(f"位評分者有 {n_least} 筆以上評分", f"raters with {n_least} ratings or more")
    return too_few(METHOD, what, n, 2, instead)


def _unconnected(apart: Ints, names: list[str], n: int) -> Refusal:
    groups = [
        [name for name, of in zip(names, apart, strict=True) if of == g]
        for g in range(apart.max() + 1)
    ]
    return Refusal(
        METHOD,
        "unconnected",
        Said(
            f"評分者分成互不相連的 {len(groups)} 群（{'；'.join('、'.join(g) for g in groups)}），"
            "沒有共同作品，寬嚴與作品程度無法分開。",
            f"The raters fall into {len(groups)} groups without common work "
            f"({'; '.join(', '.join(g) for g in groups)}); severity cannot be told from the level of the work.",
        ),
        Said("請安排幾件作品由各群共同評分。", "Have some work rated across the groups."),
        n_used=n,
    )
