"""Vocabulary of the learning map: paths, routes, moves, coverage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from espalier.cycle.learning_map.completions.types import Completed
from espalier.cycle.learning_map.modules.types import PublishedModule


@dataclass(frozen=True, slots=True)
class Pin:
    """A module set on a position's path by hand."""

    order: int
    is_mandatory: bool


class Why(StrEnum):
    """Why a module stands on a path."""

    REQUIRED = "required"  # it raises a competency the position requires
    PREREQUISITE = "prerequisite"  # another module of the path asks for it
    PINNED = "pinned"  # set by hand


@dataclass(frozen=True, slots=True)
class PathModule:
    """One module of a path in its place. ``raises`` are the required competencies it serves."""

    module: PublishedModule
    order: int
    why: Why
    is_mandatory: bool
    raises: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Unreached:
    """A required level the modules do not reach; ``reached`` None means that no module raises it."""

    competency_id: int
    required: float
    reached: float | None


@dataclass(frozen=True, slots=True)
class Path:
    """The path of a position: modules in learning order, and what they leave open."""

    modules: tuple[PathModule, ...] = ()
    unreached: tuple[Unreached, ...] = ()

    @property
    def minutes(self) -> int:
        """Learning time of everything mandatory."""
        return sum(each.module.minutes for each in self.modules if each.is_mandatory)


class RouteState(StrEnum):
    DONE = "done"
    EXPIRING = "expiring"  # done, but lapses soon
    EXPIRED = "expired"
    NEXT = "next"  # nothing stands in the way
    BLOCKED = "blocked"  # a prerequisite is missing or has lapsed


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step of a person's route. ``blocked_by`` are codes of prerequisites still missing."""

    step: PathModule
    state: RouteState
    completed: Completed | None
    blocked_by: tuple[str, ...] = ()

    @property
    def newer_version(self) -> bool:
        """Done in a version that is no longer the one in force."""
        return self.completed is not None and (
            self.completed.version_no < self.step.module.version_no
        )


@dataclass(frozen=True, slots=True)
class MoveGap:
    """One competency of a move: what is had before (None: not required, or never rated) and needed after."""

    competency_id: int
    had: float | None
    needed: float

    @property
    def gap(self) -> float:
        return max(0.0, self.needed - (self.had or 0.0))


@dataclass(frozen=True, slots=True)
class Redundancy:
    """Several modules raise the same competency to the same level."""

    competency_id: int
    level: float
    module_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the modules cover what positions require.

    ``share`` = covered / required competencies, 0–1; None when nothing is required.
    """

    n_required: int
    n_covered: int
    without_module: tuple[int, ...]
    not_reached: tuple[Unreached, ...]
    orphan_modules: tuple[int, ...]  # modules that raise no competency at all
    unused_modules: tuple[int, ...]  # modules on no position's path
    redundant: tuple[Redundancy, ...]
    minutes_by_position: Mapping[int, int]

    @property
    def share(self) -> float | None:
        return self.n_covered / self.n_required if self.n_required else None


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Whose route it is."""

    id: int
    number: str
    name: str
    position_id: int | None
    position_name: str


@dataclass(frozen=True, slots=True)
class Route:
    """A person's route on a day."""

    person: PersonRef
    on: date
    steps: tuple[RouteStep, ...]
    unreached: tuple[Unreached, ...]
    other_completions: tuple[Completed, ...]

    def count(self, *states: RouteState) -> int:
        return sum(1 for each in self.steps if each.state in states)

    @property
    def minutes_left(self) -> int:
        """Learning time of mandatory steps not done or lapsed."""
        open_states = {RouteState.NEXT, RouteState.BLOCKED, RouteState.EXPIRED}
        return sum(
            each.step.module.minutes
            for each in self.steps
            if each.state in open_states and each.step.is_mandatory
        )
