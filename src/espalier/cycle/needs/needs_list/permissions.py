"""Who may see and write needs."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW, CHANGE = "needs.view_need", "needs.change_need"


def declare_permissions() -> None:
    declare(VIEW, [Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR])
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
