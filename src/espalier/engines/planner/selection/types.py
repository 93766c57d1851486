"""What a selection run is given and what it answers, on both sides of the process."""

from dataclasses import dataclass, field

from espalier.engines.planner.problem import SelectionProblem
from espalier.engines.planner.solution import Certificate, Plan, Stage


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One run. ``give_permille``: how much of the gap closed may be given up for fairness between departments;

    ``work_limit``: work after which the solver stops, the same on every machine (None: none); ``start``: a
    plan known before, for example last time's.
    """

    problem: SelectionProblem
    seed: int
    work_limit: int | None = None
    give_permille: int = 10
    start: Plan | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The best plan of a run, and the prices that bound every plan; both are checked by whoever asked."""

    plan: Plan | None
    prices: Certificate | None
    method: str
    stages: tuple[Stage, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    work: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
