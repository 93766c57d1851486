"""Who may record completions."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

CHANGE = "learning_map.change_completion"


def declare_permissions() -> None:
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
