"""What this stage writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "policy.booking.cancelled": _("Booked time given back"),
    "policy.booking.made": _("Resource booked"),
    "policy.business.changed": _("Business goal changed"),
    "policy.business.deleted": _("Business goal deleted"),
    "policy.business.ended": _("Business goal ended"),
    "policy.business.imported": _("Business goals imported"),
    "policy.business.resumed": _("Business goal pursued again"),
    "policy.business.written": _("Business goal written"),
    "policy.categories.imported": _("Training system imported"),
    "policy.category.changed": _("Part of the training system changed"),
    "policy.category.deleted": _("Part of the training system deleted"),
    "policy.category.written": _("Part of the training system written"),
    "policy.clause.begun": _("Clause begun with a template"),
    "policy.clause.changed": _("Clause changed"),
    "policy.clause.directions_set": _("Directions of clauses set"),
    "policy.clause.ended": _("Clause ended"),
    "policy.clause.written": _("Clause written"),
    "policy.clauses.imported": _("Clauses imported"),
    "policy.contract.saved": _("Contract saved"),
    "policy.demand.stated": _("Demand for resources stated"),
    "policy.development.changed": _("People-development goal changed"),
    "policy.development.deleted": _("People-development goal deleted"),
    "policy.development.ended": _("People-development goal ended"),
    "policy.development.imported": _("People-development goals imported"),
    "policy.development.resumed": _("People-development goal pursued again"),
    "policy.development.written": _("People-development goal written"),
    "policy.direction.changed": _("Policy direction changed"),
    "policy.direction.deleted": _("Policy direction deleted"),
    "policy.direction.ended": _("Policy direction ended"),
    "policy.direction.imported": _("Policy directions imported"),
    "policy.direction.resumed": _("Policy direction pursued again"),
    "policy.direction.written": _("Policy direction written"),
    "policy.handbook.acknowledged": _("Reading of the handbook confirmed"),
    "policy.handbook.acknowledged_on_paper": _("Reading confirmed on paper"),
    "policy.handbook.distributed": _("Handbook given out"),
    "policy.handbook.reminded": _("Readers of the handbook reminded"),
    "policy.links.added": _("Links of goals added"),
    "policy.money_line.saved": _("Amount of a year saved"),
    "policy.raci.changed": _("Line of the RACI table changed"),
    "policy.raci.deleted": _("Line of the RACI table deleted"),
    "policy.raci.imported": _("RACI table imported"),
    "policy.resource.absence": _("Absence of a resource noted"),
    "policy.resource.added": _("Resource added"),
    "policy.resource.changed": _("Resource changed"),
    "policy.resource.ended": _("Resource ended"),
    "policy.resource.evaluated": _("Resource judged"),
    "policy.resource.open_times": _("Hours of a resource set"),
    "policy.resources.stored": _("Register of resources imported"),
}
RECORDS = {
    "policy.Booking": _("Booking record"),
    "policy.Contract": _("Contract record"),
    "policy.MoneyLine": _("Budget line record"),
    "policy.Resource": _("Resource record"),
    "policy.BusinessGoal": _("Business goal record"),
    "policy.Clause": _("Clause record"),
    "policy.DevelopmentDirection": _("Link of a direction"),
    "policy.DevelopmentGoal": _("People-development goal record"),
    "policy.Direction": _("Policy direction record"),
    "policy.Distribution": _("Distribution record"),
    "policy.GoalDevelopment": _("Link of a goal"),
    "policy.RaciActivity": _("RACI activity record"),
    "policy.Receipt": _("Read confirmation record"),
    "policy.TrainingCategory": _("Training system record"),
}


def register_acts() -> None:
    """Give the audit log its words."""
    name_acts(ACTS, RECORDS)
