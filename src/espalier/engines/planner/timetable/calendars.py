"""Starter calendars: which days of a year are worked. Data with their source; an organisation edits its own copy."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from espalier.engines.planner.timetable.problem import Slot


class DayKind(StrEnum):
    WORKING = "working"
    REST = "rest"  # Saturday and Sunday
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"  # a Saturday worked for a day off elsewhere

    @property
    def is_worked(self) -> bool:
        return self in (DayKind.WORKING, DayKind.MAKE_UP)


@dataclass(frozen=True, slots=True)
class Day:
    """One day; a holiday has its names."""

    date: date
    kind: DayKind
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a year. ``is_verified``: compared with the official notice its source names."""

    country: str
    year: int
    days: tuple[Day, ...]
    source: str
    is_verified: bool

    @property
    def working_days(self) -> tuple[date, ...]:
        return tuple(day.date for day in self.days if day.kind.is_worked)

    @property
    def closed(self) -> tuple[date, ...]:
        """Holidays on days that would be worked."""
        return tuple(day.date for day in self.days if day.kind is DayKind.HOLIDAY)


@dataclass(frozen=True, slots=True)
class SlotTime:
    """A time of day at which meetings are held, on these weekdays (0 is Monday)."""

    kind: str
    start_minute: int
    minutes: int
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)


HALF_DAYS = (SlotTime("morning", 9 * 60, 180), SlotTime("afternoon", 13 * 60, 180))


@cache
def _data() -> dict[str, Any]:
    text = files(__package__).joinpath("calendars.json").read_text(encoding="utf-8")
    known: dict[str, Any] = json.loads(text)
    return known


def known_years(country: str = "taiwan") -> tuple[int, ...]:
    """Years with a starter calendar."""
    return tuple(sorted(int(year) for year in _data().get(country, {})))


def calendar_days(year: int, country: str = "taiwan") -> Calendar:
    """The starter calendar of a year.

    Raises
    ------
    KeyError
        There is none; see :func:`known_years`.
    """
    found = _data()[country][str(year)]
    names = {date.fromisoformat(row["date"]): row for row in found["holidays"]}
    worked = {date.fromisoformat(each) for each in found["make_up_days"]}
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = []
    for n in range((last - first).days + 1):
        day = first + timedelta(n)
        row = names.get(day, {"zh": "", "en": ""})
        kind = _kind(day, day in names, day in worked)
        days.append(Day(day, kind, row["zh"], row["en"]))
    return Calendar(country, year, tuple(days), found["source"], found["is_verified"])


def _kind(day: date, is_holiday: bool, is_make_up: bool) -> DayKind:
    if is_holiday:
        return DayKind.HOLIDAY
    if is_make_up:
        return DayKind.MAKE_UP
    return DayKind.REST if day.weekday() >= 5 else DayKind.WORKING


def slots_of(days: Iterable[Day], times: Iterable[SlotTime] = HALF_DAYS) -> tuple[Slot, ...]:
    """A slot for every time on every day that has it; none on holidays; a make-up Saturday has Friday's times."""
    slots = []
    kept = list(times)
    for day in days:
        weekday = 4 if day.kind is DayKind.MAKE_UP else day.date.weekday()
        for time in kept:
            if day.kind is not DayKind.HOLIDAY and weekday in time.weekdays:
                code = f"{day.date.isoformat()}/{time.kind}"
                slots.append(Slot(code, day.date, time.start_minute, time.minutes, time.kind))
    return tuple(slots)
