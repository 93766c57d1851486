"""Accounts: making sign-ins, giving and taking roles, keeping the scope tree."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.kit.accounts.models import RoleGrant, ScopeNode, User
from espalier.kit.accounts.types import Actor, Role
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused


@transaction.atomic
def create_user(
    *,
    username: str,
    email: str,
    display_name: str,
    password: str | None,
    language: str = "zh-hant",
    by: Actor,
    at: datetime,
) -> User:
    """Make a sign-in; without a password the person sets one by the reset mail.

    Raises: Refused when the number or the address is already taken.
    """
    email = email.lower()  # people sign in by it, however they type it
    problems = []
    if User.objects.filter(username=username).exists():
        problems.append(
            Problem("username_taken", _("This number already has an account."), username)
        )
    if email and User.objects.filter(email__iexact=email).exists():
        problems.append(Problem("email_taken", _("This e-mail already has an account."), email))
    if problems:
        raise Refused(problems)
    user = User(username=username, email=email, display_name=display_name, language=language)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    log.record("accounts.user.created", user, by=by, at=at, after={"username": username})
    return user


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role,
    scope: ScopeNode | None,
    by: Actor,
    at: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> RoleGrant:
    """Give a role at a place (None: everywhere); giving it again only changes its dates."""
    grant, _made = RoleGrant.objects.update_or_create(
        user=user, role=role, scope=scope, defaults={"starts_on": starts_on, "ends_on": ends_on}
    )
    after = {"user": user.pk, "role": str(role), "scope": scope.key if scope else None}
    log.record("accounts.role.granted", grant, by=by, at=at, after=after)
    return grant


@transaction.atomic
def revoke_role(*, grant: RoleGrant, by: Actor, at: datetime) -> None:
    """Take a role away. Raises: Refused for the last administrator, who could let nobody in again."""
    if grant.role == Role.ADMINISTRATOR:
        others = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
        if not others.exclude(pk=grant.pk).exists():
            raise Refused(
                [Problem("last_administrator", _("The last administrator cannot be removed."))]
            )
    before = {"user": grant.user_id, "role": grant.role, "scope": grant.scope_id}
    log.record("accounts.role.revoked", grant, by=by, at=at, before=before)
    grant.delete()


@transaction.atomic
def set_active(*, user: User, is_active: bool, by: Actor, at: datetime) -> None:
    """Let a person sign in or not; accounts are never deleted. Raises: Refused for oneself."""
    if by.user_id == user.pk and not is_active:
        raise Refused([Problem("yourself", _("You cannot close your own account."))])
    before, user.is_active = user.is_active, is_active
    user.save(update_fields=["is_active"])
    log.record(
        "accounts.user.active", user, by=by, at=at, before={"a": before}, after={"a": is_active}
    )


@transaction.atomic
def set_language(*, user: User, language: str, by: Actor, at: datetime) -> None:
    """Remember the language a person reads."""
    before, user.language = user.language, language
    user.save(update_fields=["language"])
    log.record(
        "accounts.user.language", user, by=by, at=at, before={"l": before}, after={"l": language}
    )


@transaction.atomic
def sync_scope_tree(
    *, nodes: Sequence[tuple[str, str | None, str]], by: Actor, at: datetime
) -> Mapping[str, ScopeNode]:
    """Make the tree equal to ``(key, parent key, label)`` rows; parents may stand in any order.

    The number of queries does not depend on the number of nodes. Nodes that are not named stay, since
    a grant may rest on them. Raises: Refused when the rows form a cycle.
    """
    known = {node.key: node for node in ScopeNode.objects.all()}
    wanted = {key: (parent, label) for key, parent, label in nodes}
    fresh = [
        ScopeNode(key=key, label=label, path="")
        for key, (_p, label) in wanted.items()
        if key not in known
    ]
    for node in ScopeNode.objects.bulk_create(fresh):
        known[node.key] = node
    changed = []
    for key in _parents_first(wanted):
        parent_key, label = wanted[key]
        node, parent = known[key], known[parent_key] if parent_key else None
        path = f"{parent.path if parent else '/'}{node.pk}/"
        if (node.path, node.label, node.parent_id) != (path, label, parent.pk if parent else None):
            node.path, node.label, node.parent = path, label, parent
            changed.append(node)
    if changed:
        ScopeNode.objects.bulk_update(changed, ["path", "label", "parent"], batch_size=400)
        log.record(
            "accounts.scope.synced", "accounts.ScopeNode:*", by=by, at=at, after={"n": len(changed)}
        )
    return known


def _parents_first(wanted: Mapping[str, tuple[str | None, str]]) -> list[str]:
    ordered: list[str] = []
    placed: set[str] = set()
    waiting = list(wanted)
    while waiting:
        ready = [k for k in waiting if wanted[k][0] in placed or wanted[k][0] not in wanted]
        if not ready:
            place = ", ".join(sorted(waiting)[:10])
            raise Refused(
                [Problem("cycle", _("These places lie below one another in a circle."), place)]
            )
        ordered += ready
        placed.update(ready)
        waiting = [k for k in waiting if k not in placed]
    return ordered
