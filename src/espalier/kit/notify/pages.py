"""What the pages of this tool show: lists, the card of the first page, words of states."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from espalier.kit.accounts.models import User
from espalier.kit.notify import queries, registry
from espalier.kit.notify.permissions import OUTBOX, VIEW
from espalier.kit.notify.types import MailState, Way
from espalier.kit.ui.navigation import SYSTEM, Card, Place, register_card, register_place
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

WAYS = {
    Way.AT_ONCE: _("At once"),
    Way.DAILY: _("In the daily summary"),
    Way.NEVER: _("No mail"),
}
STATES = {
    MailState.WAITING: _("waiting to be sent"),
    MailState.SENDING: _("being sent"),
    MailState.SENT: _("sent"),
    MailState.FAILED: _("not delivered"),
    MailState.UNCLEAR: _("perhaps sent"),
}


def subject_in_language(note: Any) -> str:
    """The subject in the reader's language."""
    english = (get_language() or "").startswith("en")
    return str(note.subject_en if english else note.subject)


def lines_in_language(note: Any) -> list[str]:
    english = (get_language() or "").startswith("en")
    return list(note.lines_en if english else note.lines)


def _topic_words(code: str) -> str:
    found = {each.code: each.label for each in registry.topics()}
    return str(found.get(code, code))


NOTIFICATIONS = ListSpec(
    key="kit.notifications",
    title=_("Notifications"),
    columns=(
        Column("subject", _("What it is about"), value=subject_in_language),
        Column("topic", _("Topic"), format=_topic_words, sort=("topic",)),
        Column("created_at", _("Told on"), sort=("created_at",)),
        Column(
            "read_at",
            _("Read"),
            sort=("read_at",),
            template="notify/_read_cell.html",
        ),
    ),
    filters=(
        Filter(
            "unread",
            _("State"),
            choices=(("yes", _("not read yet")),),
            apply=lambda _value: Q(read_at=None),
        ),
    ),
    search_fields=("subject", "subject_en"),
    default_sort="-created_at",
    row_url=lambda note: reverse("notify:open", args=[note.pk]),
    empty=EmptyState(_("Nothing was told to you yet"), _("What you should know stands here.")),
)
OUTBOX_LIST = ListSpec(
    key="kit.outbox",
    title=_("Mails of the outbox"),
    columns=(
        Column("address", _("To"), sort=("address",)),
        Column("topic", _("Topic"), format=_topic_words, sort=("topic",)),
        Column("state", _("State"), format=lambda state: STATES[MailState(state)], sort=("state",)),
        Column("n_attempts", _("Attempts"), sort=("n_attempts",), numeric=True),
        Column("created_at", _("Written on"), sort=("created_at",)),
        Column("next_try_at", _("Next attempt"), sort=("next_try_at",)),
        Column("sent_at", _("Sent on"), sort=("sent_at",)),
        Column("problem", _("What the mail server said")),
        Column("pk", _("Act"), template="notify/_retry_cell.html", exported=False),
    ),
    filters=(
        Filter("state", _("State"), choices=tuple((s.value, word) for s, word in STATES.items())),
    ),
    search_fields=("address", "problem"),
    default_sort="-created_at",
    empty=EmptyState(_("No mail yet"), _("Every mail is kept here with what became of it.")),
)


def _card(user: User) -> dict[str, object] | None:
    """What is new for the person; nothing when all is read. One query."""
    newest = queries.newest_unread(user.pk)
    return {"newest": newest} if newest else None


def register_pages() -> None:
    register_card(Card("notify.unread", "notify/_card.html", _card, VIEW, order=5))
    register_place(Place(SYSTEM, "notify:list", _("Notifications"), VIEW, 5))
    register_place(Place(SYSTEM, "notify:outbox", _("Mails of the outbox"), OUTBOX, 35))
