"""Between a solver in its child process and the job a person watches: how far it is, cancelling, the plan so far.

The engine calls ``tell`` and ``keep`` from a thread of its own, ``stops`` from the thread that owns the database
connection; only there anything is written.
"""

import time
from collections.abc import Callable

from django.utils.translation import gettext as _

from espalier.engines.planner.running import Progress
from espalier.engines.planner.solution import Selection
from espalier.kit.jobs.types import Cancelled
from espalier.kit.jobs.types import Progress as Report

EVERY = 1.0  # seconds between two writes; a heartbeat, too
KEEP_EVERY = 5.0  # seconds between two stored plans


class Watch:
    """``low`` and ``high``: the part of the job's share that this solve takes up."""

    def __init__(
        self,
        report: Report,
        *,
        weight_total: int,
        seconds: float | None,
        store: Callable[[Selection], None] | None = None,
        low: float = 0.1,
        high: float = 0.9,
        label: str = "",
    ) -> None:
        self._report, self._store, self._label = report, store, label
        self._total, self._seconds = weight_total, seconds
        self._low, self._high = low, high
        self._began = time.monotonic()
        self._told_at = self._kept_at = 0.0
        self._last: Progress | None = None
        self._better: Selection | None = None
        self.was_cancelled = False

    def tell(self, progress: Progress) -> None:
        """One line of the solver; only remembered."""
        self._last = progress

    def keep(self, better: Selection) -> None:
        """A better plan, checked already; only remembered."""
        self._better = better if better.plan is not None else self._better

    def stops(self) -> bool:
        """Write what was told, store the plan so far, and say whether the person cancelled."""
        now = time.monotonic()
        if not self.was_cancelled and now - self._told_at >= EVERY:
            self._told_at = now
            try:
                self._report(self._share(now), self.words())
            except Cancelled:
                self.was_cancelled = True
        due = now - self._kept_at >= KEEP_EVERY
        if self._store is not None and self._better is not None and due:
            self._kept_at, better, self._better = now, self._better, None
            self._store(better)
        return self.was_cancelled

    def words(self) -> str:
        """What is found, what is possible at most, and the distance between the two."""
        last = self._last
        if last is None:
            return self._label or str(_("Looking for a first plan"))
        parts = [self._label] if self._label else []
        if last.incumbent is not None:
            parts.append(_("closes %(share)s") % {"share": self._percent(last.incumbent)})
        if last.bound is not None:
            parts.append(_("at most %(share)s possible") % {"share": self._percent(last.bound)})
        if last.incumbent is not None and last.bound:
            distance = max(0.0, last.bound - last.incumbent) / last.bound
            parts.append(_("within %(share)s of the best") % {"share": f"{distance:.2%}"})
        return " · ".join(parts) or str(_("Looking for a first plan"))

    def _percent(self, weight: float) -> str:
        return f"{weight / self._total:.1%}" if self._total else f"{weight:.0f}"

    def _share(self, now: float) -> float:
        """By time where there is a limit, else by how near the proof is."""
        last, done = self._last, 0.0
        if self._seconds:
            done = (now - self._began) / self._seconds
        elif last is not None and last.bound and last.incumbent is not None:
            done = max(0.0, 1 - 20 * (last.bound - last.incumbent) / last.bound)
        return self._low + (self._high - self._low) * min(1.0, done)
