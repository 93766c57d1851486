"""Which states look alike, and the words for those every document shares."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.errors import Text

_TONES = {
    "moving": {"consulting", "in_review", "running", "waiting", "open", "planned", "next"},
    "good": {"approved", "published", "done", "active", "met", "add"},
    "warning": {"needs_update", "expiring", "overdue", "change", "warning"},
    "bad": {"failed", "refused", "refuse", "expired", "broken", "missing"},
}

_NAMES: dict[str, Text] = {
    "none": _("none yet"),
    "draft": _("draft"),
    "consulting": _("consulting"),
    "in_review": _("in review"),
    "approved": _("approved"),
    "published": _("published"),
    "superseded": _("superseded"),
    "archived": _("archived"),
    "needs_update": _("needs update"),
}


def name_of(state: str) -> Text:
    """The words for a state of a document; a room's own states are named by the room."""
    return _NAMES.get(state, state)


def tone_of(state: str) -> str:
    """The tone of a state: moving, good, warning, bad; everything else is quiet."""
    return next((tone for tone, states in _TONES.items() if state in states), "quiet")
