"""The daily summary: one mail a day, with what was not read."""

from datetime import UTC, datetime, timedelta

import pytest

from espalier.kit.accounts.types import Actor, Role
from espalier.kit.notify import services
from espalier.kit.notify.models import Notification, OutboxMail
from espalier.kit.notify.types import Message
from tests.kit.notify.conftest import NEWS

pytestmark = pytest.mark.django_db
AT_SIX = datetime(2026, 11, 1, 22, 59, tzinfo=UTC)  # 06:59 in Taipei
AT_SEVEN = AT_SIX + timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def news(system):
    def tell(person, subject):
        message = Message(zh=(subject, []), en=(f"{subject} en", []))
        services.tell(users=[person.pk], topic=NEWS, message=message, url="/", by=system, at=AT_SIX)

    return tell


def test_one_summary_a_day_after_seven(manager, news, system):
    news(manager, "一")
    news(manager, "二")
    assert services.send_digests(by=system, at=AT_SIX) == 0
    assert services.send_digests(by=system, at=AT_SEVEN) == 1
    news(manager, "三")
    assert services.send_digests(by=system, at=AT_SEVEN + timedelta(hours=10)) == 0
    assert services.send_digests(by=system, at=AT_SEVEN + DAY) == 1
    said = [[item["subject"] for item in m.items] for m in OutboxMail.objects.order_by("pk")]
    assert said == [["二", "一"], ["三"]]


def test_what_was_read_needs_no_summary(manager, news, system):
    news(manager, "一")
    note = Notification.objects.get()
    services.mark_read(notification_id=note.pk, by=Actor.of_user(manager), at=AT_SIX)
    assert services.send_digests(by=system, at=AT_SEVEN) == 0


def test_the_summary_is_in_the_reader_s_language(person_with, news, system, smtp):
    reader = person_with(Role.LEARNER, language="en")
    news(reader, "一")
    services.send_digests(by=system, at=AT_SEVEN)
    services.send_outbox(by=system, at=AT_SEVEN)
    [(_to, letter)] = smtp.letters
    assert letter["Subject"] == "1 thing for you"
    text = letter.get_body(("plain",)).get_content()
    assert "一 en" in text
    assert "/kit/notify/preferences/" in text


def test_many_people_cost_no_more_queries(person_with, news, system, django_assert_num_queries):
    people = [person_with(Role.LEARNER) for _n in range(20)]
    for person in people:
        news(person, "一")
    with django_assert_num_queries(12):
        assert services.send_digests(by=system, at=AT_SEVEN) == 20
