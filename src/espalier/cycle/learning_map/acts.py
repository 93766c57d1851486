"""What this stage writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "learning_map.adoption.ended": _("Adoption of a standard ended"),
    "learning_map.completion.withdrawn": _("Completion withdrawn"),
    "learning_map.completions.corrected": _("Completions corrected"),
    "learning_map.completions.recorded": _("Completions recorded"),
    "learning_map.duties.assigned": _("Duties given to people"),
    "learning_map.duties.ended": _("Last days of duties changed"),
    "learning_map.level_map.changed": _("Levels of standards mapped"),
    "learning_map.module.created": _("Module created"),
    "learning_map.module.draft_saved": _("Draft of a module saved"),
    "learning_map.module.published": _("Module version published"),
    "learning_map.module.restored": _("Module offered again"),
    "learning_map.module.retired": _("Module no longer offered"),
    "learning_map.module.version_started": _("New version of a module begun"),
    "learning_map.modules.imported": _("Modules imported"),
    "learning_map.norm.changed": _("Norm changed"),
    "learning_map.norm.checked": _("Source of a norm looked up again"),
    "learning_map.norm.created": _("Norm put into the register"),
    "learning_map.norm.ended": _("Norm ended"),
    "learning_map.norm.exempted": _("Person exempted from a norm"),
    "learning_map.norm.exemption_ended": _("Exemption from a norm ended"),
    "learning_map.norm.linked": _("Links of a norm changed"),
    "learning_map.norm.material_added": _("Learning information attached to a norm"),
    "learning_map.norm.material_removed": _("Learning information taken off a norm"),
    "learning_map.norm.note_added": _("Interpretation of a norm noted"),
    "learning_map.norm.rule_corrected": _("Rule of a norm corrected"),
    "learning_map.norm.version_started": _("New version of a norm's rule"),
    "learning_map.norms.exempted": _("Exemptions from norms imported"),
    "learning_map.norms.imported": _("Norms imported"),
    "learning_map.norms.linked": _("Links of norms imported"),
    "learning_map.path.pinned": _("Path set by hand"),
    "learning_map.proposals.accepted": _("Proposed levels taken over"),
    "learning_map.requirements.imported": _("Required levels imported"),
    "learning_map.requirements.saved": _("Required levels saved"),
    "learning_map.standard.adopted": _("Standard adopted by a position"),
    "learning_map.version.migrated": _("Requirements moved to a newer version"),
}
RECORDS = {
    "learning_map.Adoption": _("Adoption record"),
    "learning_map.Completion": _("Completion record"),
    "learning_map.DutyAssignment": _("Duty record"),
    "learning_map.LevelMap": _("Level map record"),
    "learning_map.Module": _("Module record"),
    "learning_map.ModuleVersion": _("Module version record"),
    "learning_map.Norm": _("Norm record"),
    "learning_map.NormExemption": _("Exemption record"),
    "learning_map.Requirement": _("Requirement record"),
    "learning_map.PathPin": _("Path record"),
}


def register_acts() -> None:
    """Give the audit log its words."""
    name_acts(ACTS, RECORDS)
