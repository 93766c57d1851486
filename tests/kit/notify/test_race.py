"""Several senders at once send each mail once."""

from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connection

from espalier.kit.notify import sending, services
from espalier.kit.notify.models import OutboxMail
from tests.kit.notify.conftest import DUTY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'",
        reason="SQLite has one writer at a time by itself, and the suite's lives in memory",
    ),
]
SENDERS, MAILS = 3, 20


def test_each_mail_leaves_once(words, smtp, system, monday):
    for n in range(MAILS):
        services.mail_address(
            address=f"p{n}@example.com",
            language="en",
            topic=DUTY,
            message=words,
            url="",
            by=system,
            at=monday,
        )
    together, sent = Barrier(SENDERS), []

    def send() -> None:
        try:
            together.wait()
            sent.append(sending.send_outbox(by=system, at=monday))
        finally:
            connection.close()

    hands = [Thread(target=send) for _n in range(SENDERS)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sum(sent) == MAILS
    assert set(Counter(to[0] for to, _letter in smtp.letters).values()) == {1}
    assert OutboxMail.objects.filter(state="sent").count() == MAILS
