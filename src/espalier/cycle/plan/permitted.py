"""What a page may offer the person who looks at it."""

from espalier.kit.accounts.scope import scope_of
from espalier.kit.http import SignedInRequest


def may(request: SignedInRequest, permission: str) -> bool:
    """Whether this person holds the permission anywhere; the grants are read once per request."""
    return bool(scope_of(request.user, permission))
