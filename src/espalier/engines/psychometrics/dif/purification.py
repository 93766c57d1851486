"""One round of purification: suspect items are left out of the score people are matched by, and all items are judged
again.
"""

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from espalier.engines.figures.arrays import Bools, Ints
from espalier.engines.psychometrics.dif.matching import Cells, Matched, cells_of

Judged = TypeVar("Judged")


def judged_in_two_rounds(
    people: Matched,
    judge: Callable[[Cells, Ints], Judged],
    suspects_of: Callable[[Judged], Bools],
    *,
    fewest: int,
    purify: bool,
) -> list[tuple[Ints, Cells, Judged]]:
    """Judge every item against the whole score, then against the score without the suspects.

    An item always counts in its own matching score, so that items without a difference show none (Holland & Thayer
    1988).

    Returns
    -------
    list of (items, cells, result)
        The last round: one entry for all items that share a matching score, and one for each suspect.
    """
    every = np.arange(people.codes.shape[1])
    cells = cells_of(people, every, every, fewest=fewest)
    first = judge(cells, every)
    suspects = suspects_of(first)
    if not purify or not suspects.any() or suspects.sum() > every.size - 2:
        return [(every, cells, first)]
    clean = every[~suspects]
    rounds = []
    for items in [clean, *every[suspects, None]]:
        matching = np.union1d(clean, items)
        own = cells_of(people, matching, items, fewest=fewest)
        rounds.append((items, own, judge(own, items)))
    return rounds
