"""Solving a project with CP-SAT, from a schedule built by priority; the bound is the solver's own."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from espalier.engines.planner.timetable.projects import Project, built, check_schedule, makespan
from espalier.engines.planner.timetable.solver import WORKERS, Limits, never, solve

ROUNDS = 60


@dataclass(frozen=True, slots=True)
class ProjectAnswer:
    """Beginnings of the jobs; no schedule is shorter than ``bound``."""

    starts: tuple[int, ...]
    makespan: int
    bound: int
    seconds: float

    @property
    def is_optimal(self) -> bool:
        return self.makespan == self.bound


def solve_project(
    project: Project,
    *,
    seed: int,
    work_limit: float | None,
    wall_limit: float | None = None,
    on_progress: Callable[[int, int, float], None] | None = None,
    workers: int = WORKERS,
    stop: Callable[[], bool] = never,
) -> ProjectAnswer:
    """Find a short schedule and a bound of its length.

    Raises
    ------
    ValueError
        A job needs more of a resource than there is.
    RuntimeError
        The validator does not pass the schedule: a fault of this program.
    """
    from ortools.sat.python import cp_model

    for number, job in enumerate(project.jobs):
        if any(n > c for n, c in zip(job.needs, project.capacity, strict=True)):
            raise ValueError(f"job {number + 1} needs more than there is")
    began = time.monotonic()
    best = built(project, ROUNDS, seed)
    length = makespan(project, best)
    model = cp_model.CpModel()
    starts = [model.new_int_var(0, length - job.duration, "") for job in project.jobs]
    intervals = [
        model.new_fixed_size_interval_var(start, job.duration, "")
        for start, job in zip(starts, project.jobs, strict=True)
    ]
    end = model.new_int_var(0, length, "")
    for number, job in enumerate(project.jobs):
        model.add(end >= starts[number] + job.duration)
        for later in job.after:
            model.add(starts[later] >= starts[number] + job.duration)
        model.add_hint(starts[number], best[number])
    for resource, capacity in enumerate(project.capacity):
        users = [n for n, job in enumerate(project.jobs) if job.needs[resource] and job.duration]
        needs = [project.jobs[n].needs[resource] for n in users]
        model.add_cumulative([intervals[n] for n in users], needs, capacity)
    model.add_hint(end, length)
    model.minimize(end)
    left = None if wall_limit is None else wall_limit - (time.monotonic() - began)

    def seen(cost: int, bound: int, value: Callable[[object], int]) -> None:
        if on_progress is not None:
            on_progress(cost, bound, time.monotonic() - began)

    answer = solve(model, Limits(seed, work_limit, left, stop), seen=seen, workers=workers)
    if answer.is_feasible:
        best = [answer.value(start) for start in starts]
    if broken := check_schedule(project, best):
        raise RuntimeError("; ".join(broken[:5]))
    length = makespan(project, best)
    bound = min(length, answer.bound or 0)
    return ProjectAnswer(tuple(best), length, bound, time.monotonic() - began)
