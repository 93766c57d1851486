"""Words and tones of reviews in templates: ``{% load approval_words %}``."""

from collections.abc import Mapping
from typing import Any

from django import template

from espalier.kit.approval import words
from espalier.kit.approval.rules import Bar
from espalier.kit.errors import Text

register = template.Library()

register.filter("step_name", words.step_title)
register.filter("step_for", words.place_of)
register.filter("step_mode", words.mode_words)
register.filter("step_amount", words.amount_words)
register.filter("step_tone", words.step_tone)
register.filter("run_tone", words.run_tone)
register.filter("procedure_name", words.procedure_title)


@register.filter
def kind_word(kind: str) -> Text:
    """What a signature means."""
    return words.KINDS[kind]


@register.filter
def run_state_word(state: str) -> Text:
    return words.RUN_STATES[state]


@register.filter
def step_state_word(state: str) -> Text:
    return words.STEP_STATES[state]


@register.filter
def decision_word(decision: str) -> Text:
    return words.DECISIONS[decision]


@register.filter
def bar_word(bar: Bar) -> Text:
    """Why somebody may not decide."""
    return words.BARS[bar]


@register.filter
def typed_at(typed: Mapping[str, Any], key: str) -> str:
    """What was typed into a field before a refusal."""
    return str(typed.get(key, ""))
