"""What this stage writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "standards.competencies.adopted": _("Items of a standard taken as competencies"),
    "standards.competencies.moved": _("Competencies moved to a newer version"),
    "standards.competencies.saved": _("Competencies saved"),
    "standards.competency.edited": _("Competency edited"),
    "standards.draft.applied": _("Checked draft applied"),
    "standards.draft.corrected": _("Draft corrected"),
    "standards.draft.discarded": _("Draft put aside"),
    "standards.draft.taken_in": _("File of a standard read"),
    "standards.match.confirmed": _("Match of two versions confirmed"),
    "standards.matches.confirmed": _("Matches of two versions confirmed"),
    "standards.own_model.added": _("Part added to an own model"),
    "standards.own_model.begun": _("Own model begun"),
    "standards.own_model.described": _("Own model described"),
    "standards.own_model.discarded": _("Own model discarded"),
    "standards.own_model.edited": _("Own model edited"),
    "standards.own_model.items_copied": _("Items copied into an own model"),
    "standards.own_model.level_set": _("Level set in an own model"),
    "standards.own_model.new_version": _("New version of an own model begun"),
    "standards.own_model.published": _("Own model published"),
    "standards.own_model.removed": _("Part removed from an own model"),
    "standards.standard.applied": _("Standard published in the catalogue"),
    "standards.versions.compared": _("Two versions compared"),
    "standards.versions.migrated": _("Version migrated"),
}
RECORDS = {
    "standards.Standard": _("Standard record"),
    "standards.Competency": _("Competency record"),
    "standards.IntakeDraft": _("Draft of a standard"),
    "standards.Comparison": _("Comparison of versions"),
    "standards.Match": _("Match of versions"),
}


def register_acts() -> None:
    """Give the audit log its words."""
    name_acts(ACTS, RECORDS)
