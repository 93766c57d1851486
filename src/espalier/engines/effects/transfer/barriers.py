"""What keeps people from applying it: how many name each barrier, and whether it goes with not applying."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import refuse_missing
from espalier.engines.effects.surveys.response import FEWEST_IN_CELL, hidden_cell
from espalier.engines.figures.arrays import Bools, Floats, MissingPolicy, float_array
from espalier.engines.figures.intervals import newcombe, wilson
from espalier.engines.figures.types import Interval, Refusal, Said


@dataclass(frozen=True, slots=True)
class Barrier:
    """One barrier: share naming it (0–1), and how much more often those name it who do not apply the learning.

    ``difference`` is None where applying is not known or either side has fewer than 5 persons.
    """

    barrier: str
    n_naming: int
    share: float
    interval: Interval
    difference: float | None
    difference_interval: Interval | None


@dataclass(frozen=True, slots=True)
class BarrierTable:
    """Barriers, the most named first."""

    barriers: tuple[Barrier, ...]
    n_used: int
    n_missing: int
    warnings: tuple[Said, ...]
    sentence: Said


def barrier_table(
    named: ArrayLike,
    barriers: Sequence[str],
    *,
    missing: MissingPolicy,
    applies: ArrayLike | None = None,
    level: float = 0.95,
) -> BarrierTable | Refusal:
    """Share naming each barrier (Wilson), and not-applying minus applying (Newcombe) where that is known.

    Parameters
    ----------
    named : array_like, shape (n, k)
        1 named, 0 not; NaN anywhere in a row: the person did not answer.
    barriers : sequence of str, length k
    applies : array_like, shape (n,), optional
        1 applies, 0 does not, NaN not known.

    Returns
    -------
    BarrierTable or Refusal
        Refused with fewer than 5 persons.

    Raises
    ------
    ValueError
        Anything but 0, 1 and missing; shapes that do not fit.

    References
    ----------
    Wilson 1927; Newcombe 1998, method 10. Checked against: hand counts in the tests.

    Examples
    --------
    >>> found = barrier_table([[1, 0]] * 4 + [[0, 1]] * 2, ["no time", "no tools"], missing=MissingPolicy.REFUSE)
    >>> found.barriers[0].barrier, found.barriers[0].n_naming
    ('no time', 4)
    """
    table = float_array("named", named, ndim=2, may_miss=True)
    if table.shape[1] != len(barriers) or not barriers:
        raise ValueError(f"barriers: {table.shape[1]} columns, {len(barriers)} names")
    does = np.full(table.shape[0], np.nan)
    if applies is not None:
        does = float_array("applies", applies, ndim=1, may_miss=True)
    if does.size != table.shape[0]:
        raise ValueError(f"applies: {table.shape[0]} persons expected, got {does.size}")
    for name, each in (("named", table), ("applies", does)):
        if not np.isin(each[~np.isnan(each)], (0.0, 1.0)).all():
            raise ValueError(f"{name}: 1 for yes and 0 for no expected")
    whole = ~np.isnan(table).any(axis=1)
    n_missing = int((~whole).sum())
    refuse_missing("named", n_missing, missing)
    said, does, n = np.asarray(table[whole] == 1.0), does[whole], int(whole.sum())
    refused = hidden_cell("barriers", n)
    if refused is not None:
        return refused
    rows = [_row(name, said[:, at], does, level) for at, name in enumerate(barriers)]
    rows.sort(key=lambda row: -row.n_naming)
    is_unknown = rows[0].difference is None
    return BarrierTable(
        tuple(rows), n, n_missing, (_NO_SPLIT,) if is_unknown else (), _sentence(rows, n)
    )


def _row(name: str, said: Bools, does: Floats, level: float) -> Barrier:
    n, n_naming = said.size, int(said.sum())
    without, applying = said[does == 0], said[does == 1]
    difference, interval = None, None
    if min(without.size, applying.size) >= FEWEST_IN_CELL:
        difference = float(without.mean() - applying.mean())
        interval = newcombe(
            int(without.sum()), without.size, int(applying.sum()), applying.size, level=level
        )
    share = wilson(n_naming, n, level=level)
    return Barrier(name, n_naming, n_naming / n, share, difference, interval)


_NO_SPLIT = Said(
    "應用者或未應用者少於 5 人（或不知道），無法比較兩者提到的阻礙。",
    "Fewer than 5 who apply or who do not (or not known): the two cannot be compared.",
)


def _sentence(rows: Sequence[Barrier], n: int) -> Said:
    first = rows[0]
    if not first.n_naming:
        return Said(f"{n} 人都沒有提到阻礙。", f"None of {n} persons names a barrier.")
    linked = [
        each.barrier
        for each in rows
        if each.difference_interval is not None and each.difference_interval.low > 0
    ]
    told = Said(
        f"{n} 人中最多人提到的阻礙是「{first.barrier}」（{first.n_naming} 人，{100 * first.share:.0f}%）。",
        f"The barrier named most is {first.barrier} ({first.n_naming} of {n}, {100 * first.share:.0f}%).",
    )
    if linked:
        told = told + Said(
            f"沒有應用的人更常提到：{'、'.join(linked)}，請先處理。",
            f"Named more often by those who do not apply it: {', '.join(linked)}; start there.",
        )
    return told + Said(
        "這是當事人的說法，請與主管確認。",
        "This is what people say; check it with their supervisors.",
    )
