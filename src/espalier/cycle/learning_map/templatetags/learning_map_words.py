"""Words for stored values in templates: ``{% load learning_map_words %}``."""

from collections.abc import Mapping
from typing import Any

from django import template

from espalier.cycle.learning_map import labels, norm_words

register = template.Library()


def _register_words(name: str, words: Mapping[str, object]) -> None:
    def word(value: object) -> object:
        return words.get(str(value), value)

    register.filter(name, word)


for _name, _words in {
    "mode_word": labels.MODES,
    "mix_word": labels.MIXES,
    "tier_word": labels.TIERS,
    "kind_word": labels.KINDS,
    "origin_word": labels.ORIGINS,
    "why_word": labels.WHYS,
    "route_word": labels.ROUTE_STATES,
    "state_word": labels.STATES,
    "norm_kind": norm_words.KINDS,
    "norm_status": norm_words.STATUSES,
    "norm_note_kind": norm_words.NOTE_KINDS,
}.items():
    _register_words(_name, _words)


@register.filter
def hours(minutes: int) -> str:
    """Minutes as hours without idle zeros."""
    return labels.hours_text(minutes)


@register.filter
def level(value: float | None) -> str:
    """A level without idle zeros, a dash where there is none."""
    return labels.level_text(value)


@register.filter
def lookup(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value of a mapping under a key that is itself a value."""
    return mapping.get(key, "")


@register.filter
def share(value: float | None) -> str:
    """A share 0–1 as per cent."""
    return "–" if value is None else f"{value:.0%}"
