"""P2.3.1 What later stages ask for: announced with bookings, closed with figures, cancelled; dates by hand."""

from datetime import date

import pytest

from espalier.cycle.plan.timetable import queries, services
from espalier.cycle.plan.timetable.types import ForbidContent, Part, SessionState
from espalier.cycle.policy.resources.models import Demand
from espalier.cycle.policy.resources.queries import bookings_of
from espalier.cycle.policy.resources.services import book
from espalier.cycle.policy.resources.types import Span
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from tests.factories.plan import AT, BY

pytestmark = pytest.mark.django_db


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


def booked(session):
    return sorted(b.resource.code for b in bookings_of("plan.Session", str(session.pk)))


def test_announcing_books_instructor_and_room(dated):
    session = services.announce_session(session_id=dated.session("2027-002-1").pk, by=BY, at=AT)
    assert (session.state, booked(session)) == ("announced", ["R1", "T1"])
    assert Entry.objects.filter(event="plan.session.announced").count() == 1
    asked = Demand.objects.filter(year=2027, source_kind="plan.AnnualPlan")
    assert sum(row.minutes for row in asked) == 2 * 180 * 2  # what is booked is asked for no more


def test_a_double_booking_is_refused_by_name_and_leaves_nothing_behind(dated):
    session = dated.session("2027-002-1")
    meeting = session.meetings.get()
    book(
        resource_id=session.room_id,
        span=Span(meeting.starts_at, meeting.ends_at),
        purpose="客戶稽核",
        by=BY,
        at=AT,
    )
    with pytest.raises(Refused) as refused:
        services.announce_session(session_id=session.pk, by=BY, at=AT)
    assert codes(refused) == ["double_booking"]
    assert (dated.session("2027-002-1").state, booked(session)) == ("planned", [])


def test_a_session_without_a_date_is_not_announced(firm):
    services.prepare_sessions(scenario_id=firm.scenario.pk, by=BY, at=AT)
    with pytest.raises(Refused) as refused:
        services.announce_session(session_id=firm.session("2027-002-1").pk, by=BY, at=AT)
    assert codes(refused) == ["no_date", "no_instructor", "no_room"]


def test_moving_an_announced_session_moves_its_bookings(dated):
    session = services.announce_session(session_id=dated.session("2027-002-1").pk, by=BY, at=AT)
    moved = services.move_session(session_id=session.pk, slot="2027-06-08/AM", by=BY, at=AT)
    assert booked(moved) == ["R1", "T1"]
    assert {b.starts_at for b in bookings_of("plan.Session", str(session.pk))} == {
        moved.meetings.get().starts_at
    }
    assert moved.sequence > session.sequence


def test_a_move_against_a_rule_names_it(dated):
    session = dated.session("2027-002-1")
    services.forbid_days(
        session_id=session.pk,
        content=ForbidContent(date(2027, 6, 7), date(2027, 6, 11), "產線盤點"),
        by=BY,
        at=AT,
    )
    with pytest.raises(Refused) as refused:
        services.move_session(session_id=session.pk, slot="2027-06-08/AM", by=BY, at=AT)
    assert codes(refused) == ["forbidden"]


def test_what_is_pinned_stays_where_it_is(dated, date_all):
    session = dated.session("2027-002-1")
    services.move_session(session_id=session.pk, slot="2027-06-08/AM", by=BY, at=AT)
    services.pin_session(
        session_id=session.pk, parts={Part.TIME, Part.ROOM}, reason="客戶指定", by=BY, at=AT
    )
    run = date_all(dated)
    assert run.is_applied
    meeting = dated.session("2027-002-1").meetings.get()
    assert meeting.starts_at.date() == date(2027, 6, 8)
    with pytest.raises(Refused) as refused:
        services.pin_session(session_id=session.pk, parts={Part.TIME}, reason=" ", by=BY, at=AT)
    assert codes(refused) == ["no_reason"]


def test_figures_close_a_session_and_can_be_corrected(dated):
    session = services.announce_session(session_id=dated.session("2027-002-1").pk, by=BY, at=AT)
    figures = {"attended": 4, "actual_cost": 18_000, "closed_on": date(2027, 6, 9)}
    services.record_actuals(session_id=session.pk, by=BY, at=AT, **figures)
    services.record_actuals(session_id=session.pk, by=BY, at=AT, **(figures | {"attended": 5}))
    told = queries.planned_session(session.pk)
    assert (told.state, told.attended, told.actual_cost) == (SessionState.CLOSED, 5, 18_000)
    with pytest.raises(Refused) as refused:
        services.cancel_session(session_id=session.pk, reason="x", by=BY, at=AT)
    assert codes(refused) == ["wrong_step"]


def test_cancelling_gives_the_bookings_back_and_frees_the_people(dated):
    first = services.announce_session(session_id=dated.session("2027-001-1").pk, by=BY, at=AT)
    services.cancel_session(session_id=first.pk, reason="講師離職", by=BY, at=AT)
    assert booked(first) == []
    services.prepare_sessions(scenario_id=dated.scenario.pk, by=BY, at=AT)
    sizes = {s.code: len(s.employee_ids) for s in queries.sessions_of_plan(dated.scenario.plan_id)}
    assert sizes == {"2027-001-1": 0, "2027-001-2": 10, "2027-002-1": 5}


def test_later_stages_read_frozen_sessions(dated):
    told = queries.sessions_of_plan(dated.scenario.plan_id)
    assert [each.code for each in told] == ["2027-001-1", "2027-001-2", "2027-002-1"]
    assert all(each.meetings and each.employee_ids and each.room_id for each in told)
