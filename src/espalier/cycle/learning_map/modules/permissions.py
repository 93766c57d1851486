"""Who may write modules."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

CHANGE = "learning_map.change_module"


def declare_permissions() -> None:
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
