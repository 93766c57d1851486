"""Telling people: who gets what, in which language, and by which way."""

import pytest
from django.urls import reverse

from espalier.kit.accounts.types import Actor, Role
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from espalier.kit.notify import queries, services
from espalier.kit.notify.links import read_unsubscribe, unsubscribe_url
from espalier.kit.notify.models import Notification, OutboxMail, Preference, Refusal
from espalier.kit.notify.types import Message, Way
from tests.kit.notify.conftest import DUTY, NEWS

pytestmark = pytest.mark.django_db


def tell(people, topic, words, system, monday):
    ids = [person.pk for person in people]
    return services.tell(
        users=ids, topic=topic, message=words, url="/kit/notify/", by=system, at=monday
    )


# topic, the person's choice → (mail at once, waits for the summary)
CASES = {
    "a duty": (DUTY, None, (1, False)),
    "news, nothing chosen": (NEWS, None, (0, True)),
    "news at once": (NEWS, Way.AT_ONCE, (1, False)),
    "news daily": (NEWS, Way.DAILY, (0, True)),
    "no mail about news": (NEWS, Way.NEVER, (0, False)),
}


@pytest.mark.parametrize(("topic", "way", "expected"), CASES.values(), ids=CASES)
def test_each_topic_reaches_a_person_as_chosen(
    topic, way, expected, manager, words, system, monday
):
    if way:
        services.choose_ways(
            user_id=manager.pk, ways={topic: way}, by=Actor.of_user(manager), at=monday
        )
    assert tell([manager], topic, words, system, monday) == 1
    found = Notification.objects.get(user=manager)
    assert (OutboxMail.objects.count(), found.awaits_digest) == expected


def test_the_mail_speaks_the_language_of_its_reader(person_with, words, system, monday):
    people = [person_with(Role.LEARNER), person_with(Role.LEARNER, language="en")]
    tell(people, DUTY, words, system, monday)
    subjects = {m.address: m.items[0]["subject"] for m in OutboxMail.objects.all()}
    assert [subjects[p.email] for p in people] == ["請核簽", "Please sign"]


def test_closed_accounts_are_passed_over_and_one_entry_is_written(
    person_with, words, system, monday
):
    people = [person_with(Role.LEARNER) for _n in range(3)]
    people[0].is_active = False
    people[0].save()
    assert tell([*people, people[1]], DUTY, words, system, monday) == 2
    entry = Entry.objects.get(event="notify.people.told")
    assert entry.payload.body["after"] == {"topic": DUTY, "n_people": 2, "n_mails": 2}


def test_without_an_address_only_the_list_tells(stranger, words, system, monday):
    stranger.email = ""
    stranger.save()
    tell([stranger], NEWS, words, system, monday)
    assert not OutboxMail.objects.exists()
    assert not Notification.objects.get().awaits_digest


def test_telling_many_takes_as_many_queries_as_telling_one(
    person_with, words, system, monday, django_assert_num_queries
):
    people = [person_with(Role.LEARNER) for _n in range(40)]
    tell(people[:1], DUTY, words, system, monday)  # the audit chain has its head from here on
    with django_assert_num_queries(11) as few:
        tell(people[:1], DUTY, words, system, monday)
    with django_assert_num_queries(len(few)):
        tell(people, DUTY, words, system, monday)


def test_an_unknown_topic_is_a_mistake_of_the_caller(manager, words, system, monday):
    with pytest.raises(LookupError):
        tell([manager], "test.nothing", words, system, monday)


def test_a_message_is_written_once_in_each_language():
    from django.utils.translation import gettext as _

    found = Message.written(lambda: (_("Notifications"), [_("not read yet")]))
    assert found.zh == ("通知", ["未讀"])
    assert found.en == ("Notifications", ["not read yet"])


def test_what_always_mails_cannot_be_turned_off(manager, monday):
    by = Actor.of_user(manager)
    with pytest.raises(Refused):
        services.choose_ways(user_id=manager.pk, ways={DUTY: Way.NEVER}, by=by, at=monday)
    assert not Preference.objects.exists()


def test_nobody_reads_for_another(manager, stranger, words, system, monday):
    tell([manager], NEWS, words, system, monday)
    note = Notification.objects.get()
    with pytest.raises(NotFound):
        services.mark_read(notification_id=note.pk, by=Actor.of_user(stranger), at=monday)
    services.mark_read(notification_id=note.pk, by=Actor.of_user(manager), at=monday)
    note.refresh_from_db()
    assert (note.read_at, note.awaits_digest) == (monday, False)
    assert queries.n_unread(manager.pk) == 0


def test_a_link_of_a_mail_ends_an_optional_topic_without_signing_in(client, manager, monday):
    link = unsubscribe_url(topic=NEWS, user_id=manager.pk, address=manager.email)
    path = link.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    assert not Preference.objects.exists()  # looking, as mail scanners do, changes nothing
    done = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert "您將不再收到這類郵件" in done.text
    assert Preference.objects.get(user=manager).way == Way.NEVER
    assert Entry.objects.get(event="notify.ways.chosen").actor_key == str(manager.pk)


def test_an_address_without_account_can_end_it_too(client, words, system, monday):
    told = {"address": "V@example.com", "language": "zh-hant", "message": words, "url": "/"}
    assert services.mail_address(topic=NEWS, **told, by=system, at=monday)
    link = unsubscribe_url(topic=NEWS, user_id=None, address="V@example.com")
    assert client.post(link.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert Refusal.objects.get().address == "v@example.com"
    assert not services.mail_address(topic=NEWS, **told, by=system, at=monday)
    assert services.mail_address(topic=DUTY, **told, by=system, at=monday)
    assert OutboxMail.objects.count() == 2


@pytest.mark.parametrize("token", ["x", "eyJ0IjoidGVzdC5uZXdzIn0:1aaaaa:forged"])
def test_a_forged_link_leads_nowhere(client, db, token):
    assert client.get(reverse("notify:unsubscribe", args=[token])).status_code == 404
    with pytest.raises(NotFound):
        read_unsubscribe(token)
