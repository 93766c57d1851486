"""Who may see and change units."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "people.view_unit"
CHANGE = "people.change_unit"


def declare_permissions() -> None:
    declare(VIEW, list(Role))
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
