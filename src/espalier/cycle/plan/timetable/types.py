"""The vocabulary of the timetable: sessions with their meetings, cohorts, pins, events, marks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class SessionState(StrEnum):
    PLANNED = "planned"
    ANNOUNCED = "announced"
    RUNNING = "running"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SessionStep(StrEnum):
    ANNOUNCE = "announce"
    BEGIN = "begin"
    CLOSE = "close"
    CANCEL = "cancel"


class Part(StrEnum):
    """What of a session may be pinned."""

    TIME = "time"
    INSTRUCTOR = "instructor"
    ROOM = "room"


class EventKind(StrEnum):
    """What may happen during the year."""

    ABSENT = "absent"
    ROOM_LOST = "room_lost"
    DAY_CLOSED = "day_closed"
    CANCELLED = "cancelled"
    REPAIR = "repair"  # nothing outside: somebody wants the plan to keep its rules again


class Colour(StrEnum):
    """What a move would be: free, at the price of a wish, forbidden."""

    FREE = "free"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """One meeting of a planned session; ``kind`` is the code of its slot, empty where it has none."""

    starts_at: datetime
    ends_at: datetime
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One planned run of a module as later stages read it; money is whole NT$.

    No meetings: not dated yet, or learning at one's own pace (``is_self_paced``). ``employee_ids`` are those who
    have a place in it. ``sequence`` rises with every change of its dates.
    """

    id: int
    code: str
    line_id: int
    line_number: str
    module_id: int
    module_code: str
    number: int
    state: SessionState
    meetings: tuple[PlannedMeeting, ...] = ()
    instructor_id: int | None = None
    room_id: int | None = None
    employee_ids: tuple[int, ...] = ()
    deadline_on: date | None = None
    sequence: int = 0
    announced_at: datetime | None = None
    attended: int | None = None
    actual_cost: int | None = None
    closed_on: date | None = None
    cancel_reason: str = ""
    is_self_paced: bool = False


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody with a place in a line, as cohorts are made. ``session`` is the number kept, 0 free."""

    place: int
    employee: int
    department: str
    due_on: date | None = None
    session: int = 0
    is_fixed: bool = False  # told already: stays whatever the size of the class
    order: str = ""


@dataclass(frozen=True, slots=True)
class Cohort:
    """The people of one session, by place."""

    number: int
    places: tuple[int, ...]
    due_on: date | None  # the earliest day by which one of them has to be done


@dataclass(frozen=True, slots=True)
class EventContent:
    """Something that happened. ``subject``: code of the instructor, room or session; days where they matter."""

    kind: EventKind
    subject: str = ""
    first: date | None = None
    last: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ForbidContent:
    """Days a session may not take, with the reason."""

    starts_on: date
    ends_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Unavoidable:
    """A class that takes more heads of a department than the share allows, however the people are split."""

    session: str
    department: str
    heads: int
    limit: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What moving a session to a slot would do, in words."""

    slot: str
    starts_at: datetime
    colour: Colour
    words: tuple[str, ...] = ()
    cost_change: int = 0
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """A change of one session as it is kept with its run: what was, what would be."""

    session: str
    session_id: int
    kinds: tuple[str, ...]
    people: int
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
