"""Who may see, change, solve and publish the annual plan."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "plan.view_plan"
CHANGE = "plan.change_plan"
PRESENT = "plan.present_plan"
PUBLISH = "plan.publish_plan"
ASK_CHANGE = "plan.ask_change"
SEE_PEOPLE = "plan.view_places"
VIEW_STAFF = "plan.view_staff_change"
VIEW_INPUTS = "plan.view_inputs"
VIEW_REQUESTS = "needs.view_unit_request"


def declare_permissions() -> None:
    """Supervisors and instructors read the plan and ask for changes; only the manager publishes it."""
    declare(
        VIEW,
        [
            Role.MANAGER,
            Role.COORDINATOR,
            Role.EXECUTIVE,
            Role.AUDITOR,
            Role.INSTRUCTOR,
            Role.SUPERVISOR,
        ],
    )
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
    declare(ASK_CHANGE, [Role.MANAGER, Role.COORDINATOR, Role.SUPERVISOR])
    declare(PRESENT, [Role.MANAGER, Role.COORDINATOR])
    declare(PUBLISH, [Role.MANAGER])
    # Who attends what, and which of their gaps stay open, is for those who answer for the people.
    declare(
        SEE_PEOPLE,
        [Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR, Role.SUPERVISOR],
    )
    # Who is expected to leave or to move up is nobody's business but theirs who plan for it.
    declare(
        VIEW_STAFF,
        [Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR, Role.SUPERVISOR],
    )
    declare(VIEW_INPUTS, [Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR])
