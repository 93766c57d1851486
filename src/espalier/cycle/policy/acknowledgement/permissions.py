"""Who confirms that they read the handbook, and who sees how many did."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

ACKNOWLEDGE, VIEW = "policy.acknowledge", "policy.view_acknowledgement"
DISTRIBUTE = "policy.publish"  # declared by the handbook: who publishes also gives it out


def declare_permissions() -> None:
    declare(ACKNOWLEDGE, list(Role), own=True)
    declare(VIEW, [Role.MANAGER, Role.EXECUTIVE, Role.AUDITOR])
