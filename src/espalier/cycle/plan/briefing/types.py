"""A presentation of the plan, what was asked there and what was decided, apart from how it is stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

OUTPUT = "O2.3.1"  # what is presented
BUILD_JOB = "plan.build_decks"


class PresentationState(StrEnum):
    """PLANNED: being prepared; HELD: it took place, its slides stay; CANCELLED: it never will."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class PresentationStep(StrEnum):
    HOLD = "hold"
    CANCEL = "cancel"
    REOPEN = "reopen"


class DecisionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class BriefingProblem(StrEnum):
    NOT_OPEN = "not_open"
    NO_DECK = "no_deck"
    NOT_YET = "not_yet"
    NO_PLAN = "no_plan"
    NOT_PLANNED = "not_planned"
    NO_EDITION = "no_edition"


@dataclass(frozen=True, slots=True)
class CategorySum:
    """What the lines of one category come to. Money is whole NT$."""

    name: str
    n_lines: int
    n_sessions: int
    n_seats: int
    minutes: int
    session_cost: int
    head_cost: int
    grants: int

    @property
    def cost(self) -> int:
        return self.session_cost + self.head_cost


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question still to be answered, or a decision still to be carried out."""

    kind: str  # kind of the register, for the address of its form
    id: int
    presentation_id: int
    presentation: str
    text: str
    owner: str
    due_on: date | None
    is_overdue: bool
