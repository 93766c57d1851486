"""Where this stage stands in the menu, and its card on a first page."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.policy.acknowledgement.services import TOPIC
from espalier.kit.notify.registry import register_topic
from espalier.kit.notify.types import Topic
from espalier.kit.ui.navigation import Place, register_place

GROUP = "T1.1"


def register_places() -> None:
    view = "policy.view_goal"
    for place in (
        Place(GROUP, "policy:goals", _("Goals and directions"), view, 10),
        Place(GROUP, "policy:handbook", _("Handbook by chapter"), view, 20),
        Place(GROUP, "policy:raci", _("Who does what (RACI)"), view, 30),
        Place(GROUP, "policy:system", _("System of training"), view, 40),
        Place(GROUP, "policy:resources", _("Resources"), "policy.view_resource", 50),
        Place(GROUP, "policy:capacity", _("Capacity and demand"), "policy.view_resource", 60),
        Place(GROUP, "policy:bookings", _("Bookings"), "policy.view_resource", 70),
        Place(GROUP, "policy:rates", _("Read confirmations"), "policy.view_acknowledgement", 90),
    ):
        register_place(place)


def register_topics() -> None:
    """What people of this stage are told about."""
    register_topic(Topic(TOPIC, _("The training policy handbook is to be read")))
