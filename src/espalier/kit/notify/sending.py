"""Sending the outbox: each mail is claimed before it is spoken about, put off when the server is down."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.notify import mails, queries
from espalier.kit.notify.models import OutboxMail
from espalier.kit.notify.types import MailState

logger = logging.getLogger("espalier.notify")
BATCH = 200
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=7)
# A sender that claimed a mail and said nothing for so long is dead.
LOST_AFTER = timedelta(minutes=30)


def send_outbox(*, by: Actor, at: datetime, limit: int = BATCH) -> int:
    """Send what is due, oldest first; returns how many were sent.

    Called outside a transaction, so that each mail's fate is kept at once. A mail is claimed by a
    conditional update, which one of several senders wins; a server that is down puts mails off for
    1, 2, 4 … minutes up to 6 hours, for 7 days; an address refused for good is not tried again.
    """
    _give_up_lost(at)
    due = queries.due_ids(at, limit)
    if not due:
        return 0
    connection: BaseEmailBackend = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("mail server does not answer: %s", error)
        _put_off_all(due, at, error)
        return 0
    try:
        fates = [_send_one(pk, connection, at) for pk in due]
    finally:
        connection.close()
    n_sent, n_failed = fates.count(MailState.SENT), fates.count(MailState.FAILED)
    if n_sent or n_failed:
        after = {"n_sent": n_sent, "n_failed": n_failed}
        log.record("notify.outbox.sent", "notify.OutboxMail:*", by=by, at=at, after=after)
    return n_sent


def wait_after(n_attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    return min(FIRST_WAIT * (1 << min(n_attempts - 1, 20)), LONGEST_WAIT)


def _send_one(pk: int, connection: BaseEmailBackend, at: datetime) -> MailState | None:
    """Claim, send, note; None when another sender was quicker."""
    free = OutboxMail.objects.filter(pk=pk, state=MailState.WAITING)
    claimed = free.update(
        state=MailState.SENDING, claimed_at=at, n_attempts=F("n_attempts") + 1, problem=""
    )
    if not claimed:
        return None
    mail = OutboxMail.objects.get(pk=pk)
    try:
        n = connection.send_messages([mails.letter_of(mail)])
        if not n:
            raise OSError("the mail server took nothing")
    except (OSError, smtplib.SMTPException) as error:
        return _not_sent(mail, error, at)
    if mail.is_secret:
        mail.items = [{**item, "url": ""} for item in mail.items]
    OutboxMail.objects.filter(pk=pk).update(state=MailState.SENT, sent_at=at, items=mail.items)
    return MailState.SENT


def _not_sent(mail: OutboxMail, error: Exception, at: datetime) -> MailState:
    """Put off, or stop: a refusal for good and a mail that is a week old are for a person to see."""
    is_final = _is_for_good(error) or at - mail.created_at > GIVE_UP_AFTER
    mail.state = MailState.FAILED if is_final else MailState.WAITING
    mail.problem = str(error)[:300]
    mail.next_try_at = at + wait_after(mail.n_attempts)
    mail.claimed_at = None
    mail.save(update_fields=["state", "problem", "next_try_at", "claimed_at"])
    return MailState(mail.state)


def _is_for_good(error: Exception) -> bool:
    """The server answered 5xx about this mail; sign-in trouble (535 and the like) is the server's."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def _put_off_all(due: list[int], at: datetime, error: Exception) -> None:
    for mail in OutboxMail.objects.filter(pk__in=due, state=MailState.WAITING).order_by("pk"):
        free = OutboxMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
        too_old = at - mail.created_at > GIVE_UP_AFTER
        free.update(
            state=MailState.FAILED if too_old else MailState.WAITING,
            n_attempts=mail.n_attempts + 1,
            next_try_at=at + wait_after(mail.n_attempts + 1),
            problem=str(error)[:300],
        )


def _give_up_lost(at: datetime) -> None:
    """A claim that is old was left by a sender that died; the mail may have gone, so it is not repeated."""
    lost = OutboxMail.objects.filter(state=MailState.SENDING, claimed_at__lt=at - LOST_AFTER)
    n = lost.update(state=MailState.UNCLEAR)
    if n:
        logger.warning("%d mails are unclear: their sender died while sending", n)
