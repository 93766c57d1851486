"""What this stage gives to the kit at start: permissions and its place in the menu."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.gaps import permissions
from espalier.kit.ui.navigation import Place, register_place


def register() -> None:
    """Called once when Django is ready."""
    permissions.declare_permissions()
    register_place(Place("T2.1", "needs:gaps", _("Competency gaps"), "needs.view_gap", 10))
