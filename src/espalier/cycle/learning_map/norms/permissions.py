"""Who may see and change the register of norms."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "learning_map.view_norm"
CHANGE = "learning_map.change_norm"


def declare_permissions() -> None:
    declare(VIEW, list(Role))
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
