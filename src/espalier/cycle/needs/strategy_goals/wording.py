"""Problems and states of strategy goals in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.strategy_goals.rules import Act, GoalProblem
from espalier.cycle.needs.strategy_goals.types import GoalState
from espalier.kit.errors import Problem, Text

P = GoalProblem
STATES: dict[str, Text] = {
    GoalState.DRAFT: _("Draft"),
    GoalState.CONFIRMED: _("Confirmed"),
    GoalState.ENDED: _("Ended"),
}
ACTS: dict[str, Text] = {
    Act.CONFIRM: _("Confirm the goal"),
    Act.REOPEN: _("Open it again"),
    Act.END: _("End the goal"),
}
PARTS: dict[str, Text] = {
    "specific": _("Specific: what exactly, for whom"),
    "measurable": _("Measurable: how it is counted"),
    "achievable": _("Achievable: by which means"),
    "relevant": _("Relevant: what it serves"),
    "timely": _("Time-bound: by when, in which steps"),
}
# Per problem: the message, the field it is about, the remedy.
_WORDS: dict[GoalProblem, tuple[Text, Text, Text]] = {
    P.NO_CODE: (_("A goal has a code."), _("Code"), _("Type one, such as SG6.")),
    P.CODE_TAKEN: (_("This code already names a goal."), _("Code"), _("Choose another code.")),
    P.NO_TEXT: (_("A goal says something."), _("Goal"), _("Write it in one sentence.")),
    P.NOT_SPECIFIC: (
        _("It does not say what exactly is to be reached."),
        PARTS["specific"],
        _("Say what changes, for whom and where."),
    ),
    P.NOT_MEASURABLE: (
        _("It does not say how it is counted."),
        PARTS["measurable"],
        _("Say how the measure is taken, and from which records."),
    ),
    P.NOT_ACHIEVABLE: (
        _("It does not say why it can be reached."),
        PARTS["achievable"],
        _("Name the people, money and time there are for it."),
    ),
    P.NOT_RELEVANT: (
        _("It does not say what it serves."),
        PARTS["relevant"],
        _("Name the direction or the need it serves, and how."),
    ),
    P.NOT_TIMELY: (
        _("It does not say by when."),
        PARTS["timely"],
        _("Name the day it is due and the steps on the way."),
    ),
    P.NO_MEASURE: (
        _("It has no measure."),
        _("Measure"),
        _("Name what is counted, such as the share of people who passed."),
    ),
    P.NO_BASELINE: (
        _("Nobody knows where it begins."),
        _("Baseline"),
        _("Type the value of today, with its period and source."),
    ),
    P.NO_TARGET: (_("It has no target."), _("Target"), _("Type the value to be reached.")),
    P.TARGET_IS_BASELINE: (
        _("The target is what there is today."),
        _("Target"),
        _("Type a value that differs from the baseline."),
    ),
    P.NO_DUE_DATE: (
        _("It has no day by which it is due."),
        _("Due on"),
        _("Choose the day by which the target is reached."),
    ),
    P.ALREADY_DUE: (
        _("The day by which it is due has passed."),
        _("Due on"),
        _("Choose a day to come."),
    ),
    P.NO_OWNER: (
        _("Nobody answers for it."),
        _("Owner"),
        _("Choose the post that answers for it."),
    ),
    P.NO_LINK: (
        _("It serves neither a policy direction nor a need."),
        _("Links"),
        _("Link it to at least one direction or one need."),
    ),
    P.NOT_OPEN: (
        _("This cannot be done in its state."),
        _("State"),
        _("Reload the page and see what can be done."),
    ),
    P.NO_REASON: (_("No reason is given."), _("Reason"), _("Say why the goal is ended.")),
}


def in_words(found: Iterable[GoalProblem], place: str = "") -> list[Problem]:
    """Every problem with its place and remedy; ``place`` names the goal where several are spoken of."""
    return [
        Problem(each, _WORDS[each][0], place or _WORDS[each][1], _WORDS[each][2]) for each in found
    ]
