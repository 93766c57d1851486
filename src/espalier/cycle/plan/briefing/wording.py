"""Presentations in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.briefing.types import BriefingProblem, PresentationStep
from espalier.kit.errors import Problem, Text

P = BriefingProblem
_WORDS: dict[BriefingProblem, tuple[Text, Text]] = {
    P.NOT_OPEN: (
        _("The presentation is not in a state from which this step is open."),
        _("Open its page again: somebody may have moved it on meanwhile."),
    ),
    P.NO_DECK: (
        _("No slides were made yet, so nothing could be shown."),
        _("Make the slides first."),
    ),
    P.NOT_YET: (
        _("The day of the presentation has not come yet."),
        _("Correct the date, or mark it held on its day."),
    ),
    P.NO_PLAN: (
        _("The plan in force is not the one of this presentation, or no scenario is chosen."),
        _("Choose a scenario for the year, or name the year the presentation is about."),
    ),
    P.NOT_PLANNED: (
        _("What was shown is kept: slides are made while a presentation is being prepared."),
        _("Write another presentation, or take this one back into preparation."),
    ),
    P.NO_EDITION: (
        _("No edition of the plan is in force."),
        _("Make the slides from the records of today, marked as a draft."),
    ),
}
STEPS: dict[PresentationStep, Text] = {
    PresentationStep.HOLD: _("Mark as held"),
    PresentationStep.CANCEL: _("Call off"),
    PresentationStep.REOPEN: _("Back into preparation"),
}
DONE: dict[PresentationStep, Text] = {
    PresentationStep.HOLD: _("It was marked as held. Write down what was asked and decided."),
    PresentationStep.CANCEL: _("It was called off."),
    PresentationStep.REOPEN: _("It is being prepared again."),
}
# How a state looks: the kit knows tones by the names of other states.
TONES = {
    "planned": "planned", "held": "done", "cancelled": "archived",
    "open": "open", "done": "done", "dropped": "archived",
}  # fmt: skip


def in_words(found: Iterable[BriefingProblem], place: str) -> list[Problem]:
    return [Problem(each, _WORDS[each][0], place, _WORDS[each][1]) for each in found]
