"""When a run has to come to an end: asked to stop, out of time, or the agreed work is done."""

from dataclasses import dataclass
from typing import Protocol


class Line(Protocol):
    """What a run needs of the channel to whoever waits (``planner.child.Channel``)."""

    def stop_requested(self) -> bool: ...

    def seconds_left(self) -> float | None: ...


@dataclass(slots=True, eq=False)
class Clock:
    """``reserve``: seconds kept back for finishing the plan. One unit of work is one pricing of everybody."""

    line: Line
    work_limit: int | None
    reserve: float = 0.0
    done: int = 0

    def work(self, units: int = 1) -> None:
        self.done += units

    def over(self) -> bool:
        return self.hurried() or self.asked() or self._out_of_time()

    def asked(self) -> bool:
        """Whether somebody wants the run to end."""
        return self.line.stop_requested()

    def hurried(self) -> bool:
        """Whether the agreed work is done."""
        return self.work_limit is not None and self.done >= self.work_limit

    def _out_of_time(self) -> bool:
        left = self.line.seconds_left()
        return left is not None and left <= self.reserve

    def seconds(self, share: float = 1.0) -> float | None:
        """Part of the seconds left besides the reserve; None without a limit."""
        left = self.line.seconds_left()
        return None if left is None else max(0.0, left - self.reserve) * share
