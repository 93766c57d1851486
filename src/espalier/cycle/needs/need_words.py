"""Words for the values needs store and show, in the person's language."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.needs_list.types import (
    Answer,
    Question,
    RespondentKind,
    ScoreFrom,
    Verdict,
    View,
)
from espalier.kit.errors import Text

VIEWS: dict[str, Text] = {
    View.ORGANISATION: _("Organisation"),
    View.TASK: _("Task"),
    View.PERSON: _("Person"),
}
RESPONDENTS: dict[str, Text] = {
    RespondentKind.LEARNER: _("Learners"),
    RespondentKind.SUPERVISOR: _("Supervisors"),
    RespondentKind.INSTRUCTOR: _("Instructors"),
    RespondentKind.COORDINATOR: _("Training coordinators"),
    RespondentKind.EXECUTIVE: _("Executives"),
    RespondentKind.CUSTOMER: _("Customers"),
}
SCORES_FROM: dict[str, Text] = {
    ScoreFrom.PEOPLE: _("Scored by people (1–5)"),
    ScoreFrom.GAP: _("Measured gap index"),
    ScoreFrom.HEADCOUNT: _("People concerned"),
    ScoreFrom.LEGAL: _("Norms linked to the need"),
}
ANSWERS: dict[str, Text] = {
    Answer.YES: _("Yes"),
    Answer.NO: _("No"),
    Answer.UNKNOWN: _("Not known"),
}
VERDICTS: dict[str, Text] = {
    Verdict.TRAINING: _("Training"),
    Verdict.BOTH: _("Training and another change"),
    Verdict.PRACTICE: _("Practice and feedback, no course"),
    Verdict.JOB_AID: _("Job aid, no course"),
    Verdict.EXPECTATION: _("Make expectations clear, no course"),
    Verdict.OBSTACLE: _("Remove obstacles, no course"),
    Verdict.MOTIVE: _("Change the consequences, no course"),
    Verdict.PERSON: _("Change the post or the person, no course"),
    Verdict.IGNORE: _("Not worth acting on"),
    Verdict.OPEN: _("Cause still open"),
}
# What the rule proposes where training does not remove the cause.
PROPOSALS: dict[str, Text] = {
    Verdict.PRACTICE: _("They could do it once: plan regular practice and tell them how they do."),
    Verdict.JOB_AID: _("Give a checklist, a work instruction or a simpler way at the work place."),
    Verdict.EXPECTATION: _("Say what is expected and let people see how they are doing."),
    Verdict.OBSTACLE: _("Provide tools, time, material or authority first."),
    Verdict.MOTIVE: _("Let good work pay off, and take away what punishes it."),
    Verdict.PERSON: _("Look at the demands of the post, or at who holds it."),
}
QUESTIONS: dict[Question, Text] = {
    Question.MATTERS: _("Does the difference matter to results, customers, safety or the law?"),
    Question.EXPECTED: _("Do people know what is expected of them and how they are doing?"),
    Question.COULD: _("Could they do it properly if everything depended on it?"),
    Question.BEFORE: _("Could they do it well at an earlier time?"),
    Question.OFTEN: _("Is it done often enough to stay in practice?"),
    Question.SIMPLER: _("Would a checklist, an instruction or a simpler way be enough?"),
    Question.OBSTACLES: _("Do tools, time, material, authority or conditions stand in the way?"),
    Question.PUNISHED: _("Does doing it well bring disadvantages?"),
    Question.REWARDED: _("Does it pay to do it otherwise, or does it make no difference?"),
    Question.ABLE: _("Do these people have what it takes to learn it?"),
}
IPA: dict[str, Text] = {
    "concentrate_here": _("Concentrate here"),
    "keep_up": _("Keep up"),
    "low_priority": _("Low priority"),
    "possible_overkill": _("Possible overkill"),
}
LOCUS: dict[str, Text] = {
    "first_priority": _("First priority"),
    "watch": _("Keep watching"),
    "second_priority": _("Second priority"),
    "low_priority": _("Low priority"),
}


def label(words: dict[str, Text], value: str | None) -> str:
    """The word for a value; a dash where there is none."""
    return "–" if value is None else str(words.get(value, value))
