"""Words and numbers of this stage in templates."""

from typing import Any

from django import template

from espalier.cycle.strategy.framework.queries.wording import decision_words
from espalier.cycle.strategy.programmes.queries import drawing, wording

register = template.Library()


@register.filter
def in_language(row: Any, field: str = "name") -> str:
    """A text in the reader's language; the Chinese one where there is no English."""
    return drawing.name_in(row, field) if row else ""


@register.filter
def level_word(level: str) -> str:
    return wording.level_words(level)


@register.filter
def percent(share: float | None) -> str:
    """A share 0–1 in per cent; a dash where nothing can be said."""
    return "–" if share is None else f"{share:.0%}"


@register.filter
def points(score: float | None) -> str:
    """A weighted score with two digits; a dash where nothing was scored."""
    return "–" if score is None else f"{score:.2f}"


@register.filter
def money(amount: int | None) -> str:
    """Whole NT$ with thousands separators."""
    return "–" if amount is None else f"NT${amount:,}"


@register.filter
def hours_of(minutes: int | None) -> str:
    """Minutes as hours with at most one digit."""
    return f"{(minutes or 0) / 60:.1f}".removesuffix(".0")


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """A value of a mapping by key."""
    return mapping.get(key)


@register.filter
def decision_word(decision: str | None) -> str:
    return decision_words(decision or "")
