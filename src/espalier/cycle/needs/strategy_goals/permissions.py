"""Who may see, write and confirm strategy goals."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

# Goals are seen and written by the people of the needs; only the manager confirms them.
VIEW, CHANGE, CONFIRM = "needs.view_need", "needs.change_need", "needs.confirm_goal"


def declare_permissions() -> None:
    declare(CONFIRM, [Role.MANAGER])
