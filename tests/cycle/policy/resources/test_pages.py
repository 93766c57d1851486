"""Pages of resources: who may see and keep them, what they say, how many queries they take."""

from datetime import date

import pytest

from espalier.cycle.policy.resources import queries, services
from espalier.cycle.policy.resources.models import Booking, Demand
from espalier.cycle.policy.resources.types import Kind, OpenHours
from espalier.kit.accounts.types import Role

pytestmark = pytest.mark.django_db
READERS = {Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR, Role.SUPERVISOR}
KEEPERS = {Role.MANAGER, Role.COORDINATOR}
READ = ("", "{pk}/", "capacity/", "bookings/")
KEEP = (
    "new/", "{pk}/edit/", "{pk}/hours/", "{pk}/absence/", "{pk}/contract/", "{pk}/money/",
    "{pk}/evaluate/", "{pk}/end/", "{pk}/book/",
)  # fmt: skip


@pytest.fixture
def room(system, monday):
    values = {"code": "R1", "kind": Kind.ROOM, "name": "第一教室", "seats": 20}
    return services.save_resource(values=values, by=system, at=monday)


@pytest.mark.parametrize("role", list(Role))
def test_the_permission_table(room, person_with, client_of, role):
    client = client_of(person_with(role))
    for pages, allowed in ((READ, READERS), (KEEP, KEEPERS)):
        expected = 200 if role in allowed else 404
        for page in pages:
            address = f"/policy/resources/{page.format(pk=room.pk)}"
            assert client.get(address).status_code == expected, (role, address)


def test_a_stranger_finds_nothing(room, stranger, client_of):
    for page in (*READ, *KEEP):
        address = f"/policy/resources/{page.format(pk=room.pk)}"
        assert client_of(stranger).get(address).status_code == 404


def test_a_booking_in_the_way_is_named_and_what_was_typed_stays(room, manager, client_of):
    client = client_of(manager)
    sent = {"day": "2027/03/01", "begins": "09:00", "ends": "12:00", "purpose": "量測班"}
    sent |= {"headcount": "12", "quantity": "1"}
    address = f"/policy/resources/{room.pk}/book/"
    assert client.post(address, sent).status_code == 302
    answer = client.post(address, {**sent, "begins": "11:00", "ends": "13:00", "purpose": "五軸班"})
    assert answer.status_code == 422
    assert 'data-problem="double_booking"' in answer.text
    assert "09:00–12:00 量測班" in answer.text
    assert 'value="五軸班"' in answer.text
    assert Booking.objects.count() == 1


def test_a_time_is_given_back_with_a_reason(room, manager, client_of):
    client = client_of(manager)
    sent = {"day": "2027/03/01", "begins": "09:00", "ends": "12:00", "purpose": "量測班"}
    client.post(f"/policy/resources/{room.pk}/book/", {**sent, "headcount": 1, "quantity": 1})
    booking = Booking.objects.get()
    address = f"/policy/resources/{room.pk}/bookings/{booking.pk}/cancel/"
    assert client.post(address, {"reason": "講師請假"}).status_code == 302
    booking.refresh_from_db()
    assert (booking.cancel_reason, booking.slots.count()) == ("講師請假", 0)


def test_overload_is_named_with_figure_and_period(room, manager, client_of, system, monday):
    services.set_open_times(
        resource_id=room.pk,
        hours=[OpenHours(date(2027, 1, 1), None, "1", 60)],
        by=system,
        at=monday,
    )
    line = Demand(resource=room, year=2027, month=3, minutes=480, reason="年度計畫")
    services.state_demand(source=("plan.Plan", "1"), lines=[line], by=system, at=monday)
    text = client_of(manager).get("/policy/resources/capacity/?year=2027").text
    assert "2027/3 不足 3 小時" in text
    assert "160%" in text


def test_pages_take_the_same_queries_for_many(
    room, manager, client_of, system, monday, django_assert_num_queries
):
    client = client_of(manager)
    pages = ("/policy/resources/", "/policy/resources/capacity/?year=2027")
    seen = {}
    for page in pages:
        client.get(page)
        with _counting() as counted:
            client.get(page)
        seen[page] = len(counted)
    for n in range(2, 20):
        values = {"code": f"R{n}", "kind": Kind.ROOM, "name": f"教室 {n}"}
        services.save_resource(values=values, by=system, at=monday)
    for page in pages:
        with django_assert_num_queries(seen[page]):
            client.get(page)


def _counting():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


def test_the_inventory_of_the_handbook_says_n_of_its_ratings(room, system, monday):
    from espalier.cycle.policy.resources.models import SelectionCriterion

    SelectionCriterion.objects.create(kind="room", name="安全", weight=2)
    SelectionCriterion.objects.create(kind="room", name="便利", weight=1)
    for day, scores in ((1, {"安全": 5, "便利": 2}), (2, {"安全": 3, "便利": 3})):
        services.evaluate(
            resource_id=room.pk, on=date(2027, 3, day), scores=scores, by=system, at=monday
        )
    (row,) = queries.inventory(date(2027, 3, 5))
    assert (row["rating"], row["n_ratings"]) == (3.5, 2)
