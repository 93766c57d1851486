"""Slots on one line of cells, and the placements a pattern allows: what all solving works on.

The line is made of *blocks*: a working day with the days off that follow it (the Saturday after a Friday). Every
block has the same cells, so that the same time on the next working day is always the same number of cells away, over
weekends and holidays too, and the blocks between two days are the working days between them. A *cell* is a part of
a day between two times at which some slot begins or ends; parts no slot covers are left out.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from espalier.engines.planner.timetable.problem import Pattern, Session, Slot, TimetableProblem

Numbers: TypeAlias = npt.NDArray[np.int32]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Axis:
    """The line: slots in order of time, with the cells each covers.

    Attributes
    ----------
    slots
        Open slots by beginning, length and code.
    n_blocks, n_block
        How many blocks there are, and the cells in each.
    first, last
        (n_slots,) cell in which a slot begins, and the one after it ends.
    """

    slots: tuple[Slot, ...]
    n_blocks: int
    n_block: int
    first: Numbers
    last: Numbers

    @property
    def n_cells(self) -> int:
        return self.n_blocks * self.n_block

    @cached_property
    def ordinals(self) -> Numbers:
        """(n_slots,) day of each slot as a number."""
        return np.array([slot.date.toordinal() for slot in self.slots], dtype=np.int32)

    @cached_property
    def number_of(self) -> dict[str, int]:
        return {slot.code: number for number, slot in enumerate(self.slots)}


def axis_of(problem: TimetableProblem) -> Axis:
    """The line of a problem; slots on closed days are not on it."""
    closed = set(problem.closed)
    slots = sorted(
        (slot for slot in problem.slots if slot.date not in closed),
        key=lambda slot: (slot.starts, slot.minutes, slot.code),
    )
    # Without working days nothing is counted in them: every day is then a block of its own.
    worked = sorted(set(problem.working_days) or {slot.date for slot in slots})
    ranks = [bisect_right(worked, slot.date) for slot in slots]
    lowest = min(ranks, default=0)
    spans: dict[int, set[tuple[int, int]]] = defaultdict(set)
    after = [
        (slot.date - worked[rank - 1]).days if rank else slot.date.toordinal()
        for slot, rank in zip(slots, ranks, strict=True)
    ]
    for slot, days in zip(slots, after, strict=True):
        spans[days].add((slot.start_minute, slot.start_minute + slot.minutes))
    cells = [(days, low) for days in sorted(spans) for low in _kept(spans[days])]
    block = np.array([rank - lowest for rank in ranks], dtype=np.int32) * len(cells)
    first = [bisect_left(cells, (d, s.start_minute)) for s, d in zip(slots, after, strict=True)]
    last = [
        bisect_left(cells, (d, s.start_minute + s.minutes))
        for s, d in zip(slots, after, strict=True)
    ]
    return Axis(
        tuple(slots),
        max(ranks, default=0) - lowest + 1,
        len(cells),
        (block + np.array(first, dtype=np.int32)).astype(np.int32),
        (block + np.array(last, dtype=np.int32)).astype(np.int32),
    )


def _kept(spans: set[tuple[int, int]]) -> list[int]:
    """Beginnings of the parts of a day that some slot covers."""
    bounds = sorted({minute for span in spans for minute in span})
    return [low for low, high in pairwise(bounds) if any(a <= low and high <= b for a, b in spans)]


class Placements:
    """Placements by the pattern alone, as (n, meetings) numbers of slots; sessions alike share them."""

    def __init__(self, axis: Axis) -> None:
        self._axis = axis
        self._known: dict[tuple[object, ...], Numbers] = {}

    def of(self, session: Session) -> Numbers:
        key = (
            session.slot_kinds,
            session.minutes,
            session.meetings,
            session.pattern,
            session.gap_days,
        )
        if key not in self._known:
            self._known[key] = self._made(session)
        return self._known[key]

    def _made(self, session: Session) -> Numbers:
        slots = self._axis.slots
        usable = [
            n
            for n, slot in enumerate(slots)
            if slot.kind in session.slot_kinds and slot.minutes >= session.minutes
        ]
        after = _followers(slots, usable, session.pattern)
        rows = []
        for number in usable:
            row = [number]
            while len(row) < session.meetings:
                following = after.get(row[-1])
                if following is None:
                    break
                if (slots[following].date - slots[row[-1]].date).days > session.gap_days:
                    break
                row.append(following)
            if len(row) == session.meetings:
                rows.append(row)
        return np.array(rows, dtype=np.int32).reshape(len(rows), session.meetings)


def _followers(slots: Sequence[Slot], usable: Sequence[int], pattern: Pattern) -> dict[int, int]:
    """For each slot the one the next meeting takes."""
    if pattern is Pattern.CONSECUTIVE:
        starts = [slots[n].starts for n in usable]
        places = {n: bisect_left(starts, slots[n].ends) for n in usable}
        return {n: usable[at] for n, at in places.items() if at < len(usable)}
    following: dict[tuple[object, ...], tuple[int, int]] = {}
    found: dict[int, int] = {}
    for n in reversed(usable):
        slot = slots[n]
        weekday = slot.date.weekday() if pattern is Pattern.WEEKLY else 0
        key = (slot.start_minute, slot.kind, weekday)
        day, first = following.get(key, (0, -1))
        # Of two slots at the same time the shorter one comes first, and neither follows the other.
        if day == slot.date.toordinal():
            if first in found:
                found[n] = found[first]
        elif first >= 0:
            found[n] = first
        following[key] = (slot.date.toordinal(), n)
    return found
