"""Two writers at once never fork the chain."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from espalier.kit.audit import log, queries
from espalier.kit.audit.models import ChainHead

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'",
        reason="SQLite has one writer at a time by itself, and the suite's lives in memory",
    ),
]
WRITERS, ENTRIES = 4, 25


def test_the_chain_holds_after_many_hands(system, monday):
    ChainHead.objects.get_or_create(pk=1)
    together, faults = Barrier(WRITERS), []

    def write(name: str) -> None:
        try:
            together.wait()
            for n in range(ENTRIES):
                with transaction.atomic():
                    log.record("test.thing.done", f"test.Thing:{name}{n}", by=system, at=monday)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    hands = [Thread(target=write, args=(str(n),)) for n in range(WRITERS)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    report = queries.verify_chain()
    assert faults == []
    assert (report.n_entries, report.broken_at) == (WRITERS * ENTRIES, None)
