"""Who may see ratings and add them."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "people.view_rating"
CHANGE = "people.change_rating"
SEEING_RATINGS = [
    Role.MANAGER,
    Role.COORDINATOR,
    Role.SUPERVISOR,
    Role.EXECUTIVE,
    Role.AUDITOR,
]


def declare_permissions() -> None:
    declare(VIEW, SEEING_RATINGS, own=True)
    declare(CHANGE, [Role.MANAGER, Role.COORDINATOR, Role.SUPERVISOR])
