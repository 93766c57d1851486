"""The outbox against a real mail server: in both languages, never lost, never twice."""

from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.notify import sending, services
from espalier.kit.notify.models import OutboxMail
from espalier.kit.notify.types import MailState
from tests.kit.notify.catcher import Catcher
from tests.kit.notify.conftest import DUTY, NEWS

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def write(words, system, monday):
    def put(address="a@example.com", *, topic=DUTY, language="zh-hant", url="/kit/notify/"):
        services.mail_address(
            address=address,
            language=language,
            topic=topic,
            message=words,
            url=url,
            by=system,
            at=monday,
        )
        return OutboxMail.objects.latest("pk")

    return put


@pytest.fixture
def send(system, monday):
    return lambda after=timedelta(0): sending.send_outbox(by=system, at=monday + after)


def test_a_mail_arrives_once_with_text_and_html(write, send, smtp):
    mail = write()
    assert send() == 1
    assert send() == 0
    [(to, letter)] = smtp.letters
    assert to == ["a@example.com"]
    assert letter["Subject"] == "請核簽"
    assert letter["Message-ID"] == f"<{mail.key}@127.0.0.1>"
    text = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    assert "年度計畫等您核簽。" in text
    assert "http://127.0.0.1:8000/kit/notify/" in text
    assert "年度計畫等您核簽。" in html
    assert 'lang="zh-Hant-TW"' in html
    assert letter["List-Unsubscribe"] is None
    assert Entry.objects.get(event="notify.outbox.sent").payload.body["after"]["n_sent"] == 1


def test_an_optional_mail_in_english_carries_its_way_out(write, send, smtp):
    write(topic=NEWS, language="en")
    send()
    [(_to, letter)] = smtp.letters
    assert letter["Subject"] == "Please sign"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter["List-Unsubscribe"].replace(" ", "").strip("<>")
    text = letter.get_body(("plain",)).get_content().replace("\r", "").replace("\n", "")
    assert link in text
    assert "No more mail about this" in text


def test_a_link_that_opens_something_is_dropped_once_sent(send, smtp, words, system, monday):
    told = {"address": "a@example.com", "language": "en", "topic": DUTY, "message": words}
    services.mail_address(**told, url="/secret/", is_secret=True, by=system, at=monday)
    assert OutboxMail.objects.get().items[0]["url"] == "/secret/"
    assert send() == 1
    assert "/secret/" in smtp.letters[0][1].get_body(("plain",)).get_content()
    assert OutboxMail.objects.get().items[0]["url"] == ""


def test_a_line_break_in_a_subject_makes_no_header(write, send, smtp):
    mail = write()
    mail.items[0]["subject"] = "hello\r\nBcc: thief@example.com"
    mail.save()
    assert send() == 1
    [(to, letter)] = smtp.letters
    assert (to, letter["Bcc"]) == (["a@example.com"], None)


def test_nothing_is_lost_while_the_server_is_down(write, send, smtp, settings):
    write()
    with Catcher() as gone:
        settings.EMAIL_PORT = gone.port
    waits = []
    after = timedelta(0)
    for _attempt in range(5):
        assert send(after) == 0
        mail = OutboxMail.objects.get()
        assert mail.state == MailState.WAITING
        waits.append((mail.next_try_at - mail.created_at - after) / MINUTE)
        assert send(mail.next_try_at - mail.created_at - timedelta(seconds=1)) == 0
        after = mail.next_try_at - mail.created_at
    assert waits == [1, 2, 4, 8, 16]
    assert "refused" in mail.problem
    settings.EMAIL_PORT = smtp.port
    assert send(after) == 1
    assert len(smtp.letters) == 1


WAITS = {1: 1, 2: 2, 5: 16, 9: 256, 10: 360, 60: 360}  # attempts → minutes, at most six hours


@pytest.mark.parametrize(("n", "minutes"), WAITS.items())
def test_the_wait_doubles_up_to_six_hours(n, minutes):
    assert sending.wait_after(n) == minutes * MINUTE


# what the server says → (state, comes again)
@pytest.mark.parametrize(
    ("fault", "state"), [("refused", MailState.FAILED), ("busy", MailState.WAITING)]
)
def test_one_bad_address_stops_nobody_else(write, send, smtp, fault, state):
    write("bad@example.com")
    write("good@example.com")
    getattr(smtp, fault).add("bad@example.com")
    assert send() == 1
    assert [to for to, _letter in smtp.letters] == [["good@example.com"]]
    bad = OutboxMail.objects.get(address="bad@example.com")
    assert bad.state == state
    assert ("no such person" if fault == "refused" else "later") in bad.problem


def test_after_a_week_a_person_is_asked(write, send, smtp):
    write("busy@example.com")
    smtp.busy.add("busy@example.com")
    assert send(timedelta(days=7, minutes=1)) == 0
    assert OutboxMail.objects.get().state == MailState.FAILED


def test_two_senders_at_once_send_each_mail_once(write, system, monday, monkeypatch, mailoutbox):
    """The second begins in the middle of the first, when all mails were due for both."""
    for n in range(3):
        write(f"p{n}@example.com")
    due = sending.queries.due_ids(monday, 10)
    monkeypatch.setattr(sending.queries, "due_ids", lambda *_args: due)
    send_one, nested = EmailBackend.send_messages, []

    def meanwhile(self, messages):
        if not nested:
            nested.append(True)
            sending.send_outbox(by=system, at=monday)
        return send_one(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", meanwhile)
    sending.send_outbox(by=system, at=monday)
    assert sorted(m.to[0] for m in mailoutbox) == [f"p{n}@example.com" for n in range(3)]


def test_a_sender_that_died_leaves_a_mail_for_a_person_to_judge(write, send, smtp, manager, monday):
    from espalier.kit.accounts.types import Actor

    mail = write()
    OutboxMail.objects.update(state=MailState.SENDING, claimed_at=monday)
    assert send(29 * MINUTE) == 0
    assert send(31 * MINUTE) == 0
    mail.refresh_from_db()
    assert (mail.state, smtp.letters) == (MailState.UNCLEAR, [])
    services.retry_mail(mail_id=mail.pk, by=Actor.of_user(manager), at=monday)
    assert send() == 1
    with pytest.raises(Refused):
        services.retry_mail(mail_id=mail.pk, by=Actor.of_user(manager), at=monday)


def test_a_mail_is_written_only_if_its_cause_is(write, db):
    @transaction.atomic
    def act():
        write()
        raise ValueError("the caller's act fails after the mail was written")

    with pytest.raises(ValueError, match="act fails"):
        act()
    assert not OutboxMail.objects.exists()
