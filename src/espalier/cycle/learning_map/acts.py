"""What this stage writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "learning_map.adoption.ended": _("Adoption of a standard ended"),
    "learning_map.draft.written": _("Draft of the document written"),
    "learning_map.completion.withdrawn": _("Completion withdrawn"),
    "learning_map.completions.corrected": _("Completions corrected"),
    "learning_map.completions.recorded": _("Completions recorded"),
    "learning_map.level_map.changed": _("Levels of standards mapped"),
    "learning_map.module.created": _("Module created"),
    "learning_map.module.draft_saved": _("Draft of a module saved"),
    "learning_map.module.published": _("Module version published"),
    "learning_map.module.restored": _("Module offered again"),
    "learning_map.module.retired": _("Module no longer offered"),
    "learning_map.module.version_started": _("New version of a module begun"),
    "learning_map.modules.imported": _("Modules imported"),
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
    "learning_map.LevelMap": _("Level map record"),
    "learning_map.Module": _("Module record"),
    "learning_map.ModuleVersion": _("Module version record"),
    "learning_map.Requirement": _("Requirement record"),
    "learning_map.PathPin": _("Path record"),
}


def register_acts() -> None:
    """Give the audit log its words."""
    name_acts(ACTS, RECORDS)
