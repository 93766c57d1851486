"""Words and numbers of this stage in templates."""

from typing import Any

from django import template

from espalier.cycle.strategy.framework.queries.wording import decision_words
from espalier.cycle.strategy.programmes.queries import wording

register = template.Library()


@register.filter
def level_word(level: str) -> str:
    return wording.level_words(level)


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """A value of a mapping by key."""
    return mapping.get(key)


@register.filter
def decision_word(decision: str | None) -> str:
    return decision_words(decision or "")
