"""Who may do what with reviews."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "kit.view_approval"
HISTORY = "kit.view_approval_history"
CHANGE = "kit.change_procedure"
DELEGATE = "kit.delegate"
REASSIGN = "kit.reassign_approval"


def declare_permissions() -> None:
    """A person's own steps are theirs; everything is open to manager, executive and auditor."""
    everything = [Role.MANAGER, Role.EXECUTIVE, Role.AUDITOR]
    declare(VIEW, everything, own=True)
    declare(HISTORY, everything)
    declare(CHANGE, [Role.MANAGER, Role.ADMINISTRATOR])
    declare(REASSIGN, [Role.MANAGER])
    declare(DELEGATE, list(Role), own=True)
