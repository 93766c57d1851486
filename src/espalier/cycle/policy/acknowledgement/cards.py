"""The card of this room on a first page."""

from espalier.cycle.policy.acknowledgement import pages
from espalier.cycle.policy.acknowledgement.permissions import ACKNOWLEDGE
from espalier.kit.ui.navigation import Card, register_card


def register_cards() -> None:
    template = "policy/acknowledgement/_card.html"
    register_card(Card("policy.read", template, pages.card, ACKNOWLEDGE, 5))
