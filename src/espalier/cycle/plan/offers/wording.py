"""Words for kinds of offers and for what is wrong with them."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.offers.rules import OfferProblem
from espalier.cycle.plan.offers.types import OfferKind
from espalier.kit.errors import Text

KINDS: dict[str, Text] = {
    OfferKind.CLASS: _("Own class"),
    OfferKind.JOB: _("At the workplace"),
    OfferKind.PUBLIC: _("Seats in a public class"),
    OfferKind.ONLINE: _("E-learning"),
}
ROW_PROBLEMS: dict[str, Text] = {
    "wrong_kind": _("A resource of another kind. Name one of the kind the column asks for."),
    "min_above_max": _(
        "A class needs fewer people to run than it holds. Lower the fewest participants."
    ),
    "no_month": _("Months are numbers from 1 to 12, such as 3,4,9."),
    "place_elsewhere": _("Only a class of our own takes rooms. Empty them, or choose own class."),
    "grant_above_cost": _(
        "A grant is not higher than what a full session costs. Correct the amount."
    ),
}
# What is wrong, and what to do about it.
PROBLEMS: dict[OfferProblem, tuple[Text, Text]] = {
    OfferProblem.NOT_IN_FORCE: (
        _("The module has no version in force."),
        _("Publish a version of the module, or remove the offer."),
    ),
    OfferProblem.HOURS_DIFFER: (
        _("The hours differ from those of the module (%(about)s)."),
        _("Correct the meetings, or start a new version of the module."),
    ),
    OfferProblem.NOBODY_TEACHES: (
        _("Nobody can teach it in the year."),
        _("Name an instructor who has hours in the year."),
    ),
    OfferProblem.NOT_A_TEACHER: (
        _("%(about)s is not an instructor."),
        _("Name an instructor instead."),
    ),
    OfferProblem.GONE: (
        _("%(about)s is no longer there."),
        _("Take the instructor out, or name another."),
    ),
    OfferProblem.CONTRACT_ENDS: (
        _("The contract of %(about)s ends before the year does."),
        _("Renew the contract, or plan only the months before."),
    ),
    OfferProblem.NO_HOURS: (
        _("%(about)s has no hours in the year."),
        _("Enter the hours in which it can be had."),
    ),
    OfferProblem.NO_ROOM: (
        _("No room seats %(about)s people."),
        _("Lower the most participants, or add a room."),
    ),
    OfferProblem.ROOM_TOO_SMALL: (
        _("%(about)s seats: fewer than the class may have."),
        _("Lower the most participants, or take the room out."),
    ),
    OfferProblem.SLOT_TOO_SHORT: (
        _("A meeting is longer than every slot named (%(about)s minutes)."),
        _("Shorten the meetings, or name a longer slot."),
    ),
    OfferProblem.ENTRY_ABOVE_EXIT: (
        _("The entry level is not below the level reached (%(about)s)."),
        _("Lower the entry level."),
    ),
    OfferProblem.NO_AMOUNT: (
        _("Budget line %(about)s has no amount for the year."),
        _("Enter the amount of the year."),
    ),
}
