"""Words for kinds of resources, costs, and what keeps a booking from being made."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.policy.resources.rules import Bar
from espalier.cycle.policy.resources.types import CostBasis, Kind
from espalier.kit.errors import Text

KINDS: dict[str, Text] = {
    Kind.INSTRUCTOR: _("Instructor"),
    Kind.ROOM: _("Room"),
    Kind.EQUIPMENT: _("Equipment"),
    Kind.SYSTEM: _("System"),
    Kind.VENDOR: _("Vendor"),
    Kind.PARTNER: _("Partner"),
    Kind.MONEY: _("Budget line"),
    Kind.GRANT: _("Grant"),
}
BASES: dict[str, Text] = {
    CostBasis.HOUR: _("an hour"),
    CostBasis.DAY: _("a day"),
    CostBasis.SESSION: _("a session"),
    CostBasis.PERSON: _("a person"),
    CostBasis.YEAR: _("a year"),
}
# What is wrong, and what to do about it.
BARS: dict[Bar, tuple[Text, Text]] = {
    Bar.NOT_BOOKABLE: (
        _("Only instructors, rooms and equipment are booked by the hour."),
        _("Choose another resource."),
    ),
    Bar.ENDED: (_("It is no longer there at this time."), _("Choose another resource.")),
    Bar.TOO_LONG: (
        _("A booking lasts at most 14 days."),
        _("Make one booking for each meeting."),
    ),
    Bar.CLOSED: (_("It is away at this time."), _("Choose another time.")),
    Bar.TOO_MANY_PEOPLE: (
        _("There are more people than seats."),
        _("Choose a larger room or split the group."),
    ),
    Bar.TOO_MANY_PIECES: (_("There are fewer pieces than asked for."), _("Ask for fewer pieces.")),
}
HISTORY_LABELS: dict[str, Text] = {
    "name": _("Resource name"),
    "place": _("Place"),
    "seats": _("Seats"),
    "pieces": _("Pieces"),
    "unit_cost": _("Cost"),
    "ended_on": _("Until"),
    "note": _("Note"),
    "selection_note": _("Why it was chosen"),
    "number": _("Contract number"),
    "ends_on": _("Until"),
    "reason": _("Reason"),
}
