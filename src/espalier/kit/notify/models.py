"""Telling people: in the application and by mail, through an outbox that loses nothing."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.kit.notify.types import MailState, Way


class Notification(models.Model):
    """One thing told to one person. ``read_at`` empty: not read; both languages are kept as told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)
    subject_en = models.CharField(max_length=300)
    lines = models.JSONField(default=list)
    lines_en = models.JSONField(default=list)
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # Waits for the daily summary; cleared when a summary named it or the person read it before.
    awaits_digest = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["user"], condition=models.Q(read_at=None), name="notify_unread_of_person"
            ),
            models.Index(fields=["user", "-created_at"], name="notify_newest_of_person"),
            models.Index(
                fields=["user"],
                condition=models.Q(awaits_digest=True),
                name="notify_awaiting_digest",
            ),
        ]


class Preference(models.Model):
    """How mail about an optional topic reaches a person; no row: the topic's own way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=60)
    way = models.CharField(max_length=8, choices=[(way.value, way.value) for way in Way])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic"],
                name="notify_preference_once",
                violation_error_message=_("This topic is already set."),
            )
        ]


class Refusal(models.Model):
    """An address without an account that wants no more mail about a topic."""

    address = models.EmailField()  # lower case
    topic = models.CharField(max_length=60)
    refused_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "topic"],
                name="notify_refusal_once",
                violation_error_message=_("This address already refused this topic."),
            )
        ]


class DigestDay(models.Model):
    """A person got the summary of a day: there is one a day, whoever runs the scheduler how often."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"],
                name="notify_digest_once_a_day",
                violation_error_message=_("The summary of this day was already made."),
            )
        ]


class OutboxMail(models.Model):
    """One mail to be sent, written in the transaction of what it tells about.

    ``items`` are the pieces it is made of (subject, lines, url); a summary has several. The text is
    made when it is sent. ``key`` stays the same over all attempts and is the mail's Message-ID.
    ``is_secret``: the address in it opens something by itself, so it is dropped once the mail is sent.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    address = models.EmailField()
    language = models.CharField(max_length=10)
    topic = models.CharField(max_length=60)
    items = models.JSONField()
    is_secret = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    state = models.CharField(
        max_length=8,
        choices=[(state.value, state.value) for state in MailState],
        default=MailState.WAITING,
    )
    n_attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(state="waiting"),
                name="notify_outbox_due",
            )
        ]
