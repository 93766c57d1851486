"""Problems of needs in words, with what to do about them."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.needs_list.rules import Found, NeedProblem
from espalier.kit.errors import Problem, Text

P = NeedProblem
# Per problem: the message, the field it is about, the remedy. %(about)s is what the rule named.
_WORDS: dict[NeedProblem, tuple[Text, Text, Text]] = {
    P.NO_CODE: (_("A need has a code."), _("Code"), _("Type one, such as N13.")),
    P.CODE_TAKEN: (
        _("The code %(about)s already names a need."),
        _("Code"),
        _("Choose another code."),
    ),
    P.NO_TITLE: (_("A need has a title."), _("Title"), _("Say in a few words what is missing.")),
    P.NO_ALTERNATIVE: (
        _("Training alone does not remove the cause, but nothing else is named."),
        _("What is done instead, or beside it"),
        _("Say what is done about the cause, and by whom."),
    ),
    P.NO_WEIGHT: (
        _("All weights are 0."),
        _("Weights"),
        _("Give at least one criterion a weight above 0."),
    ),
    P.NEGATIVE_WEIGHT: (
        _("The weight of %(about)s is below 0."),
        _("Weights"),
        _("A weight is 0 or more."),
    ),
    P.OUT_OF_SCALE: (
        _("%(about)s does not lie between 1 and 5."),
        _("Mark"),
        _("Type a number from 1 to 5, or leave it empty."),
    ),
    P.NO_RESPONDENT: (
        _("Nobody is named who gave these ratings."),
        _("Respondent"),
        _("Type a mark that tells this respondent from the others, such as S07."),
    ),
    P.NOTHING_RATED: (
        _("No need is rated."),
        _("Ratings"),
        _("Rate at least one need in importance and degree."),
    ),
    P.GOAL_RESTS_ON_IT: (
        _("These goals in force rest on the need: %(about)s"),
        _("Strategy goals"),
        _("Link these goals to other needs, or end them first."),
    ),
}


def in_words(found: Found) -> list[Problem]:
    """Every problem with its place and remedy."""
    return [_problem(kind, about) for kind, about in found]


def _problem(kind: NeedProblem, about: str) -> Problem:
    message, place, remedy = _WORDS[kind]
    return Problem(kind, str(message) % {"about": about}, place, remedy, {"about": about})
