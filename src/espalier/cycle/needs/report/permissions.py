"""Who may publish the analysis report; it is read and written by the people of the needs."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW, CHANGE, PUBLISH = "needs.view_need", "needs.change_need", "needs.publish"


def declare_permissions() -> None:
    declare(PUBLISH, [Role.MANAGER])
