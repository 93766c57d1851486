"""Who may read the documents of the desk, and who may work on them."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "needs.view_document"
CHANGE = "needs.change_document"


def declare_permissions() -> None:
    declare(VIEW, [Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR])
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR])
