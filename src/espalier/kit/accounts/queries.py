"""Reading accounts and roles."""

from django.db.models import QuerySet

from espalier.kit.accounts.models import RoleGrant, ScopeNode, User


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
