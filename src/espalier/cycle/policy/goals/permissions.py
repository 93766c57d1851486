"""Who may read and write goals."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW, CHANGE = "policy.view_goal", "policy.change_goal"


def declare_permissions() -> None:
    declare(
        VIEW,
        [Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR, Role.SUPERVISOR],
    )
    declare(CHANGE, [Role.MANAGER])
