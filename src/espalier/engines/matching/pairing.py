"""Which old item is which new item: the pairing that fits best as a whole, by code and text."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from espalier.engines.matching.assignment import best_pairs
from espalier.engines.matching.items import ComparableItem
from espalier.engines.matching.similarity import similarity_matrix

# The same code is evidence in itself, so little text has to agree for a name that was rewritten.
# In the training manager's standard the rewritten ones stand at 0.2 and above, the two indicators
# whose meaning was exchanged under their code at 0.05 and below.
SAME_CODE_THRESHOLD = 0.15

# Under another code in the same task the text must carry most of the proof, the place a little.
# In the six public standards this was set against, 99 of 100 pairs of siblings stay below it.
SAME_PARENT_THRESHOLD = 0.4

# Elsewhere nothing but the text speaks for the pair: half of it must agree.
ELSEWHERE_THRESHOLD = 0.5

# A same-code pair may win against an equally good text elsewhere, never against a clearly better.
CODE_BONUS = 0.05

# Smaller still: among equal texts the nearest position in the document wins.
ORDER_BONUS = 0.001

# A task whose name is new but under which the same indicators stand is the same task; this is the
# share of its children that must have gone along.
CHILDREN_THRESHOLD = 0.6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions of an old and a new item taken to be the same, with their text similarity."""

    old: int
    new: int
    similarity: float
    by_children: bool = False


@dataclass(frozen=True, slots=True)
class Pairing:
    """The outcome for one kind: pairs, same-code leftovers, and what has no partner."""

    pairs: tuple[Pair, ...]
    replaced: tuple[Pair, ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]

    def all_pairs(self) -> tuple[Pair, ...]:
        return self.pairs + self.replaced


def pair_items(
    old: Sequence[ComparableItem],
    new: Sequence[ComparableItem],
    *,
    support: Mapping[tuple[str, str], float] | None = None,
) -> Pairing:
    """Pair the items of one kind.

    Parameters
    ----------
    old, new : sequence of ComparableItem
        All of one kind, in document order.
    support : mapping from (old key, new key) to a share in [0, 1], optional
        How much of what stands under the two is already paired; absent pairs have 0.

    Notes
    -----
    The work is done with the two sides in a fixed order whichever way the caller asks, so that
    comparing b with a is exactly the mirror of comparing a with b, ties included.
    """
    if _canonical(old) > _canonical(new):
        turned = {(b, a): share for (a, b), share in (support or {}).items()}
        return _mirrored(_pair_in_order(new, old, turned))
    return _pair_in_order(old, new, support or {})


def _canonical(items: Sequence[ComparableItem]) -> list[tuple[str, str, str]]:
    return [(item.key, item.text, item.parent) for item in items]


def _mirrored(found: Pairing) -> Pairing:
    def turn(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        return tuple(Pair(p.new, p.old, p.similarity, p.by_children) for p in pairs)

    return Pairing(turn(found.pairs), turn(found.replaced), found.added, found.removed)


def _pair_in_order(
    old: Sequence[ComparableItem],
    new: Sequence[ComparableItem],
    support: Mapping[tuple[str, str], float],
) -> Pairing:
    pairs = _identical_pairs(old, new)
    left_old = _unpaired(len(old), {p.old for p in pairs})
    left_new = _unpaired(len(new), {p.new for p in pairs})
    if left_old and left_new:
        figures = text_figures(old, new)[np.ix_(left_old, left_new)]
        table = _Table([old[i] for i in left_old], [new[j] for j in left_new], figures, support)
        pairs += [
            Pair(left_old[p.old], left_new[p.new], p.similarity, p.by_children)
            for p in table.best_pairs()
        ]
        left_old = _unpaired(len(old), {p.old for p in pairs})
        left_new = _unpaired(len(new), {p.new for p in pairs})
    replaced = _same_code_pairs(old, new, left_old, left_new)
    gone = {p.old for p in replaced}
    come = {p.new for p in replaced}
    return Pairing(
        tuple(pairs),
        tuple(replaced),
        tuple(i for i in left_old if i not in gone),
        tuple(j for j in left_new if j not in come),
    )


def _unpaired(n: int, taken: set[int]) -> list[int]:
    return [i for i in range(n) if i not in taken]


def _identical_pairs(old: Sequence[ComparableItem], new: Sequence[ComparableItem]) -> list[Pair]:
    """Pair items with equal parent, code and text, the k-th occurrence with the k-th."""
    waiting: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for j in reversed(range(len(new))):
        waiting[(new[j].parent, new[j].code, new[j].fold)].append(j)
    pairs = []
    for i, item in enumerate(old):
        candidates = waiting.get((item.parent, item.code, item.fold))
        if candidates:
            pairs.append(Pair(i, candidates.pop(), 1.0))
    return pairs


def text_figures(old: Sequence[ComparableItem], new: Sequence[ComparableItem]) -> Floats:
    """Similarity of all texts; equal texts are exactly 1, even where they fold to nothing."""
    figures = similarity_matrix([item.text for item in old], [item.text for item in new])
    keys = {fold: number for number, fold in enumerate({i.fold for i in (*old, *new)})}
    left = np.array([keys[item.fold] for item in old])
    right = np.array([keys[item.fold] for item in new])
    return np.where(left[:, None] == right[None, :], 1.0, figures)


class _Table:
    """The weights of all candidate pairs of one kind."""

    def __init__(
        self,
        old: Sequence[ComparableItem],
        new: Sequence[ComparableItem],
        figures: Floats,
        support: Mapping[tuple[str, str], float],
    ) -> None:
        self._figures = figures
        self._same_code = _equal_and_named([a.code for a in old], [b.code for b in new])
        self._siblings = _equal_and_named(
            [a.parent_code for a in old], [b.parent_code for b in new]
        )
        self._support = np.array([[support.get((a.key, b.key), 0.0) for b in new] for a in old])

    def best_pairs(self) -> list[Pair]:
        """The set of allowed pairs with the greatest total weight (linear assignment)."""
        by_children = self._support >= CHILDREN_THRESHOLD
        threshold = np.where(self._siblings, SAME_PARENT_THRESHOLD, ELSEWHERE_THRESHOLD)
        threshold = np.where(self._same_code, SAME_CODE_THRESHOLD, threshold)
        allowed = (self._figures >= threshold) | by_children
        strength = np.maximum(self._figures, np.where(by_children, self._support, 0.0))
        weights = strength + CODE_BONUS * self._same_code + ORDER_BONUS * self._nearness()
        return [
            Pair(i, j, float(self._figures[i, j]), bool(self._figures[i, j] < threshold[i, j]))
            for i, j in best_pairs(weights, allowed)
        ]

    def _nearness(self) -> Floats:
        n_old, n_new = self._figures.shape
        distance = np.abs(np.arange(n_old)[:, None] - np.arange(n_new)[None, :])
        return np.asarray(1.0 - distance / max(n_old, n_new))


def _equal_and_named(old: Sequence[str], new: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([[bool(a) and a == b for b in new] for a in old], dtype=bool)


def _same_code_pairs(
    old: Sequence[ComparableItem],
    new: Sequence[ComparableItem],
    left_old: Sequence[int],
    left_new: Sequence[int],
) -> list[Pair]:
    """Pair leftovers that kept nothing but their code."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for j in reversed(left_new):
        if new[j].code:
            waiting[new[j].code].append(j)
    positions = [(i, waiting[old[i].code].pop()) for i in left_old if waiting.get(old[i].code)]
    if not positions:
        return []
    figures = text_figures(old, new)
    return [Pair(i, j, float(figures[i, j])) for i, j in positions]
