"""What the kit itself writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "accounts.role.granted": _("Role given"),
    "accounts.role.imported": _("Roles imported"),
    "accounts.role.revoked": _("Role taken away"),
    "accounts.scope.synced": _("Scope tree brought into line"),
    "accounts.user.active": _("Account opened or closed"),
    "accounts.user.created": _("Account made"),
    "accounts.user.language": _("Language chosen"),
    "accounts.user.password_set": _("Password set"),
    "jobs.job.cancelled": _("Job cancelled"),
    "jobs.job.resumed": _("Job taken up again"),
    "jobs.job.started": _("Job started"),
    "kit.import.applied": _("Import applied"),
    "kit.import.discarded": _("Import put aside"),
    "kit.import.mapped": _("Columns of an import confirmed"),
    "kit.import.planned": _("Import compared with the records"),
    "kit.import.started": _("File for import uploaded"),
    "kit.import.undone": _("Import undone"),
    "organisation.holiday.added": _("Day of the calendar added"),
    "organisation.holiday.removed": _("Day of the calendar removed"),
    "organisation.settings.changed": _("Organisation settings changed"),
    "ui.view.deleted": _("Saved view deleted"),
    "ui.view.saved": _("View of a list saved"),
    "versions.edition.drafted": _("Edition drafted"),
    "versions.edition.needs_update": _("Edition marked as needing an update"),
    "versions.edition.approve": _("Edition approved"),
    "versions.edition.archive": _("Edition archived"),
    "versions.edition.consult": _("Edition put to consultation"),
    "versions.edition.files_stored": _("Files of an edition kept"),
    "versions.edition.send_back": _("Edition sent back"),
    "versions.edition.submit": _("Edition submitted for review"),
    "versions.edition.supersede": _("Edition superseded"),
    "versions.edition.sources_named": _("Records of an edition named"),
    "versions.edition.published": _("Edition published"),
}
RECORDS = {
    "accounts.User": _("Account record"),
    "accounts.RoleGrant": _("Role grant"),
    "accounts.ScopeNode": _("Place in the scope tree"),
    "jobs.Job": _("Job record"),
    "imports.ImportRun": _("Import run"),
    "organisation.Organisation": _("Organisation record"),
    "organisation.Holiday": _("Calendar day"),
    "ui.SavedView": _("Saved view"),
    "versions.Edition": _("Edition of a document"),
}


def register_acts() -> None:
    """Give the audit log its words."""
    name_acts(ACTS, RECORDS)
