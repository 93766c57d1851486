"""What this stage writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts
from espalier.kit.registers import queries

ACTS = {
    "strategy.draft.taken": _("Draft of the framework taken"),
    "strategy.framework.confirmed": _("Framework confirmed by a group"),
    "strategy.narrative.written": _("Text of the development report written"),
    "strategy.option.chosen": _("Design option chosen"),
    "strategy.procedure.confirmed": _("Review procedure confirmed"),
    "strategy.standard.adopted": _("Standard adopted by decision"),
}
RECORDS = {
    "strategy.FrameworkDraft": _("Draft of the framework"),
    "strategy.Confirmation": _("Confirmation of a group"),
    "strategy.ProcedureConfirmation": _("Confirmed review procedure"),
    "strategy.Narrative": _("Text of the development report"),
}


def register_acts() -> None:
    """Give the audit log its words; the registers name their own records."""
    named = {register.node: register.one for register in queries.registers("strategy")}
    name_acts(ACTS, {**RECORDS, **named})
