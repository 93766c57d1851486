"""A published map rests on records; when they change, it says so until the next edition."""

from datetime import datetime

from espalier.kit.accounts.types import Actor
from espalier.kit.versions.services import mark_needs_update

OUTPUT = "O1.2.1"


def map_rests_on_change(*, reason: str, by: Actor, at: datetime) -> None:
    """Flag the published map, if there is one and it is not flagged already."""
    mark_needs_update(output=OUTPUT, reason=reason, by=by, at=at)
