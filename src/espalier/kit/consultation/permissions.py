"""Who may consult, who may see what was said, and that everybody may answer what they are asked."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

MANAGE = "kit.manage_consultation"
VIEW = "kit.view_consultation"
ANSWER = "kit.answer_consultation"


def declare_permissions() -> None:
    declare(MANAGE, [Role.MANAGER, Role.COORDINATOR])
    declare(VIEW, [Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR])
    declare(ANSWER, tuple(Role), own=True)
