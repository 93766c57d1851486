"""Where this stage stands in the menu."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.ui.navigation import Place, register_place

GROUP = "T2.1"


def register_places() -> None:
    for place in (
        Place(GROUP, "needs:gaps", _("Competency gaps"), "needs.view_gap", 10),
        Place(GROUP, "needs:documents", _("Documents of the desk"), "needs.view_document", 30),
    ):
        register_place(place)
