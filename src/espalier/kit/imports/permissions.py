"""Who may import at all; what they may import is the permission of each kind."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

RUN = "kit.run_import"


def declare_permissions() -> None:
    declare(RUN, [Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR])
