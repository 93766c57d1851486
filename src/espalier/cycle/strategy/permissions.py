"""Who may see, write, confirm and decide in this stage."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "strategy.view_strategy"
CHANGE = "strategy.change_strategy"
CONFIRM = "strategy.confirm_framework"
ADOPT = "strategy.adopt"
PUBLISH = "strategy.publish"

_SEEING = (
    Role.MANAGER,
    Role.COORDINATOR,
    Role.EXECUTIVE,
    Role.AUDITOR,
    Role.INSTRUCTOR,
    Role.SUPERVISOR,
)


def declare_permissions() -> None:
    """A stakeholder group confirms by somebody who may see; only the manager adopts and publishes."""
    declare(VIEW, _SEEING)
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
    declare(CONFIRM, _SEEING)
    declare(ADOPT, [Role.MANAGER])
    declare(PUBLISH, [Role.MANAGER])
