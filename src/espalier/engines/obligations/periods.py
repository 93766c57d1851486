"""Days, months and terms.

A term of N months that follows an event on day S ends on the day before the one that corresponds to S + 1, N months
later; where that month has no such day, on its last day. So twelve months after 28 February 2023 end on 29 February
2024 (the day before 1 March), and twelve months after 29 February 2024 on 28 February 2025.

References
----------
Civil Code of Taiwan (民法), articles 120 II and 121 II: the first day is not counted; the term ends with the day
before the corresponding one, or with the last day of a month that has no corresponding day.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from espalier.engines.obligations.types import Leave

DAY = timedelta(days=1)
OPEN = date.max  # the end of what has no end


def last_day(event: date, months: int) -> date:
    """The last day of a term of ``months`` after an event; negative months count backwards.

    Examples
    --------
    >>> last_day(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    >>> last_day(date(2023, 2, 28), 12)
    datetime.date(2024, 2, 29)
    >>> last_day(date(2024, 1, 30), 1)
    datetime.date(2024, 2, 29)
    >>> last_day(date(2024, 4, 30), 1)
    datetime.date(2024, 5, 31)
    """
    first = event + DAY
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    if first.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, first.day) - DAY


def calendar_index(day: date, months: int) -> int:
    """The number of the calendar period of ``months`` in which a day lies.

    Examples
    --------
    >>> calendar_index(date(2026, 6, 30), 6) + 1 == calendar_index(date(2026, 7, 1), 6)
    True
    """
    return (day.year * 12 + day.month - 1) // months


def calendar_start(index: int, months: int) -> date:
    """The first day of a calendar period."""
    year, month = divmod(index * months, 12)
    return date(year, month + 1, 1)


def cycle_index(day: date, anchor: date, months: int) -> int:
    """The number of the cycle in which a day lies; cycle 0 ends with the anchor.

    Examples
    --------
    >>> [cycle_index(date(2026, 3, d), date(2020, 3, 14), 72) for d in (14, 15)]
    [1, 2]
    """
    apart = (day.year - anchor.year) * 12 + day.month - anchor.month
    index = apart // months
    while last_day(anchor, index * months) < day:
        index += 1
    return index


def cycle_start(index: int, anchor: date, months: int) -> date:
    """The first day of a cycle: the day after the one before it ended."""
    return last_day(anchor, (index - 1) * months) + DAY


def extended(start: date, due: date, leaves: Iterable[Leave]) -> date:
    """The due date when the clock that began after ``start`` stands still on every day of leave.

    Days of leave in (start, due] are added, and leave that begins within the days added is added too. An open leave has
    no end to add: the answer is :data:`OPEN`.

    Examples
    --------
    >>> extended(date(2026, 1, 1), date(2026, 12, 31), [Leave(date(2026, 3, 1), date(2026, 3, 10))])
    datetime.date(2027, 1, 10)
    """
    counted_to = start
    for leave in sorted(leaves, key=lambda each: each.starts_on):
        if leave.starts_on > due:
            break
        if leave.ends_on is None:
            return OPEN
        stopped = (leave.ends_on - max(leave.starts_on - DAY, counted_to)).days
        if stopped > 0:
            due += timedelta(days=stopped)
            counted_to = leave.ends_on
    return due


def add_days(day: date, days: int) -> date:
    """So many days later, but never beyond the end of time."""
    return OPEN if (OPEN - day).days < days else day + timedelta(days=days)
