"""Small groups are not shown, and cannot be worked out from what is shown.

Groups form a tree (company, department, section). Whoever sees a parent and some of its children
can subtract; what cannot be subtracted any further is an *atom*: a shown group less the topmost
shown groups inside it. As the groups are nested or apart, everything that can be derived is a sum
of atoms, so the table is safe exactly when every atom is empty or reaches the minimum.

References
----------
Hundepool et al.: Statistical Disclosure Control, Wiley 2012, ch. 4 (primary and secondary
suppression in tables).
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Ints

DEFAULT_MINIMUM = 5
NO_PARENT = -1


@dataclass(frozen=True, eq=False)
class GroupTree:
    """How many persons stand behind each group's figure, and which group contains it.

    Parameters
    ----------
    n : array_like of int, shape (n_groups,)
        Persons in the group, those of its sub-groups included.
    parent : array_like of int, shape (n_groups,)
        Position of the containing group, −1 for none. A parent may have members in no sub-group.

    Raises
    ------
    ValueError
        On negative counts, unknown parents, a ring, or sub-groups that outnumber their parent.
    """

    n: Ints
    parent: Ints

    def __init__(self, n: ArrayLike, parent: ArrayLike) -> None:
        counts, parents = np.asarray(n), np.asarray(parent)
        if counts.ndim != 1 or counts.shape != parents.shape:
            raise ValueError(f"n {counts.shape} and parent {parents.shape}: one of each per group")
        for name, array in (("n", counts), ("parent", parents)):
            if array.size and array.dtype.kind not in "iu":
                raise ValueError(f"{name}: whole numbers expected, got {array.dtype}")
        if (counts < 0).any():
            raise ValueError(f"n must not be negative, but is for groups {_where(counts < 0)}")
        unknown = (parents < NO_PARENT) | (parents >= counts.size)
        if unknown.any():
            raise ValueError(f"parent is no group for groups {_where(unknown)}")
        object.__setattr__(self, "n", counts.astype(np.int64))
        object.__setattr__(self, "parent", parents.astype(np.int64))
        self._refuse_rings()
        if (own := self._own_members() < 0).any():
            raise ValueError(f"sub-groups hold more persons than groups {_where(own)}")

    def _own_members(self) -> Ints:
        inside = self.parent >= 0
        within = np.bincount(self.parent[inside], weights=self.n[inside], minlength=self.n.size)
        return self.n - within.astype(np.int64)

    def _refuse_rings(self) -> None:
        above = self.parent.copy()
        for _ in range(self.n.size):
            if not (above >= 0).any():
                return  # every line of ancestors has ended, usually after a few steps
            above = np.where(above >= 0, self.parent[above], NO_PARENT)
        if (above >= 0).any():
            raise ValueError(f"groups contain themselves: {_where(above >= 0)}")


@dataclass(frozen=True, eq=False)
class Suppression:
    """What may be shown.

    ``primary`` are the groups below the minimum, ``complementary`` those hidden only to protect
    others; ``shown`` the rest. Empty groups are shown: there is nobody to protect.
    """

    shown: Bools
    primary: Bools
    complementary: Bools
    minimum: int


def suppress_small_groups(tree: GroupTree, *, minimum: int = DEFAULT_MINIMUM) -> Suppression:
    """Hide every group below ``minimum`` and as many others as it takes that none can be derived.

    Among the groups that could protect an atom the smallest is hidden, the first of equals.

    Examples
    --------
    A total of 30 with parts of 20, 7 and 3: hiding only the part of 3 would leave 30 − 20 − 7.

    >>> tree = GroupTree([30, 20, 7, 3], [-1, 0, 0, 0])
    >>> suppress_small_groups(tree).shown.tolist()
    [True, True, False, False]
    """
    if minimum < 1:
        raise ValueError(f"minimum must be 1 or more, got {minimum}")
    primary = (tree.n > 0) & (tree.n < minimum)
    shown = ~primary
    atoms = _Atoms(tree, shown)
    # The first small atom is protected first; hiding changes no other atom than the one it protects.
    waiting = [group for group, size in enumerate(atoms.sizes) if 0 < size < minimum]
    while waiting:
        group = waiting[0]
        shown[atoms.hide_smallest_inside(group)] = False
        if not 0 < atoms.sizes[group] < minimum:
            heapq.heappop(waiting)
        while waiting and not shown[waiting[0]]:
            heapq.heappop(waiting)
    return Suppression(shown, primary, ~shown & ~primary, minimum)


class _Atoms:
    """The atoms of a tree while groups are hidden one after the other; empty groups play no part."""

    def __init__(self, tree: GroupTree, shown: Bools) -> None:
        self._n: list[int] = tree.n.tolist()
        self.sizes: list[int] = atom_sizes(tree, shown).tolist()
        self._inside: dict[int, list[int]] = {}
        counted = shown & (tree.n > 0)
        above = _shown_ancestor(tree, shown).tolist()
        for group in np.flatnonzero(counted).tolist():
            self._inside.setdefault(above[group], []).append(group)

    def hide_smallest_inside(self, group: int) -> int:
        """Hide the smallest shown group directly inside, the first of equals, and return it.

        A shown group is not small itself, so a small atom always has a shown group inside it.
        """
        inside = self._inside[group]
        hidden = min(inside, key=lambda each: (self._n[each], each))
        inside.remove(hidden)
        inside += self._inside.pop(hidden, [])
        self.sizes[group] += self.sizes[hidden]
        self.sizes[hidden] = 0
        return hidden


def atom_sizes(tree: GroupTree, shown: ArrayLike) -> Ints:
    """Persons in each shown group who are in no shown group inside it; 0 for hidden groups."""
    visible = np.asarray(shown, dtype=np.bool_)
    above = _shown_ancestor(tree, visible)
    nested = visible & (above >= 0)
    within = np.bincount(above[nested], weights=tree.n[nested], minlength=tree.n.size)
    return np.where(visible, tree.n - within.astype(np.int64), 0)


def suppress_flat(
    n: Sequence[int], *, total_shown: bool, minimum: int = DEFAULT_MINIMUM
) -> Suppression:
    """Suppress in a list of groups that are apart; with ``total_shown`` their sum is known too.

    The total itself is not part of the result. When all groups together stay below the minimum,
    all are hidden, and the caller must not show the total either.
    """
    counts = [int(count) for count in n]
    if not total_shown:
        return suppress_small_groups(GroupTree(counts, [NO_PARENT] * len(counts)), minimum=minimum)
    tree = GroupTree([sum(counts), *counts], [NO_PARENT, *([0] * len(counts))])
    found = suppress_small_groups(tree, minimum=minimum)
    return Suppression(found.shown[1:], found.primary[1:], found.complementary[1:], minimum)


def suppress_table(
    n: ArrayLike, parent: ArrayLike, *, minimum: int = DEFAULT_MINIMUM
) -> Suppression:
    """Suppress each column of a table (groups × competencies) for itself.

    Parameters
    ----------
    n : array_like of int, shape (n_groups, n_columns)
        Persons behind each cell.
    parent : array_like of int, shape (n_groups,)
        As in :class:`GroupTree`.
    """
    counts = np.asarray(n)
    if counts.ndim != 2:
        raise ValueError(f"n: a table of groups × columns expected, got shape {counts.shape}")
    columns = [
        suppress_small_groups(GroupTree(column, parent), minimum=minimum) for column in counts.T
    ]
    if not columns:
        empty = np.zeros(counts.shape, dtype=np.bool_)
        return Suppression(empty, empty, empty, minimum)
    return Suppression(
        np.stack([c.shown for c in columns], axis=1),
        np.stack([c.primary for c in columns], axis=1),
        np.stack([c.complementary for c in columns], axis=1),
        minimum,
    )


def _shown_ancestor(tree: GroupTree, shown: Bools) -> Ints:
    """The nearest shown group above each group, −1 for none."""
    above = tree.parent.copy()
    while True:
        hidden = (above >= 0) & ~shown[above]
        if not hidden.any():
            return above
        above = np.where(hidden, tree.parent[above], above)


def _where(wrong: Bools) -> list[int]:
    return [int(i) for i in np.flatnonzero(wrong)[:5]]
