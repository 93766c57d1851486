"""What the check of an objective and of an option found, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.strategy.programmes.models import (
    Activity,
    Assessment,
    DesignOption,
    MethodRule,
    Objective,
    TargetGroup,
    TransferStep,
)
from espalier.cycle.strategy.programmes.types import Lack, ObjectiveCheck
from espalier.kit.errors import Text

SHIFTS = dict(TargetGroup.Shift.choices)
EXPERIENCES = dict(TargetGroup.Experience.choices)
SOURCES = dict(DesignOption.Source.choices)
DELIVERIES = dict(DesignOption.Delivery.choices)
LEVELS = dict(Objective.Level.choices)
KNOWLEDGE = dict(Objective.Knowledge.choices)
MIXES = dict(Activity.Mix.choices)
ASSESSMENTS = dict(Assessment.Kind.choices)
WHEN = dict(TransferStep.When.choices)
WHO = dict(TransferStep.Who.choices)

LACKS: dict[Lack, Text] = {
    Lack.AUDIENCE: gettext_lazy("The audience (A) is missing: say who will be able to do it."),
    Lack.BEHAVIOUR: gettext_lazy("The behaviour (B) is missing: say what will be seen or heard."),
    Lack.CONDITION: gettext_lazy("The condition (C) is missing: say with what, where, under what."),
    Lack.DEGREE: gettext_lazy("The degree (D) is missing: say how well, how fast, how often."),
    Lack.VERB: gettext_lazy("No verb of the list stands in the behaviour: use one, or add yours."),
    Lack.VAGUE: gettext_lazy("The only verb cannot be observed: say what learners do instead."),
    Lack.LEVEL: gettext_lazy("No verb stands for the level that was given: change one of them."),
    Lack.ITEM: gettext_lazy("No competency or indicator is linked: say what it serves."),
    Lack.GROUP: gettext_lazy("names no target group"),
    Lack.NEED: gettext_lazy("names no need"),
    Lack.POST: gettext_lazy("names no position"),
}


def level_words(level: str) -> str:
    return str(dict(Objective.Level.choices).get(level, level))


def constraint_words(constraint: str) -> str:
    return str(dict(MethodRule.Constraint.choices).get(constraint, constraint))


def sentences(check: ObjectiveCheck) -> list[str]:
    """The check explains itself: which verb was found, what it stands for, and what is missing."""
    said = [
        _("“%(verb)s” stands for: %(levels)s.")
        % {"verb": verb, "levels": "、".join(level_words(level) for level in levels)}
        for verb, levels in check.verbs
    ]
    said += [_("“%(verb)s” cannot be observed.") % {"verb": verb} for verb in check.vague]
    said += [str(LACKS[lack]) for lack in check.lacks]
    return said
