"""One run of solving: its best plan and bound so far, told to whoever listens, checked before it is given."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from espalier.engines.planner.timetable.check import check_plan
from espalier.engines.planner.timetable.codec import problem_as_json
from espalier.engines.planner.timetable.draft import Choice, plan_of
from espalier.engines.planner.timetable.faults import Fault
from espalier.engines.planner.timetable.improve import cost_of_choices
from espalier.engines.planner.timetable.problem import TimetableProblem
from espalier.engines.planner.timetable.solution import (
    Assignment,
    Certificate,
    Progress,
    Status,
    Timetable,
    hash_of,
)
from espalier.engines.planner.timetable.solver import Clock, Limits, versions
from espalier.engines.planner.timetable.tables import Tables

Told: TypeAlias = Callable[[Progress], None]
NOTHING_FOUND = 10**12
TELL_SECONDS = 1.0


class BrokenPlan(RuntimeError):
    """The solver's plan breaks a rule by the verifier's count: a fault of this program, never shown as a plan."""


class Run:
    """``best`` and ``cost``: the best plan so far; ``bound``: no plan costs less."""

    def __init__(
        self,
        problem: TimetableProblem,
        limits: Limits,
        told: Told | None,
        tables: Tables | None = None,
    ) -> None:
        self.problem = problem
        self.limits = limits
        self.clock = Clock(limits)
        self.tables = Tables(problem) if tables is None else tables
        self.best: dict[int, Choice] | None = None
        self.cost = NOTHING_FOUND
        self.bound = 0
        self.is_infeasible = False
        self._told = told
        self._told_at = -TELL_SECONDS
        self._lock = threading.Lock()

    @property
    def is_proven(self) -> bool:
        return self.best is not None and self.cost <= self.bound

    def found(self, chosen: Mapping[int, Choice], phase: str) -> None:
        """Keep a better plan; a worse one is passed over."""
        with self._lock:
            cost = cost_of_choices(self.tables, chosen)
            if cost >= self.cost:
                return
            self.best, self.cost = dict(chosen), cost
        self.tell(phase)

    def raise_bound(self, bound: int) -> None:
        """No plan costs less than this."""
        with self._lock:
            if bound <= self.bound:
                return
            self.bound = min(bound, self.cost)
        self.tell("bound")

    def tell(self, phase: str) -> None:
        """Report the state; the plan goes with it at most once a second, checked."""
        if self._told is None:
            return
        plan: tuple[Assignment, ...] = ()
        elapsed = self.clock.elapsed
        if self.best is not None and phase != "bound" and elapsed - self._told_at >= TELL_SECONDS:
            plan = checked_plan(self.problem, self.tables, self.best)
            self._told_at = self.clock.elapsed
        incumbent = None if self.best is None else self.cost
        self._told(Progress(phase, incumbent, self.bound, elapsed, plan))

    def refused(self, faults: Sequence[Fault]) -> Timetable:
        return Timetable(
            Status.REFUSED, faults=tuple(faults), certificate=self._certificate("refused")
        )

    def result(self, method: str) -> Timetable:
        """The run's answer; the plan is checked anew from the problem's own words."""
        certificate = self._certificate(method)
        if self.best is None:
            status = Status.INFEASIBLE if self.is_infeasible else Status.UNKNOWN
            return Timetable(status, certificate=certificate, stopped=self.clock.was_cut)
        plan = checked_plan(self.problem, self.tables, self.best)
        checked = check_plan(self.problem, plan)
        return Timetable(
            Status.OPTIMAL if self.is_proven else Status.FEASIBLE,
            plan,
            checked.objective,
            min(self.bound, checked.objective),
            checked.counts,
            certificate=certificate,
            stopped=self.clock.was_cut and not self.is_proven,
        )

    def _certificate(self, method: str) -> Certificate:
        limits = self.limits
        return Certificate(
            data_hash=hash_of(problem_as_json(self.problem)),
            seed=limits.seed,
            work_limit=limits.work,
            wall_limit=limits.wall,
            versions=versions(),
            method=method,
            work_done=self.clock.worked,
            elapsed=self.clock.elapsed,
            deterministic=limits.work is not None and not self.clock.was_cut,
        )


def checked_plan(
    problem: TimetableProblem, tables: Tables, chosen: Mapping[int, Choice]
) -> tuple[Assignment, ...]:
    """The choices as a plan.

    Raises
    ------
    BrokenPlan
        The verifier found a broken rule.
    """
    plan = plan_of(tables, chosen.items())
    checked = check_plan(problem, plan)
    if not checked.ok:
        raise BrokenPlan(str(checked.broken[:5]))
    return plan
