"""What is found for a person and a norm on a day."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class Status(IntEnum):
    """In order of urgency; the first two are outside the order of lateness."""

    NOT_APPLICABLE = 0
    EXEMPT = 1
    VALID = 2  # fulfilled, or not due yet: ``is_fulfilled`` says which
    DUE_SOON = 3
    OVERDUE = 4


class Because(StrEnum):
    """The one fact that decided the status."""

    NOT_IN_FORCE = "not_in_force"
    NOT_EMPLOYED = "not_employed"
    NOT_TARGETED = "not_targeted"
    STARTED_BEFORE = "started_before"  # the norm does not reach back to people already in the work
    NO_LICENCE = "no_licence"
    EXEMPTION = "exemption"
    DONE = "done"  # nothing more will be asked
    HOURS_HOLD = "hours_hold"
    NOT_DUE_YET = "not_due_yet"
    CLOCK_STOPPED = "clock_stopped"  # an open leave of absence; there is no due date
    DUE = "due"
    PASSED = "passed"
    LICENCE_EXPIRED = "licence_expired"


class NotCounted(StrEnum):
    """Why minutes that could have served the norm do not."""

    LATER = "later"  # completed after the day asked about
    OUTSIDE_WINDOW = "outside_window"
    MODE = "mode"
    OVER_LINK = "over_link"  # more than this module may bring
    OVER_CAP = "over_cap"  # more of this mode or content than the norm lets count
    USED = "used"  # by another norm, and one of the two does not share


@dataclass(frozen=True, slots=True)
class Counted:
    """Minutes of one completion that counted."""

    hours: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Left:
    """Minutes of one completion that did not count, and why; ``norm`` is the code of who used them."""

    hours: int
    minutes: int
    why: NotCounted
    norm: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One person × norm on a day.

    Units: minutes. ``minutes_left`` is what the present window still lacks, ``minutes_to_renew`` what must be
    added by ``due_on`` to stay in order after it; ``minima_left`` what single contents lack. ``due_on`` None:
    nothing is due. ``window_start`` and ``window_end`` bound the term the status speaks of; a missing start
    means from the beginning.
    """

    norm: str
    status: Status
    because: Because
    reason: str = ""
    since: date | None = None
    is_fulfilled: bool = False
    minutes_required: int = 0
    minutes_done: int = 0
    minutes_left: int = 0
    minutes_to_renew: int = 0
    minima_left: tuple[tuple[str, int], ...] = ()
    window_start: date | None = None
    window_end: date | None = None
    due_on: date | None = None
    counted: tuple[Counted, ...] = ()
    not_counted: tuple[Left, ...] = ()
