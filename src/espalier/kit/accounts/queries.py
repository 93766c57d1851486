"""Reading accounts and roles."""

from django.db.models import QuerySet

from espalier.kit.accounts.models import RoleGrant, ScopeNode, User
from espalier.kit.accounts.types import ROLE_WORDS, Role
from espalier.kit.errors import NotFound


def users_with_grants() -> QuerySet[User]:
    return User.objects.prefetch_related("grants__scope").order_by("username")


def grants() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.select_related("user", "scope").order_by(
        "user__username", "role", "pk"
    )


def scope_tree() -> QuerySet[ScopeNode]:
    return ScopeNode.objects.order_by("path")


def user_by_login(login: str) -> User | None:
    """Find by employee number or e-mail."""
    by_number = User.objects.filter(username=login).first()
    return by_number or User.objects.filter(email__iexact=login).first()


def account(user_id: int) -> User:
    """Raises NotFound."""
    found = users_with_grants().filter(pk=user_id).first()
    if found is None:
        raise NotFound
    return found


def grant(grant_id: int) -> RoleGrant:
    """Raises NotFound."""
    found = grants().filter(pk=grant_id).first()
    if found is None:
        raise NotFound
    return found


def roles_in_words(user: User) -> str:
    """The roles a person holds, each with its place; uses the prefetched grants."""
    words = [
        f"{ROLE_WORDS[Role(g.role)]}（{g.scope.label}）"
        if g.scope
        else str(ROLE_WORDS[Role(g.role)])
        for g in user.grants.all()
    ]
    return "、".join(words)
