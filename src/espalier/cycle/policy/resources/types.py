"""The vocabulary of resources, capacity and bookings."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

SLOT_MINUTES = 15  # bookings are kept to the quarter hour: no class is planned more finely


class Kind(StrEnum):
    """What a resource is. Only the first three can be booked by the hour."""

    INSTRUCTOR = "instructor"
    ROOM = "room"
    EQUIPMENT = "equipment"
    SYSTEM = "system"
    VENDOR = "vendor"
    PARTNER = "partner"
    MONEY = "money"
    GRANT = "grant"


BOOKABLE = frozenset({Kind.INSTRUCTOR, Kind.ROOM, Kind.EQUIPMENT})


class CostBasis(StrEnum):
    """What one unit of cost buys."""

    HOUR = "hour"
    DAY = "day"
    SESSION = "session"
    PERSON = "person"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with its zone; ``ends_at`` is not part of it.

    Raises ValueError for a time without zone, or an end not after the start.
    """

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("a span needs times with their zone")
        if self.ends_at <= self.starts_at:
            raise ValueError("a span ends after it starts")

    def overlaps(self, other: "Span") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class OpenHours:
    """When a resource is there: ISO weekdays ("12345"), minutes a day, from a day on, ``None`` without end."""

    starts_on: date
    ends_on: date | None
    weekdays: str
    minutes_a_day: int

    def covers(self, day: date) -> bool:
        in_force = self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
        return in_force and str(day.isoweekday()) in self.weekdays


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """One resource in one month. Minutes; ``demanded`` is what is asked for and not booked yet."""

    month: int
    capacity_minutes: int
    booked_minutes: int
    demanded_minutes: int

    @property
    def load_share(self) -> float | None:
        """Booked and demanded over capacity; None where there is no capacity to divide by."""
        wanted = self.booked_minutes + self.demanded_minutes
        return wanted / self.capacity_minutes if self.capacity_minutes else None

    @property
    def is_overloaded(self) -> bool:
        return self.booked_minutes + self.demanded_minutes > self.capacity_minutes

    @property
    def short_minutes(self) -> int:
        """What is missing, 0 where it suffices."""
        return max(0, self.booked_minutes + self.demanded_minutes - self.capacity_minutes)
