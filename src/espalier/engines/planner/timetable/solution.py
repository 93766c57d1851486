"""What solving a timetable gives: a plan, how good it is at most and at least, and by what it was made."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from espalier.engines.planner.timetable.faults import Fault


class Status(StrEnum):
    """How a run ended."""

    OPTIMAL = "optimal"  # proven
    FEASIBLE = "feasible"  # a plan that keeps every rule; better ones may exist
    INFEASIBLE = "infeasible"  # proven: no plan keeps every rule
    UNKNOWN = "unknown"  # the limit came first
    REFUSED = "refused"  # not tried; ``faults`` say why


class RuleKind(StrEnum):
    """The names of the hard rules, as conflicts, checks and moves speak of them."""

    TAKES_PLACE = "takes_place"  # the session is held, in a placement of its pattern
    CLOSED = "closed"
    SLOT_KIND = "slot_kind"  # kind, length and pattern of slots
    EARLIEST = "earliest"
    DEADLINE = "deadline"
    BLACKOUT = "blackout"  # of a department
    FORBIDDEN = "forbidden"  # slots, instructors or rooms the session must not have
    PIN_SLOT = "pin_slot"
    PIN_INSTRUCTOR = "pin_instructor"
    PIN_ROOM = "pin_room"
    INSTRUCTOR_ELIGIBLE = "instructor_eligible"
    INSTRUCTOR_CALENDAR = "instructor_calendar"
    INSTRUCTOR_TWICE = "instructor_twice"
    INSTRUCTOR_MONTH = "instructor_month"
    ROOM_SUITS = "room_suits"
    ROOM_CALENDAR = "room_calendar"
    ROOM_TWICE = "room_twice"
    PEOPLE_TWICE = "people_twice"
    AWAY = "away"  # too many heads of a department in class at once
    SPACING = "spacing"


@dataclass(frozen=True, slots=True)
class Assignment:
    """When, with whom and where one session is held; ``room`` is empty where none is needed."""

    session: str
    slots: tuple[str, ...]
    instructors: tuple[str, ...] = ()
    room: str = ""


@dataclass(frozen=True, slots=True)
class SoftCounts:
    """How often each wish is missed."""

    outside_preferred: int = 0
    over_month: int = 0
    late: int = 0
    split: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What a run knows so far: the best plan's cost, the proven least cost, seconds since it began.

    ``plan`` is that best plan, checked; empty when it has not changed or was told a moment ago.
    """

    phase: str
    incumbent: int | None
    bound: int | None
    elapsed: float
    plan: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """By what a result was made; with the same of all but ``elapsed`` and no wall limit it is made again."""

    data_hash: str
    seed: int
    work_limit: float | None
    wall_limit: float | None
    versions: Mapping[str, str]
    method: str
    work_done: float
    elapsed: float
    deterministic: bool


@dataclass(frozen=True, slots=True)
class Timetable:
    """The answer of a run; ``assignments`` is empty unless there is a plan.

    ``bound`` is a proven least cost. ``stopped``: somebody asked for it, or the wall limit came.
    """

    status: Status
    assignments: tuple[Assignment, ...] = ()
    objective: int | None = None
    bound: int | None = None
    counts: SoftCounts | None = None
    faults: tuple[Fault, ...] = ()
    certificate: Certificate | None = None
    stopped: bool = False
    warnings: tuple[str, ...] = field(default=())

    @property
    def has_plan(self) -> bool:
        return self.status in (Status.OPTIMAL, Status.FEASIBLE)

    @property
    def gap_share(self) -> float | None:
        """Distance from the bound as a share of the objective, 0 when proven; None while unknown."""
        if self.objective is None or self.bound is None:
            return None
        return (self.objective - self.bound) / self.objective if self.objective else 0.0

    def as_json(self) -> dict[str, Any]:
        """Ready for JSON: ``status, objective, bound, gap, assignment, certificate`` and the rest."""
        plain = asdict(self)
        return {
            "status": plain.pop("status"),
            "objective": plain.pop("objective"),
            "bound": plain.pop("bound"),
            "gap": self.gap_share,
            "assignment": plain.pop("assignments"),
            "certificate": plain.pop("certificate"),
            **plain,
        }


def hash_of(document: Mapping[str, Any]) -> str:
    """The digest of a problem in its JSON form, whatever the order of its keys."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
