"""Published instances of other people's problems, read from their own formats and answered like ours.

PSPLIB's projects (``.sm``) and the course timetables of ITC-2007 (``.ctt``) show what the engine is worth; they
are solved in a child process like everything else, and what comes back passes their own validators here.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from espalier.engines.planner.child import Channel
from espalier.engines.planner.running import Limits, Progress, run_task
from espalier.engines.planner.timetable.courses import Lecture, check_courses, read_ctt
from espalier.engines.planner.timetable.projects import check_schedule, makespan, read_sm

FORMATS = (".sm", ".ctt")
MOST_MOVES = 10**11  # the clock ends a run before
FEW_MOVES = 15_000  # for runs too short to compile the loops first
SHORT = 5.0  # seconds
SPARE_SECONDS = 120.0  # for loading a solver, compiling its loops and handing over


@dataclass(frozen=True, slots=True)
class Instance:
    """The text of a file, its format, and how it shall be solved."""

    text: str
    suffix: str
    seed: int
    seconds: float


def answer_instance(
    instance: Instance,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """Solve an instance in a child process and validate the answer.

    Returns
    -------
    dict
        ``status, objective, bound, gap, assignment, certificate, broken, detail``; ``broken`` is what the
        instance's own validator found, 0 in every answer that counts.

    Raises
    ------
    BadTimetable
        The file cannot be read.
    """
    # Read here first, so that a bad file is told without starting a process.
    (read_sm if instance.suffix == ".sm" else read_ctt)(instance.text)
    outcome = run_task(
        f"{__name__}:{'solve_sm' if instance.suffix == '.sm' else 'solve_ctt'}",
        instance,
        limits=Limits(seconds=instance.seconds + SPARE_SECONDS),
        on_progress=on_progress,
        stop=stop,
    )
    if outcome.answer is None:
        return _told("unknown", None, None, [], 0, outcome.detail)
    if instance.suffix == ".sm":
        return _schedule(instance, *outcome.answer)
    return _courses(instance, outcome.answer)


def solve_sm(instance: Instance, channel: Channel) -> tuple[tuple[int, ...], int]:
    """Beginnings of the jobs and the bound; called in the child."""
    from espalier.engines.planner.timetable.project_search import solve_project

    def tell(length: int, bound: int, elapsed: float) -> None:
        channel.report("schedule", incumbent=length, bound=bound)

    found = solve_project(
        read_sm(instance.text),
        seed=instance.seed,
        work_limit=None,
        wall_limit=instance.seconds,
        on_progress=tell,
    )
    return found.starts, found.bound


def solve_ctt(instance: Instance, channel: Channel) -> tuple[Lecture, ...]:
    """The lectures placed; called in the child."""
    from espalier.engines.planner.timetable.course_search import solve_courses

    def tell(cost: int, elapsed: float) -> None:
        channel.report("lectures", incumbent=cost)

    found = solve_courses(
        read_ctt(instance.text),
        seed=instance.seed,
        moves=MOST_MOVES if instance.seconds > SHORT else FEW_MOVES,
        wall_limit=instance.seconds,
        on_progress=tell,
    )
    return found.lectures


def _schedule(instance: Instance, starts: tuple[int, ...], bound: int) -> dict[str, Any]:
    project = read_sm(instance.text)
    broken = check_schedule(project, starts)
    length = makespan(project, starts)
    rows = [{"job": number, "start": start} for number, start in enumerate(starts, start=1)]
    status = "optimal" if length == bound else "feasible"
    return _told(status, length, bound, rows, len(broken), "")


def _courses(instance: Instance, lectures: tuple[Lecture, ...]) -> dict[str, Any]:
    problem = read_ctt(instance.text)
    costs = check_courses(problem, lectures)
    # A cost of 0 is its own proof; nothing else is proven by search.
    status = "optimal" if costs.total == 0 else "feasible"
    if costs.broken:
        status = "unknown"
    rows = [asdict(lecture) for lecture in lectures]
    return _told(status, costs.total, 0, rows, costs.broken, "")


def _told(
    status: str,
    objective: int | None,
    bound: int | None,
    rows: list[dict[str, Any]],
    broken: int,
    detail: str,
) -> dict[str, Any]:
    gap = None
    if objective is not None and bound is not None:
        gap = (objective - bound) / objective if objective else 0.0
    return {
        "status": status,
        "objective": objective,
        "bound": bound,
        "gap": gap,
        "assignment": rows,
        "certificate": None,
        "broken": broken,
        "detail": detail,
    }
