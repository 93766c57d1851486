"""Reading and verifying the audit log."""

from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import ActorKind
from espalier.kit.audit.chain import GENESIS, entry_hash, payload_digest
from espalier.kit.audit.models import ChainHead, Entry
from espalier.kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class ChainReport:
    """``broken_at`` is the sequence of the first entry that does not hold; None when all do."""

    n_entries: int
    n_erased: int
    broken_at: int | None
    reason: str


def entries() -> QuerySet[Entry]:
    return Entry.objects.select_related("payload").order_by("-sequence")


def entries_about(subject: Model) -> QuerySet[Entry]:
    return entries().filter(subject_kind=subject._meta.label, subject_id=str(subject.pk))


def verify_chain() -> ChainReport:
    """Walk the whole chain in bounded memory and recompute every hash and every unerased digest."""
    previous, expected, erased = GENESIS, 0, 0
    rows = Entry.objects.select_related("payload").order_by("sequence")
    for entry in rows.iterator(chunk_size=2000):
        expected += 1
        erased += entry.payload.body is None
        reason = _fault(entry, previous, expected)
        if reason:
            return ChainReport(expected - 1, erased, entry.sequence, reason)
        previous = entry.hash
    head = ChainHead.objects.filter(pk=1).first()
    if head is not None and (head.sequence, head.hash) != (expected, previous):
        return ChainReport(expected, erased, expected + 1, "entries are missing at the end")
    return ChainReport(expected, erased, None, "")


def _fault(entry: Entry, previous: str, expected: int) -> str:
    if entry.sequence != expected:
        return f"entry {expected} is missing"
    if entry.previous_hash != previous:
        return "it does not follow the entry before it"
    fields = [entry.event, entry.subject_kind, entry.subject_id]
    fields += [entry.actor_kind, entry.actor_key, entry.digest]
    if entry.hash != entry_hash(previous, entry.sequence, entry.at, fields):
        return "its fields were changed"
    payload = entry.payload
    if payload.body is None:
        return "" if payload.erased_at else "its payload is gone without an erasure"
    if payload_digest(payload.salt, payload.body) != entry.digest:
        return "its payload was changed"
    return ""


def entry(sequence: int) -> Entry:
    """Raises NotFound."""
    found = entries().filter(sequence=sequence).first()
    if found is None:
        raise NotFound
    return found


def actor_label(entry: Entry) -> str:
    """The actor's name as it was, or their key once the payload was lawfully erased."""
    body = entry.payload.body or {}
    label = str(body.get("by") or entry.actor_key)
    if entry.actor_kind == ActorKind.SYSTEM:
        return _("System (%(what)s)") % {"what": label}
    return label


def changes(entry: Entry) -> list[tuple[str, object, object]]:
    """(field, before, after) of one entry; empty once erased."""
    body = entry.payload.body or {}
    before, after = body.get("before") or {}, body.get("after") or {}
    keys = list(dict.fromkeys([*before, *after]))
    return [(key, before.get(key), after.get(key)) for key in keys]
