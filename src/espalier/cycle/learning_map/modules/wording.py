"""Problems of modules in words, with what to do about them."""

from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.modules.rules import ModuleProblem
from espalier.kit.errors import Problem, Text

P = ModuleProblem
# Per problem: the message, the field it is about, the remedy. %(about)s is what the rule named.
_WORDS: dict[ModuleProblem, tuple[Text, Text, Text]] = {
    P.NO_NAME: (
        gettext_lazy("A module needs a name."),
        gettext_lazy("Module name"),
        gettext_lazy("Type the name learners will see."),
    ),
    P.NO_TIME: (
        gettext_lazy("The learning time must be more than zero."),
        gettext_lazy("Hours"),
        gettext_lazy("Type the hours of learning, such as 1.5."),
    ),
    P.TIME_TOO_LONG: (
        gettext_lazy("No module is longer than 2,000 hours."),
        gettext_lazy("Hours"),
        gettext_lazy("Check the hours, or split the module."),
    ),
    P.VALIDITY_ZERO: (
        gettext_lazy("A validity is at least one month."),
        gettext_lazy("Validity in months"),
        gettext_lazy("Leave it empty when it does not lapse."),
    ),
    P.NO_OBJECTIVE: (
        gettext_lazy("It names no objective."),
        gettext_lazy("Objectives"),
        gettext_lazy("Write what the learner will be able to do, one per line."),
    ),
    P.NO_COMPETENCY: (
        gettext_lazy("It raises no competency."),
        gettext_lazy("Competencies"),
        gettext_lazy("Name at least one competency and the level it is raised to."),
    ),
    P.OWN_PREREQUISITE: (
        gettext_lazy("A module cannot be its own prerequisite: %(about)s"),
        gettext_lazy("Prerequisite modules"),
        gettext_lazy("Take it out of the list."),
    ),
    P.UNKNOWN_PREREQUISITE: (
        gettext_lazy("There is no module %(about)s."),
        gettext_lazy("Prerequisite modules"),
        gettext_lazy("Check the code, or make that module first."),
    ),
    P.UNKNOWN_COMPETENCY: (
        gettext_lazy("There is no competency %(about)s."),
        gettext_lazy("Competencies"),
        gettext_lazy("Check the code, or add the competency first."),
    ),
    P.COMPETENCY_TWICE: (
        gettext_lazy("The competency %(about)s is named twice."),
        gettext_lazy("Competencies"),
        gettext_lazy("Keep one line, with the higher level."),
    ),
    P.OUT_OF_SCALE: (
        gettext_lazy("This level lies outside our scale: %(about)s"),
        gettext_lazy("Competencies"),
        gettext_lazy("Use a level of the scale."),
    ),
    P.CYCLE: (
        gettext_lazy("The prerequisites form a cycle: %(about)s"),
        gettext_lazy("Prerequisite modules"),
        gettext_lazy("Take one of these prerequisites out."),
    ),
}


def problem_in_words(kind: ModuleProblem, about: str) -> Problem:
    message, place, remedy = _WORDS[kind]
    return Problem(kind, str(message) % {"about": about}, place, remedy, {"about": about})
