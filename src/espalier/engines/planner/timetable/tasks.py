"""Timetables in a process of their own: what a run is told, and what comes back as plain data.

Nothing here loads OR-Tools before a task runs, so that whoever asks for a run may hold these classes.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from espalier.engines.planner.child import Channel
from espalier.engines.planner.running import Limits, Outcome, run_task
from espalier.engines.planner.running import Progress as Line
from espalier.engines.planner.timetable.changes import Change
from espalier.engines.planner.timetable.problem import TimetableProblem
from espalier.engines.planner.timetable.solution import Assignment, Progress, Status, Timetable

ROOM = "espalier.engines.planner.timetable.tasks:"
SPARE_SECONDS = 30.0  # for loading the solver and saying why there is no plan
CONFLICT_WORK = 60.0


@dataclass(frozen=True, slots=True)
class Work:
    """A timetable to be found. ``start``: a plan to begin with, where it keeps the rules."""

    problem: TimetableProblem
    seed: int = 0
    work_limit: float | None = None
    wall_limit: float | None = None
    start: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Mending:
    """A plan to be changed as little as can be so that it keeps the rules of ``work.problem``."""

    work: Work
    old_plan: tuple[Assignment, ...]
    today: date
    frozen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run found. ``conflict`` is the engine's conflict as data, where no plan keeps every rule.

    ``changes``, ``change_cost`` and ``change_bound`` are those of a mended plan.
    """

    timetable: Timetable
    conflict: dict[str, Any] | None = None
    changes: tuple[Change, ...] = ()
    change_cost: int | None = None
    change_bound: int | None = None

    @property
    def is_minimal(self) -> bool:
        return self.change_cost is not None and self.change_cost == self.change_bound


def run_work(
    work: Work | Mending,
    *,
    memory_bytes: int | None = None,
    on_progress: Callable[[Line], None] | None = None,
    on_kept: Callable[[Any], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Outcome:
    """Run a task in a child process; its answer is an :class:`Answer`, or the last plan kept."""
    wall = (work.work if isinstance(work, Mending) else work).wall_limit
    seconds = None if wall is None else wall + SPARE_SECONDS
    return run_task(
        ROOM + ("mend" if isinstance(work, Mending) else "find"),
        work,
        limits=Limits(seconds=seconds, memory_bytes=memory_bytes),
        on_progress=on_progress,
        on_kept=on_kept,
        stop=stop,
    )


def find(work: Work, channel: Channel) -> Answer:
    """Date every session; where that is impossible, say why."""
    from espalier.engines.planner.timetable.solving import solve_timetable

    found = solve_timetable(
        work.problem,
        seed=work.seed,
        work_limit=work.work_limit,
        wall_limit=work.wall_limit,
        start=work.start,
        on_progress=_teller(channel),
        stop=channel.stop_requested,
    )
    return Answer(found, _conflict(work, found, channel))


def mend(task: Mending, channel: Channel) -> Answer:
    """Change the old plan as little as can be; where that is impossible, say why."""
    from espalier.engines.planner.timetable.replan import replan

    work = task.work
    found = replan(
        work.problem,
        task.old_plan,
        today=task.today,
        seed=work.seed,
        work_limit=work.work_limit,
        wall_limit=work.wall_limit,
        frozen=task.frozen,
        on_progress=_teller(channel),
        stop=channel.stop_requested,
    )
    return Answer(
        found.timetable,
        _conflict(work, found.timetable, channel),
        found.changes,
        found.change_cost,
        found.change_bound,
    )


def _teller(channel: Channel) -> Callable[[Progress], None]:
    def tell(progress: Progress) -> None:
        channel.report(progress.phase, incumbent=progress.incumbent, bound=progress.bound)
        if progress.plan:
            channel.keep(progress.plan)

    return tell


def _conflict(work: Work, found: Timetable, channel: Channel) -> dict[str, Any] | None:
    """Which rules are in each other's way; faults of single records need no search."""
    if found.status is not Status.INFEASIBLE or found.faults:
        return None
    from espalier.engines.planner.timetable.conflict import explain_conflict

    channel.report("conflict")
    conflict = explain_conflict(
        work.problem, seed=work.seed, work_limit=CONFLICT_WORK, stop=channel.stop_requested
    )
    return asdict(conflict)
