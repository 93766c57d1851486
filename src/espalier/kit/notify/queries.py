"""Reading what people were told, how they want to be told, and the state of the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from espalier.kit.errors import NotFound
from espalier.kit.notify import registry
from espalier.kit.notify.models import Notification, OutboxMail, Preference, Refusal
from espalier.kit.notify.types import MailState, Topic, Way


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic with the way it reaches one person now."""

    topic: Topic
    way: Way


def notifications_of(user_id: int) -> QuerySet[Notification]:
    return Notification.objects.filter(user_id=user_id).order_by("-created_at", "-pk")


def notification_of(notification_id: int, user_id: int) -> Notification:
    """Raises: NotFound for somebody else's."""
    found = Notification.objects.filter(pk=notification_id, user_id=user_id).first()
    if found is None:
        raise NotFound
    return found


def n_unread(user_id: int) -> int:
    """How many are not read; one query on a partial index."""
    return Notification.objects.filter(user_id=user_id, read_at=None).count()


def newest_unread(user_id: int, limit: int = 5) -> list[Notification]:
    return list(notifications_of(user_id).filter(read_at=None)[:limit])


def choices_of(user_id: int) -> list[TopicChoice]:
    """Every topic in the order of its code, with the person's way. One query."""
    rows = Preference.objects.filter(user_id=user_id).order_by("topic")
    chosen = dict(rows.values_list("topic", "way"))
    return [
        TopicChoice(
            each, Way(chosen[each.code]) if each.is_optional and each.code in chosen else each.way
        )
        for each in registry.topics()
    ]


def ways_of(user_ids: Iterable[int], topic: Topic) -> dict[int, Way]:
    """The way of one topic for those who chose one. One query for each 900 people."""
    if not topic.is_optional:
        return {}
    ids, found = list(user_ids), {}
    for start in range(0, len(ids), 900):
        rows = Preference.objects.filter(topic=topic.code, user_id__in=ids[start : start + 900])
        found.update({pk: Way(way) for pk, way in rows.values_list("user_id", "way")})
    return found


def is_refused(address: str, topic_code: str) -> bool:
    return Refusal.objects.filter(address=address.lower(), topic=topic_code).exists()


def outbox() -> QuerySet[OutboxMail]:
    return OutboxMail.objects.order_by("-created_at", "-pk")


def outbox_counts() -> dict[MailState, int]:
    """How many mails stand in each state. One query."""
    rows = OutboxMail.objects.order_by().values_list("state").annotate(n=Count("pk"))
    counts = dict(rows)
    return {state: counts.get(state.value, 0) for state in MailState}


def due_ids(at: datetime, limit: int) -> list[int]:
    """Mails whose time has come, the oldest first."""
    rows = OutboxMail.objects.filter(state=MailState.WAITING, next_try_at__lte=at)
    return list(rows.order_by("next_try_at", "pk").values_list("pk", flat=True)[:limit])
