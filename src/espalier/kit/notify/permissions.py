"""Who may read what was told to them, and who looks after the outbox."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "kit.view_notification"
OUTBOX = "kit.manage_outbox"


def declare_permissions() -> None:
    declare(VIEW, tuple(Role), own=True)
    declare(OUTBOX, [Role.MANAGER, Role.ADMINISTRATOR])
