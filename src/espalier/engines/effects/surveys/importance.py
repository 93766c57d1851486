"""Importance × performance of survey items: which to work on first, and which are too close to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import refuse_missing
from espalier.engines.effects.surveys.likert import FIVE, Scale
from espalier.engines.effects.surveys.relative_weights import RelativeWeights, relative_weights
from espalier.engines.effects.surveys.response import FEWEST_IN_CELL
from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array
from espalier.engines.figures.types import Refusal, Said


class CrossHair(StrEnum):
    """Where the two lines stand."""

    GRAND_MEAN = "grand_mean"
    SCALE_MIDDLE = "scale_middle"


class Quadrant(StrEnum):
    """Where an item stands; ``on_the_line`` within one standard error of either line."""

    CONCENTRATE_HERE = "concentrate_here"
    KEEP_UP = "keep_up"
    LOW_PRIORITY = "low_priority"
    POSSIBLE_OVERKILL = "possible_overkill"
    ON_THE_LINE = "on_the_line"


@dataclass(frozen=True, slots=True)
class ItemPoint:
    """One item: performance and importance with their standard errors."""

    item: str
    performance: float
    performance_se: float
    importance: float
    importance_se: float
    quadrant: Quadrant
    n_used: int


@dataclass(frozen=True, slots=True)
class ImportancePerformance:
    """Every item with its quadrant, and the two lines. ``is_derived``: importance came from the overall rating."""

    points: tuple[ItemPoint, ...]
    performance_line: float
    importance_line: float
    cross_hair: CrossHair
    is_derived: bool
    n_used: int
    n_missing: int
    warnings: tuple[Said, ...]
    sentence: Said


def stated_importance(
    performance: ArrayLike,
    importance: ArrayLike,
    items: Sequence[str],
    *,
    missing: MissingPolicy,
    scale: Scale = FIVE,
    cross_hair: CrossHair = CrossHair.GRAND_MEAN,
) -> ImportancePerformance | Refusal:
    """Martilla and James's grid of mean importance against mean performance, SE = s/√n per item.

    Parameters
    ----------
    performance, importance : array_like of float, shape (n, k)
        Answers on ``scale``; an item uses the persons who gave both.
    cross_hair : CrossHair
        Lines at the mean of the items' means (default), or at the middle of the scale.

    Returns
    -------
    ImportancePerformance or Refusal
        Refused where an item has fewer than 5 persons.

    Raises
    ------
    ValueError
        Shapes or names that do not fit, answers outside the scale.

    References
    ----------
    Martilla & James, Journal of Marketing 41(1) (1977) 77–79, doi:10.1177/002224297704100112.
    Checked against: a table by hand in the tests.

    Examples
    --------
    >>> found = stated_importance([[1, 5]] * 6, [[5, 1]] * 6, ["pace", "lunch"], missing=MissingPolicy.REFUSE)
    >>> [point.quadrant.value for point in found.points]
    ['concentrate_here', 'possible_overkill']
    """
    did, matters = _answers(performance, importance, items, scale)
    both = ~np.isnan(did) & ~np.isnan(matters)
    n_missing = int((~both).sum())
    refuse_missing("performance and importance", n_missing, missing)
    counts = both.sum(axis=0)
    if counts.size == 0 or counts.min() < FEWEST_IN_CELL:
        return _too_few(int(counts.min()) if counts.size else 0)
    x, x_se = _means(np.where(both, did, np.nan))
    y, y_se = _means(np.where(both, matters, np.nan))
    lines = (float(x.mean()), float(y.mean()))
    if CrossHair(cross_hair) is CrossHair.SCALE_MIDDLE:
        lines = (scale.middle, scale.middle)
    n_used = int(both.any(axis=1).sum())
    return _grid(items, (x, x_se), (y, y_se), lines, cross_hair, counts, (n_used, n_missing), False)


def derived_importance(
    performance: ArrayLike,
    overall: ArrayLike,
    items: Sequence[str],
    *,
    missing: MissingPolicy,
    seed: int,
    scale: Scale = FIVE,
    cross_hair: CrossHair = CrossHair.GRAND_MEAN,
) -> ImportancePerformance | Refusal:
    """The same grid with importance = Johnson's share of each item in the overall rating (where nobody was asked).

    The importance line is always the mean share 1/k; ``cross_hair`` moves the performance line only.

    Parameters
    ----------
    performance : array_like of float, shape (n, k)
    overall : array_like of float, shape (n,)
        Overall satisfaction, any scale.

    Returns
    -------
    ImportancePerformance or Refusal
        Refused where :func:`relative_weights.relative_weights` is.

    References
    ----------
    Johnson, Multivariate Behavioral Research 35 (2000) 1–19. Checked against: relative weights of the tests.

    Examples
    --------
    >>> answers = np.tile([[1, 5], [2, 4], [3, 5], [4, 3], [5, 4]], (8, 1))
    >>> found = derived_importance(answers, answers[:, 0], ["pace", "lunch"], missing=MissingPolicy.REFUSE, seed=1)
    >>> found.points[0].quadrant.value
    'concentrate_here'
    """
    did, _ = _answers(performance, performance, items, scale)
    weights = relative_weights(did, overall, items, missing=missing, seed=seed)
    if isinstance(weights, Refusal):
        return weights
    whole = ~np.isnan(np.column_stack([did, np.asarray(overall, dtype=float)])).any(axis=1)
    x, x_se = _means(did[whole])
    line = scale.middle if CrossHair(cross_hair) is CrossHair.SCALE_MIDDLE else float(x.mean())
    counts = np.full(len(items), weights.n_used)
    who = (weights.n_used, weights.n_missing)
    lines = (line, 1 / len(items))
    y = _derived(weights)
    return _grid(items, (x, x_se), y, lines, cross_hair, counts, who, True)


def _derived(weights: RelativeWeights) -> tuple[Floats, Floats]:
    return weights.shares, weights.shares_se


def _answers(
    performance: ArrayLike, importance: ArrayLike, items: Sequence[str], scale: Scale
) -> tuple[Floats, Floats]:
    did = float_array("performance", performance, ndim=2, may_miss=True)
    matters = float_array("importance", importance, ndim=2, may_miss=True)
    if did.shape != matters.shape or did.shape[1] != len(items):
        raise ValueError(f"performance {did.shape}, importance {matters.shape}, {len(items)} names")
    for name, each in (("performance", did), ("importance", matters)):
        if (each < scale.low).any() or (each > scale.high).any():
            raise ValueError(f"{name}: answers outside {scale.low} to {scale.high}")
    return did, matters


def _means(values: Floats) -> tuple[Floats, Floats]:
    n = (~np.isnan(values)).sum(axis=0)
    return np.nanmean(values, axis=0), np.nanstd(values, axis=0, ddof=1) / np.sqrt(n)


def _grid(
    items: Sequence[str],
    x: tuple[Floats, Floats],
    y: tuple[Floats, Floats],
    lines: tuple[float, float],
    cross_hair: CrossHair,
    counts: np.ndarray,
    who: tuple[int, int],
    is_derived: bool,
) -> ImportancePerformance:
    columns = zip(items, *x, *y, counts, strict=True)
    points = tuple(
        ItemPoint(
            name,
            float(px),
            float(sx),
            float(py),
            float(sy),
            _quadrant(px - lines[0], sx, py - lines[1], sy),
            int(n),
        )
        for name, px, sx, py, sy, n in columns
    )
    warnings = (_DERIVED,) if is_derived else ()
    return ImportancePerformance(
        points, *lines, CrossHair(cross_hair), is_derived, *who, warnings, _sentence(points, who[0])
    )


def _quadrant(over_x: float, sx: float, over_y: float, sy: float) -> Quadrant:
    if abs(over_x) <= sx or abs(over_y) <= sy:
        return Quadrant.ON_THE_LINE
    if over_y > 0:
        return Quadrant.KEEP_UP if over_x > 0 else Quadrant.CONCENTRATE_HERE
    return Quadrant.POSSIBLE_OVERKILL if over_x > 0 else Quadrant.LOW_PRIORITY


def _too_few(n: int) -> Refusal:
    return Refusal(
        "ipa",
        "too_few",
        Said(
            f"有題目只有 {n} 人同時答了重要度與表現，至少要 5 人。",
            f"An item has only {n} persons with both answers; at least 5 are needed.",
        ),
        Said("請合併題目或群組。", "Merge items or groups."),
        n,
    )


_DERIVED = Said(
    "重要度由與整體滿意的關聯推算，不是問出來的。",
    "Importance was derived from the overall rating, not asked.",
)


def _sentence(points: Sequence[ItemPoint], n: int) -> Said:
    first = [each.item for each in points if each.quadrant is Quadrant.CONCENTRATE_HERE]
    close = [each.item for each in points if each.quadrant is Quadrant.ON_THE_LINE]
    told = Said("沒有明確要優先改善的題目。", "No item clearly stands out for improvement.")
    if first:
        told = Said(
            f"優先改善：{'、'.join(first)}（重要而表現較低）。",
            f"Work first on: {', '.join(first)} (important, rated lower).",
        )
    return told + Said(
        f"{n} 人作答；有 {len(close)} 題離分界線不到一個標準誤，請勿據此排先後。",
        f"{n} persons answered; {len(close)} items lie within one standard error of a line and "
        "should not be ranked.",
    )
