"""Words for the inputs of a plan and for what is missing in them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.annual_plan.inputs.types import Why
from espalier.kit.errors import Text

# What a line counts, what is missing of it, and where it is from.
FACTS: dict[str, tuple[Text, Text]] = {
    "people": (_("People there on the day of the gaps"), _("without a position")),
    "hires": (_("New hires expected by then"), _("without a record yet")),
    "departments": (_("Departments that are compared"), ""),
    "required": (_("Competencies required of people"), _("not rated")),
    "gaps": (_("Gaps: required and not reached"), ""),
    "modules": (_("Modules that can be planned"), _("in force without an offer")),
    "duties": (_("Attendances the law asks for in the year"), _("duties no module on offer meets")),
    "requests": (_("Accepted requests of units"), _("without a module")),
    "carried": (_("Places of last year that were not carried out"), ""),
    "pins": (_("Pins and bans of the scenario"), ""),
    "pool_instructor": (_("Instructors named"), _("without hours in the year")),
    "pool_room": (_("Rooms that can be used"), _("without hours in the year")),
    "pool_equipment": (_("Equipment named"), _("without hours in the year")),
}
SOURCES: dict[str, Text] = {
    "people": _("Roster and staff changes expected"),
    "staff_changes": _("Staff changes expected"),
    "units": _("Units below the top"),
    "requirements": _("Requirements of positions"),
    "ratings": _("Ratings of people, merged by the stated rule"),
    "offers": _("How modules can be run"),
    "obligations": _("Obligations until the end of the year"),
    "unit_requests": _("Survey of the units"),
    "last_plan": _("Plan of the year before"),
    "scenario": _("This scenario"),
    "resources": _("Resources: hours of the year less bookings"),
}


@dataclass(frozen=True, slots=True)
class LackWords:
    """What is missing, why it matters, and the one act that mends it."""

    title: Text
    why: Text
    remedy: Text


LACKS: dict[str, LackWords] = {
    "nobody": LackWords(
        _("There is nobody to plan for"),
        _("The roster holds no one on the day of the gaps."),
        _("Import the roster"),
    ),
    "nothing_offered": LackWords(
        _("No module can be planned"),
        _("A module can be planned once somebody said how it is run."),
        _("Describe how modules are run"),
    ),
    "norm_without_module": LackWords(
        _("Duties that no module on offer meets"),
        _(
            "These people will be overdue: no module on offer has enough hours that count for the norm."
        ),
        _("Link a module to the norm, or describe how it is run"),
    ),
    "ban_against_law": LackWords(
        _("People kept from a module the law asks for"),
        _("The duty falls due in the year, so the ban cannot stand."),
        _("Take the ban out"),
    ),
    "module_out_though_law": LackWords(
        _("Modules taken out though the law asks for them"),
        _("Somebody has to attend them in the year."),
        _("Take the pin out, or offer another module for the norm"),
    ),
    "class_minimum": LackWords(
        _("Classes that cannot be filled"),
        _("The law asks for them, but fewer people can attend than the class needs to run."),
        _("Lower the fewest participants, or offer seats in a public class"),
    ),
    "class_never_filled": LackWords(
        _("Modules with fewer candidates than the class needs"),
        _("Nobody can be planned for them; their gaps stay open."),
        _("Lower the fewest participants, or offer seats in a public class"),
    ),
    "nobody_teaches": LackWords(
        _("Modules nobody can teach"),
        _("None of the instructors named has the hours of one session in the year."),
        _("Name an instructor, or enter hours"),
    ),
    "no_room": LackWords(
        _("Modules without a room that is big enough"),
        _("No room has as many seats as the class may have."),
        _("Lower the most participants, or add a room"),
    ),
    "no_hours": LackWords(
        _("Instructors, rooms and equipment without hours in the year"),
        _("They count as not there."),
        _("Enter their hours"),
    ),
    "prerequisite_outside": LackWords(
        _("Prerequisites that cannot be planned"),
        _("Only those who completed them already can attend the module."),
        _("Describe how the prerequisite is run"),
    ),
    "module_without_offer": LackWords(
        _("Modules in force without an offer"),
        _("They are left out of the plan."),
        _("Describe how they are run"),
    ),
    "request_without_module": LackWords(
        _("Accepted requests without a module that can be planned"),
        _("They are left out of the plan."),
        _("Give them a module"),
    ),
    "request_short": LackWords(
        _("Requests for more people than could be told"),
        _(
            "For seats without a name those were taken for whom the module closes most; for some there was nobody."
        ),
        _("Name the people"),
    ),
    "money_line_without_amount": LackWords(
        _("Budget lines without an amount for the year"),
        _("Modules paid from them are held by the whole budget alone."),
        _("Enter the amount"),
    ),
    "without_position": LackWords(
        _("People without a position"),
        _("Nothing is required of them, so no gap is seen."),
        _("Give them a position"),
    ),
    "completed_in_vain": LackWords(
        _("Modules completed by people who still lack what they teach"),
        _("Nobody attends a module twice while the completion holds, so these gaps stay open."),
        _("Rate these people anew, or ask whether the module teaches what it should"),
    ),
    "never_rated": LackWords(
        _("Competencies with people nobody rated"),
        _("Who was never rated has no gap that could be closed."),
        _("Rate them"),
    ),
    "hires_without_record": LackWords(
        _("New hires without a record"),
        _(
            "Nobody can be planned by name before the roster knows them; leave seats and money for them."
        ),
        _("Look at the staff changes"),
    ),
    "all_weigh_alike": LackWords(
        _("Every gap weighs the same"),
        _("No requirement has a weight, no need a score, nothing was carried over."),
        _("Score the needs"),
    ),
}
WHYS: dict[Why, Text] = {
    Why.GAP: _("Competency gap"),
    Why.LEGAL: _("Required by law"),
    Why.REQUEST: _("Asked for by the unit"),
    Why.PINNED: _("Put in by hand"),
    Why.HELPER: _("Prerequisite of another module"),
}
