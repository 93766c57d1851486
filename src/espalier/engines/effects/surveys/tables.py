"""A whole survey by group: every item of every group, with small groups hidden so that nobody can be worked out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.surveys.likert import FIVE, LikertItem, Scale, likert_item
from espalier.engines.figures.arrays import MissingPolicy, float_array
from espalier.engines.figures.types import Refusal, Said
from espalier.engines.needs.suppression import GroupTree, suppress_small_groups

ALL = "all"


@dataclass(frozen=True, slots=True)
class Cell:
    """One item in one group (``all`` for everyone), or why it is hidden."""

    item: str
    group: str
    found: LikertItem | Refusal


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """Every item for everyone and for every group."""

    items: tuple[str, ...]
    groups: tuple[str, ...]
    cells: tuple[Cell, ...]
    n_used: int
    n_missing: int
    n_hidden: int
    sentence: Said

    def cell(self, item: str, group: str = ALL) -> LikertItem | Refusal:
        """One cell by its names. Raises ``KeyError`` where there is none."""
        for each in self.cells:
            if (each.item, each.group) == (item, group):
                return each.found
        raise KeyError(f"{item}/{group}")


def survey_table(
    ratings: ArrayLike,
    items: Sequence[str],
    *,
    missing: MissingPolicy,
    groups: Sequence[str] | None = None,
    scale: Scale = FIVE,
    n_invited: int | None = None,
    target: float | None = None,
) -> SurveyTable:
    """Every item described by :func:`likert_item`, for everyone and by group.

    A group with 1 to 4 answers is hidden, and with it as many others as it takes that it cannot be subtracted out.

    Parameters
    ----------
    ratings : array_like of float, shape (n_persons, k)
    items : sequence of str, length k
    groups : sequence of str, length n_persons, optional

    Raises
    ------
    ValueError
        Names or groups that do not fit, or an answer off the scale.

    References
    ----------
    Hundepool et al., Statistical Disclosure Control, Wiley 2012, ch. 4. Checked against: hand tables in the tests.

    Examples
    --------
    >>> table = survey_table([[4], [5], [4], [3], [5]], ["pace"], missing=MissingPolicy.REFUSE)
    >>> table.cell("pace").median
    4.0
    """
    values = float_array("ratings", ratings, ndim=2, may_miss=True)
    names = tuple(items)
    if values.shape[1] != len(names) or len(set(names)) < len(names) or not names:
        raise ValueError(f"items: {values.shape[1]} columns, {len(set(names))} different names")
    labels = [ALL] * values.shape[0] if groups is None else list(groups)
    if len(labels) != values.shape[0] or (groups is not None and ALL in labels):
        raise ValueError(f"groups: one a person, none named {ALL!r}")
    parts = () if groups is None else tuple(sorted(set(labels)))
    cells = []
    for at, item in enumerate(names):
        whole = likert_item(
            values[:, at], missing=missing, scale=scale, n_invited=n_invited, target=target
        )
        cells.append(Cell(item, ALL, whole))
        columns = [values[np.array([label == part for label in labels]), at] for part in parts]
        shown = _shown([int((~np.isnan(column)).sum()) for column in columns])
        for part, column, is_shown in zip(parts, columns, shown, strict=True):
            found = likert_item(column, missing=missing, scale=scale, target=target)
            if not is_shown and isinstance(found, LikertItem):
                found = Refusal("likert", "hidden", _PROTECTS, None, found.n_used)
            cells.append(Cell(item, part, found))
    n_hidden = sum(isinstance(each.found, Refusal) for each in cells)
    n_used = int((~np.isnan(values)).any(axis=1).sum())
    return SurveyTable(
        names,
        parts,
        tuple(cells),
        n_used,
        values.shape[0] - n_used,
        n_hidden,
        _sentence(cells, n_used, n_hidden),
    )


def _shown(counts: Sequence[int]) -> list[bool]:
    tree = GroupTree([sum(counts), *counts], [-1] + [0] * len(counts))
    return [bool(each) for each in suppress_small_groups(tree).shown[1:]]


_PROTECTS = Said(
    "為避免推算出人數過少的群組，此格一併不顯示。",
    "Hidden as well, so that a small group cannot be worked out by subtraction.",
)


def _sentence(cells: Sequence[Cell], n_used: int, n_hidden: int) -> Said:
    whole = [
        (each.item, each.found)
        for each in cells
        if each.group == ALL and isinstance(each.found, LikertItem)
    ]
    hidden = Said(
        f"{n_hidden} 格因人數太少未顯示。", f"{n_hidden} cells are hidden for too few answers."
    )
    if not whole:
        return (
            Said(
                f"{n_used} 人作答，太少而無法顯示任何一題。",
                f"{n_used} answered: too few to show an item.",
            )
            + hidden
        )
    best = max(whole, key=lambda one: one[1].top_share)
    worst = min(whole, key=lambda one: one[1].top_share)
    return (
        Said(
            f"{n_used} 人作答；滿意比率最高的是「{best[0]}」（{100 * best[1].top_share:.0f}%，"
            f"{best[1].n_used} 人），"
            f"最低的是「{worst[0]}」（{100 * worst[1].top_share:.0f}%，{worst[1].n_used} 人）。區間"
            "重疊的題目請勿排名次。",
            f"{n_used} answered; best rated is {best[0]} ({100 * best[1].top_share:.0f}% of "
            f"{best[1].n_used} in the two "
            f"best steps), lowest {worst[0]} ({100 * worst[1].top_share:.0f}% of "
            f"{worst[1].n_used}). Do not rank items "
            "whose intervals overlap.",
        )
        + hidden
    )
