"""Making a plan better by taking some sessions out and putting them back: cheap steps, many of them.

Ruin and recreate: a session that costs something is taken out with a few of those around it, and all are put back,
the hardest first, each where it costs least. What is not worse is kept.
"""

from collections.abc import Callable, Mapping
from random import Random

import numpy as np

from espalier.engines.planner.timetable.construct import Builder
from espalier.engines.planner.timetable.draft import Choice, Draft
from espalier.engines.planner.timetable.tables import Tables

SMALLEST, LARGEST = 2, 10
STEPS_A_LOOK = 50


class Improver:
    """One plan that is made better step by step; ``chosen`` is the best so far, ``cost`` what it costs."""

    def __init__(
        self,
        tables: Tables,
        chosen: Mapping[int, Choice],
        *,
        seed: int,
        kept: frozenset[int] = frozenset(),
    ) -> None:
        self.tables = tables
        self.random = Random(seed)
        self.draft = Draft(tables)
        for number, choice in chosen.items():
            self.draft.put(number, choice)
        self.builder = Builder(self.draft, self.random)
        self.kept = kept
        self.movable = [number for number in chosen if number not in kept]
        self.cost = cost_of_choices(tables, chosen)
        self._by_teacher: dict[int, list[int]] = {}
        for number in self.movable:
            for teacher in tables.of[number].teachers:
                self._by_teacher.setdefault(teacher, []).append(number)

    @property
    def chosen(self) -> dict[int, Choice]:
        return dict(self.draft.chosen)

    def run(self, steps: int, stop: Callable[[], bool]) -> int:
        """Take so many steps, fewer when stopped or when nothing can be gained; how many were taken."""
        for step in range(steps):
            if step % STEPS_A_LOOK == 0 and (stop() or not self._costly()):
                return step
            self._step()
        return steps

    def _costly(self) -> list[int]:
        """Movable sessions that miss a wish, or begin in a month that has too many."""
        tables, draft = self.tables, self.draft
        full = {m for m, target in tables.targets.items() if draft.in_month[m] > target}
        return [
            number
            for number in self.movable
            if tables.of[number].cost[draft.chosen[number].placement] > tables.least[number]
            or int(tables.of[number].month[draft.chosen[number].placement]) in full
        ]

    def _step(self) -> None:
        costly = self._costly()
        if not costly:
            return
        out = self._around(self.random.choice(costly))
        before = {number: self.draft.take(number) for number in out}
        order = [out[0], *sorted(out[1:], key=lambda n: (self.builder.ease(n), n))]
        if self.random.random() < 0.3:
            self.random.shuffle(order)
        for number in order:
            choice = self.builder.best(number)
            if choice is None:
                break
            self.draft.put(number, choice)
        cost = self.cost + self._change(before)
        if len(self.draft.chosen) == len(self.movable) + len(self.kept) and cost <= self.cost:
            self.cost = cost
            return
        for number in order:
            if number in self.draft.chosen:
                self.draft.take(number)
        for number, choice in before.items():
            self.draft.put(number, choice)

    def _around(self, number: int) -> list[int]:
        """The session and a few it may be in conflict with: through people, instructors or by chance."""
        around = {other for other in self.tables.neighbours[number] if other not in self.kept}
        for teacher in self.tables.of[number].teachers:
            around.update(self._by_teacher[teacher])
        around.discard(number)
        size = self.random.randint(SMALLEST, LARGEST)
        close = sorted(around)
        return [number, *self.random.sample(close, min(size, len(close)))]

    def _change(self, before: Mapping[int, Choice]) -> int:
        """What the plan costs more than before; only the sessions named have moved."""
        tables = self.tables
        change = 0
        months: dict[int, int] = {}
        for number, old in before.items():
            table = tables.of[number]
            months[int(table.month[old.placement])] = (
                months.get(int(table.month[old.placement]), 0) - 1
            )
            change -= int(table.cost[old.placement])
            if new := self.draft.chosen.get(number):
                month = int(table.month[new.placement])
                months[month] = months.get(month, 0) + 1
                change += int(table.cost[new.placement])
        weight = tables.problem.weights.over_month
        for month, more in months.items():
            if month in tables.targets:
                now, target = self.draft.in_month[month], tables.targets[month]
                change += weight * (max(0, now - target) - max(0, now - more - target))
        return change


def cost_of_choices(tables: Tables, chosen: Mapping[int, Choice]) -> int:
    """The objective of complete choices."""
    own = sum(int(tables.of[n].cost[c.placement]) for n, c in chosen.items())
    begun = np.bincount(
        [int(tables.of[n].month[c.placement]) for n, c in chosen.items()],
        minlength=len(tables.months),
    )
    over = sum(max(0, int(begun[m]) - target) for m, target in tables.targets.items())
    return own + tables.problem.weights.over_month * over
