"""Rules of resources: quarter hours, capacity of a month, what keeps a booking from being made. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from espalier.cycle.policy.resources.types import (
    BOOKABLE,
    SLOT_MINUTES,
    Kind,
    MonthLoad,
    OpenHours,
    Span,
)

LONGEST = timedelta(days=14)
EXPIRES_SOON_DAYS = 60


class Bar(StrEnum):
    """Why something cannot be booked."""

    NOT_BOOKABLE = "not_bookable"
    ENDED = "ended"
    TOO_LONG = "too_long"
    CLOSED = "closed"
    TOO_MANY_PEOPLE = "too_many_people"
    TOO_MANY_PIECES = "too_many_pieces"


def slots_of(span: Span) -> range:
    """The quarter hours a span touches, counted from 1970 (UTC); a part of one takes it whole."""
    first = int(span.starts_at.timestamp()) // (SLOT_MINUTES * 60)
    last = -(-int(span.ends_at.timestamp()) // (SLOT_MINUTES * 60))
    return range(first, last)


def slot_start(slot: int) -> datetime:
    """When a quarter hour begins, UTC."""
    return datetime.fromtimestamp(slot * SLOT_MINUTES * 60, UTC)


def bars_before_booking(
    *,
    kind: Kind,
    span: Span,
    ended_on: date | None,
    closed: Sequence[Span],
    seats: int | None,
    pieces: int,
    headcount: int,
    quantity: int,
) -> list[Bar]:
    """Everything that keeps a resource from being booked, apart from other bookings.

    ``closed``: when it is away; ``seats`` None means that nobody counted them.
    """
    found = []
    if kind not in BOOKABLE:
        found.append(Bar.NOT_BOOKABLE)
    if ended_on is not None and span.ends_at.date() > ended_on:
        found.append(Bar.ENDED)
    if span.ends_at - span.starts_at > LONGEST:
        found.append(Bar.TOO_LONG)
    if any(span.overlaps(each) for each in closed):
        found.append(Bar.CLOSED)
    if seats is not None and headcount > seats:
        found.append(Bar.TOO_MANY_PEOPLE)
    if quantity > pieces:
        found.append(Bar.TOO_MANY_PIECES)
    return found


def free_pieces(taken: Iterable[int], *, pieces: int, quantity: int) -> list[int] | None:
    """The lowest numbers of pieces free all the time, or None when fewer than ``quantity`` are."""
    used = set(taken)
    free = [number for number in range(1, pieces + 1) if number not in used]
    return free[:quantity] if len(free) >= quantity else None


def minutes_of_month(
    year: int,
    month: int,
    hours: Sequence[OpenHours],
    *,
    pieces: int,
    days_off: Collection[date],
    away_minutes: int = 0,
) -> int:
    """Capacity of a month in minutes: open days outside holidays × minutes × pieces, less absences."""
    total = 0
    for day in days_of_month(year, month):
        if day in days_off:
            continue
        total += sum(each.minutes_a_day for each in hours if each.covers(day))
    return max(0, total * pieces - away_minutes)


def days_of_month(year: int, month: int) -> list[date]:
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return [first + timedelta(days=n) for n in range((after - first).days)]


def month_loads(
    capacity: Mapping[int, int], booked: Mapping[int, int], demanded: Mapping[int, int]
) -> list[MonthLoad]:
    """The twelve months of a resource."""
    return [
        MonthLoad(m, capacity.get(m, 0), booked.get(m, 0), demanded.get(m, 0)) for m in range(1, 13)
    ]


def weighted_score(scores: Mapping[str, float], weights: Mapping[str, float]) -> float | None:
    """Mean of an evaluation's scores by the weights of its criteria; None without a weighed score."""
    weighed = {name: weights.get(name, 0) for name in scores}
    total = sum(weighed.values())
    return sum(scores[n] * w for n, w in weighed.items()) / total if total else None


def expires_soon(ends_on: date | None, on: date, *, notice_days: int = 0) -> bool:
    """Whether a contract ends within 60 days, or within its notice period when that is longer."""
    if ends_on is None or ends_on < on:
        return False
    return (ends_on - on).days <= max(EXPIRES_SOON_DAYS, notice_days)
