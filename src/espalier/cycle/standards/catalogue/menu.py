"""The pages of this stage in the menu."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.ui.navigation import FOUNDATION, Place, register_place


def register_places() -> None:
    """Standards and competencies stand under what every task rests on."""
    view = "standards.view_standard"
    places = (
        Place(FOUNDATION, "standards:list", _("Competency standards"), view, order=10),
        Place(FOUNDATION, "standards:competencies", _("Competencies"), view, order=11),
    )
    for place in places:
        register_place(place)
