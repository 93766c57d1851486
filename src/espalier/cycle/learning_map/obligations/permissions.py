"""Who may see what people still have to learn by law, by contract or by the house's own rules."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "learning_map.view_obligation"


def declare_permissions() -> None:
    declare(
        VIEW,
        [Role.MANAGER, Role.COORDINATOR, Role.SUPERVISOR, Role.EXECUTIVE, Role.AUDITOR],
        own=True,
    )
