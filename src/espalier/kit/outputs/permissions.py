"""Everybody may ask for a document; each document says who may read it."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "kit.view_output"
PREPARE = "kit.prepare_output"


def declare_permissions() -> None:
    declare(VIEW, list(Role))
    declare(PREPARE, [Role.MANAGER, Role.COORDINATOR])
