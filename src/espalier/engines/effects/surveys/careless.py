"""Answer sheets that may have been filled without reading: one straight line, or always the middle."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.surveys.likert import FIVE, Scale, answers_on
from espalier.engines.figures.arrays import Bools, Ints, MissingPolicy, float_array
from espalier.engines.figures.types import Refusal, Said

FEWEST_ITEMS = 5
MID_SHARE = 0.8


@dataclass(frozen=True, eq=False)
class CarelessFlags:
    """A flag a person, shape (n,): a reason to look, never to throw a sheet away unseen.

    ``longest_run`` counts equal answers in a row; ``is_middle`` is None on a scale without a middle.
    """

    longest_run: Ints
    is_straight: Bools
    is_middle: Bools | None
    n_straight: int
    n_middle: int | None
    n_used: int
    n_missing: int
    sentence: Said


def careless_flags(
    ratings: ArrayLike, *, missing: MissingPolicy, scale: Scale = FIVE, run: int | None = None
) -> CarelessFlags | Refusal:
    """Straight-lining (a run of equal answers of at least ``run``, by default all items) and a share of middles ≥ .8.

    Parameters
    ----------
    ratings : array_like of float, shape (n_persons, k)
        Answers in the order they were asked; NaN breaks a run.

    Returns
    -------
    CarelessFlags or Refusal
        Refused with fewer than 5 items: equal answers are then common.

    Raises
    ------
    ValueError
        An answer off the scale, or a run below 2 or above k.

    References
    ----------
    Meade & Craig, Psychological Methods 17 (2012) 437–455, doi:10.1037/a0028085 (long-string index).
    Checked against: rows by hand in the tests.

    Examples
    --------
    >>> found = careless_flags([[3] * 6, [1, 2, 4, 5, 3, 2]], missing=MissingPolicy.REFUSE)
    >>> found.is_straight.tolist(), found.is_middle.tolist()
    ([True, False], [True, False])
    """
    values = float_array("ratings", ratings, ndim=2, may_miss=True)
    answers_on(values.ravel(), scale, missing)
    n, k = values.shape
    if k < FEWEST_ITEMS:
        return Refusal("careless", "too_few_items", _FEW_ITEMS.filled(k=k), None, n)
    needed = k if run is None else run
    if not 2 <= needed <= k:
        raise ValueError(f"run: 2 to {k} expected, got {run}")
    longest = _longest_runs(values)
    n_answers = (~np.isnan(values)).sum(axis=1)
    straight = longest >= needed
    middle = None
    if scale.middle == int(scale.middle):
        middle = ((values == scale.middle).sum(axis=1) >= MID_SHARE * n_answers) & (n_answers > 0)
    n_middle = None if middle is None else int(middle.sum())
    n_used = int((n_answers > 0).sum())
    return CarelessFlags(
        longest,
        straight,
        middle,
        int(straight.sum()),
        n_middle,
        n_used,
        n - n_used,
        _sentence(int(straight.sum()), n_middle, n_used),
    )


def _longest_runs(values: np.ndarray) -> Ints:
    current = np.where(np.isnan(values[:, 0]), 0, 1)
    longest = current.copy()
    for at in range(1, values.shape[1]):
        is_same = values[:, at] == values[:, at - 1]
        current = np.where(is_same, current + 1, np.where(np.isnan(values[:, at]), 0, 1))
        longest = np.maximum(longest, current)
    return longest.astype(np.int64)


_FEW_ITEMS = Said(
    "只有 {k} 題，全部同分很常見，無法據此判斷。",
    "Only {k} items: equal answers are common and tell nothing.",
)


def _sentence(n_straight: int, n_middle: int | None, n: int) -> Said:
    told = Said(
        f"{n} 份問卷中有 {n_straight} 份全程同一個答案。這只是提醒：滿意的人也可能全選同分，"
        "請保留原資料，並比較刪去前後的結果。",
        f"{n_straight} of {n} sheets give one answer throughout. That is a reason to look, not to delete: "
        "content people may answer so too. Keep the data and compare results with and without them.",
    )
    if n_middle is None:
        return told
    return told + Said(
        f"另有 {n_middle} 份幾乎全選中間。", f"{n_middle} choose almost only the middle."
    )
