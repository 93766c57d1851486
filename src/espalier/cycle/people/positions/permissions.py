"""Who may see and change functions, grades and positions."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "people.view_position"
CHANGE = "people.change_position"


def declare_permissions() -> None:
    declare(VIEW, list(Role))
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
