"""Problems of findings in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.report.rules import FindingProblem
from espalier.kit.errors import Problem, Text

P = FindingProblem
_WORDS: dict[FindingProblem, tuple[Text, Text, Text]] = {
    P.NO_CODE: (_("A finding has a code."), _("Code"), _("Type one, such as S1 for a strength.")),
    P.CODE_TAKEN: (_("This code already names a finding."), _("Code"), _("Choose another code.")),
    P.NO_TEXT: (_("A finding says something."), _("Finding"), _("Write it in one sentence.")),
    P.NO_SOURCE: (
        _("Nothing says where it comes from."),
        _("Source"),
        _("Link a passage or a consideration, or name its source."),
    ),
    P.RESTS_ON_NOTHING: (
        _("An option of TOWS combines findings of SWOT; this one names none."),
        _("Rests on"),
        _("Choose the strengths, weaknesses, opportunities or threats it combines."),
    ),
    P.RESTS_ON_ITSELF: (
        _("A finding cannot rest on itself."),
        _("Rests on"),
        _("Take it out of the choice."),
    ),
    P.OTHERS_REST_ON_IT: (
        _("Options of TOWS rest on it."),
        _("Rests on"),
        _("Change these options first."),
    ),
}


def in_words(found: Iterable[FindingProblem]) -> list[Problem]:
    return [Problem(each, *_WORDS[each]) for each in found]
