"""When completions lapse."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.learning_map.completions.rules import (
    add_months,
    expiry_of,
    newest_by_module,
)
from espalier.cycle.learning_map.completions.types import Completed

MONTHS = {
    "same day next month": (date(2026, 3, 15), 1, date(2026, 4, 15)),
    "end of a longer month": (date(2026, 1, 31), 1, date(2026, 2, 28)),
    "end of January in a leap year": (date(2028, 1, 31), 1, date(2028, 2, 29)),
    "leap day plus a year": (date(2028, 2, 29), 12, date(2029, 2, 28)),
    "leap day plus four years": (date(2028, 2, 29), 48, date(2032, 2, 29)),
    "century that is no leap year": (date(2096, 2, 29), 48, date(2100, 2, 28)),
    "over the year's end": (date(2026, 11, 30), 3, date(2027, 2, 28)),
    "December to December": (date(2026, 12, 31), 12, date(2027, 12, 31)),
    "no month": (date(2026, 5, 31), 0, date(2026, 5, 31)),
}


@pytest.mark.parametrize(("day", "months", "expected"), MONTHS.values(), ids=MONTHS)
def test_months_are_added_by_the_calendar(day, months, expected):
    assert add_months(day, months) == expected


@given(st.dates(max_value=date(2900, 1, 1)), st.integers(0, 600))
def test_the_day_only_moves_where_the_month_is_shorter(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and add_months(day, months).day >= 28)


def test_without_validity_nothing_lapses():
    assert expiry_of(date(2026, 5, 1), None) is None


def done(day: date, expires: date | None = None, module: int = 1) -> Completed:
    return Completed(module, 1, day, expires, 60)


def test_the_completion_that_holds_longest_counts():
    early, late = date(2025, 1, 1), date(2026, 1, 1)
    first, refresher = done(early, date(2026, 1, 1)), done(late, date(2027, 1, 1))
    assert newest_by_module([first, refresher]) == {1: refresher}
    assert newest_by_module([refresher, first]) == {1: refresher}
    assert newest_by_module([done(early), refresher])[1] == done(early)


def test_a_completion_holds_through_its_last_day():
    held = done(date(2026, 1, 31), date(2026, 2, 28))
    assert held.holds_on(date(2026, 2, 28))
    assert not held.holds_on(date(2026, 3, 1))
