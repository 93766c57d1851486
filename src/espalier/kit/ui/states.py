"""Which states look alike. The words come from the room that owns the state."""

_TONES = {
    "moving": {"consulting", "in_review", "running", "waiting", "open", "planned", "next"},
    "good": {"approved", "published", "done", "active", "met", "add"},
    "warning": {"needs_update", "expiring", "overdue", "change", "warning"},
    "bad": {"failed", "refused", "refuse", "expired", "broken", "missing"},
}


def tone_of(state: str) -> str:
    """The tone of a state: moving, good, warning, bad; everything else is quiet."""
    return next((tone for tone, states in _TONES.items() if state in states), "quiet")
