"""Who may see and change standards and competencies."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role


def declare_permissions() -> None:
    """Standards are no secret: everybody sees them, whoever runs training changes them."""
    declare("standards.view_standard", Role)
    declare("standards.change_standard", [Role.MANAGER, Role.COORDINATOR])
