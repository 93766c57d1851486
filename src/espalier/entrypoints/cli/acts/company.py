"""The example's people as actors."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from espalier.kit.accounts.models import User
    from espalier.kit.accounts.types import Actor


class Done(NamedTuple):
    """One act: what it is called, what came of it, and whether it changed anything this time."""

    step: str
    result: str
    changed: bool


@dataclass(frozen=True)
class Company:
    """Who acts, and when: the moment of loading. ``folder`` holds the files they bring."""

    at: datetime
    folder: Path = Path("examples")

    @cached_property
    def _by_role(self) -> "dict[str, User]":
        from espalier.kit.accounts.queries import users_with_grants

        found: dict[str, User] = {}
        for user in users_with_grants():
            for grant in user.grants.all():
                found.setdefault(grant.role, user)
        return found

    def user(self, role: str) -> "User":
        """The first account with a role ("manager", "executive"…). Raises: KeyError."""
        return self._by_role[role]

    def actor(self, role: str) -> "Actor":
        """That account as an actor."""
        from espalier.kit.accounts.types import Actor

        return Actor.of_user(self.user(role))
