"""Which needs come first: PNI, Borich, Locus for Focus, importance × performance, weighted criteria.

All of them rank; none of them tells whether training is the remedy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import (
    Bools,
    Floats,
    Ints,
    MissingPolicy,
    float_array,
    non_negative,
    share,
)


def ranks_descending(figures: ArrayLike) -> Ints:
    """Rank 1 for the highest figure; equal figures share the better rank (1, 2, 2, 4).

    Examples
    --------
    >>> ranks_descending([0.2, 0.9, 0.2, 0.1]).tolist()
    [2, 1, 2, 4]
    """
    values = float_array("figures", figures, ndim=1)
    return np.searchsorted(np.sort(-values), -values, side="left").astype(np.int64) + 1


def pni_modified(importance: ArrayLike, degree: ArrayLike) -> Floats:
    """Modified priority needs index (I − D) / D per need; higher is more urgent.

    Parameters
    ----------
    importance : array_like of float, shape (n,)
        I, the mean importance or *should-be* rating.
    degree : array_like of float, shape (n,)
        D, the mean *as-is* rating on the same scale, above 0.

    Raises
    ------
    ValueError
        On missing or negative numbers, or where D is 0: the index is undefined there.

    References
    ----------
    Wongwanich, S.: Needs Assessment Research (in Thai), Chulalongkorn University Press 2005.

    Examples
    --------
    >>> round(float(pni_modified([4.6], [3.2])[0]), 4)
    0.4375
    """
    should, actual = _two_columns(importance, degree, ("importance", "degree"))
    if (actual == 0).any():
        places = np.flatnonzero(actual == 0)[:5].tolist()
        raise ValueError(f"degree is 0 at {places}: PNI is undefined there; rate from 1 up")
    return np.asarray((should - actual) / actual)


def pni(importance: ArrayLike, degree: ArrayLike) -> Floats:
    """Priority needs index (I − D) · I per need; see :func:`pni_modified` for the arguments."""
    should, actual = _two_columns(importance, degree, ("importance", "degree"))
    return np.asarray((should - actual) * should)


@dataclass(frozen=True, eq=False)
class BorichScores:
    """Per competency, shape (n_items,).

    The three figures are NaN exactly where ``n_used`` is 0; ``mean_discrepancy`` is the mean of
    I − C, the abscissa of Locus for Focus.
    """

    mwds: Floats
    mean_importance: Floats
    mean_discrepancy: Floats
    n_used: Ints
    n_missing: Ints

    @property
    def missing_share(self) -> Floats:
        """Respondents left out / respondents; NaN exactly when there are none."""
        return share(self.n_missing, self.n_used + self.n_missing)


def borich_mwds(
    importance: ArrayLike, competence: ArrayLike, *, missing: MissingPolicy
) -> BorichScores:
    """Mean weighted discrepancy score [Σᵢ (Iᵢ − Cᵢ) · Ī] / N per competency.

    Parameters
    ----------
    importance, competence : array_like of float, shape (n_respondents, n_items)
        Ratings, 0 or more; NaN where not answered.
    missing : MissingPolicy
        ``exclude`` leaves a respondent out of an item unless both answers are there; ``refuse``
        stops. ``as_zero`` makes no sense for an opinion and is refused.

    References
    ----------
    Borich, G. D.: A needs assessment model for conducting follow-up studies. Journal of Teacher
    Education 31(3), 1980, 39–42. doi:10.1177/002248718003100310

    Examples
    --------
    >>> found = borich_mwds([[5], [4], [5]], [[3], [3], [2]], missing=MissingPolicy.REFUSE)
    >>> round(float(found.mwds[0]), 4)
    9.3333
    """
    want = float_array("importance", importance, ndim=2, may_miss=True)
    have = float_array("competence", competence, ndim=2, may_miss=True)
    if want.shape != have.shape:
        raise ValueError(f"importance {want.shape} and competence {have.shape} differ in shape")
    non_negative("importance", want)
    non_negative("competence", have)
    both = ~np.isnan(want) & ~np.isnan(have)
    _refuse_holes("answers", both, missing)
    n_used = both.sum(axis=0, dtype=np.int64)
    mean_importance = share(np.where(both, want, 0.0).sum(axis=0), n_used)
    difference = np.where(both, want, 0.0) - np.where(both, have, 0.0)
    mean_discrepancy = share(difference.sum(axis=0), n_used)
    return BorichScores(
        mean_discrepancy * mean_importance,
        mean_importance,
        mean_discrepancy,
        n_used,
        want.shape[0] - n_used,
    )


class LocusQuadrant(StrEnum):
    """Quadrants of Locus for Focus."""

    FIRST_PRIORITY = "first_priority"  # wide gap, high importance
    WATCH = "watch"  # narrow gap, high importance
    SECOND_PRIORITY = "second_priority"  # wide gap, low importance
    LOW_PRIORITY = "low_priority"  # narrow gap, low importance


class IpaQuadrant(StrEnum):
    """Quadrants of importance × performance."""

    CONCENTRATE_HERE = "concentrate_here"  # high importance, low performance
    KEEP_UP = "keep_up"  # both high
    LOW_PRIORITY = "low_priority"  # both low
    POSSIBLE_OVERKILL = "possible_overkill"  # low importance, high performance


@dataclass(frozen=True, slots=True)
class LocusForFocus:
    """Quadrant per need and the two lines that made them, to be drawn with the points."""

    quadrants: tuple[LocusQuadrant, ...]
    discrepancy_line: float
    importance_line: float


@dataclass(frozen=True, slots=True)
class Ipa:
    """Quadrant per need, the two lines, and in words which lines they are."""

    quadrants: tuple[IpaQuadrant, ...]
    performance_line: float
    importance_line: float
    cut: str


def locus_for_focus(discrepancy: ArrayLike, importance: ArrayLike) -> LocusForFocus:
    """Place needs by mean discrepancy (x) and mean importance (y), cut at the two means.

    A need exactly on a line counts as high.

    References
    ----------
    Mink, Shultz, Mink: Developing and Managing Open Organizations, Catapult Press 1991.

    Examples
    --------
    >>> locus_for_focus([2.0, 0.5], [4.5, 3.0]).quadrants[0].value
    'first_priority'
    """
    gap = float_array("discrepancy", discrepancy, ndim=1)
    weight = float_array("importance", importance, ndim=1)
    _refuse_unequal(gap, weight, ("discrepancy", "importance"))
    x_line, y_line = float(gap.mean()), float(weight.mean())
    names = {
        (True, True): LocusQuadrant.FIRST_PRIORITY,
        (False, True): LocusQuadrant.WATCH,
        (True, False): LocusQuadrant.SECOND_PRIORITY,
        (False, False): LocusQuadrant.LOW_PRIORITY,
    }
    sides = zip(_on_or_above(gap, x_line), _on_or_above(weight, y_line), strict=True)
    return LocusForFocus(tuple(names[(bool(x), bool(y))] for x, y in sides), x_line, y_line)


def importance_performance(
    importance: ArrayLike, performance: ArrayLike, *, scale: tuple[float, float] | None = None
) -> Ipa:
    """Importance-performance analysis, cut at the grand means or at the middle of the scale.

    Parameters
    ----------
    importance, performance : array_like of float, shape (n,)
        Means per need on one scale, never missing.
    scale : (lowest, highest), optional
        When given, both lines stand at its middle; otherwise each at the mean of its column.

    Notes
    -----
    A need exactly on a line counts as high.

    References
    ----------
    Martilla, J. A., James, J. C.: Importance-performance analysis. Journal of Marketing 41(1),
    1977, 77–79. doi:10.1177/002224297704100112
    """
    want, have = _two_columns(importance, performance, ("importance", "performance"))
    if scale is None:
        y_line, x_line, cut = float(want.mean()), float(have.mean()), "grand_means"
    else:
        if not scale[0] < scale[1]:
            raise ValueError(f"scale must rise, got {scale}")
        y_line = x_line = (scale[0] + scale[1]) / 2
        cut = "scale_middle"
    names = {
        (True, False): IpaQuadrant.CONCENTRATE_HERE,
        (True, True): IpaQuadrant.KEEP_UP,
        (False, False): IpaQuadrant.LOW_PRIORITY,
        (False, True): IpaQuadrant.POSSIBLE_OVERKILL,
    }
    sides = zip(_on_or_above(want, y_line), _on_or_above(have, x_line), strict=True)
    return Ipa(tuple(names[(bool(i), bool(p))] for i, p in sides), x_line, y_line, cut)


@dataclass(frozen=True, eq=False)
class WeightedPriority:
    """Scores in [0, 1] per need, higher first.

    ``weight_used`` is the share of the total weight for which the need had a value; where it is 0
    the score is NaN, and only there. ``flat_criteria`` name the criteria on which all needs are
    equal: they cannot rank and give everybody 0.
    """

    score: Floats
    normalised: Floats
    weight_used: Floats
    n_missing: Ints
    flat_criteria: tuple[int, ...]


def weighted_priority(
    criteria: ArrayLike,
    weights: ArrayLike,
    *,
    missing: MissingPolicy,
    lower_is_better: Sequence[bool] | None = None,
) -> WeightedPriority:
    """Weighted sum of criteria, each brought to 0–1 between its lowest and highest value.

    Parameters
    ----------
    criteria : array_like of float, shape (n_needs, n_criteria)
        For example impact, urgency, gap, headcount, legal duty, feasibility, cost.
    weights : array_like of float, shape (n_criteria,)
        0 or more with a sum above 0; brought to the sum 1.
    missing : MissingPolicy
        ``exclude`` spreads the weight over the criteria a need has; ``as_zero`` scores the
        missing one 0 after normalising; ``refuse`` stops.
    lower_is_better : sequence of bool, optional
        True for criteria such as cost.

    Examples
    --------
    >>> found = weighted_priority([[5, 100], [1, 300]], [3, 1], missing=MissingPolicy.REFUSE,
    ...                           lower_is_better=[False, True])
    >>> found.score.tolist()
    [1.0, 0.0]
    """
    table = float_array("criteria", criteria, ndim=2, may_miss=True)
    weight = _unit_weights(weights, table.shape[1])
    present = ~np.isnan(table)
    if MissingPolicy(missing) is MissingPolicy.REFUSE:
        _refuse_holes("criteria", present, missing)
    normalised, flat = _zero_to_one(table, present, lower_is_better)
    filled = np.where(present, normalised, 0.0) @ weight
    weight_used = np.clip(present @ weight, 0.0, 1.0)
    score = filled if missing == MissingPolicy.AS_ZERO else share(filled, weight_used)
    n_missing = (~present).sum(axis=1, dtype=np.int64)
    return WeightedPriority(score, normalised, weight_used, n_missing, flat)


def _unit_weights(weights: ArrayLike, n: int) -> Floats:
    weight = float_array("weights", weights, ndim=1)
    if weight.size != n:
        raise ValueError(f"weights: one per criterion expected ({n}), got {weight.size}")
    non_negative("weights", weight)
    if not weight.sum() > 0:
        raise ValueError("weights: at least one must be above 0")
    return np.asarray(weight / weight.sum())


def _zero_to_one(
    table: Floats, present: Bools, lower_is_better: Sequence[bool] | None
) -> tuple[Floats, tuple[int, ...]]:
    n = table.shape[1]
    turned = np.asarray(lower_is_better if lower_is_better is not None else [False] * n, bool)
    if turned.shape != (n,):
        raise ValueError(f"lower_is_better: one per criterion expected ({n})")
    upright = np.where(turned, -table, table)
    low = np.where(present, upright, np.inf).min(axis=0, initial=np.inf)
    high = np.where(present, upright, -np.inf).max(axis=0, initial=-np.inf)
    known = present.any(axis=0)
    span = np.where(known, np.where(known, high, 0) - np.where(known, low, 0), 0.0)
    scaled = share(upright - np.where(known, low, 0.0), span, of_nothing=0.0)
    flat = tuple(int(j) for j in np.flatnonzero(span == 0))
    return np.where(present, scaled, np.nan), flat


def _two_columns(a: ArrayLike, b: ArrayLike, names: tuple[str, str]) -> tuple[Floats, Floats]:
    one, other = float_array(names[0], a, ndim=1), float_array(names[1], b, ndim=1)
    _refuse_unequal(one, other, names)
    non_negative(names[0], one)
    non_negative(names[1], other)
    return one, other


def _refuse_unequal(a: Floats, b: Floats, names: tuple[str, str]) -> None:
    if a.size != b.size or not a.size:
        raise ValueError(f"{names[0]} ({a.size}) and {names[1]} ({b.size}): equally many, not 0")


def _refuse_holes(name: str, present: Bools, missing: MissingPolicy) -> None:
    policy = MissingPolicy(missing)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError(f"{name}: a missing answer is not the answer 0; choose exclude or refuse")
    if policy is MissingPolicy.REFUSE and not present.all():
        raise ValueError(f"{name}: {int((~present).sum())} missing; choose missing='exclude'")


def _on_or_above(values: Floats, line: float) -> Bools:
    """At or above the line; a value that is on it but for rounding of the mean is on it."""
    return np.asarray((values >= line) | np.isclose(values, line, rtol=1e-12, atol=1e-12))
