"""The daily summary: one mail a day with what a person has not read yet and did not want at once."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from espalier.kit.accounts.models import User
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.notify.models import DigestDay, Notification, OutboxMail
from espalier.kit.notify.registry import DIGEST

NOT_BEFORE = 7  # o'clock where the organisation is
MOST_ITEMS = 50


@transaction.atomic
def send_digests(*, by: Actor, at: datetime) -> int:
    """Write the summaries of today into the outbox; returns how many people get one.

    Safe to call every minute: before seven nothing happens, and each person has one summary a day.
    The number of queries grows with blocks of 400 people, not with people.
    """
    local = timezone.localtime(at)
    if local.hour < NOT_BEFORE:
        return 0
    waiting = (
        Notification.objects.filter(awaits_digest=True, read_at=None, user__is_active=True)
        .exclude(user__in=DigestDay.objects.filter(day=local.date()).values("user"))
        .exclude(user__email="")
        .select_related("user")
        .order_by("user_id", "-created_at", "-pk")
    )
    by_person: dict[int, list[Notification]] = defaultdict(list)
    for note in waiting.iterator(chunk_size=2000):
        by_person[note.user_id].append(note)
    if not by_person:
        return 0
    _write(by_person, local.date(), at)
    after = {"n_people": len(by_person)}
    log.record("notify.digests.written", "notify.OutboxMail:*", by=by, at=at, after=after)
    return len(by_person)


def _write(by_person: dict[int, list[Notification]], day: date, at: datetime) -> None:
    mails = [_summary(notes[0].user, notes, at) for notes in by_person.values()]
    DigestDay.objects.bulk_create(
        [DigestDay(user_id=user_id, day=day) for user_id in by_person], batch_size=400
    )
    OutboxMail.objects.bulk_create(mails, batch_size=400)
    named = [note.pk for notes in by_person.values() for note in notes]
    for start in range(0, len(named), 900):
        rows = Notification.objects.filter(pk__in=named[start : start + 900])
        rows.update(awaits_digest=False)


def _summary(user: User, notes: list[Notification], at: datetime) -> OutboxMail:
    english = user.language == "en"
    items = [
        {
            "subject": note.subject_en if english else note.subject,
            "lines": note.lines_en if english else note.lines,
            "url": note.url,
        }
        for note in notes[:MOST_ITEMS]
    ]
    return OutboxMail(
        user=user,
        address=user.email,
        language=user.language,
        topic=DIGEST.code,
        items=items,
        created_at=at,
        next_try_at=at,
    )
