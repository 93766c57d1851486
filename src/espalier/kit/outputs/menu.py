"""The documents in the menu: what all tasks end in."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.outputs.permissions import VIEW
from espalier.kit.ui.navigation import FOUNDATION, Place, register_place


def register_places() -> None:
    register_place(Place(FOUNDATION, "outputs:list", _("Documents"), VIEW, 5))
