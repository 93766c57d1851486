"""The kit's pages in the menu."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.ui.navigation import SYSTEM, Place, register_place

PLACES = (
    Place(SYSTEM, "imports:list", _("Import and templates"), "kit.run_import", 10),
    Place(SYSTEM, "thread:broken", _("Broken links"), "kit.view_thread", 20),
    Place(SYSTEM, "jobs:list", _("Long work"), "kit.view_jobs", 30),
    Place(
        SYSTEM, "organisation:settings", _("Organisation settings"), "kit.change_organisation", 40
    ),
    Place(SYSTEM, "accounts_admin:list", _("Accounts and roles"), "kit.manage_accounts", 50),
    Place(SYSTEM, "audit:list", _("Audit log"), "kit.view_audit", 60),
)


def register() -> None:
    for place in PLACES:
        register_place(place)
