"""Slots on one line of cells, and the placements a pattern allows: what all solving works on.

A *cell* is a part of a day between two times at which some slot begins or ends; parts no slot covers are left out.
The line holds the open days one after the other, each with the same number of cells, so that the same time on the
next open day is always the same number of cells away.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
    days
        Days that have an open slot.
    n_day
        Cells in a day.
    first, last
        (n_slots,) cell in which a slot begins, and the one after it ends.
    day_of
        (n_slots,) number of the slot's day in ``days``.
    """

    slots: tuple[Slot, ...]
    days: tuple[date, ...]
    n_day: int
    first: Numbers
    last: Numbers
    day_of: Numbers

    @property
    def n_cells(self) -> int:
        return len(self.days) * self.n_day

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
    spans = {(slot.start_minute, slot.start_minute + slot.minutes) for slot in slots}
    bounds = sorted({minute for span in spans for minute in span})
    kept = [low for low, high in pairwise(bounds) if any(a <= low and high <= b for a, b in spans)]
    days = sorted({slot.date for slot in slots})
    number = {day: n for n, day in enumerate(days)}
    day_of = np.array([number[slot.date] for slot in slots], dtype=np.int32)
    begins = [bisect_left(kept, slot.start_minute) for slot in slots]
    ends = [bisect_left(kept, slot.start_minute + slot.minutes) for slot in slots]
    return Axis(
        tuple(slots),
        tuple(days),
        len(kept),
        (day_of * len(kept) + np.array(begins, dtype=np.int32)).astype(np.int32),
        (day_of * len(kept) + np.array(ends, dtype=np.int32)).astype(np.int32),
        day_of,
    )


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
