"""Counting the minutes of one window under the caps and minima of a norm.

A completion falls under the first cap that fits it, so the counted minutes are
Σ over caps of min(cap, Σ minutes under it) + Σ minutes under no cap:
more hours never count for less.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from espalier.engines.obligations.results import Counted, Left, NotCounted
from espalier.engines.obligations.sharing import Credit
from espalier.engines.obligations.types import Norm


@dataclass(frozen=True, slots=True)
class Tally:
    """The minutes of a window that count, completion by completion, and what its contents lack.

    A need of 0 asks nothing, not even of contents.
    """

    minutes: int
    counted: tuple[Counted, ...]
    over: tuple[Left, ...]
    minima_left: tuple[tuple[str, int], ...]

    def fulfils(self, need: int) -> bool:
        return need == 0 or (self.minutes >= need and not self.minima_left)

    def lacks(self, need: int) -> int:
        """Minutes that would fulfil the window when spent on the right content."""
        if need == 0:
            return 0
        return max(0, need - self.minutes, sum(minutes for _tag, minutes in self.minima_left))


def cap_of(norm: Norm, credit: Credit) -> int:
    """The place of the first cap that fits; the number of caps when none does."""
    for place, cap in enumerate(norm.caps):
        mode_fits = not cap.mode or cap.mode == credit.hours.mode
        if mode_fits and (not cap.tag or cap.tag in credit.tags):
            return place
    return len(norm.caps)


def tally(norm: Norm, credits: Iterable[Credit]) -> Tally:
    """Count credits in the order given."""
    room: list[float] = [cap.minutes for cap in norm.caps] + [float("inf")]
    content = dict.fromkeys((minimum.tag for minimum in norm.minima), 0)
    counted, over, total = [], [], 0
    for credit in credits:
        place = cap_of(norm, credit)
        minutes = int(min(credit.minutes, room[place]))
        room[place] -= minutes
        total += minutes
        for tag in content.keys() & credit.tags:
            content[tag] += credit.minutes
        if minutes:
            counted.append(Counted(credit.hours.id, minutes))
        if minutes < credit.minutes:
            over.append(Left(credit.hours.id, credit.minutes - minutes, NotCounted.OVER_CAP))
    lacking = tuple((m.tag, m.minutes - content[m.tag]) for m in norm.minima
                    if content[m.tag] < m.minutes)  # fmt: skip
    return Tally(total, tuple(counted), tuple(over), lacking)
