"""Running CP-SAT: limits, progress, stopping. The only place of this room that loads OR-Tools, and only when it runs.

OR-Tools and highspy cannot be in one process: solve in a child process of its own.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

WORKERS = 8  # more than the cores: each is another way of searching
POLL_SECONDS = 0.2
# A part of a timetable is soon solved by one worker that counts wishes from their conflicts; probing takes longer
# than the search (measured on parts of 60 sessions: a tenth of the time of eight workers).
PART_SETTINGS: dict[str, Any] = {"optimize_with_core": True, "cp_model_probing_level": 0}


def never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: ``work`` in CP-SAT's deterministic seconds, ``wall`` in seconds; None: no limit of the kind."""

    seed: int
    work: float | None
    wall: float | None = None
    stop: Callable[[], bool] = never


@dataclass(frozen=True, slots=True)
class Answer:
    """What CP-SAT said. ``value`` reads a variable of the best solution; ``core`` are indexes of assumptions."""

    is_optimal: bool
    is_feasible: bool
    is_infeasible: bool
    objective: int | None
    bound: int | None
    work: float
    value: Callable[[Any], int]
    core: tuple[int, ...] = ()


Seen = Callable[[int, int, Callable[[Any], int]], None]


def solve(
    model: "cp_model.CpModel",
    limits: Limits,
    *,
    seen: Seen | None = None,
    bounded: Callable[[int], None] | None = None,
    workers: int = WORKERS,
    settings: dict[str, Any] | None = None,
) -> Answer:
    """Solve; ``seen`` gets every better solution with its bound, ``bounded`` every better bound.

    With a work limit the parallel search is interleaved, so that the same seed gives the same answer.
    """
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = limits.seed
    parameters.num_workers = workers
    if limits.work is not None:
        parameters.max_deterministic_time = limits.work
        parameters.interleave_search = workers > 1
    if limits.wall is not None:
        parameters.max_time_in_seconds = max(0.01, limits.wall)
    for name, value in (settings or {}).items():
        setattr(parameters, name, value)
    if bounded is not None:
        solver.best_bound_callback = lambda bound: bounded(_up(bound))
    with _watched(solver, limits.stop):
        status = solver.solve(model, _callback(cp_model, seen))
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    has_objective = bool(model.has_objective())
    return Answer(
        is_optimal=status == cp_model.OPTIMAL,
        is_feasible=found,
        is_infeasible=status == cp_model.INFEASIBLE,
        objective=round(solver.objective_value) if found and has_objective else None,
        bound=_up(solver.best_objective_bound) if has_objective else None,
        work=float(solver.deterministic_time),
        value=lambda variable: int(solver.value(variable)),
        core=(
            tuple(solver.sufficient_assumptions_for_infeasibility())
            if status == cp_model.INFEASIBLE
            else ()
        ),
    )


def _up(bound: float) -> int:
    """Costs are whole numbers: the next one above, but for the noise of floating point."""
    return int(-(-(bound - 1e-6) // 1))


def _callback(cp_model: Any, seen: Seen | None) -> Any:
    if seen is None:
        return None

    def told(self: Any) -> None:
        seen(round(self.objective_value), _up(self.best_objective_bound), self.value)

    # OR-Tools is loaded only here, so its class is extended here too.
    kind = type("Told", (cp_model.CpSolverSolutionCallback,), {"on_solution_callback": told})
    return kind()


class _watched:
    """Asks ``stop`` now and then while the solver runs."""

    def __init__(self, solver: "cp_model.CpSolver", stop: Callable[[], bool]) -> None:
        self._solver, self._stop = solver, stop
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> None:
        if self._stop is not never:
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(POLL_SECONDS):
            if self._stop():
                self._solver.stop_search()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()


class Clock:
    """Seconds since the run began, and what is left of its limits."""

    def __init__(self, limits: Limits) -> None:
        self.began = time.monotonic()
        self.limits = limits
        self.worked = 0.0

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.began

    @property
    def is_over(self) -> bool:
        work, wall = self.limits.work, self.limits.wall
        return (
            self.limits.stop()
            or (wall is not None and self.elapsed >= wall)
            or (work is not None and self.worked >= work)
        )

    @property
    def was_cut(self) -> bool:
        """Whether the wall clock or somebody ended it, so that it may end otherwise another time."""
        wall = self.limits.wall
        return self.limits.stop() or (wall is not None and self.elapsed >= wall)

    def rest(self, *, work: float | None = None, wall: float | None = None) -> Limits:
        """Limits for a part: what is left, and no more than given."""
        lefts = [] if self.limits.work is None else [self.limits.work - self.worked]
        walls = [] if self.limits.wall is None else [self.limits.wall - self.elapsed]
        lefts += [] if work is None else [work]
        walls += [] if wall is None else [wall]
        return Limits(
            self.limits.seed,
            max(0.001, min(lefts)) if lefts else None,
            max(0.01, min(walls)) if walls else None,
            self.limits.stop,
        )


def versions() -> dict[str, str]:
    """What a certificate names."""
    return {name: version(name) for name in ("espalier", "ortools", "numpy")}
