"""What a survey of the units' training requests is made of, apart from how it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RoundState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class RequestState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"  # asked back for details
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class RoundAct(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"


class Act(StrEnum):
    SEND = "send"
    WITHDRAW = "withdraw"
    TAKE_UP = "take_up"  # a withdrawn request becomes a draft again
    ACCEPT = "accept"
    REFUSE = "refuse"
    ASK_BACK = "ask_back"
    RECONSIDER = "reconsider"


class ReasonKind(StrEnum):
    """Why a unit asks."""

    GOAL = "goal"  # a business goal of the organisation or the unit
    GAP = "gap"  # what people lack in competency
    LAW = "law"
    OTHER = "other"


class Mode(StrEnum):
    """How the unit would like it; OPEN leaves it to the planner."""

    IN_HOUSE = "in_house"
    EXTERNAL = "external"
    ONLINE = "online"
    WORKPLACE = "workplace"
    OPEN = "open"


class Priority(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Outcome(StrEnum):
    """What the annual plan made of an accepted request."""

    PLANNED = "planned"
    NOT_PLANNED = "not_planned"


class Answer(StrEnum):
    """How far a unit is with a round."""

    ANSWERED = "answered"
    NOTHING = "nothing"  # says that it asks for nothing
    DRAFT = "draft"
    SILENT = "silent"


# What still counts as asked for; a request withdrawn is kept, but nobody waits for it.
HANDED_IN = frozenset(
    {RequestState.SENT, RequestState.RETURNED, RequestState.ACCEPTED, RequestState.REFUSED}
)
# What the manager has still to decide, or has decided in favour: only these can be one thing with another.
MERGEABLE = frozenset({RequestState.SENT, RequestState.RETURNED, RequestState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class RoundContent:
    """Everything a round says of itself; the units it asks stand beside it."""

    code: str
    year: int
    title: str
    opens_on: date
    deadline: date  # the last day on which units may send in
    title_en: str = ""
    instructions: str = ""
    instructions_en: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class RequestContent:
    """Everything a request says.

    ``headcount`` counts everybody, those named among them; None: as many as are named. ``months`` are 1–12.
    Units: ``budget_minor`` whole NT$; None: nobody said.
    """

    module_id: int | None = None
    topic: str = ""
    reason_kind: str = ReasonKind.OTHER
    reason: str = ""
    business_goal_id: int | None = None
    need_id: int | None = None
    mode: str = Mode.OPEN
    employee_ids: tuple[int, ...] = ()
    headcount: int | None = None
    months: tuple[int, ...] = ()
    budget_minor: int | None = None
    priority: str = Priority.MEDIUM
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class AcceptedRequest:
    """An accepted request as the planner reads it. ``module_id`` None: it needs a module before it can be planned.

    ``headcount`` counts everybody asked for, ``employee_ids`` those named among them. ``group_id`` says which
    requests of several units are one thing. Units: ``budget_minor`` whole NT$; None: nobody said.
    """

    id: int
    code: str
    unit_id: int
    module_id: int | None
    topic: str
    employee_ids: tuple[int, ...]
    headcount: int
    months: tuple[int, ...]
    budget_minor: int | None
    priority: Priority
    reason_kind: ReasonKind
    reason: str
    business_goal_id: int | None
    need_id: int | None
    mode: Mode
    group_id: int | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One unit asked in a round and how far it is. ``heads`` are who can answer for it, by name."""

    asked_id: int
    unit_id: int
    code: str
    name: str
    name_en: str
    answer: Answer
    n_drafts: int
    n_sent: int  # handed in, whatever was decided
    n_open: int  # of them still to be decided
    heads: tuple[str, ...]
    told_at: datetime | None
    reminded_on: date | None
    note: str  # why it asks for nothing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A request as the search for duplicates sees it. ``text`` is the topic, or the name of the module."""

    id: int
    unit_id: int
    module_id: int | None
    group_id: int | None
    text: str


@dataclass(frozen=True, slots=True)
class MergeSuggestion:
    """Requests that may be one thing. ``shared`` are phrases their topics share; empty: the same module.

    ``score`` is the least similarity by which one of them hangs together with the others (0–1).
    """

    request_ids: tuple[int, ...]
    score: float
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds the role of supervisor at a place of the tree; ``path`` "" is everywhere."""

    user_id: int
    name: str
    path: str


Counts = Mapping[str, int]
