"""Answers checked at birth: category codes per person and item, equal rows counted once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from espalier.engines.figures.arrays import Bools, Floats, Ints, MissingPolicy, float_array

Codes = NDArray[np.int8]
MOST_CATEGORIES = 100
SAMPLE = 4096
PART = 8192


@dataclass(frozen=True, eq=False)
class Responses:
    """Answers of ``n_people`` to items with categories 0…K−1.

    Attributes
    ----------
    codes : int8, shape (n_rows, n_items)
        Category of each answer, −1 where there is none. Equal rows may stand for several people.
    frequencies : float, shape (n_rows,)
        People of each row, above 0.
    n_categories : int, shape (n_items,)
        K of each item.
    lowest : int, shape (n_items,)
        The answer that became category 0.
    row_of : int, shape (n given rows,)
        Where each row as it was given is found in ``codes``; −1 for a row without any answer.
    n_missing : int
        Empty cells of the people who are used.
    n_dropped : float
        People without a single answer.
    counts : float arrays, (K,) an item
        People in every category.
    """

    codes: Codes
    frequencies: Floats
    n_categories: Ints
    lowest: Ints
    names: tuple[str, ...]
    row_of: Ints
    n_missing: int
    n_dropped: float
    counts: tuple[Floats, ...]

    @property
    def n_items(self) -> int:
        return int(self.codes.shape[1])

    @property
    def n_people(self) -> float:
        return float(self.frequencies.sum())

    @property
    def is_complete(self) -> bool:
        return self.n_missing == 0


def read_responses(
    answers: ArrayLike,
    *,
    missing: MissingPolicy,
    frequencies: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    n_categories: int | None = None,
    keeps_rows: bool = False,
) -> Responses:
    """Check a table of answers and count equal rows once where that pays.

    Parameters
    ----------
    answers : array_like, shape (n_people, n_items)
        Whole numbers, NaN where a person did not answer. With ``n_categories`` 2 they are 0 and 1; else each item's
        lowest answer becomes category 0.
    missing : MissingPolicy
        ``exclude``: what was not answered says nothing. ``as_zero``: it counts as the lowest category (wrong; only
        right where the question was seen). ``refuse``: stop.
    frequencies : array_like, shape (n_people,), optional
        People each row stands for, above 0.
    keeps_rows : bool
        Do not count equal rows once: each row keeps its place.

    Raises
    ------
    ValueError
        No people or fewer than two items, a number that is not whole or out of range, a category in the middle that
        nobody used, frequencies that do not fit, or missing answers with ``refuse``.

    Examples
    --------
    >>> found = read_responses([[0, 1], [1, 1], [0, 1]], missing=MissingPolicy.REFUSE, n_categories=2)
    >>> found.n_people, found.codes.tolist()
    (3.0, [[0, 1], [1, 1], [0, 1]])
    """
    codes, holes = _codes(answers, MissingPolicy(missing))
    labels = _labels(names, codes.shape[1])
    lowest, tops = _ranges(codes, labels, n_categories)
    if lowest.any():
        codes = np.where(codes >= 0, codes - lowest, -1).astype(np.int8)
    people = _people(frequencies, codes.shape[0])
    answered = _answered(codes, holes)
    n_dropped = float(people[~answered].sum())
    if not answered.any():
        raise ValueError("answers: nobody answered anything")
    kept = codes if answered.all() else codes[answered]
    rows, counts, inverse = _collapsed(kept, people[answered], keeps_rows)
    row_of = np.full(codes.shape[0], -1)
    row_of[answered] = inverse
    n_missing = round(float((rows < 0).sum(axis=1) @ counts)) if holes else 0
    used = _counts(rows, counts, tops + 1)
    return Responses(rows, counts, tops + 1, lowest, labels, row_of, n_missing, n_dropped, used)


def _codes(answers: ArrayLike, missing: MissingPolicy) -> tuple[Codes, int]:
    """Whole numbers as int8, −1 where nothing is; how many holes there are."""
    table: NDArray[Any] = np.asarray(answers)
    if table.ndim != 2 or table.shape[0] < 1 or table.shape[1] < 2:
        raise ValueError(f"answers: people by at least 2 items expected, got shape {table.shape}")
    if table.dtype.kind in "biu":
        if table.min() < 0 or table.max() > MOST_CATEGORIES:
            raise ValueError(f"answers: whole numbers from 0 to {MOST_CATEGORIES} expected")
        return table.astype(np.int8), 0
    try:
        table = table.astype(np.float64, copy=False)
    except (TypeError, ValueError):
        raise ValueError("answers: numbers expected, got text or something else") from None
    numbers = float_array("answers", table, ndim=2, may_miss=True)
    with np.errstate(invalid="ignore"):
        codes = numbers.astype(np.int8)
    wrong = codes != numbers
    holes = 0
    if wrong.any():
        absent = np.isnan(numbers)
        holes = int(absent.sum())
        wrong &= ~absent
        _check_holes(holes, numbers.size, missing)
        codes[absent] = 0 if missing is MissingPolicy.AS_ZERO else -1
        holes = 0 if missing is MissingPolicy.AS_ZERO else holes
    if wrong.any() or codes.max() > MOST_CATEGORIES or (not holes and codes.min() < 0):
        raise ValueError(
            f"answers: whole numbers from 0 to {MOST_CATEGORIES} expected, or nothing where there is no answer"
        )
    if holes and numbers[~np.isnan(numbers)].min(initial=0) < 0:
        raise ValueError("answers: must not be negative")
    return codes, holes


def _check_holes(holes: int, size: int, missing: MissingPolicy) -> None:
    if holes and missing is MissingPolicy.REFUSE:
        raise ValueError(
            f"answers: {holes} of {size} are missing; choose missing='exclude' or 'as_zero', or fill them in"
        )


def _labels(names: Sequence[str] | None, n_items: int) -> tuple[str, ...]:
    labels = tuple(names) if names is not None else tuple(str(i + 1) for i in range(n_items))
    if len(labels) != n_items:
        raise ValueError(f"names: {n_items} expected, got {len(labels)}")
    return labels


def _ranges(codes: Codes, labels: tuple[str, ...], n_categories: int | None) -> tuple[Ints, Ints]:
    """Lowest answer and highest category of every item; every category between must have been used."""
    highest = codes.max(axis=0).astype(np.int64)
    if n_categories is not None:
        if highest.max() >= n_categories:
            at = int(np.argmax(highest))
            raise ValueError(
                f"answers: item {labels[at]} has {highest[at]}, only 0 to {n_categories - 1} are answers"
            )
        return np.zeros_like(highest), np.full_like(highest, n_categories - 1)
    lowest = np.zeros_like(highest)
    for at, column in enumerate(codes.T):
        used = np.flatnonzero(np.bincount(column[column >= 0]))
        if used.size < 1:
            raise ValueError(f"answers: nobody answered item {labels[at]}")
        gaps = sorted(set(range(used[0], used[-1])) - set(used.tolist()))
        if gaps:
            raise ValueError(
                f"answers: nobody chose category {gaps[0]} of item {labels[at]}; join it with its neighbour first"
            )
        lowest[at] = used[0]
    return lowest, highest - lowest


def _counts(rows: Codes, people: Floats, n_categories: Ints) -> tuple[Floats, ...]:
    """People in every category of every item; single precision is exact for the few rows of a part."""
    kind = np.float64 if (people != 1).any() else np.float32
    table = np.zeros((int(n_categories.max()), rows.shape[1]))
    for low in range(0, rows.shape[0], PART):
        own, weights = rows[low : low + PART], people[low : low + PART].astype(kind)
        for category in range(table.shape[0]):
            table[category] += weights @ (own == category).astype(kind)
    return tuple(table[:k, j] for j, k in enumerate(n_categories))


def _people(frequencies: ArrayLike | None, n_rows: int) -> Floats:
    if frequencies is None:
        return np.ones(n_rows)
    people = float_array("frequencies", frequencies, ndim=1)
    if people.shape != (n_rows,) or not (people > 0).all():
        raise ValueError(f"frequencies: {n_rows} numbers above 0 expected")
    return people


def _answered(codes: Codes, holes: int) -> Bools:
    if not holes:
        return np.ones(codes.shape[0], dtype=np.bool_)
    return np.asarray((codes >= 0).any(axis=1))


def _collapsed(codes: Codes, people: Floats, keeps_rows: bool) -> tuple[Codes, Floats, Ints]:
    """Equal rows once, if there are many: rows, their people, and where each given row went."""
    n_rows = codes.shape[0]
    rows = np.ascontiguousarray(codes)
    sample = _keys(rows[:SAMPLE])
    if keeps_rows or np.unique(sample).size > sample.size / 2:
        return rows, people, np.arange(n_rows)
    _, first, inverse = np.unique(_keys(rows), return_index=True, return_inverse=True)
    return rows[first], np.bincount(inverse, people).astype(np.float64), inverse.astype(np.int64)


def _keys(rows: Codes) -> NDArray[np.void]:
    """Each row as one value that can be sorted."""
    return rows.view(np.dtype((np.void, rows.shape[1]))).ravel()
