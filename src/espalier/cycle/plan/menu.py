"""Where this stage stands in the menu."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.permissions import VIEW, VIEW_STAFF
from espalier.kit.ui.navigation import Place, register_place

GROUP = "T2.3"
PLACES = (
    Place(GROUP, "plan:planner", _("Annual plan"), VIEW, 10),
    Place(GROUP, "plan:presentations", _("Presentations of the plan"), VIEW, 30),
    Place(GROUP, "plan:strategy_page", _("The strategy on a page"), VIEW, 32),
    Place(GROUP, "plan:timetable", _("Timetable"), VIEW, 20),
    Place(GROUP, "plan:method_decisions", _("Decisions on methods"), VIEW, 40),
    Place(GROUP, "plan:assessment_strategies", _("Assessment of modules"), VIEW, 50),
    Place(GROUP, "plan:offers", _("How modules can be run"), VIEW, 60),
    Place(GROUP, "plan:slot_kinds", _("Kinds of slots"), VIEW, 62),
    Place(GROUP, "plan:calendar_days", _("Days of the calendar"), VIEW, 64),
    Place(GROUP, "plan:staff_changes", _("Staff changes expected"), VIEW_STAFF, 70),
    Place(GROUP, "plan:future_needs", _("Future needs"), VIEW_STAFF, 80),
)


def register_places() -> None:
    for place in PLACES:
        register_place(place)
