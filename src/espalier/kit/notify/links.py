"""Absolute addresses for mails, and the signed link that ends an optional kind of mail."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from espalier.kit.errors import NotFound
from espalier.kit.notify import registry

SALT = "espalier.notify.unsubscribe"


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """Who ends mail about which topic: an account, or an address without one."""

    topic: str
    user_id: int | None
    address: str


def absolute(path: str) -> str:
    """The address of a page of this installation as somebody outside would open it."""
    if not path or "://" in path:
        return path
    return f"{settings.ESPALIER_ADDRESS}{path}"


def unsubscribe_url(*, topic: str, user_id: int | None, address: str) -> str:
    """The absolute link; it never lapses, since an old mail must still be a way out."""
    body = {"t": topic, "u": user_id} if user_id is not None else {"t": topic, "a": address}
    token = signing.dumps(body, salt=SALT, compress=True)
    return absolute(reverse("notify:unsubscribe", args=[token]))


def read_unsubscribe(token: str) -> Unsubscribing:
    """Raises: NotFound when the link was not made here, or its topic is gone."""
    try:
        body = signing.loads(token, salt=SALT)
        registry.topic(body["t"])
    except (signing.BadSignature, LookupError) as error:
        raise NotFound from error
    return Unsubscribing(body["t"], body.get("u"), body.get("a", ""))
