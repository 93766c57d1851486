"""Where reviews appear in the menu and on the first page."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import scope_of
from espalier.kit.approval import queries
from espalier.kit.approval.permissions import CHANGE, HISTORY, REASSIGN, VIEW
from espalier.kit.ui.navigation import (
    FOUNDATION,
    SYSTEM,
    Card,
    Place,
    register_card,
    register_place,
)

N_ON_CARD = 5


def card(user: User) -> dict[str, object] | None:
    """What waits for a person, and for the manager what nobody can take; None when nothing does."""
    today = timezone.localdate()
    found = queries.waiting_for(user, on=today)
    n_stuck = len(queries.stuck_steps(on=today)) if scope_of(user, REASSIGN) else 0
    if not found and not n_stuck:
        return None
    return {"waiting": found[:N_ON_CARD], "n": len(found), "n_stuck": n_stuck, "today": today}


def register_pages() -> None:
    register_card(Card("approval.waiting", "approval/_card.html", card, VIEW, order=1))
    register_place(Place(FOUNDATION, "approval:waiting", _("My approvals"), VIEW, 1))
    register_place(Place(SYSTEM, "approval:history", _("All reviews"), HISTORY, 36))
    register_place(Place(SYSTEM, "approval:procedures", _("Review procedures"), CHANGE, 37))
