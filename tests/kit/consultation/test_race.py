"""One link sent from two devices at the same moment counts once."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from espalier.kit.audit.models import Entry
from espalier.kit.consultation.models import Answer, Response
from espalier.kit.errors import Refused

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'",
        reason="SQLite has one writer at a time by itself, and the suite's lives in memory",
    ),
]


def test_two_hands_on_one_link_leave_one_answer(open_round, invited, reply):
    [one] = invited(open_round())
    together, refused = Barrier(2), []

    def send() -> None:
        try:
            together.wait()
            reply(one)
        except Refused as refusal:
            refused.append(refusal.problems[0].code)
        finally:
            connection.close()

    hands = [Thread(target=send) for _n in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert refused == ["used"]
    assert (Response.objects.count(), Answer.objects.count()) == (1, 2)
    assert Entry.objects.filter(event="consultation.answer.given").count() == 1
