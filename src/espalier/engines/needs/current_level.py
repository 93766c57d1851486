"""The current level of a person in a competency, merged from several ratings by a stated rule.

The rule: of every source take the latest day's ratings on or before the day asked for and within
the recency window (several on that day count as their mean), weigh each source by its own weight
times a decay for its age, and take the weighted mean. A wide difference between what a person and
the supervisor say is always flagged beside the result, never hidden by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import (
    Bools,
    Floats,
    Ints,
    code_array,
    float_array,
    non_negative,
)

# Two levels apart on one scale is another description of the person, not noise between raters.
DISAGREEMENT_LEVELS = 2.0

# Means of equal ratings may differ in the last bit; a difference of exactly two must still count.
_TOLERANCE = 1e-9


class Decay(Protocol):
    """How the weight of a rating falls with its age."""

    def factor(self, age_days: Floats) -> Floats:
        """Return the factor in [0, 1] for each age in days (0 or more)."""


@dataclass(frozen=True, slots=True)
class NoDecay:
    """Every rating within the window counts alike."""

    def factor(self, age_days: Floats) -> Floats:
        return np.ones_like(age_days, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class ExponentialDecay:
    """The weight halves with every ``half_life_days``."""

    half_life_days: float

    def __post_init__(self) -> None:
        if not self.half_life_days > 0:
            raise ValueError(f"half_life_days must be above 0, got {self.half_life_days}")

    def factor(self, age_days: Floats) -> Floats:
        return np.asarray(np.exp2(-np.asarray(age_days, float) / self.half_life_days))


@dataclass(frozen=True, slots=True)
class StepDecay:
    """From ``days`` of age on the factor holds: ((0, 1.0), (180, 0.5)) halves after half a year."""

    steps: tuple[tuple[int, float], ...]

    def __post_init__(self) -> None:
        days = [day for day, _ in self.steps]
        if not days or days[0] != 0 or days != sorted(set(days)):
            raise ValueError(f"steps must begin at day 0 and rise, got days {days}")
        if any(not 0 <= factor <= 1 for _, factor in self.steps):
            raise ValueError(f"factors must lie in 0..1, got {[f for _, f in self.steps]}")

    def factor(self, age_days: Floats) -> Floats:
        days = np.array([day for day, _ in self.steps], dtype=np.float64)
        factors = np.array([factor for _, factor in self.steps], dtype=np.float64)
        return np.asarray(factors[np.searchsorted(days, age_days, side="right") - 1])


@dataclass(frozen=True, slots=True)
class MergeRule:
    """The stated rule.

    Parameters
    ----------
    source_weights : mapping of str to float
        Weight of each source, 0 or more, at least one above 0. Sources not named weigh nothing.
    window_days : int
        A rating older than this on the day asked for is ignored.
    decay : Decay
        How weight falls with age.
    self_source, supervisor_source : str
        The two whose difference is watched.
    disagreement : float
        Difference, in levels, from which on it is flagged.
    """

    source_weights: Mapping[str, float]
    window_days: int
    decay: Decay
    self_source: str = "self"
    supervisor_source: str = "supervisor"
    disagreement: float = DISAGREEMENT_LEVELS

    def __post_init__(self) -> None:
        weights = list(self.source_weights.values())
        if any(not (np.isfinite(w) and w >= 0) for w in weights):
            raise ValueError(f"source weights must be 0 or more, got {dict(self.source_weights)}")
        if not any(w > 0 for w in weights):
            raise ValueError("at least one source needs a weight above 0")
        if self.window_days < 0:
            raise ValueError(f"window_days must be 0 or more, got {self.window_days}")
        if not self.disagreement > 0:
            raise ValueError(f"disagreement must be above 0, got {self.disagreement}")


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating of one person in one competency; ``reference`` leads back to its record."""

    source: str
    value: float
    rated_on: date
    reference: str = ""

    def __post_init__(self) -> None:
        if not (np.isfinite(self.value) and self.value >= 0):
            raise ValueError(f"rating {self.reference or self.source}: value {self.value} refused")


class IgnoredBecause(StrEnum):
    AFTER_THE_DAY = "after_the_day"
    OUTSIDE_THE_WINDOW = "outside_the_window"
    SUPERSEDED = "superseded"  # the same source has a later rating
    NO_WEIGHT = "no_weight"  # its source, or its age, weighs nothing under the rule


@dataclass(frozen=True, slots=True)
class RatingUse:
    """What became of one rating; ``weight_share`` of all used ratings add up to 1."""

    rating: Rating
    weight_share: float
    ignored_because: IgnoredBecause | None


@dataclass(frozen=True, slots=True)
class CurrentLevel:
    """The level, with all that led to it; ``level`` is ``None`` when no rating may be used."""

    level: float | None
    uses: tuple[RatingUse, ...]
    self_minus_supervisor: float | None
    disagreement: bool

    @property
    def n_used(self) -> int:
        return sum(use.ignored_because is None for use in self.uses)


def explain_current_level(
    ratings: Sequence[Rating], rule: MergeRule, *, as_of: date
) -> CurrentLevel:
    """Merge the ratings of one cell and show what became of each.

    Examples
    --------
    >>> rule = MergeRule({"self": 1, "supervisor": 3}, window_days=365, decay=NoDecay())
    >>> found = explain_current_level(
    ...     [Rating("self", 5, date(2026, 5, 1)), Rating("supervisor", 3, date(2026, 5, 1))],
    ...     rule, as_of=date(2026, 6, 1),
    ... )
    >>> found.level, found.self_minus_supervisor, found.disagreement
    (3.5, 2.0, True)
    """
    latest = _latest_days(ratings, rule, as_of)
    reasons = [_ignored(rating, rule, as_of, latest) for rating in ratings]
    used = [r for r, reason in zip(ratings, reasons, strict=True) if reason is None]
    on_day = {s: sum(r.source == s for r in used) for s in latest}
    weights = [
        _weight(rating, rule, as_of) / on_day[rating.source] if reason is None else 0.0
        for rating, reason in zip(ratings, reasons, strict=True)
    ]
    total = sum(weights)
    uses = tuple(
        RatingUse(rating, weight / total if total else 0.0, reason)
        for rating, weight, reason in zip(ratings, weights, reasons, strict=True)
    )
    level = sum(use.weight_share * use.rating.value for use in uses) if used else None
    difference = _difference(ratings, rule, latest)
    apart = difference is not None and abs(difference) >= rule.disagreement - _TOLERANCE
    return CurrentLevel(level, uses, difference, apart)


def _latest_days(ratings: Sequence[Rating], rule: MergeRule, as_of: date) -> dict[str, date]:
    latest: dict[str, date] = {}
    for rating in ratings:
        if 0 <= (as_of - rating.rated_on).days <= rule.window_days:
            known = latest.get(rating.source, rating.rated_on)
            latest[rating.source] = max(known, rating.rated_on)
    return latest


def _weight(rating: Rating, rule: MergeRule, as_of: date) -> float:
    age = np.array([(as_of - rating.rated_on).days], dtype=np.float64)
    return rule.source_weights.get(rating.source, 0.0) * float(rule.decay.factor(age)[0])


def _ignored(
    rating: Rating, rule: MergeRule, as_of: date, latest: Mapping[str, date]
) -> IgnoredBecause | None:
    age = (as_of - rating.rated_on).days
    if age < 0:
        return IgnoredBecause.AFTER_THE_DAY
    if age > rule.window_days:
        return IgnoredBecause.OUTSIDE_THE_WINDOW
    if rating.rated_on < latest[rating.source]:
        return IgnoredBecause.SUPERSEDED
    if _weight(rating, rule, as_of) <= 0:
        return IgnoredBecause.NO_WEIGHT
    return None


def _difference(
    ratings: Sequence[Rating], rule: MergeRule, latest: Mapping[str, date]
) -> float | None:
    """Self minus supervisor, latest day's means; weights do not matter to whether they disagree."""
    means = []
    for source in (rule.self_source, rule.supervisor_source):
        values = [
            r.value for r in ratings if r.source == source and r.rated_on == latest.get(source)
        ]
        if not values:
            return None
        means.append(sum(values) / len(values))
    return means[0] - means[1]


@dataclass(frozen=True, eq=False)
class RatingTable:
    """Many ratings at once.

    Parameters
    ----------
    cell : array_like of int, shape (n,)
        Code of the person × competency, 0..n_cells−1.
    source : array_like of int, shape (n,)
        Position in ``sources``.
    value : array_like of float, shape (n,)
        0 or more, never missing: a rating that was not given has no row.
    day : array_like of int, shape (n,)
        ``date.toordinal()`` of the day of rating.
    """

    cell: Ints
    source: Ints
    value: Floats
    day: Ints
    n_cells: int
    sources: tuple[str, ...]

    def __init__(
        self,
        *,
        cell: ArrayLike,
        source: ArrayLike,
        value: ArrayLike,
        day: ArrayLike,
        n_cells: int,
        sources: Sequence[str],
    ) -> None:
        values = float_array("value", value, ndim=1)
        non_negative("value", values)
        if len(set(sources)) != len(sources):
            raise ValueError(f"sources: each may be named once, got {list(sources)}")
        n = values.size
        set_field = object.__setattr__
        set_field(self, "cell", code_array("cell", cell, n_codes=n_cells, length=n))
        set_field(self, "source", code_array("source", source, n_codes=len(sources), length=n))
        set_field(self, "value", values)
        set_field(self, "day", code_array("day", day, n_codes=date.max.toordinal() + 1, length=n))
        set_field(self, "n_cells", n_cells)
        set_field(self, "sources", tuple(sources))


@dataclass(frozen=True, eq=False)
class CurrentLevels:
    """One entry per cell; ``level`` is NaN exactly where ``has_level`` is false, and
    ``self_minus_supervisor`` exactly where ``has_both`` is false.
    """

    level: Floats
    has_level: Bools
    n_used: Ints
    n_ignored: Ints
    self_minus_supervisor: Floats
    has_both: Bools
    disagreement: Bools


def current_levels(table: RatingTable, rule: MergeRule, *, as_of: date) -> CurrentLevels:
    """Merge the ratings of all cells; the same figures as :func:`explain_current_level`.

    Notes
    -----
    Works source by source on arrays of n_cells, so that memory does not grow with the number of
    sources.
    """
    sums, weights = np.zeros(table.n_cells), np.zeros(table.n_cells)
    n_used = np.zeros(table.n_cells, dtype=np.int64)
    watched: dict[str, Floats] = {}
    for code, name in enumerate(table.sources):
        mean, weight, n_latest = _latest_of_source(table, code, rule, as_of)
        counted = weight > 0
        sums += np.where(counted, weight * mean, 0.0)
        weights += weight
        n_used += np.where(counted, n_latest, 0)
        if name in (rule.self_source, rule.supervisor_source):
            watched[name] = mean
    has_level = weights > 0
    level = np.full(table.n_cells, np.nan)
    np.divide(sums, weights, out=level, where=has_level)
    nothing = np.full(table.n_cells, np.nan)
    difference = watched.get(rule.self_source, nothing) - watched.get(
        rule.supervisor_source, nothing
    )
    has_both = ~np.isnan(difference)
    apart = has_both & (
        np.abs(np.where(has_both, difference, 0.0)) >= rule.disagreement - _TOLERANCE
    )
    n_ratings = np.bincount(table.cell, minlength=table.n_cells)
    return CurrentLevels(level, has_level, n_used, n_ratings - n_used, difference, has_both, apart)


def _latest_of_source(
    table: RatingTable, code: int, rule: MergeRule, as_of: date
) -> tuple[Floats, Floats, Ints]:
    """Per cell: mean of the source's latest day (NaN for none), its weight, how many ratings."""
    today = as_of.toordinal()
    age = today - table.day
    chosen = np.flatnonzero((table.source == code) & (age >= 0) & (age <= rule.window_days))
    cell, day, value = table.cell[chosen], table.day[chosen], table.value[chosen]
    latest = np.full(table.n_cells, -1, dtype=np.int64)
    np.maximum.at(latest, cell, day)
    kept = day == latest[cell]
    n_latest = np.bincount(cell[kept], minlength=table.n_cells).astype(np.int64)
    total = np.bincount(cell[kept], weights=value[kept], minlength=table.n_cells)
    present = n_latest > 0
    mean = np.full(table.n_cells, np.nan)
    np.divide(total, n_latest, out=mean, where=present)
    ages = np.where(present, today - latest, 0).astype(np.float64)
    own_weight = rule.source_weights.get(table.sources[code], 0.0)
    weight = np.where(present, own_weight * rule.decay.factor(ages), 0.0)
    return mean, weight, n_latest
