"""What this stage writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "people.accounts.linked": _("Accounts joined with employees"),
    "people.employee.changed": _("Employee changed"),
    "people.employee.hired": _("Employee hired"),
    "people.employee.left": _("Employee left"),
    "people.employee.moved": _("Employee moved"),
    "people.function.created": _("Function created"),
    "people.grade.created": _("Grade created"),
    "people.leave.recorded": _("Leave recorded"),
    "people.levels.refreshed": _("Current levels computed again"),
    "people.licence.recorded": _("Licence recorded"),
    "people.moves.applied": _("Moves applied"),
    "people.position.changed": _("Position changed"),
    "people.position.created": _("Position created"),
    "people.rating.recorded": _("Ratings recorded"),
    "people.rating.withdrawn": _("Rating withdrawn"),
    "people.scales.written": _("Scales written"),
    "people.source_rules.set": _("Rule of the sources set"),
    "people.unit.created": _("Unit created"),
    "people.unit.ended": _("Unit ended"),
    "people.unit.manager_set": _("Manager of a unit set"),
    "people.unit.managers_linked": _("Managers of units linked"),
    "people.unit.moved": _("Unit moved"),
    "people.unit.renamed": _("Unit renamed"),
}
RECORDS = {
    "people.Employee": _("Employee record"),
    "people.Unit": _("Unit record"),
    "people.Position": _("Position record"),
    "people.Rating": _("Rating record"),
    "people.Scale": _("Scale record"),
    "people.SourceRule": _("Source rule"),
    "people.CurrentLevel": _("Current level record"),
    "people.Function": _("Function record"),
    "people.Grade": _("Grade record"),
    "people.Leave": _("Leave record"),
    "people.Licence": _("Licence record"),
}


def register_acts() -> None:
    """Give the audit log its words."""
    name_acts(ACTS, RECORDS)
