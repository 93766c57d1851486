"""Problems of stakeholders and considerations in words, with what to do about them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.needs.stakeholders.rules import ConsiderationProblem, StakeholderProblem
from espalier.kit.errors import Problem, Text

S, C = StakeholderProblem, ConsiderationProblem
_MARK = gettext_lazy("Choose 1 (hardly) to 5 (very).")
_STAKEHOLDER: dict[StakeholderProblem, tuple[Text, Text, Text]] = {
    S.NO_CODE: (
        gettext_lazy("A stakeholder needs a code."),
        gettext_lazy("Stakeholder code"),
        gettext_lazy("Type a short code such as S-01."),
    ),
    S.NO_NAME: (
        gettext_lazy("A stakeholder needs a name."),
        gettext_lazy("Stakeholder"),
        gettext_lazy("Type the name of the person or of the group."),
    ),
    S.NO_GROUP: (
        gettext_lazy("There is no such group of stakeholders."),
        gettext_lazy("Group"),
        gettext_lazy("Choose one of the list."),
    ),
    S.BAD_POWER: (gettext_lazy("The power lies between 1 and 5."), gettext_lazy("Power"), _MARK),
    S.BAD_INTEREST: (
        gettext_lazy("The interest lies between 1 and 5."),
        gettext_lazy("Interest"),
        _MARK,
    ),
    S.BAD_STANCE: (
        gettext_lazy("There is no such stance."),
        gettext_lazy("Stance"),
        gettext_lazy("Choose one of the list."),
    ),
}
_CONSIDERATION: dict[ConsiderationProblem, tuple[Text, Text, Text]] = {
    C.NO_CODE: (
        gettext_lazy("A consideration needs a code."),
        gettext_lazy("Consideration code"),
        gettext_lazy("Type a short code such as C-01."),
    ),
    C.NO_TEXT: (
        gettext_lazy("The consideration says nothing."),
        gettext_lazy("What is to be weighed"),
        gettext_lazy("Say in a sentence what the strategy must weigh."),
    ),
    C.NO_KIND: (
        gettext_lazy("There is no such kind of consideration."),
        gettext_lazy("Kind"),
        gettext_lazy("Choose consensus, disagreement, constraint or expectation."),
    ),
    C.NO_ORIGIN: (
        gettext_lazy("It is not said where the consideration comes from."),
        gettext_lazy("Round of consultation"),
        gettext_lazy("Choose the round or the stakeholders, or write what it rests on."),
    ),
    C.NO_DISAGREEMENT: (
        gettext_lazy("A disagreement has somebody on both sides."),
        gettext_lazy("For and against"),
        gettext_lazy("Count who is for and who is against it, or name them."),
    ),
}


def stakeholder_problem(kind: StakeholderProblem) -> Problem:
    message, place, remedy = _STAKEHOLDER[kind]
    return Problem(kind, message, place, remedy)


def consideration_problem(kind: ConsiderationProblem) -> Problem:
    message, place, remedy = _CONSIDERATION[kind]
    return Problem(kind, message, place, remedy)


def code_taken(code: str, place: Text) -> Problem:
    return Problem(
        "code_taken",
        _("The code %(code)s is already in use.") % {"code": code},
        place,
        _("Choose another code."),
    )


def unknown_code(code: str, place: Text) -> Problem:
    return Problem(
        "unknown",
        _("There is no such record: %(code)s") % {"code": code},
        place,
        _("Check the code."),
    )
