"""Who may read the handbook, write its clauses, and publish it."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW, CHANGE, PUBLISH = "policy.view_handbook", "policy.change_handbook", "policy.publish"


def declare_permissions() -> None:
    """Everybody reads the published document; the clauses in work are read with ``policy.view_goal``."""
    declare(VIEW, list(Role))
    declare(CHANGE, [Role.MANAGER])
    declare(PUBLISH, [Role.MANAGER])
