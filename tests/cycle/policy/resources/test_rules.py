"""Quarter hours, the capacity of a month, what keeps a booking from being made."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.policy.resources.rules import (
    Bar,
    bars_before_booking,
    expires_soon,
    free_pieces,
    minutes_of_month,
    slot_start,
    slots_of,
    weighted_score,
)
from espalier.cycle.policy.resources.types import Kind, MonthLoad, OpenHours, Span

NINE = datetime(2027, 3, 1, 1, tzinfo=UTC)  # 09:00 in Taipei


def span(start_minutes: int, end_minutes: int) -> Span:
    return Span(NINE + timedelta(minutes=start_minutes), NINE + timedelta(minutes=end_minutes))


@pytest.mark.parametrize(
    ("start", "end", "n"),
    [(0, 60, 4), (0, 15, 1), (0, 16, 2), (5, 10, 1), (10, 20, 2), (0, 480, 32)],
)
def test_a_part_of_a_quarter_hour_takes_it_whole(start, end, n):
    assert len(slots_of(span(start, end))) == n


@given(st.integers(0, 10_000), st.integers(1, 600), st.integers(0, 10_000), st.integers(1, 600))
def test_spans_that_overlap_share_a_quarter_hour(a, a_long, b, b_long):
    one, two = span(a, a + a_long), span(b, b + b_long)
    shared = set(slots_of(one)) & set(slots_of(two))
    if one.overlaps(two):
        assert shared
    # The other way round spans may still meet in one started quarter hour, at most.
    assert one.overlaps(two) or len(shared) <= 1


def test_a_slot_begins_on_the_quarter():
    assert slot_start(slots_of(span(7, 20)).start) == NINE


CASES = {
    "nothing stands against it": ({}, []),
    "money is not booked by the hour": ({"kind": Kind.MONEY}, [Bar.NOT_BOOKABLE]),
    "gone the day before": ({"ended_on": date(2027, 2, 28)}, [Bar.ENDED]),
    "its last day": ({"ended_on": date(2027, 3, 1)}, []),
    "away an hour of it": ({"closed": [span(60, 120)]}, [Bar.CLOSED]),
    "away right after it": ({"closed": [span(180, 240)]}, []),
    "one person too many": ({"headcount": 13}, [Bar.TOO_MANY_PEOPLE]),
    "full room": ({"headcount": 12}, []),
    "seats nobody counted": ({"seats": None, "headcount": 500}, []),
    "three of two machines": ({"quantity": 3}, [Bar.TOO_MANY_PIECES]),
    "two things at once": (
        {"kind": Kind.VENDOR, "headcount": 13},
        [Bar.NOT_BOOKABLE, Bar.TOO_MANY_PEOPLE],
    ),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES)
def test_everything_against_a_booking_is_named(given, expected):
    asked = {
        "kind": Kind.ROOM,
        "span": span(0, 180),
        "ended_on": None,
        "closed": [],
        "seats": 12,
        "pieces": 2,
        "headcount": 8,
        "quantity": 1,
    }
    assert bars_before_booking(**(asked | given)) == expected


@pytest.mark.parametrize(
    ("taken", "quantity", "expected"),
    [((), 1, [1]), ((1,), 1, [2]), ((1, 1), 2, [2, 3]), ((2,), 2, [1, 3]), ((1, 2), 2, None)],
)
def test_the_lowest_free_pieces_are_taken(taken, quantity, expected):
    assert free_pieces(taken, pieces=3, quantity=quantity) == expected


def test_the_capacity_of_a_month_leaves_out_weekends_and_holidays():
    # February 2027 has 20 weekdays; two of them off; 8 hours a day, two machines, 4 hours repaired.
    hours = [OpenHours(date(2026, 1, 1), None, "12345", 480)]
    off = {date(2027, 2, 8), date(2027, 2, 9), date(2027, 2, 13)}  # the last one is a Saturday
    assert minutes_of_month(2027, 2, hours, pieces=2, days_off=off, away_minutes=240) == (
        18 * 480 * 2 - 240
    )


def test_hours_that_begin_within_the_month_count_from_their_day():
    hours = [OpenHours(date(2027, 3, 29), date(2027, 3, 30), "1234567", 60)]
    assert minutes_of_month(2027, 3, hours, pieces=1, days_off=()) == 120


@pytest.mark.parametrize(
    ("capacity", "booked", "demanded", "share", "short"),
    [(600, 300, 300, 1.0, 0), (600, 300, 360, 1.1, 60), (0, 0, 0, None, 0), (0, 60, 0, None, 60)],
)
def test_load_of_a_month(capacity, booked, demanded, share, short):
    month = MonthLoad(3, capacity, booked, demanded)
    assert (month.load_share, month.short_minutes) == (pytest.approx(share), short)
    assert month.is_overloaded == (short > 0)


def test_scores_are_weighed_by_their_criteria():
    weights = {"專業": 3.0, "表達": 1.0}
    assert weighted_score({"專業": 5, "表達": 3}, weights) == 4.5
    assert weighted_score({"沒有權重": 5}, weights) is None


@pytest.mark.parametrize(
    ("ends_on", "notice", "expected"),
    [
        (date(2027, 3, 31), 0, True),
        (date(2027, 4, 30), 0, True),
        (date(2027, 5, 1), 0, False),
        (date(2027, 5, 30), 90, True),
        (date(2027, 2, 28), 0, False),
        (None, 0, False),
    ],
)
def test_contracts_are_announced_in_time(ends_on, notice, expected):
    assert expires_soon(ends_on, date(2027, 3, 1), notice_days=notice) is expected
