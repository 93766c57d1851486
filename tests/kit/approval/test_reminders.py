"""Reminders of steps that are due or overdue."""

from datetime import timedelta

from espalier.kit.accounts.types import Role
from espalier.kit.approval import services
from espalier.kit.notify.models import Notification
from tests.kit.approval.conftest import agree, step_of


def told(topic: str = "approval.late") -> list[str]:
    return list(
        Notification.objects.filter(topic=topic)
        .order_by("pk")
        .values_list("user__username", flat=True)
    )


def test_takers_are_reminded_once_a_day_and_the_sender_when_it_is_late(
    usual, start, people, system, monday
):
    start()  # due on Thursday the 5th
    days = [services.remind(by=system, at=monday + timedelta(days=n)) for n in range(8)]
    assert days == [0, 0, 1, 1, 1, 0, 0, 1]
    assert sorted(told()) == ["manager"] * 2 + ["supervisor"] * 4
    assert services.remind(by=system, at=monday + timedelta(days=7, hours=2)) == 0


def test_what_is_decided_is_not_reminded_of(usual, start, people, system, monday):
    run = start()
    agree(step_of(run, 2), people[Role.SUPERVISOR])
    assert services.remind(by=system, at=monday + timedelta(days=3)) == 0


def test_a_scheduler_that_slept_reminds_once(usual, start, system, monday):
    start()
    assert services.remind(by=system, at=monday + timedelta(days=20)) == 1
    assert services.remind(by=system, at=monday + timedelta(days=20)) == 0


def test_reminding_takes_as_many_queries_for_none_as_it_should(
    usual, system, monday, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        services.remind(by=system, at=monday)
