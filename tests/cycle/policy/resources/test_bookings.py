"""Bookings: counted once, refused twice — also by the database itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from espalier.cycle.policy.resources import queries, services
from espalier.cycle.policy.resources.models import BookedSlot, Demand
from espalier.cycle.policy.resources.types import Kind, OpenHours, Span
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused

pytestmark = pytest.mark.django_db
NINE = datetime(2027, 3, 1, 1, tzinfo=UTC)  # Monday, 09:00 in Taipei


def hours(start: float, end: float) -> Span:
    return Span(NINE + timedelta(hours=start), NINE + timedelta(hours=end))


@pytest.fixture
def keep(system, monday):
    def make(code="R1", kind=Kind.ROOM, **values):
        values = {"code": code, "kind": kind, "name": f"{code} 教室", **values}
        return services.save_resource(values=values, by=system, at=monday)

    return make


@pytest.fixture
def book(system, monday):
    def make(resource, span, **values):
        values = {"purpose": "量測不確定度班", **values}
        return services.book(resource_id=resource.pk, span=span, by=system, at=monday, **values)

    return make


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_the_same_hour_twice_is_refused_with_what_is_in_the_way(keep, book):
    room = keep()
    book(room, hours(0, 3))
    with pytest.raises(Refused) as refusal:
        book(room, hours(2, 4), purpose="五軸程式班")
    (problem,) = refusal.value.problems
    assert problem.code == "double_booking"
    assert "2027/03/01 09:00–12:00 量測不確定度班" in str(problem.message)


def test_one_after_the_other_is_no_clash(keep, book):
    room = keep()
    book(room, hours(0, 3))
    book(room, hours(3, 4))
    assert queries.bookings().count() == 2


def test_the_database_itself_refuses_a_double_booking(keep, book):
    booking = book(keep(), hours(0, 1))
    slot = booking.slots.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        BookedSlot.objects.create(
            booking=booking, resource=booking.resource, piece=slot.piece, slot=slot.slot
        )


def test_pieces_are_counted_one_by_one(keep, book):
    lathes = keep("E1", Kind.EQUIPMENT, pieces=3)
    book(lathes, hours(0, 4), quantity=2)
    book(lathes, hours(0, 4))
    with pytest.raises(Refused) as refusal:
        book(lathes, hours(3, 5))
    assert codes(refusal) == ["double_booking", "double_booking"]
    book(lathes, hours(4, 5), quantity=3)


def test_a_time_given_back_can_be_booked_again(keep, book, system, monday):
    room = keep()
    first = book(room, hours(0, 3))
    services.cancel_booking(booking_id=first.pk, reason="講師請假", by=system, at=monday)
    book(room, hours(0, 3))
    assert Entry.objects.filter(event="policy.booking.cancelled").count() == 1
    with pytest.raises(Refused):
        services.cancel_booking(booking_id=first.pk, reason="再一次", by=system, at=monday)


def test_everything_against_it_is_said_at_once(keep, book):
    with pytest.raises(Refused) as refusal:
        book(keep(seats=10), hours(0, 3), purpose=" ", headcount=12, quantity=2)
    assert codes(refusal) == ["too_many_people", "too_many_pieces", "no_purpose"]


def test_away_is_not_there(keep, book, system, monday):
    room = keep()
    services.add_absence(resource_id=room.pk, span=hours(0, 8), reason="裝修", by=system, at=monday)
    with pytest.raises(Refused) as refusal:
        book(room, hours(7, 9))
    assert codes(refusal) == ["closed"]


def test_what_is_booked_later_does_not_end(keep, book, system, monday):
    room = keep()
    book(room, hours(0, 3))
    ending = {"resource_id": room.pk, "reason": "退租", "by": system, "at": monday}
    with pytest.raises(Refused) as refusal:
        services.end_resource(on=date(2027, 2, 28), **ending)
    assert codes(refusal) == ["booked_later"]
    assert services.end_resource(on=date(2027, 3, 1), **ending).ended_on == date(2027, 3, 1)


def test_demand_and_bookings_against_capacity(keep, book, system, monday):
    room = keep()
    services.set_open_times(
        resource_id=room.pk,
        hours=[OpenHours(date(2027, 1, 1), None, "1", 60)],  # an hour every Monday
        by=system,
        at=monday,
    )
    book(room, hours(0, 3))
    line = Demand(resource=room, year=2027, month=3, minutes=180, reason="年度計畫")
    services.state_demand(source=("plan.Plan", "1"), lines=[line], by=system, at=monday)
    (load,) = queries.capacity_and_demand(2027)
    march = load.months[2]
    assert (march.capacity_minutes, march.booked_minutes, march.demanded_minutes) == (300, 180, 180)
    assert march.short_minutes == 60
    assert [month.month for month in load.overloaded] == [3]


def test_demand_stated_again_replaces_the_one_before(keep, system, monday):
    room = keep()
    for minutes in (600, 120):
        line = Demand(resource=room, year=2027, month=3, minutes=minutes, reason="年度計畫")
        services.state_demand(source=("plan.Plan", "1"), lines=[line], by=system, at=monday)
    assert [row.minutes for row in Demand.objects.all()] == [120]


def test_the_load_takes_the_same_queries_for_many(keep, book, django_assert_num_queries):
    keep()
    with django_assert_num_queries(6):
        queries.capacity_and_demand(2027)
    for n in range(2, 12):
        book(keep(f"R{n}"), hours(0, 3))
    with django_assert_num_queries(6):
        assert len(queries.capacity_and_demand(2027)) == 11


def test_a_judgement_needs_known_criteria_and_scores_in_range(keep, system, monday):
    room = keep()
    with pytest.raises(Refused) as refusal:
        services.evaluate(
            resource_id=room.pk, on=date(2027, 3, 1), scores={"沒有": 9}, by=system, at=monday
        )
    assert codes(refusal) == ["unknown_criterion", "score_range"]
