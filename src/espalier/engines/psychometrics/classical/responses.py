"""Scores of people on the questions of one test: checked at birth, and what an unanswered question counts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from espalier.engines.figures.arrays import Bools, Floats
from espalier.engines.figures.types import Said, Stage

Scores = NDArray[Any]  # (n people, k items), integers or float64; NaN only where it may miss

LEAST_ANSWERED = (
    0.8  # share of the items a person must have answered before his mean stands for the rest
)


class Unanswered(StrEnum):
    """What a question without an answer counts; every function that may meet one asks by keyword.

    Whoever answered nothing at all was not there: left out and counted under every policy.
    """

    REFUSE = "refuse"  # stop with a message that says how many are missing
    COMPLETE = "complete"  # only people who answered everything
    PAIRWISE = "pairwise"  # every figure from the people who answered the questions it needs
    WRONG = "wrong"  # no answer earns the lowest score
    WRONG_IF_SEEN = (
        "wrong_if_seen"  # skipped earns the lowest score; not reached at the end stays out
    )
    PERSON_MEAN = (
        "person_mean"  # scales only: the person's own mean, where 80 % or more was answered
    )


@dataclass(frozen=True, eq=False)
class Responses:
    """The scores a method may use. ``scores`` (n, k) holds NaN only under ``pairwise`` and ``wrong_if_seen``."""

    scores: Scores
    n_missing: int  # people left out
    n_holes: int  # answers missing among all given
    stages: tuple[Stage, ...]
    least: float  # the lowest and the highest score anybody has
    most: float

    @property
    def n(self) -> int:
        return int(self.scores.shape[0])

    @property
    def k(self) -> int:
        return int(self.scores.shape[1])


def settled(
    values: ArrayLike, *, missing: Unanswered, lowest: float = 0.0, least_items: int = 2
) -> Responses:
    """Return the scores with the policy for unanswered questions applied.

    Parameters
    ----------
    values : array_like, shape (n, k)
        Integers (never missing; not copied) or floats with NaN where there is no answer.
    missing : Unanswered
        What no answer counts.
    lowest : float
        The score that ``wrong`` gives.
    least_items : int
        Fewer columns are an error.

    Raises
    ------
    ValueError
        No number, wrong shape, empty, one person, too few items, an infinite value, an unknown policy, or something
        missing where the policy refuses.

    Examples
    --------
    >>> found = settled([[1, 0], [1, np.nan], [0, 1]], missing=Unanswered.COMPLETE)
    >>> found.n, found.n_missing
    (2, 1)
    """
    policy = Unanswered(missing)
    scores = _numbers(values)
    n, k = scores.shape
    if n < 2 or k < least_items:
        raise ValueError(f"scores: 2 people and {least_items} items are the least, got {n} × {k}")
    given = Stage("given", n)
    if scores.dtype.kind != "f" or not (holes := np.isnan(scores)).any():
        bounds = float(scores.min()), float(scores.max())
        return Responses(scores, 0, 0, (given, Stage("used", n)), *bounds)
    if policy is Unanswered.REFUSE:
        raise ValueError(
            f"scores: {int(holes.sum())} of {holes.size} answers are missing; "
            f"choose one of {', '.join(each for each in Unanswered if each is not policy)}"
        )
    kept, why = _kept(holes, policy)
    if kept.sum() < 2:
        raise ValueError(f"scores: {int(kept.sum())} of {n} people are left, 2 are the least")
    n_out = int(n - kept.sum())
    used = _filled(scores[kept], holes[kept], policy, lowest)
    left = Stage("used", n - n_out, n_out, why if n_out else None)
    bounds = float(np.nanmin(used)), float(np.nanmax(used))
    return Responses(used, n_out, int(holes.sum()), (given, left), *bounds)


def answered_in_order(values: ArrayLike) -> Bools:
    """Where somebody answered, from scores with NaN, shape (n, k).

    >>> answered_in_order([[1, np.nan]]).tolist()
    [[True, False]]
    """
    scores = _numbers(values)
    return np.ones(scores.shape, np.bool_) if scores.dtype.kind != "f" else ~np.isnan(scores)


def reached(answered: Bools) -> Bools:
    """Where somebody still was at work: everything up to the last answer, shape (n, k).

    >>> reached(np.array([[True, False, True, False]])).tolist()
    [[True, True, True, False]]
    """
    later = np.logical_or.accumulate(answered[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(later, dtype=np.bool_)


def _numbers(values: ArrayLike) -> Scores:
    array: NDArray[Any] = np.asarray(values)
    if array.ndim != 2:
        raise ValueError(f"scores: 2 dimensions expected (people, items), got shape {array.shape}")
    if array.dtype.kind == "b":
        return array.view(np.uint8)
    if array.dtype.kind in "iu":
        return array
    if array.dtype.kind != "f":
        raise ValueError(f"scores: numbers expected, got {array.dtype}")
    floats = array.astype(np.float64, copy=False)
    if np.isinf(floats).any():
        row, column = (int(at) for at in np.argwhere(np.isinf(floats))[0])
        raise ValueError(f"scores: infinite value at person {row}, item {column}")
    return floats


def _kept(holes: Bools, policy: Unanswered) -> tuple[Bools, Said]:
    n_answered = (~holes).sum(axis=1)
    if policy is Unanswered.COMPLETE:
        return n_answered == holes.shape[1], Said("有題目沒有作答", "some question left unanswered")
    if policy is Unanswered.PERSON_MEAN:
        enough = n_answered >= LEAST_ANSWERED * holes.shape[1]
        return enough, Said("作答不到八成", "fewer than 80% of the questions answered")
    return n_answered > 0, Said("完全沒有作答", "no question answered")


def _filled(scores: Floats, holes: Bools, policy: Unanswered, lowest: float) -> Floats:
    if policy is Unanswered.WRONG:
        return np.where(holes, lowest, scores)
    if policy is Unanswered.WRONG_IF_SEEN:
        return np.where(holes & reached(~holes), lowest, scores)
    if policy is Unanswered.PERSON_MEAN:
        return np.where(holes, np.nanmean(scores, axis=1)[:, None], scores)
    return scores
