"""The words of a measurement: a case, its runs, what was read, and what was wanted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures of one piece of work; with ``repeats`` above 1 each is the median of that many.

    ``cpu_ms`` is user and system time of the process and the children it waited for; ``n_queries`` counts
    every statement sent to the database, ``n_selects`` those that read. ``extra`` holds counts of the work
    itself (rows, files), so that a figure can be seen to rest on the volume it claims.
    """

    name: str
    cpu_ms: float
    wall_ms: float
    peak_rss_mb: float
    n_queries: int = 0
    n_selects: int = 0
    repeats: int = 1
    extra: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was wanted, what was measured, and whether that is met."""

    wanted: str
    measured: str
    met: bool


@dataclass(frozen=True, slots=True)
class Peer:
    """A figure of another product: measured elsewhere, quoted here, never measured by this program."""

    product: str
    what: str
    figure: str
    source: str = "measured elsewhere (2 cores, 5,000 users × 100 competencies), quoted"


@dataclass(frozen=True, slots=True)
class Volume:
    """Records a run works on: ``recipe`` names how they are made, the numbers how many."""

    recipe: str  # empty, frame, company, story or example
    people: int = 0
    competencies: int = 0

    @property
    def name(self) -> str:
        parts = [self.recipe]
        parts += [f"{self.people}p"] if self.people else []
        parts += [f"{self.competencies}c"] if self.competencies else []
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Run:
    """One child process: ``function`` is ``module:name``, called with the arguments, giving readings.

    ``volume`` None: the work needs no records. ``writes``: it works on a copy, so that it can be repeated.
    """

    label: str
    function: str
    volume: Volume | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    writes: bool = False


Judge = Callable[[Mapping[str, Mapping[str, Reading]]], Sequence[Verdict]]


@dataclass(frozen=True, slots=True)
class Case:
    """One question about speed or size, with the runs that answer it.

    ``judge`` gets the readings by run label and name and says what was wanted and whether it is met.
    """

    name: str
    title: str
    runs: Sequence[Run]
    judge: Judge
    peers: Sequence[Peer] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """How large everything is measured; ``QUICK`` only proves that the cases run."""

    name: str
    repeats: int
    people: int
    fewer_people: int
    competencies: int
    roster: int
    standard_items: int
    fewer_items: int
    ratings: int


FULL = Size("full", 15, 5000, 500, 100, 50_000, 500, 50, 5_000_000)
QUICK = Size("quick", 2, 480, 480, 5, 480, 60, 30, 20_000)
