"""Cards on first pages: what I must do soon, and what my unit is late with."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.obligations import pages, queries
from espalier.cycle.learning_map.obligations.permissions import VIEW
from espalier.engines.obligations.results import Status
from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import roles_of, scope_of
from espalier.kit.accounts.types import Role
from espalier.kit.ui.navigation import Card, Place, register_card, register_place

GROUP = "T1.2"
SHOWN = 5


def own_card(user: User) -> dict[str, object] | None:
    """What is overdue or due soon for the person who signed in."""
    status = queries.own_status(user.pk, timezone.localdate())
    if status is None:
        return None
    urgent = [line for line in status.lines if line.found.status >= Status.DUE_SOON]
    if not urgent:
        return None
    return {"rows": pages.line_rows(status, urgent[:SHOWN]), "n": len(urgent)}


def unit_card(user: User) -> dict[str, object] | None:
    """How a supervisor's people stand, when something is overdue or due soon."""
    if Role.SUPERVISOR not in roles_of(user):
        return None
    scope = scope_of(user, VIEW)
    today = timezone.localdate()
    board = queries.board_of(today, scope)
    if not (board.total.overdue or board.total.due_soon):
        return None
    return {"board": board, "people": board.by_person(slice(0, SHOWN)), "on": today}


def register_pages() -> None:
    register_card(
        Card("obligations.own", "learning_map/obligations/_own_card.html", own_card, VIEW, 20)
    )
    register_card(
        Card("obligations.unit", "learning_map/obligations/_unit_card.html", unit_card, VIEW, 25)
    )
    for url_name, title, order, of_others in (
        ("obligations", _("Obligations"), 46, True),
        ("qualifications", _("Qualification matrix"), 47, True),
        ("obligation_forecast", _("Forecast of obligations"), 48, True),
        ("my_obligations", _("My obligations"), 61, False),
    ):
        register_place(Place(GROUP, f"learning_map:{url_name}", title, VIEW, order, of_others))
