"""Lawful erasure: the payload goes, the act and its digest stay."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.audit.models import Entry, Payload


@transaction.atomic
def erase_payloads(*, entries: Iterable[Entry], reason: str, by: Actor, at: datetime) -> int:
    """Empty the payloads of these entries and record that it was done, by whom and why."""
    ids = [entry.pk for entry in entries]
    n = Payload.objects.filter(entry__in=ids, erased_at=None).update(
        body=None, salt="", erased_at=at
    )
    log.record(
        "audit.payload.erased", "audit.Payload:*", by=by, at=at, after={"n": n, "reason": reason}
    )
    return n
