"""Pages of telling: own news only, cheap, and the outbox for who looks after it."""

import re

import pytest

from espalier.kit.accounts.types import Role
from espalier.kit.notify import services
from espalier.kit.notify.models import Notification, OutboxMail, Preference
from espalier.kit.notify.types import MailState
from tests.kit.notify.conftest import DUTY, NEWS

pytestmark = pytest.mark.django_db
OWN = ["/kit/notify/", "/kit/notify/bell", "/kit/notify/preferences/"]


@pytest.fixture
def told(words, system, monday):
    def tell(*people, topic=NEWS, n=1):
        for _k in range(n):
            services.tell(
                users=[p.pk for p in people],
                topic=topic,
                message=words,
                url="/kit/notify/preferences/",
                by=system,
                at=monday,
            )

    return tell


@pytest.mark.parametrize("page", OWN)
@pytest.mark.parametrize("role", Role)
def test_everybody_has_their_own(page, role, person_with, client_of):
    assert client_of(person_with(role)).get(page).status_code == 200


@pytest.mark.parametrize("role", Role)
def test_the_outbox_is_for_who_looks_after_it(role, person_with, client_of):
    status = client_of(person_with(role)).get("/kit/notify/outbox/").status_code
    assert status == (200 if role in {Role.MANAGER, Role.ADMINISTRATOR} else 404)


def test_a_stranger_sees_nobody_else_s(manager, stranger, told, client_of, client):
    told(manager)
    address = f"/kit/notify/{Notification.objects.get().pk}/"
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(stranger).post(address).status_code == 404
    assert "請核簽" not in client_of(stranger).get("/kit/notify/").text
    assert client_of(stranger).get("/kit/notify/outbox/").status_code == 404
    assert client.get("/kit/notify/").status_code == 302


def test_opening_one_notes_it_as_read_and_leads_there(manager, told, client_of):
    told(manager, n=2)
    client = client_of(manager)
    note = Notification.objects.first()
    assert "年度計畫等您核簽。" in client.get(f"/kit/notify/{note.pk}/").text
    answer = client.post(f"/kit/notify/{note.pk}/")
    assert (answer.status_code, answer.url) == (302, "/kit/notify/preferences/")
    assert ">1<" in client.get("/kit/notify/bell").text
    assert client.post("/kit/notify/read-all").status_code == 302
    assert client.get("/kit/notify/bell").text.strip() == ""


def test_the_first_page_has_a_card_only_while_something_is_new(manager, told, client_of):
    client = client_of(manager)
    assert "給您的新通知" not in client.get("/").text
    told(manager)
    assert "請核簽" in client.get("/").text


def test_the_table_alone_is_part_of_the_page(manager, told, client_of):
    told(manager)
    fragment = client_of(manager, htmx=True).get("/kit/notify/").text
    assert "<html" not in fragment
    table = re.compile(r"<table.*</table>", re.DOTALL)
    page = client_of(manager).get("/kit/notify/").text
    assert table.search(fragment)[0] == table.search(page)[0]


@pytest.mark.parametrize(
    ("page", "n"), [("/kit/notify/", 6), ("/kit/notify/bell", 3), ("/kit/notify/outbox/", 7)]
)
def test_pages_cost_the_same_for_few_and_many(
    page, n, manager, told, client_of, django_assert_num_queries
):
    client = client_of(manager)
    told(manager, topic=DUTY)
    client.get(page)
    with django_assert_num_queries(n):
        client.get(page)
    told(manager, topic=DUTY, n=30)
    with django_assert_num_queries(n):
        client.get(page)


def test_ways_are_chosen_for_what_is_optional(manager, client_of):
    client = client_of(manager)
    page = client.get("/kit/notify/preferences/").text
    assert 'name="test.news"' in page
    assert 'name="test.duty"' not in page
    assert client.post("/kit/notify/preferences/", {NEWS: "never"}).status_code == 302
    assert Preference.objects.get().way == "never"
    assert client.post("/kit/notify/preferences/", {NEWS: "hourly"}).status_code == 422


def test_a_stopped_mail_is_taken_up_again(manager, told, client_of):
    told(manager, topic=DUTY)
    OutboxMail.objects.update(state=MailState.FAILED, problem="550 no such person")
    client, mail = client_of(manager), OutboxMail.objects.get()
    assert "重新寄送" in client.get("/kit/notify/outbox/").text
    assert client.post(f"/kit/notify/outbox/{mail.pk}/retry").status_code == 302
    mail.refresh_from_db()
    assert mail.state == MailState.WAITING
    assert client.post(f"/kit/notify/outbox/{mail.pk}/retry").status_code == 422
