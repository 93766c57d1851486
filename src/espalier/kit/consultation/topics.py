"""The topics that consulting tells people about."""

from django.utils.translation import gettext_lazy

from espalier.kit.notify.registry import register_topic
from espalier.kit.notify.types import Topic, Way

INVITATION, REMINDER = "consultation.invitation", "consultation.reminder"
DECIDED = "consultation.decided"


def register_topics() -> None:
    """Being asked always mails; being asked again and being answered may be turned off."""
    register_topic(Topic(INVITATION, gettext_lazy("Invitations to consultations")))
    register_topic(
        Topic(
            REMINDER,
            gettext_lazy("Reminders of consultations"),
            is_optional=True,
            default=Way.AT_ONCE,
        )
    )
    label = gettext_lazy("Decisions on what I asked to be changed")
    register_topic(Topic(DECIDED, label, is_optional=True))
