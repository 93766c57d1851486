"""Who may see gaps, and of whom: a supervisor only of their own units."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role


def declare_permissions() -> None:
    viewers = [Role.MANAGER, Role.COORDINATOR, Role.SUPERVISOR, Role.EXECUTIVE, Role.AUDITOR]
    declare("needs.view_gap", viewers)
