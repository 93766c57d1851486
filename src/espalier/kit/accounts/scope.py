"""What part of the tree a person may see or change under one permission.

A room declares its permissions with the roles that hold them; a query takes the resulting Scope and
filters by it, so that a record of another place is simply not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from espalier.kit.accounts.models import User
from espalier.kit.accounts.types import Role

_ROLES: dict[str, frozenset[Role]] = {}
ROOT = "/"
Grant = tuple[Role, str]  # a role and the path of the place it is held at


@dataclass(frozen=True, slots=True)
class Scope:
    """Path prefixes within which something is permitted; ``("/",)`` is everything, ``()`` nothing.

    ``own_user_id`` widens the scope by what belongs to the person, wherever it stands.
    """

    paths: tuple[str, ...] = ()
    own_user_id: int | None = None

    def __bool__(self) -> bool:
        return bool(self.paths) or self.own_user_id is not None

    @property
    def is_everything(self) -> bool:
        return ROOT in self.paths

    def covers(self, path: str) -> bool:
        return any(path.startswith(prefix) for prefix in self.paths)

    def q(self, path_field: str, *, own_field: str | None = None) -> Q:
        """Build the filter; ``path_field`` leads to a ScopeNode path, ``own_field`` to a user id."""
        if self.is_everything:
            return Q()
        parts = [Q(**{f"{path_field}__startswith": prefix}) for prefix in self.paths]
        if self.own_user_id is not None and own_field is not None:
            parts.append(Q(**{own_field: self.own_user_id}))
        return reduce(or_, parts) if parts else Q(pk__in=[])


EVERYTHING = Scope((ROOT,))


def declare(permission: str, roles: Iterable[Role], *, own: bool = False) -> None:
    """Say which roles hold a permission; ``own=True`` also lets everybody reach what is theirs.

    Called from a stage's AppConfig.ready(); the name is ``<stage>.<verb>_<noun>``.
    """
    _ROLES[permission] = frozenset(roles)
    if rules.perm_exists(permission):
        rules.remove_perm(permission)

    def holds(user: User, path: Any = None) -> bool:
        scope = scope_of(user, permission)
        return bool(scope) if path is None else scope.covers(str(path))

    rules.add_perm(permission, rules.predicate(holds))
    _OWN.add(permission) if own else _OWN.discard(permission)


_OWN: set[str] = set()


def declared() -> dict[str, frozenset[Role]]:
    """All permissions with their roles, for the table test and the roles page."""
    return dict(sorted(_ROLES.items()))


def scope_of(user: User | AnonymousUser, permission: str) -> Scope:
    """Where this person holds the permission today; one query per request, however many asks."""
    if not isinstance(user, User) or not user.is_active:
        return Scope()
    paths = _paths(permission, _grants(user))
    shortest = tuple(sorted(p for p in paths if not _has_prefix_in(p, paths)))
    return Scope(shortest, user.pk if permission in _OWN else None)


def grants_of(user: User) -> frozenset[Grant]:
    """All roles held today with their places: whoever holds the same sees the same menu."""
    return frozenset(_grants(user)) if user.is_active else frozenset()


def is_held(permission: str, grants: Iterable[Grant], *, of_others: bool = False) -> bool:
    """Whether somebody with these grants holds a permission; ``of_others``: for more than what is their own."""
    return bool(_paths(permission, grants)) or (permission in _OWN and not of_others)


def _paths(permission: str, grants: Iterable[Grant]) -> set[str]:
    if permission not in _ROLES:
        raise LookupError(f"permission {permission!r} was never declared")
    roles = _ROLES[permission]
    return {path for role, path in grants if role in roles}


def roles_of(user: User) -> frozenset[Role]:
    """The roles held anywhere today; they choose the first page and the menu."""
    return frozenset(role for role, _path in _grants(user))


def _has_prefix_in(path: str, paths: set[str]) -> bool:
    return any(path != other and path.startswith(other) for other in paths)


def _grants(user: User) -> list[Grant]:
    cached: list[Grant] | None = getattr(user, "_espalier_grants", None)
    if cached is None:
        today = timezone.localdate()
        rows = (
            user.grants.filter(Q(starts_on=None) | Q(starts_on__lte=today))
            .filter(Q(ends_on=None) | Q(ends_on__gte=today))
            .values_list("role", "scope__path")
        )
        cached = [(Role(role), path or ROOT) for role, path in rows]
        user._espalier_grants = cached  # type: ignore[attr-defined]  # lives as long as the request
    return cached
