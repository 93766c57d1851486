"""What the planner is given, before it becomes the arrays of the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from espalier.cycle.needs.gaps.types import CompetencyHead
from espalier.cycle.plan.offers.types import OfferKind
from espalier.engines.planner.problem import PoolKind

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Why(IntEnum):
    """Why a person and a module may be planned together."""

    GAP = 0
    LEGAL = 1
    REQUEST = 2
    PINNED = 3
    HELPER = 4  # closes nothing itself, but another module asks for it


class RequestRule(StrEnum):
    """What an accepted request of a unit means to the planner."""

    WEIGH = "weigh"  # it counts beside the gaps, and competes with them for money
    PIN = "pin"  # everybody named takes part


@dataclass(frozen=True, slots=True)
class ScenarioFacts:
    """The limits of a scenario. Money is whole NT$."""

    id: int
    plan_id: int
    year: int
    name: str
    budget: int
    minutes_per_person: int
    fair_permille: int
    gaps_on: date
    uses_money_lines: bool
    revision: int


@dataclass(frozen=True, slots=True)
class PlanPerson:
    """Somebody who will be there on the day of the gaps. ``change_id``: the staff change that put them there."""

    id: int
    number: str
    name: str
    unit_id: int
    position_id: int | None
    department: int  # place in ``departments``
    change_id: int | None = None
    prepares_by: int | None = None  # the change by which levels of a second position count
    leaves_on: date | None = None


@dataclass(frozen=True, slots=True)
class Department:
    """A unit below the top, with all below it: fairness is asked between these."""

    id: int
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class PlanModule:
    """A module in force with the way it can be run. Money is whole NT$; ``minutes`` of one session.

    ``raises`` maps competency id to the level reached, ``asks`` to the level it takes to enter.
    """

    id: int
    offer_id: int
    code: str
    name: str
    name_en: str
    minutes: int
    mode: str
    kind: OfferKind
    category: str  # plan.Line.Category
    session_cost: int
    head_cost: int
    seats_min: int
    seats_max: int
    sessions_max: int | None
    grant_per_session: int
    grant_id: int | None
    money_line_id: int | None
    months: tuple[int, ...]
    goal_ids: tuple[int, ...] = ()
    requires: tuple[int, ...] = ()
    raises: tuple[tuple[int, float], ...] = ()
    asks: tuple[tuple[int, float], ...] = ()
    owner: str = ""
    instructors: frozenset[int] = frozenset()  # empty: none is needed
    rooms: frozenset[int] = frozenset()
    equipment: frozenset[int] = frozenset()

    @property
    def per_head(self) -> float:
        """What one participant of a full session costs, NT$."""
        return self.head_cost + self.session_cost / self.seats_max


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What is required of whom: one row a person and a competency, in order of both.

    Units: levels in hundredths; ``current`` −1 where the person has no rating. ``weight`` is in thousandths and
    says what one hundredth of a level is worth here (criticality × priority × carry-over × urgency).
    """

    person: Ints
    competency: Ints
    required: Ints
    current: Ints
    weight: Ints

    @property
    def rated(self) -> Bools:
        return self.current >= 0

    @property
    def lacking(self) -> Ints:
        """Hundredths of a level that are lacking; 0 where nobody rated."""
        return np.where(self.rated, np.maximum(0, self.required - self.current), 0)


@dataclass(frozen=True, slots=True)
class LegalDuty:
    """A person has to attend a module by a day of the year, because of a norm."""

    person: int  # place in ``people``
    module: int  # place in ``modules``
    due_on: date
    norm_id: int
    minutes_left: int


@dataclass(frozen=True, slots=True)
class NormChoice:
    """Which module was taken for a norm, and among which."""

    norm_id: int
    module_id: int
    n_people: int
    n_others: int  # other modules with an offer that count for the norm
    per_head: int  # NT$ of a full session


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A person named (or picked) for the module of an accepted request, or bound by a norm of our own."""

    person: int
    module: int
    request_id: int
    weight: int
    is_picked: bool  # the request gave a headcount only, and the records chose the person
    norm_id: int = 0  # of a duty that no law asks for; then there is no request


@dataclass(frozen=True, slots=True)
class PoolOf:
    """Resources that sessions share; ``users`` are places in ``modules``."""

    code: str
    name: str
    kind: PoolKind
    minutes: int
    resource_ids: tuple[int, ...]
    users: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LineOfMoney:
    resource_id: int
    code: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class PinOf:
    """What a person settled before solving; ``employee_id`` None is about the sessions of the module."""

    id: int
    module_id: int
    employee_id: int | None
    is_ban: bool
    sessions_min: int | None
    sessions_max: int | None


@dataclass(frozen=True, slots=True)
class LastPlan:
    """What an earlier plan holds: planned pairs of (employee, module) and sessions by module."""

    scenario_id: int | None = None
    places: frozenset[tuple[int, int]] = frozenset()
    sessions: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the page of inputs: what, how much, what is missing of it, where it comes from."""

    code: str
    n: int
    n_missing: int
    source: str
    url: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, with the records it is about. ``stops``: nothing is solved before it is mended."""

    code: str
    n: int
    places: tuple[tuple[str, str], ...]  # label, address; the first twenty
    remedy_url: str
    stops: bool = False
    told: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class PlanInputs:
    """Everything the planner rests on, from the records as they stood when it was gathered."""

    scenario: ScenarioFacts
    today: date
    people: tuple[PlanPerson, ...]
    departments: tuple[Department, ...]
    competencies: tuple[CompetencyHead, ...]
    modules: tuple[PlanModule, ...]
    cells: Cells
    entry_levels: Mapping[
        int, Ints
    ]  # competency id → a person's hundredths known today, −1 unknown
    completed: Bools  # people × modules: completions that still hold on the day of the gaps
    completed_outside: Mapping[int, Bools]  # the same for prerequisites that cannot be planned
    duties: tuple[LegalDuty, ...]
    norm_choices: tuple[NormChoice, ...]
    asked_for: tuple[AskedFor, ...]
    pools: tuple[PoolOf, ...]
    money_lines: tuple[LineOfMoney, ...]
    pins: tuple[PinOf, ...]
    last: LastPlan
    carried: frozenset[tuple[int, int]]
    n_hires: int
    resources: tuple[
        tuple[int, str, int], ...
    ] = ()  # id, code and name, minutes of the year, by code
    facts: tuple[Fact, ...] = ()
    lacks: tuple[Lack, ...] = ()

    @property
    def weight_total(self) -> int:
        """Weight of all gaps known, whether or not a module closes them."""
        worth = self.cells.lacking * self.cells.weight
        return int(np.maximum((worth + 500) // 1000, worth > 0).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """From rows of the problem back to records; arrays run row for row with it.

    ``due`` is the ordinal of the day a legal duty falls due, 0 none; ``norm_id`` and ``request_id`` 0 none.
    """

    employee_ids: tuple[int, ...]
    module_ids: tuple[int, ...]
    competency_ids: tuple[int | None, ...]
    unit_ids: tuple[int, ...]
    pools: tuple[tuple[int, ...], ...]
    money_line_ids: tuple[int, ...]
    why: NDArray[np.int8]
    due: NDArray[np.int32]
    norm_id: Ints
    request_id: Ints
    request_competency: int = -1

    def as_json(self) -> dict[str, Any]:
        """Plain data, to lie beside the frozen problem."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            name: value.tolist() if isinstance(value, np.ndarray) else value
            for name, value in told.items()
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Keys":
        kinds = {"why": np.int8, "due": np.int32, "norm_id": np.int64, "request_id": np.int64}
        values: dict[str, Any] = {
            name: np.array(value, dtype=kinds[name]) if name in kinds else value
            for name, value in told.items()
        }
        for name in ("employee_ids", "module_ids", "competency_ids", "unit_ids", "money_line_ids"):
            values[name] = tuple(values[name])
        values["pools"] = tuple(tuple(each) for each in told["pools"])
        return cls(**values)
