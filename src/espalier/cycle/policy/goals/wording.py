"""Levels, fields and problems of goals in words."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.policy.goals.types import GoalProblem, Level
from espalier.kit.errors import Problem, Text

SINGULAR: dict[Level, Text] = {
    Level.BUSINESS: _("Business goal"),
    Level.DEVELOPMENT: _("People-development goal"),
    Level.DIRECTION: _("Policy direction"),
}
PLURAL: dict[Level, Text] = {
    Level.BUSINESS: _("Business goals"),
    Level.DEVELOPMENT: _("People-development goals"),
    Level.DIRECTION: _("Policy directions"),
}
NEW: dict[Level, Text] = {
    Level.BUSINESS: _("Write a business goal"),
    Level.DEVELOPMENT: _("Write a people-development goal"),
    Level.DIRECTION: _("Write a policy direction"),
}
FIELDS: dict[str, Text] = {
    "key": _("Code"),
    "text": _("Goal"),
    "text_en": _("English text"),
    "perspective": _("Perspective"),
    "measure": _("Measure"),
    "measure_en": _("Measure in English"),
    "baseline": _("Baseline"),
    "target": _("Target"),
    "unit": _("Unit of measure"),
    "unit_en": _("Unit in English"),
    "baseline_period": _("Period of the baseline"),
    "baseline_n": _("n of the baseline"),
    "source": _("Source"),
    "source_en": _("Source in English"),
    "owner_id": _("Responsible post"),
    "starts_on": _("From"),
    "ends_on": _("Due on"),
    "serves": _("Serves"),
    "ended_on": _("Ended on"),
    "end_reason": _("Reason"),
}
P = GoalProblem
_WORDS: dict[GoalProblem, tuple[Text, Text, Text]] = {
    P.NO_KEY: (
        _("It has no code."),
        _("Code"),
        _("Give it a short code such as G1, or a direction its number."),
    ),
    P.BAD_NUMBER: (
        _("A direction has a number from 1 to 999, not %(about)s."),
        _("Code"),
        _("Type the number only, without a full stop."),
    ),
    P.KEY_TAKEN: (
        _("%(about)s is already used."),
        _("Code"),
        _("Choose another, or open the one that has it."),
    ),
    P.NO_TEXT: (_("It says nothing."), _("Goal"), _("Write what is to be reached, in a sentence.")),
    P.PERIOD_REVERSED: (
        _("It would be due before it begins."),
        _("Due on"),
        _("Check both dates."),
    ),
    P.TARGET_WITHOUT_MEASURE: (
        _("It has a target but nothing that is measured."),
        _("Measure"),
        _("Say what the target is a value of."),
    ),
    P.BASELINE_WITHOUT_SOURCE: (
        _("A baseline without period, source and n cannot be checked."),
        _("Baseline"),
        _("Say for which period, from which source and over how many records it was read."),
    ),
}


def problem_in_words(kind: GoalProblem, about: str = "") -> Problem:
    message, place, remedy = _WORDS[kind]
    return Problem(kind, str(message) % {"about": about}, place, remedy, {"about": about})
