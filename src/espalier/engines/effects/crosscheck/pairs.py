"""Two or more measurements of the same persons, put side by side: who has both, and how many have only one."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy, float_array

LARGEST = 1e15  # beyond it digits and squares get lost, and no score or sum of money is meant
NOTHING = 1e-12  # a spread this small against the numbers themselves is a rounding error


@dataclass(frozen=True, eq=False)
class Pairs:
    """Complete pairs, shape (n_used,) each, and how many persons lack one or both of the two."""

    x: Floats
    y: Floats
    n_missing: int

    @property
    def n_used(self) -> int:
        return int(self.x.size)


@dataclass(frozen=True, eq=False)
class Aligned:
    """Instruments aligned by person.

    ``values`` has shape (n_persons, n_instruments), NaN where a person was not measured; ``n_overlap[i, j]`` counts
    the persons with both, its diagonal those with the instrument at all.
    """

    persons: tuple[str, ...]
    instruments: tuple[str, ...]
    values: Floats
    n_overlap: Ints


def complete_pairs(
    x: ArrayLike, y: ArrayLike, *, missing: MissingPolicy, names: tuple[str, str] = ("x", "y")
) -> Pairs:
    """The persons who have both numbers.

    Parameters
    ----------
    x, y : array_like of float, shape (n,)
        One number a person, NaN where not measured.
    missing : MissingPolicy
        ``exclude`` drops and counts incomplete pairs, ``refuse`` stops; ``as_zero`` is refused: a person not measured
        has no score of zero.

    Raises
    ------
    ValueError
        Shapes differ, infinite or immense values, or missing values where the policy refuses them.

    Examples
    --------
    >>> complete_pairs([1, 2, 3], [2, float("nan"), 4], missing=MissingPolicy.EXCLUDE).n_used
    2
    """
    first = measured_array(names[0], x, ndim=1, may_miss=True)
    second = measured_array(names[1], y, ndim=1, may_miss=True)
    if first.shape != second.shape:
        raise ValueError(f"{names[0]} {first.shape} and {names[1]} {second.shape} differ in shape")
    both = ~np.isnan(first) & ~np.isnan(second)
    n_missing = int((~both).sum())
    refuse_missing(" and ".join(names), n_missing, missing)
    return Pairs(first[both], second[both], n_missing)


def refuse_missing(what: str, n_missing: int, missing: MissingPolicy) -> None:
    """Raise ``ValueError`` where the policy makes no sense or forbids what is missing."""
    policy = MissingPolicy(missing)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError(f"{what}: who was not measured has no score of zero; missing='exclude'")
    if policy is MissingPolicy.REFUSE and n_missing:
        raise ValueError(f"{what}: {n_missing} are missing; missing='exclude' leaves them out")


def aligned_by_person(scores: Mapping[str, Mapping[str, float]]) -> Aligned:
    """Put instruments side by side by the person's id; persons in sorted order.

    Parameters
    ----------
    scores : mapping of instrument to mapping of person to score
        At least one instrument; a NaN score counts as not measured.

    Raises
    ------
    ValueError
        No instrument, nobody at all, or an infinite score.

    Examples
    --------
    >>> aligned_by_person({"test": {"a": 1, "b": 2}, "rating": {"b": 5}}).n_overlap.tolist()
    [[2, 1], [1, 1]]
    """
    persons = tuple(sorted({person for each in scores.values() for person in each}))
    if not persons:
        raise ValueError("scores: no instrument with any person")
    columns = [[each.get(person, np.nan) for person in persons] for each in scores.values()]
    values = measured_array("scores", np.array(columns, dtype=float).T, ndim=2, may_miss=True)
    there = (~np.isnan(values)).astype(np.int64)
    return Aligned(persons, tuple(scores), values, there.T @ there)


def average_ranks(values: Floats) -> Floats:
    """Ranks from 1, equal values sharing the mean of their places.

    Examples
    --------
    >>> average_ranks(np.array([10.0, 20.0, 20.0])).tolist()
    [1.0, 2.5, 2.5]
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[place], dtype=np.float64)


def measured_array(name: str, values: ArrayLike, *, ndim: int, may_miss: bool = False) -> Floats:
    """:func:`figures.arrays.float_array` that refuses immense numbers too, and takes vanishing ones as zero.

    Examples
    --------
    >>> measured_array("score", [3, 1e-200], ndim=1).tolist()
    [3.0, 0.0]
    """
    array = float_array(name, values, ndim=ndim, may_miss=may_miss)
    if (np.abs(array) > LARGEST).any():
        raise ValueError(f"{name}: values beyond {LARGEST:g} are no measurements")
    return np.where(np.abs(array) < 1 / LARGEST**2, 0.0, array)


def is_constant(values: Floats) -> bool:
    """Whether all values (one at least) are equal but for rounding errors."""
    low, high = float(values.min()), float(values.max())
    return high - low <= NOTHING * max(abs(low), abs(high))


def pearson(x: Floats, y: Floats) -> float:
    """r = Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)² Σ(y−ȳ)²) of two columns that vary, kept within [−1, 1]."""
    left, right = _scaled(x), _scaled(y)
    return float(np.clip(left @ right / np.sqrt((left @ left) * (right @ right)), -1.0, 1.0))


def _scaled(values: Floats) -> Floats:
    centred = values - values.mean()
    return np.asarray(centred / np.abs(centred).max())  # squares of tiny numbers must not vanish
