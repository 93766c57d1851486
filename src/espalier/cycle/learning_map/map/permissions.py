"""Who may see the map, whose route, and who publishes."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "learning_map.view_map"
VIEW_ROUTE = "learning_map.view_route"
PREPARE = "learning_map.prepare_map"
PUBLISH = "learning_map.publish_map"


def declare_permissions() -> None:
    declare(VIEW, list(Role))
    overseers = [Role.MANAGER, Role.COORDINATOR, Role.SUPERVISOR, Role.EXECUTIVE, Role.AUDITOR]
    declare(VIEW_ROUTE, overseers, own=True)
    declare(PREPARE, [Role.MANAGER, Role.COORDINATOR])
    declare(PUBLISH, [Role.MANAGER])
