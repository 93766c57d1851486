"""P2.3.1 The pages of the timetable: what is shown to whom, marks, refusals, strangers, numbers of queries."""

import json

import pytest
from django.urls import reverse

from espalier.cycle.plan.timetable import queries, services
from espalier.cycle.plan.timetable.types import Part
from espalier.kit.accounts.types import Role
from tests.factories.plan import AT, BY

pytestmark = pytest.mark.django_db


def pages_of(firm):
    session = firm.session("2027-001-1").pk
    run = firm.scenario.runs.first().pk
    scenario = [
        reverse(f"plan:{name}", args=[firm.scenario.pk])
        for name in (
            "timetable_of",
            "timetable_calendar",
            "timetable_absence",
            "timetable_months",
            "timetable_ics",
        )
    ]
    return [
        *scenario,
        reverse("plan:timetable_run", args=[run]),
        reverse("plan:session", args=[session]),
        reverse("plan:slot_kinds"),
        reverse("plan:calendar_days"),
    ]


def acts_of(firm):
    session = firm.session("2027-001-1").pk
    return [
        reverse("plan:replan", args=[firm.scenario.pk]),
        reverse("plan:session_marks", args=[session]),
        *(
            reverse(f"plan:session_{name}", args=[session])
            for name in ("move", "pin", "forbid", "cancel")
        ),
    ]


@pytest.fixture
def manager_client(manager, client_of):
    return client_of(manager)


def test_every_page_opens_for_the_manager(manager_client, dated):
    for url in pages_of(dated) + acts_of(dated):
        assert manager_client.get(url).status_code == 200, url
    assert manager_client.get(reverse("plan:timetable")).status_code == 302


def test_a_stranger_finds_nothing(stranger, client_of, dated):
    client = client_of(stranger)
    for url in pages_of(dated) + acts_of(dated):
        assert client.get(url).status_code == 404, url


def test_instructors_and_supervisors_read_and_change_nothing(dated, person_with, client_of):
    for role in (Role.INSTRUCTOR, Role.SUPERVISOR):
        client = client_of(person_with(role, scope=dated.base.base.north.scope))
        for url in pages_of(dated):
            assert client.get(url).status_code == 200, url
        for url in acts_of(dated):
            assert client.get(url).status_code == 404, url


def test_a_supervisor_sees_the_people_of_the_own_unit(dated, person_with, client_of):
    client = client_of(person_with(Role.SUPERVISOR, scope=dated.base.base.north.scope))
    session = dated.session("2027-002-1")
    shown = client.get(reverse("plan:session", args=[session.pk])).content.decode()
    units = {p.employee.number: p.employee.unit_id for p in queries.people_of(session.pk)}
    north = dated.base.base.north.pk
    assert all((number in shown) == (unit == north) for number, unit in units.items())


def test_the_calendar_has_rows_of_each_kind(manager_client, dated):
    url = reverse("plan:timetable_calendar", args=[dated.scenario.pk])
    for by, word in (("instructor", "T1"), ("room", "R1"), ("department", "001-1")):
        shown = manager_client.get(url, {"by": by}).content.decode()
        assert word in shown
        assert 'draggable="true"' in shown
    month = dated.session("2027-001-1").meetings.first().starts_at.month
    assert "by-day" in manager_client.get(url, {"month": month}).content.decode()


def test_numbers_of_queries_do_not_grow(manager_client, dated, django_assert_max_num_queries):
    for name, n in (
        ("timetable_of", 40),
        ("timetable_calendar", 22),
        ("timetable_absence", 24),
        ("timetable_months", 18),
    ):
        with django_assert_max_num_queries(n):
            manager_client.get(reverse(f"plan:{name}", args=[dated.scenario.pk]))


def test_marks_say_what_a_move_would_break_before_the_drop(manager_client, dated):
    session = dated.session("2027-001-1")
    url = reverse("plan:session_marks", args=[session.pk])
    told = json.loads(manager_client.get(url, {"scale": "day"}).content)["columns"]
    assert "2027-01-01" not in told  # a holiday has no slot
    assert told["2027-01-06"]["colour"] in ("free", "amber")
    services.pin_session(session_id=session.pk, parts={Part.TIME}, reason="客戶來訪", by=BY, at=AT)
    told = json.loads(manager_client.get(url).content)["columns"]
    assert any(mark["colour"] == "red" and mark["words"] for mark in told.values())


def test_a_session_is_moved_by_the_form(manager_client, dated):
    session = dated.session("2027-001-1")
    url = reverse("plan:session_move", args=[session.pk])
    page = manager_client.get(url, {"on": "2027-06-07"}).content.decode()
    assert 'value="2027-06-08/AM"' in page
    sent = {"slot": "2027-06-08/AM", "seen": session.updated_at.isoformat()}
    assert manager_client.post(url, sent).status_code == 302
    moved = dated.session("2027-001-1")
    assert moved.meetings.get().starts_at.isoformat() == "2027-06-08T00:00:00+00:00"
    # Who still looks at the page as it was is told, and nothing is lost.
    again = manager_client.post(url, {**sent, "slot": "2027-06-09/AM"})
    assert again.status_code == 409
    refused = manager_client.post(url, {"slot": "2027-06-12/AM"})
    assert refused.status_code == 422


def test_the_slots_are_a_fragment_of_the_page(manager_client, dated):
    url = reverse("plan:session_move", args=[dated.session("2027-001-1").pk])
    fragment = manager_client.get(url, {"on": "2027-06-07"}, headers={"HX-Request": "true"})
    assert "<h1" not in fragment.content.decode()
    assert (
        fragment.content.decode().strip()
        in manager_client.get(url, {"on": "2027-06-07"}).content.decode()
        or b'id="slots"' in fragment.content
    )


def test_the_calendar_file_keeps_its_uid_and_raises_its_sequence(manager_client, dated):
    url = reverse("plan:timetable_ics", args=[dated.scenario.pk])
    before = manager_client.get(url, {"instructor": "T1"}).content.decode()
    assert "BEGIN:VEVENT" in before
    session = dated.session("2027-002-1")
    uid = f"UID:session-{session.pk}-1@testserver"
    assert uid in before
    services.move_session(session_id=session.pk, slot="2027-06-08/AM", by=BY, at=AT)
    services.announce_session(session_id=session.pk, by=BY, at=AT)
    services.cancel_session(session_id=session.pk, reason="報名不足", by=BY, at=AT)
    after = manager_client.get(url, {"instructor": "T1"}).content.decode()
    event = after[after.index(uid) - 400 : after.index(uid) + 600]
    assert "STATUS:CANCELLED" in event
    assert f"SEQUENCE:{session.sequence + 3}" in after


def test_the_calendar_file_of_a_person_is_for_who_may_see_them(
    manager_client, dated, person_with, client_of
):
    url = reverse("plan:timetable_ics", args=[dated.scenario.pk])
    number = dated.base.people[0].number
    assert manager_client.get(url, {"person": number}).content.count(b"BEGIN:VEVENT") == 2
    south = client_of(person_with(Role.SUPERVISOR, scope=dated.base.base.south.scope))
    assert south.get(url, {"person": number}).status_code == 404


def test_the_list_goes_out_as_a_sheet(manager_client, dated):
    url = reverse("plan:timetable_of", args=[dated.scenario.pk])
    answer = manager_client.get(url, {"export": "xlsx"})
    assert answer.content[:2] == b"PK"
