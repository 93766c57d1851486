"""Who sees and keeps the resources of training."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "policy.view_resource"
CHANGE = "policy.change_resource"
BOOK = "policy.change_booking"


def declare_permissions() -> None:
    keepers = [Role.MANAGER, Role.COORDINATOR]
    declare(VIEW, [*keepers, Role.EXECUTIVE, Role.AUDITOR, Role.SUPERVISOR])
    declare(CHANGE, keepers)
    declare(BOOK, keepers)
