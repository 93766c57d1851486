"""Decisions on methods in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.methods.types import DecisionProblem
from espalier.kit.errors import Problem, Text

P = DecisionProblem
_WORDS: dict[DecisionProblem, tuple[Text, Text]] = {
    P.FEW_OPTIONS: (
        _("There are fewer than two options to weigh."),
        _("Write another option, so that there is something to choose from."),
    ),
    P.NOT_AMONG_OPTIONS: (
        _("What was chosen is not among the options."),
        _("Choose one of the table."),
    ),
    P.UNSCORED: (
        _("An option is not scored by every criterion."),
        _("Score it by all of them; a total over fewer cannot be compared."),
    ),
    P.NO_CRITERIA: (
        _("There is no criterion for this side."),
        _("Take over the starter table, or write your own criteria."),
    ),
    P.NO_REASON: (_("A choice needs a reason."), _("Say why this option is right here.")),
    P.NO_CONTEXT: (
        _("The context is not written down."),
        _("Say for whom, where, and under which constraints it is decided."),
    ),
}


def in_words(found: Iterable[DecisionProblem], place: str) -> list[Problem]:
    return [Problem(each, _WORDS[each][0], place, _WORDS[each][1]) for each in found]
