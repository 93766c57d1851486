"""Words of rounds, questions and decisions, and the texts of problems."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.consultation.types import Channel, Decision, LinkFate, QuestionKind, RoundKind
from espalier.kit.errors import Problem, Text

ROUND_KINDS: dict[str, Text] = {
    RoundKind.QUESTIONNAIRE: gettext_lazy("Questionnaire"),
    RoundKind.INTERVIEW: gettext_lazy("Interviews"),
    RoundKind.MEETING: gettext_lazy("Meeting"),
    RoundKind.DELPHI: gettext_lazy("Delphi survey"),
}
QUESTION_KINDS: dict[str, Text] = {
    QuestionKind.SCALE: gettext_lazy("Scale"),
    QuestionKind.CHOICE: gettext_lazy("One choice"),
    QuestionKind.MANY: gettext_lazy("Several choices"),
    QuestionKind.TEXT: gettext_lazy("Own words"),
}
CHANNELS: dict[str, Text] = {
    Channel.LINK: gettext_lazy("By link"),
    Channel.SIGNED_IN: gettext_lazy("Signed in"),
    Channel.INTERVIEW: gettext_lazy("Interview"),
    Channel.MEETING: gettext_lazy("Meeting"),
    Channel.PAPER: gettext_lazy("On paper"),
}
DECISIONS: dict[str, Text] = {
    Decision.ACCEPT: gettext_lazy("Accepted"),
    Decision.ADAPT: gettext_lazy("Accepted in part"),
    Decision.REJECT: gettext_lazy("Not accepted"),
}
STATES: dict[str, Text] = {"open": gettext_lazy("open"), "closed": gettext_lazy("closed")}
_OPENING: dict[str, tuple[Text, Text]] = {
    "no_title": (gettext_lazy("The round has no title."), gettext_lazy("Give it a title.")),
    "closes_in_past": (
        gettext_lazy("The last day lies in the past."),
        gettext_lazy("Choose today or a later day."),
    ),
    "no_questions": (
        gettext_lazy("There is no question."),
        gettext_lazy("Write at least one, or start from a set of questions."),
    ),
    "not_anonymous": (
        gettext_lazy("Interviews and meetings cannot be anonymous."),
        gettext_lazy("Choose a questionnaire, or do without anonymity."),
    ),
    "question_empty": (gettext_lazy("The question has no text."), gettext_lazy("Write it.")),
    "steps_out_of_range": (
        gettext_lazy("A scale has 2 to 11 steps."),
        gettext_lazy("Choose another number of steps."),
    ),
    "too_few_choices": (
        gettext_lazy("A choice needs at least two different answers."),
        gettext_lazy("Write one answer a line."),
    ),
    "delphi_needs_scale": (
        gettext_lazy("A Delphi survey needs at least one scale."),
        gettext_lazy("Its second round shows what the group said on the scale."),
    ),
}
FATES: dict[str, tuple[Text, Text]] = {
    LinkFate.UNKNOWN: (
        gettext_lazy("This link leads nowhere"),
        gettext_lazy(
            "Perhaps it was not copied whole, or a newer link was sent to you since. Open the newest "
            "message, or ask whoever invited you for a new link."
        ),
    ),
    LinkFate.USED: (
        gettext_lazy("You have already answered"),
        gettext_lazy(
            "Your answer was received; a link can be used once. To correct something, write to "
            "whoever invited you."
        ),
    ),
    LinkFate.EXPIRED: (
        gettext_lazy("The time for answering is over"),
        gettext_lazy("If you still want to say something, write to whoever invited you."),
    ),
    LinkFate.CLOSED: (
        gettext_lazy("This round is closed"),
        gettext_lazy("If you still want to say something, write to whoever invited you."),
    ),
    LinkFate.WITHDRAWN: (
        gettext_lazy("This invitation was taken back"),
        gettext_lazy("If you think that is a mistake, write to whoever invited you."),
    ),
}


def opening_problems(found: list[tuple[str, str]]) -> list[Problem]:
    """The rule's codes in words, with the number of the question."""
    problems = []
    for code, place in found:
        message, remedy = _OPENING[code]
        where = _("Question %(n)s") % {"n": place} if place.isdecimal() else place
        problems.append(Problem(code, message, where, remedy))
    return problems
