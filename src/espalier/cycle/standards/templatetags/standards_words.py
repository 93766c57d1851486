"""Words of the standards stage for its templates: ``{% load standards_words %}``."""

from django import template

from espalier.cycle.standards import words
from espalier.kit.errors import Text

register = template.Library()


@register.filter
def part_words(name: str) -> str:
    """What a part of a standard is called."""
    return words.part_words(name)


@register.filter
def field_words(name: str) -> Text:
    """What a field of a part is called."""
    return words.FIELDS.get(name, name)


@register.filter
def fate_words(fate: str) -> Text:
    """What became of a source line."""
    return next((label for known, label in words.FATES.items() if known == fate), fate)


@register.filter
def warning_words(kind: str) -> Text:
    """What a warning of the intake says."""
    return words.warning_words(kind)


@register.filter
def place_words(anchor: str) -> str:
    """The page and line an anchor names: line-2-14 is 2:14."""
    return ":".join(anchor.split("-")[1:])


@register.filter
def change_words(kind: str) -> Text:
    """What kind of change an entry of a comparison is."""
    return words.CHANGES.get(kind, kind)


@register.filter
def compared_words(kind: str) -> Text:
    """Which part of a standard an entry speaks of."""
    return words.COMPARED.get(kind, kind)


@register.filter
def reason_words(reason: str) -> Text:
    """Why an entry is of its kind."""
    return words.REASONS.get(reason, reason)


@register.filter
def state_words(state: str) -> Text:
    """The state of a standard."""
    return words.STATES.get(state, state)
