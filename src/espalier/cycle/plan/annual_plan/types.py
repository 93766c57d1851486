"""What a scenario, a line, a pin and a change of the plan say, apart from how they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ChangeKind(StrEnum):
    """計畫外、異動、取消."""

    ADD = "add"
    CHANGE = "change"
    CANCEL = "cancel"


class ChangeState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REFUSED = "refused"


class ChangeStep(StrEnum):
    SEND = "send"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    REFUSE = "refuse"


class RunStatus(StrEnum):
    """How a run of the planner ended; the first four are the engine's own words."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"
    REFUSED = "refused"  # named before the solver started: the problems say what to mend
    FAILED = "failed"  # the solver died, or its answer did not pass the check


class Limit(StrEnum):
    """What a button of a conflict may change."""

    BUDGET = "budget"
    MINUTES = "minutes_per_person"
    FAIRNESS = "fair_permille"
    MONEY_LINES = "uses_money_lines"
    AWAY = "away_percent"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class ScenarioContent:
    """The limits of one scenario. Money is whole NT$."""

    name: str
    budget: int
    gaps_on: date
    note: str = ""
    minutes_per_person: int = 24 * 60
    fair_permille: int = 600
    uses_money_lines: bool = False
    away_percent: int = 15


@dataclass(frozen=True, slots=True)
class LineContent:
    """What a person may write about a line. ``months`` are 1–12. Money is whole NT$."""

    category: str
    sessions: int
    minutes: int
    session_cost: int = 0
    head_cost: int = 0
    grant_amount: int = 0
    months: tuple[int, ...] = ()
    evaluation_level: int | None = None
    owner: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """One line of a plan made elsewhere. ``cost`` 0: its sessions and people times what they cost."""

    year: int
    module_id: int
    number: str
    headcount: int
    cost: int
    state: str
    content: LineContent
    employee_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PinContent:
    """With an employee: that person must attend the module, or must not. Without: about its sessions."""

    module_id: int
    employee_id: int | None = None
    is_ban: bool = False
    sessions_min: int | None = None
    sessions_max: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeContent:
    """What is asked during the year. ``after`` holds what a line shall say, by field."""

    kind: ChangeKind
    module_id: int
    effective_on: date
    reason: str
    after: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a scenario's lines. Units: whole NT$, minutes of learning time."""

    n_lines: int = 0
    sessions: int = 0
    seats: int = 0
    cost: int = 0
    grants: int = 0
    minutes: int = 0  # of all people together
    closed: int = 0  # weight of the gaps that the places close
    by_hand: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """One planned session and what became of it, as the achievement of the year counts it.

    ``month`` 0: not dated and no month wished. ``done_month`` 0: not carried out.
    """

    month: int
    people: int
    minutes: int
    cost: int
    is_addition: bool
    is_cancelled: bool
    done_month: int = 0
    attended: int = 0
    actual_cost: int = 0


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Planned against carried out in one month; ``minutes`` are learner-minutes. Rate None: nothing was planned."""

    month: int
    planned: int
    done: int
    planned_people: int
    done_people: int
    planned_minutes: int
    done_minutes: int
    planned_cost: int
    done_cost: int
    additions: int
    cancelled: int

    @property
    def rate(self) -> float | None:
        return self.done / self.planned if self.planned else None

    @property
    def planned_hours(self) -> float:
        return self.planned_minutes / 60

    @property
    def done_hours(self) -> float:
        return self.done_minutes / 60
