"""Who may see and change employees; a wage is for the training manager only."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "people.view_employee"
CHANGE = "people.change_employee"
VIEW_WAGE = "people.view_wage"
SEEING_PEOPLE = [
    Role.MANAGER,
    Role.COORDINATOR,
    Role.SUPERVISOR,
    Role.EXECUTIVE,
    Role.AUDITOR,
]


def declare_permissions() -> None:
    declare(VIEW, SEEING_PEOPLE, own=True)
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
    declare(VIEW_WAGE, [Role.MANAGER])
