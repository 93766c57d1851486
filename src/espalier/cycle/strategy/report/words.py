"""Words for the values the report shows, in the language of the document."""

from django.utils.translation import gettext as _

from espalier.cycle.strategy.programmes.models import (
    Activity,
    Assessment,
    DesignOption,
    Objective,
    TargetGroup,
    TransferStep,
)

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


def yes_no(value: bool | None) -> str:
    """Yes, no, or not checked."""
    if value is None:
        return _("not checked")
    return _("Yes") if value else _("No")
