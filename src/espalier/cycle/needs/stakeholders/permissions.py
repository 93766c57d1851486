"""Who may see stakeholders and what they said, and who may write it down."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "needs.view_stakeholder"
CHANGE = "needs.change_stakeholder"


def declare_permissions() -> None:
    declare(VIEW, [Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR])
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
