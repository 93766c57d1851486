"""Reading the calendar: kinds of slots, days that differ, slots of a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from espalier.cycle.plan.timetable.models import CalendarDay, SlotKind
from espalier.engines.planner.timetable.problem import Slot
from espalier.kit.organisation import queries as organisation

CLOSING = (CalendarDay.Kind.HOLIDAY, CalendarDay.Kind.CLOSED)
FRIDAY = "5"


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The days of a year: worked, closed for everybody, and stretches that are not to be used, by unit id.

    ``peaks`` holds (unit id or None, first, last); ``names`` the name of a closed day.
    """

    year: int
    working: tuple[date, ...]
    closed: tuple[date, ...]
    made_up: frozenset[date]
    peaks: tuple[tuple[int | None, date, date], ...]
    names: dict[date, str]
    n_unchecked: int = 0


def slot_kinds() -> QuerySet[SlotKind]:
    """All kinds of slots by their time of day."""
    return SlotKind.objects.order_by("starts_minute", "code")


def active_kinds() -> list[SlotKind]:
    return list(slot_kinds().filter(is_active=True))


def calendar_days(year: int | None = None) -> QuerySet[CalendarDay]:
    """Days that differ, earliest first; of a year those that touch it."""
    rows = CalendarDay.objects.select_related("unit").order_by("on", "kind", "pk")
    if year is None:
        return rows
    first, last = date(year, 1, 1), date(year, 12, 31)
    begins_before = Q(until=None, on__gte=first) | Q(until__gte=first)
    return rows.filter(begins_before, on__lte=last)


def year_calendar(year: int) -> YearCalendar:
    """Three queries."""
    weekdays = organisation.current().working_days
    names: dict[date, str] = {}
    made_up: set[date] = set()
    peaks: list[tuple[int | None, date, date]] = []
    n_unchecked = 0
    for holiday in organisation.holidays().filter(day__year=year):
        if holiday.is_working:
            made_up.add(holiday.day)
        else:
            names[holiday.day] = holiday.name
    for row in calendar_days(year):
        n_unchecked += row.kind == CalendarDay.Kind.HOLIDAY and not row.is_checked
        last = row.until or row.on
        if row.kind == CalendarDay.Kind.MAKEUP:
            made_up.update(_days(row.on, last))
        elif row.kind in CLOSING and row.unit_id is None:
            names.update(dict.fromkeys(_days(row.on, last), row.name))
        else:
            peaks.append((row.unit_id, row.on, last))
    every = _days(date(year, 1, 1), date(year, 12, 31))
    working = [
        day
        for day in every
        if day in made_up or (str(day.isoweekday()) in weekdays and day not in names)
    ]
    return YearCalendar(
        year,
        tuple(working),
        tuple(sorted(names.keys() - made_up)),
        frozenset(made_up),
        tuple(peaks),
        names,
        n_unchecked,
    )


def slots_of(calendar: YearCalendar, kinds: Sequence[SlotKind]) -> tuple[Slot, ...]:
    """Every slot of the year; a Saturday worked instead has the times of a Friday."""
    closed = set(calendar.closed)
    return tuple(
        Slot(f"{day.isoformat()}/{kind.code}", day, kind.starts_minute, kind.minutes, kind.code)
        for day in _days(date(calendar.year, 1, 1), date(calendar.year, 12, 31))
        if day not in closed
        for kind in kinds
        if (FRIDAY if day in calendar.made_up else str(day.isoweekday())) in kind.weekdays
    )


def n_unchecked_days() -> int:
    """Public holidays nobody compared with the official notice. One query."""
    holidays = CalendarDay.objects.filter(kind=CalendarDay.Kind.HOLIDAY, is_checked=False)
    return holidays.count()


def years_of_calendar() -> list[int]:
    """Years that have any day of their own, the newest first."""
    found = CalendarDay.objects.order_by("on").values_list("on", flat=True)
    return sorted({day.year for day in found}, reverse=True)


def _days(first: date, last: date) -> Iterable[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]
