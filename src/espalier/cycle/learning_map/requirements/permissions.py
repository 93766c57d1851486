"""Who may say what positions require."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

CHANGE = "learning_map.change_requirement"


def declare_permissions() -> None:
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
