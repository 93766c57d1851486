"""Where paired items stand: under another parent, or in another order among their siblings."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from espalier.engines.matching.items import ComparableItem
from espalier.engines.matching.pairing import Pair


@dataclass(frozen=True, slots=True)
class Places:
    """Positions (in the old list) of pairs that changed their parent or their order."""

    under_other_parent: frozenset[int]
    reordered: frozenset[int]


def places_of(
    old: Sequence[ComparableItem],
    new: Sequence[ComparableItem],
    pairs: Sequence[Pair],
    parent_of: Mapping[str, str],
) -> Places:
    """Tell which pairs moved to another parent and which changed places with a sibling.

    An item is reordered when it has another number *and* stands on the other side of some sibling.
    A number that only shifted because a neighbour went away is no reordering.

    Parameters
    ----------
    parent_of : mapping
        Old parent key → new parent key, for the parents that both versions have.
    """
    elsewhere = set()
    families: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        old_parent, new_parent = old[pair.old].parent, new[pair.new].parent
        if parent_of.get(old_parent) == new_parent:
            families[new_parent].append(pair)
        else:
            elsewhere.add(pair.old)
    reordered = {pair.old for family in families.values() for pair in _inverted(old, new, family)}
    return Places(frozenset(elsewhere), frozenset(reordered))


def _inverted(
    old: Sequence[ComparableItem], new: Sequence[ComparableItem], family: Sequence[Pair]
) -> list[Pair]:
    before = _ranks(old, [pair.old for pair in family])
    after = _ranks(new, [pair.new for pair in family])
    turned = (before[:, None] - before[None, :]) * (after[:, None] - after[None, :]) < 0
    return [
        pair
        for pair, crossed in zip(family, turned.any(axis=1), strict=True)
        if crossed and _has_other_number(old[pair.old], new[pair.new])
    ]


def _ranks(items: Sequence[ComparableItem], positions: Sequence[int]) -> np.ndarray:
    """Rank siblings by the numbers in their codes; items without a code keep the printed order."""
    order = sorted(positions, key=lambda i: (not items[i].numbers, items[i].numbers, i))
    rank = {position: r for r, position in enumerate(order)}
    return np.array([rank[position] for position in positions], dtype=np.int64)


def _has_other_number(a: ComparableItem, b: ComparableItem) -> bool:
    if not a.code and not b.code:
        return True  # the place in the list is the only number they have
    return a.code != b.code
