"""Telling people, reading, choosing how to be told. Sending is in ``sending``, summaries in ``digests``."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.kit.accounts.models import User
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.notify import queries, registry
from espalier.kit.notify.digests import send_digests
from espalier.kit.notify.models import Notification, OutboxMail, Preference, Refusal
from espalier.kit.notify.sending import send_outbox
from espalier.kit.notify.types import LANGUAGES, MailState, Message, Way

__all__ = [
    "choose_ways",
    "mail_address",
    "mark_all_read",
    "mark_read",
    "refuse_topic",
    "retry_mail",
    "send_digests",
    "send_outbox",
    "tell",
    "unsubscribe",
]
BATCH = 400


@transaction.atomic
def tell(
    *, users: Iterable[int], topic: str, message: Message, url: str, by: Actor, at: datetime
) -> int:
    """Tell people in the application, and by mail as each of them wants it; returns how many.

    ``users`` are ids of accounts; closed accounts are passed over. ``url`` is a path of this
    installation. The mail is written into the outbox within the caller's transaction.
    """
    told = registry.topic(topic)
    people = _active(set(users))
    ways = queries.ways_of([person.pk for person in people], told)
    notes, mails = [], []
    for person in people:
        way = ways.get(person.pk, told.way)
        has_mail = bool(person.email)
        notes.append(_note(person.pk, topic, message, url, at, has_mail and way is Way.DAILY))
        if has_mail and way is Way.AT_ONCE:
            mails.append(
                _mail(person.email, person.language, topic, message, url, at, user_id=person.pk)
            )
    Notification.objects.bulk_create(notes, batch_size=BATCH)
    OutboxMail.objects.bulk_create(mails, batch_size=BATCH)
    if notes:
        after = {"topic": topic, "n_people": len(notes), "n_mails": len(mails)}
        log.record("notify.people.told", "notify.Notification:*", by=by, at=at, after=after)
    return len(notes)


@transaction.atomic
def mail_address(
    *,
    address: str,
    language: str,
    topic: str,
    message: Message,
    url: str,
    is_secret: bool = False,
    by: Actor,
    at: datetime,
) -> bool:
    """Mail somebody who has no account; False when the address refused this optional topic.

    ``is_secret``: ``url`` opens something by itself, and is dropped from the outbox once sent.
    """
    told = registry.topic(topic)
    if told.is_optional and queries.is_refused(address, topic):
        return False
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    mail = _mail(address, spoken, topic, message, url, at)
    mail.is_secret = is_secret
    mail.save()
    after = {"topic": topic, "n_mails": 1}
    log.record("notify.address.mailed", mail, by=by, at=at, after=after)
    return True


@transaction.atomic
def mark_read(*, notification_id: int, by: Actor, at: datetime) -> Notification:
    """Note that a person read one of their own. Raises: NotFound for somebody else's.

    Reading is no act on a record, so there is no audit entry; ``read_at`` says when.
    """
    if by.user_id is None:
        raise NotFound
    found = queries.notification_of(notification_id, by.user_id)
    if found.read_at is None:
        found.read_at, found.awaits_digest = at, False
        found.save(update_fields=["read_at", "awaits_digest"])
    return found


@transaction.atomic
def mark_all_read(*, by: Actor, at: datetime) -> int:
    """Note that a person has seen everything of their own; returns how many were new."""
    unread = Notification.objects.filter(user_id=by.user_id or 0, read_at=None)
    return unread.update(read_at=at, awaits_digest=False)


@transaction.atomic
def choose_ways(*, user_id: int, ways: dict[str, Way], by: Actor, at: datetime) -> None:
    """Keep how a person wants mail about optional topics.

    Raises: Refused when a topic is unknown or not optional.
    """
    optional = {each.code for each in registry.topics() if each.is_optional}
    wrong = sorted(set(ways) - optional)
    if wrong:
        message = _("Mail about this topic cannot be turned off.")
        raise Refused([Problem("not_optional", message, code) for code in wrong])
    for code, way in sorted(ways.items()):
        Preference.objects.update_or_create(user_id=user_id, topic=code, defaults={"way": way})
    never = [code for code, way in ways.items() if way is Way.NEVER]
    waiting = Notification.objects.filter(user_id=user_id, awaits_digest=True)
    waiting.filter(topic__in=never).update(awaits_digest=False)
    after = {code: str(way) for code, way in sorted(ways.items())}
    log.record("notify.ways.chosen", f"accounts.User:{user_id}", by=by, at=at, after=after)


@transaction.atomic
def refuse_topic(*, address: str, topic: str, by: Actor, at: datetime) -> None:
    """An address without an account wants no more mail about an optional topic.

    Raises: Refused when the topic is not optional.
    """
    if not registry.topic(topic).is_optional:
        raise Refused([Problem("not_optional", _("Mail about this topic cannot be turned off."))])
    made, is_new = Refusal.objects.get_or_create(
        address=address.lower(), topic=topic, defaults={"refused_at": at}
    )
    if is_new:
        log.record("notify.topic.refused", made, by=by, at=at, after={"topic": topic})


@transaction.atomic
def unsubscribe(*, token: str, by: Actor, at: datetime) -> str:
    """Follow a signed link of a mail; returns the topic's code. Raises: NotFound for a forged link."""
    from espalier.kit.notify.links import read_unsubscribe

    who = read_unsubscribe(token)
    if who.user_id is not None:
        choose_ways(user_id=who.user_id, ways={who.topic: Way.NEVER}, by=by, at=at)
    else:
        refuse_topic(address=who.address, topic=who.topic, by=by, at=at)
    return who.topic


@transaction.atomic
def retry_mail(*, mail_id: int, by: Actor, at: datetime) -> None:
    """Try again a mail that failed or whose fate is unclear. Raises: NotFound, Refused otherwise."""
    mail = OutboxMail.objects.select_for_update().filter(pk=mail_id).first()
    if mail is None:
        raise NotFound
    if mail.state not in {MailState.FAILED, MailState.UNCLEAR}:
        raise Refused([Problem("not_stopped", _("This mail is not stopped."), mail.address)])
    before = {"state": mail.state, "problem": mail.problem}
    mail.state, mail.n_attempts, mail.next_try_at = MailState.WAITING, 0, at
    mail.save(update_fields=["state", "n_attempts", "next_try_at"])
    log.record("notify.mail.retried", mail, by=by, at=at, before=before)


def _active(ids: set[int]) -> list[User]:
    wanted, found = sorted(ids), []
    for start in range(0, len(wanted), 900):
        rows = User.objects.filter(pk__in=wanted[start : start + 900], is_active=True)
        found += list(rows.only("pk", "email", "language").order_by("pk"))
    return found


def _note(
    user_id: int, topic: str, message: Message, url: str, at: datetime, awaits_digest: bool
) -> Notification:
    subject, lines = message.zh
    subject_en, lines_en = message.en
    return Notification(
        user_id=user_id,
        topic=topic,
        subject=subject[:300],
        subject_en=subject_en[:300],
        lines=list(lines),
        lines_en=list(lines_en),
        url=url,
        created_at=at,
        awaits_digest=awaits_digest,
    )


def _mail(
    address: str,
    language: str,
    topic: str,
    message: Message,
    url: str,
    at: datetime,
    *,
    user_id: int | None = None,
) -> OutboxMail:
    subject, lines = message.words(language)
    return OutboxMail(
        user_id=user_id,
        address=address,
        language=language,
        topic=topic,
        items=[{"subject": subject, "lines": list(lines), "url": url}],
        created_at=at,
        next_try_at=at,
    )
