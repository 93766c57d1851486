"""Words for the values the plan's document shows, in the language of the document."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.methods.queries import instrument_words, timing_words
from espalier.kit.errors import Text

LEVELS: dict[int, Text] = {
    1: _("L1 reaction"),
    2: _("L2 learning"),
    3: _("L3 behaviour"),
    4: _("L4 results"),
}


def instrument_word(key: str) -> str:
    """A kind of instrument."""
    return str(instrument_words().get(key, key))


def timing_word(key: str) -> str:
    return str(timing_words().get(key, key))
