"""Words of the survey: states, kinds, and every problem with what to do about it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espalier.cycle.needs.unit_requests.rules import Found, RequestProblem
from espalier.cycle.needs.unit_requests.types import (
    Act,
    Answer,
    Mode,
    Outcome,
    Priority,
    ReasonKind,
    RequestState,
    RoundAct,
    RoundState,
)
from espalier.kit.errors import Problem, Text

ROUND_STATES: dict[str, Text] = {
    RoundState.PLANNED: _("Not opened yet"),
    RoundState.OPEN: _("Taking requests"),
    RoundState.CLOSED: _("Closed for units"),
}
ROUND_ACTS: dict[str, Text] = {
    RoundAct.OPEN: _("Open the survey and tell the units"),
    RoundAct.CLOSE: _("Close the survey"),
    RoundAct.REOPEN: _("Open the survey again"),
}
STATES: dict[str, Text] = {
    RequestState.DRAFT: pgettext_lazy("unit request", "Draft"),
    RequestState.SENT: _("Handed in"),
    RequestState.RETURNED: _("Asked back"),
    RequestState.WITHDRAWN: pgettext_lazy("unit request", "Withdrawn"),
    RequestState.ACCEPTED: pgettext_lazy("unit request", "Accepted"),
    RequestState.REFUSED: _("Not accepted"),
}
# How a state looks: the names of tones stand in kit/ui/states.
TONES: dict[str, str] = {
    RequestState.DRAFT: "draft",
    RequestState.SENT: "waiting",
    RequestState.RETURNED: "warning",
    RequestState.WITHDRAWN: "archived",
    RequestState.ACCEPTED: "approved",
    RequestState.REFUSED: "refused",
}
ROUND_TONES: dict[str, str] = {
    RoundState.PLANNED: "draft",
    RoundState.OPEN: "open",
    RoundState.CLOSED: "archived",
}
ACTS: dict[str, Text] = {
    Act.SEND: _("Hand in"),
    Act.WITHDRAW: pgettext_lazy("unit request", "Withdraw"),
    Act.TAKE_UP: _("Take up again as a draft"),
    Act.ACCEPT: _("Accept"),
    Act.REFUSE: _("Do not accept"),
    Act.ASK_BACK: _("Ask back for details"),
    Act.RECONSIDER: _("Take the decision back"),
}
ANSWERS: dict[str, Text] = {
    Answer.ANSWERED: pgettext_lazy("unit in a survey", "Answered"),
    Answer.NOTHING: _("Asks for nothing"),
    Answer.DRAFT: _("Drafts only"),
    Answer.SILENT: pgettext_lazy("unit in a survey", "No answer"),
}
ANSWER_TONES: dict[str, str] = {
    Answer.ANSWERED: "done",
    Answer.NOTHING: "done",
    Answer.DRAFT: "change",
    Answer.SILENT: "missing",
}
REASONS: dict[str, Text] = {
    ReasonKind.GOAL: _("Business goal"),
    ReasonKind.GAP: _("Competency gap"),
    ReasonKind.LAW: pgettext_lazy("unit request", "Required by law"),
    ReasonKind.OTHER: pgettext_lazy("unit request", "Other reason"),
}
MODES: dict[str, Text] = {
    Mode.IN_HOUSE: _("In-house training"),
    Mode.EXTERNAL: _("External training"),
    Mode.ONLINE: _("E-learning"),
    Mode.WORKPLACE: _("Workplace training"),
    Mode.OPEN: _("No preference"),
}
PRIORITIES: dict[str, Text] = {
    Priority.HIGH: pgettext_lazy("priority", "High"),
    Priority.MEDIUM: pgettext_lazy("priority", "Medium"),
    Priority.LOW: pgettext_lazy("priority", "Low"),
}
OUTCOMES: dict[str, Text] = {
    Outcome.PLANNED: _("In the annual plan"),
    Outcome.NOT_PLANNED: _("Not in the annual plan"),
}

P = RequestProblem
# Per problem: the message, the field it is about, the remedy. %(about)s is what the rule named.
_WORDS: dict[RequestProblem, tuple[Text, Text, Text]] = {
    P.NO_CODE: (_("A round has a code."), _("Code"), _("Type one, such as the year.")),
    P.CODE_TAKEN: (
        _("The code %(about)s already names a round."), _("Code"), _("Choose another code."),
    ),
    P.NO_TITLE: (_("Nothing says what this is called."), _("Title"), _("Type a title.")),
    P.ENDS_BEFORE_IT_BEGINS: (
        _("The deadline lies before the first day."),
        _("Deadline"),
        _("Choose a deadline on or after the first day."),
    ),
    P.DEADLINE_PAST: (
        _("The deadline has passed."), _("Deadline"), _("Change the round and choose a day to come."),
    ),
    P.NO_UNITS: (
        _("The round asks no unit."), _("Units asked"), _("Choose at least one unit."),
    ),
    P.UNIT_HAS_REQUESTS: (
        _("Unit %(about)s has requests in this round."),
        _("Units asked"),
        _("Keep the unit; its requests can be withdrawn or refused."),
    ),
    P.ROUND_NOT_OPEN: (
        _("There is no such round, or it has not begun."), _("Round"), _("Choose a round that has begun."),
    ),
    P.NOT_BEGUN: (
        _("The survey has not begun."), _("Round"), _("Wait until it is opened."),
    ),
    P.TOO_LATE: (
        _("The deadline of the survey has passed."),
        _("Deadline"),
        _("Ask the training unit, which can still enter it for you."),
    ),
    P.UNIT_NOT_ASKED: (
        _("Unit %(about)s is not asked in this round."), _("Unit"), _("Add the unit to the round first."),
    ),
    P.NOT_OPEN: (
        _("This cannot be done in its state. %(about)s"),
        _("State"),
        _("Reload the page and see what can be done."),
    ),
    P.NO_SUBJECT: (
        _("Nothing says what is to be learned."),
        _("Module or topic"),
        _("Choose a module of the catalogue, or write the topic in your own words."),
    ),
    P.NO_REASON: (
        _("No reason is given."), _("Reason"), _("Say what should be better at work afterwards."),
    ),
    P.NO_PEOPLE: (
        _("Nothing says for how many people."),
        _("People"),
        _("Name people of the unit, or type how many there are."),
    ),
    P.FEWER_THAN_NAMED: (
        _("More people are named (%(about)s) than are counted."),
        _("Number of people"),
        _("The number counts those named too: correct it, or leave it empty."),
    ),
    P.OUT_OF_RANGE: (
        _("%(about)s cannot be right."), _("Number"), _("Type a whole number in a usual range."),
    ),
    P.OUTSIDE_UNIT: (
        _("%(about)s does not belong to this unit."),
        _("People"),
        _("Name only people of the unit and of the units below it who work here."),
    ),
    P.NO_MONTH: (_("No month is wished."), _("Months"), _("Tick at least one month.")),
    P.BAD_MONTH: (
        _("%(about)s is no month."), _("Months"), _("Months are numbers from 1 to 12."),
    ),
    P.NO_GOAL: (
        _("The reason is a business goal, but none is named."),
        _("Business goal"),
        _("Choose the goal, or another kind of reason."),
    ),
    P.NOTHING_TO_SEND: (
        _("There is nothing to hand in or to decide."), _("Requests"), _("Write a request first."),
    ),
    P.HAS_REQUESTS: (
        _("The unit has requests in this round."),
        _("Requests"),
        _("Withdraw them before you say that it asks for nothing."),
    ),
    P.NO_DECISION_REASON: (
        _("No reason is given for the decision."),
        _("Reason"),
        _("Write it so that the unit understands it; it is sent to them."),
    ),
    P.ALREADY_DECIDED: (
        _("Somebody has already decided %(about)s."),
        _("State"),
        _("Look at that decision; take it back before deciding anew."),
    ),
    P.ALREADY_PLANNED: (
        _("The annual plan rests on %(about)s."),
        _("Annual plan"),
        _("Take it out of the plan before the decision is taken back."),
    ),
    P.NOT_ACCEPTED: (
        _("Only an accepted request can have an outcome."), _("State"), _("Accept it first."),
    ),
    P.FEW_TO_MERGE: (
        _("One request alone cannot be merged."), _("Requests"), _("Tick at least two."),
    ),
    P.OTHER_ROUND: (
        _("The requests belong to different rounds."), _("Round"), _("Merge requests of one round."),
    ),
    P.OTHER_MODULES: (
        _("The requests name different modules."),
        _("Module or topic"),
        _("Merge only what is one thing; change the module of one of them first."),
    ),
    P.NO_OUTCOME_REASON: (
        _("Nothing says why it is not planned."), _("Reason"), _("Say why, for the unit that asked."),
    ),
    P.NO_PLAN_LINE: (
        _("The line of the plan is not named."), _("Line of the plan"), _("Name it."),
    ),
}  # fmt: skip


def in_words(found: Found, place: Text = "") -> list[Problem]:
    """Every problem with its place and remedy; ``place`` names the request where several are spoken of."""
    return [_problem(kind, about, place) for kind, about in found]


def _problem(kind: RequestProblem, about: str, place: Text) -> Problem:
    message, where, remedy = _WORDS[kind]
    told = str(message) % {"about": about} if "%(about)s" in str(message) else str(message)
    where = f"{place} · {where}" if place else where
    return Problem(kind, told.strip(), where, remedy, {"about": about})


def months_text(months: object) -> str:
    """Months as they are written in a list: 3、4."""
    return "、".join(str(month) for month in months) if isinstance(months, list | tuple) else ""
