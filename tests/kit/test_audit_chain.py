"""The audit log: every entry hangs on the one before, and what was changed is named."""

import pytest
from django.db import connection

from espalier.kit.audit import log, queries, services
from espalier.kit.audit.models import Entry, Payload

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_entries(system, monday):
    return [
        log.record("test.thing.done", f"test.Thing:{n}", by=system, at=monday, after={"n": n})
        for n in range(3)
    ]


def test_an_untouched_chain_holds(three_entries):
    report = queries.verify_chain()
    assert (report.n_entries, report.broken_at) == (3, None)


def test_a_changed_field_is_named(three_entries):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET event = 'x' WHERE sequence = 2")
    assert queries.verify_chain().broken_at == 2


def test_a_changed_payload_is_named(three_entries):
    Payload.objects.filter(entry=three_entries[2]).update(body={"by": "somebody else"})
    assert queries.verify_chain().broken_at == 3


def test_a_cut_tail_is_noticed(three_entries):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_payload WHERE entry_id = %s", [three_entries[2].pk])
        cursor.execute("DELETE FROM audit_entry WHERE sequence = 3")
    assert queries.verify_chain().broken_at == 3


def test_erasing_keeps_the_chain(three_entries, system, monday):
    services.erase_payloads(entries=three_entries[:1], reason="request", by=system, at=monday)
    report = queries.verify_chain()
    assert (report.broken_at, report.n_erased, report.n_entries) == (None, 1, 4)


def test_entries_refuse_change_and_deletion(three_entries):
    with pytest.raises(TypeError):
        Entry.objects.update(event="x")
    with pytest.raises(TypeError):
        three_entries[0].delete()
    with pytest.raises(TypeError):
        three_entries[0].save()
