"""Starter calendars of Taiwan, and slots made from them."""

from datetime import date

from espalier.engines.planner.timetable.calendars import (
    Day,
    DayKind,
    SlotTime,
    calendar_days,
    known_years,
    slots_of,
)


def test_2026_agrees_with_the_notice():
    """The official notice counts 120 days off."""
    calendar = calendar_days(2026)
    assert calendar.is_verified
    assert len(calendar.days) == 365
    assert len(calendar.working_days) == 245
    assert date(2026, 2, 27) in calendar.closed
    named = {day.date: day.name_zh for day in calendar.days}
    assert named[date(2026, 6, 19)] == "端午節"


def test_2027_says_that_it_was_not_verified():
    calendar = calendar_days(2027)
    assert not calendar.is_verified
    assert calendar.source
    assert all(day.weekday() < 5 for day in calendar.closed)
    assert known_years() == (2026, 2027)


def test_slots_lie_on_their_weekdays():
    times = (SlotTime("morning", 540, 180), SlotTime("saturday", 540, 120, (5,)))
    days = [
        Day(date(2027, 3, 5), DayKind.WORKING),
        Day(date(2027, 3, 6), DayKind.REST),
        Day(date(2027, 3, 13), DayKind.MAKE_UP),
        Day(date(2027, 3, 1), DayKind.HOLIDAY),
    ]
    assert [(slot.date.day, slot.kind) for slot in slots_of(days, times)] == [
        (5, "morning"),
        (6, "saturday"),
        (13, "morning"),
    ]
