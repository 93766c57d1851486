"""The records a timetabling problem is made of; :mod:`problem` puts them together and checks them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DAY_MINUTES = 1440


class Pattern(StrEnum):
    """How the meetings of one session follow each other."""

    CONSECUTIVE = "consecutive"  # each in the next slot that suits
    DAILY = "daily"  # one a day, at the same time
    WEEKLY = "weekly"  # on the same weekday, at the same time


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which one meeting can be held. ``kind`` is any word: morning, evening, handover."""

    code: str
    date: date
    start_minute: int
    minutes: int
    kind: str

    @property
    def starts(self) -> int:
        """Minutes since the first day of the calendar we count from."""
        return self.date.toordinal() * DAY_MINUTES + self.start_minute

    @property
    def ends(self) -> int:
        return self.starts + self.minutes

    @property
    def time(self) -> tuple[int, int]:
        """Beginning and end; two slots of different kinds may have the same."""
        return (self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class Busy:
    """Not to be had from the first to the last day, each day from minute to minute."""

    first: date
    last: date
    start_minute: int = 0
    end_minute: int = DAY_MINUTES

    def meets(self, slot: Slot) -> bool:
        return (
            self.first <= slot.date <= self.last
            and self.start_minute < slot.start_minute + slot.minutes
            and slot.start_minute < self.end_minute
        )


@dataclass(frozen=True, slots=True)
class Window:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class MonthLimit:
    """Minutes at most in one month (``YYYY-MM``)."""

    month: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Instructor:
    """``slots``: teaches at the times of these only, when not empty.

    ``month_minutes`` limits every month (None: no limit), ``months`` single ones; the less of both holds.
    """

    code: str
    busy: tuple[Busy, ...] = ()
    slots: tuple[str, ...] = ()
    month_minutes: int | None = None
    months: tuple[MonthLimit, ...] = ()

    @property
    def is_limited(self) -> bool:
        return self.month_minutes is not None or bool(self.months)

    def limit_in(self, month: str) -> int | None:
        """Minutes at most in a month; None: no limit."""
        told = [each.minutes for each in self.months if each.month == month]
        told += [] if self.month_minutes is None else [self.month_minutes]
        return min(told, default=None)


@dataclass(frozen=True, slots=True)
class Room:
    code: str
    seats: int
    equipment: tuple[str, ...] = ()
    site: str = ""
    busy: tuple[Busy, ...] = ()


@dataclass(frozen=True, slots=True)
class Department:
    """At most ``away_percent`` of the headcount, and always one, may be in class at a time.

    ``blackouts``: a class that takes ``blackout_percent`` or more of its heads from here is not held then.
    """

    code: str
    headcount: int
    away_percent: int = 100
    blackouts: tuple[Window, ...] = ()

    @property
    def away_limit(self) -> int:
        return max(1, self.headcount * self.away_percent // 100)


@dataclass(frozen=True, slots=True)
class Heads:
    """So many heads of a department sit in the class."""

    department: str
    count: int


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a module that is to be dated.

    Parameters
    ----------
    slot_kinds, minutes
        A meeting takes a slot of one of these kinds that is at least so long.
    meetings, pattern, max_gap_days
        ``max_gap_days``: most days from the day of one meeting to that of the next; None: 1, weekly 7.
    instructors, n_instructors
        Who can teach it, and how many of them are needed; 0: nobody.
    needs_room, seats, equipment, site, rooms
        One room for all meetings: large enough, with this equipment, on this site (empty: any); ``rooms``
        names the only ones allowed, when not empty.
    people, heads
        Numbers of the people who attend, and the heads that departments miss meanwhile.
    earliest, deadline
        First day allowed; last day allowed for the last meeting (legal).
    late_after
        A last meeting after this day is late, not forbidden: every begun 30 days from then, or from ``earliest``
        where that is later, count once, so that what is overdue comes first.
    preferred
        A session with a meeting outside all these windows is counted; none: every day is as good.
    pin_slot, pin_instructor, pin_room
        The slot of the first meeting, an instructor, the room; empty: free.
    forbidden_slots, forbidden_instructors, forbidden_rooms
        Never these.
    weight
        How many people must be told again when it moves.
    """

    code: str
    module: str
    slot_kinds: tuple[str, ...]
    minutes: int = 0
    meetings: int = 1
    pattern: Pattern = Pattern.CONSECUTIVE
    max_gap_days: int | None = None
    instructors: tuple[str, ...] = ()
    n_instructors: int = 1
    needs_room: bool = True
    seats: int = 0
    equipment: tuple[str, ...] = ()
    site: str = ""
    rooms: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    heads: tuple[Heads, ...] = ()
    earliest: date | None = None
    deadline: date | None = None
    late_after: date | None = None
    preferred: tuple[Window, ...] = ()
    pin_slot: str = ""
    pin_instructor: str = ""
    pin_room: str = ""
    forbidden_slots: tuple[str, ...] = ()
    forbidden_instructors: tuple[str, ...] = ()
    forbidden_rooms: tuple[str, ...] = ()
    weight: int = 1

    @property
    def natural_gap(self) -> int:
        """Days between meetings that nobody would call a split."""
        return 7 if self.pattern is Pattern.WEEKLY else 1

    @property
    def gap_days(self) -> int:
        return self.natural_gap if self.max_gap_days is None else self.max_gap_days


@dataclass(frozen=True, slots=True)
class Spacing:
    """``after`` begins at least so many working days after the day ``before`` ends; 0: later, the same day or not."""

    before: str
    after: str
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class MonthTarget:
    """Sessions that should begin in a month (``YYYY-MM``) at most; each above it is counted."""

    month: str
    sessions: int


LATE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Weights:
    """What one count of each wish costs; whole numbers, so that the objective can be checked exactly."""

    outside_preferred: int = 2
    over_month: int = 3
    late: int = 5
    split: int = 1
