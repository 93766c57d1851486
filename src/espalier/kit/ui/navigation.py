"""Where rooms say that they have a page for the menu, or a card for somebody's first page.

A room registers from its AppConfig.ready(); the shell draws what the person may open.
"""

from collections.abc import Callable
from dataclasses import dataclass

from espalier.kit.accounts.models import User
from espalier.kit.errors import Text

FOUNDATION = "foundation"  # what every task rests on: standards, people
SYSTEM = "system"  # imports, jobs, audit log, the organisation's settings


@dataclass(frozen=True, slots=True)
class Place:
    """One page of the menu.

    group: a task's code ("T1.2"), FOUNDATION or SYSTEM.
    permission: who finds it in the menu; "" means everybody signed in. The page guards itself.
    of_others: the page is no use to who holds the permission only for what is their own.
    """

    group: str
    url_name: str
    title: Text
    permission: str = ""
    order: int = 100
    of_others: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One part of a first page: a template and the function that reads what it shows.

    context: gets the person; None means that the card has nothing to say today.
    """

    key: str
    template: str
    context: Callable[[User], dict[str, object] | None]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a later stage offers to do next with a record of an earlier one, which cannot know of it.

    subject: the kind of record, as the thread names it; ``url_name`` gets its id.
    """

    subject: str
    url_name: str
    title: Text
    permission: str


_PLACES: dict[str, Place] = {}
_registered = 0
_FOLLOW_UPS: dict[str, FollowUp] = {}
_CARDS: dict[str, Card] = {}


def register_place(place: Place) -> None:
    """Add a page to the menu; the same address again replaces it."""
    global _registered
    _PLACES[place.url_name] = place
    _registered += 1


def register_card(card: Card) -> None:
    """Add a card to the first pages; the same key again replaces it."""
    _CARDS[card.key] = card


def register_follow_up(follow_up: FollowUp) -> None:
    """Offer an act on the page of an earlier stage; the same address again replaces it."""
    _FOLLOW_UPS[follow_up.url_name] = follow_up


def follow_ups(subject: str) -> list[FollowUp]:
    return sorted(
        (each for each in _FOLLOW_UPS.values() if each.subject == subject),
        key=lambda each: each.url_name,
    )


def revision() -> tuple[int, int]:
    """Changes whenever another page is registered: what was computed from ``places()`` holds until then."""
    return id(_PLACES), _registered


def places() -> list[Place]:
    return sorted(_PLACES.values(), key=lambda place: (place.order, place.url_name))


def cards() -> list[Card]:
    return sorted(_CARDS.values(), key=lambda card: (card.order, card.key))
