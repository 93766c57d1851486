"""Words of consulting in templates: ``{% load consultation_words %}``."""

from typing import Any

from django import template

from espalier.kit.consultation import queries
from espalier.kit.consultation.wording import (
    CHANNELS,
    DECISIONS,
    QUESTION_KINDS,
    ROUND_KINDS,
    STATES,
)
from espalier.kit.ui.languages import in_language

register = template.Library()
WORDS = {
    "round": ROUND_KINDS,
    "question": QUESTION_KINDS,
    "channel": CHANNELS,
    "decision": DECISIONS,
    "state": STATES,
}


@register.inclusion_tag("consultation/_on_record.html")
def consultations_on(kind: str, id: object) -> dict[str, Any]:
    """On the page of any record: the rounds about it and the requests that changed it. Two queries."""
    return {
        "rounds": queries.rounds_of(kind, str(id)),
        "changed_by": queries.requests_with_effect(kind, [str(id)]),
    }


@register.filter
def word_of(value: str, kind: str) -> str:
    """The word for a value: ``{{ round.kind|word_of:"round" }}``."""
    return str(WORDS[kind].get(value, value))


@register.filter
def in_reader_language(record: Any, field: str) -> str:
    """A text field in the reader's language: ``{{ round|in_reader_language:"title" }}``."""
    return in_language(getattr(record, field), getattr(record, f"{field}_en", ""))
