"""The topics that rooms tell people about; each room registers its own at start."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.notify.types import Topic

DIGEST = Topic("notify.digest", _("Daily summary"))
_TOPICS: dict[str, Topic] = {}


def register_topic(topic: Topic) -> None:
    """Add a topic; the same code again replaces it."""
    _TOPICS[topic.code] = topic


def topic(code: str) -> Topic:
    """Raises: LookupError for a topic nobody registered, which is a mistake of the caller."""
    if code == DIGEST.code:
        return DIGEST
    if code not in _TOPICS:
        raise LookupError(f"topic {code!r} was never registered")
    return _TOPICS[code]


def topics() -> list[Topic]:
    return [_TOPICS[code] for code in sorted(_TOPICS)]
