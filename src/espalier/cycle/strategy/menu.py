"""Where this stage stands in the menu."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.permissions import CHANGE, VIEW
from espalier.kit.ui.navigation import Place, register_place

GROUP = "T2.2"


def register_places() -> None:
    for order, (url, title, permission) in enumerate(
        (
            ("strategy:decisions", _("Adoption decisions"), VIEW),
            ("strategy:programmes", _("Programmes"), VIEW),
            ("strategy:framework", _("Framework and alignment"), VIEW),
            ("strategy:confirmations", _("Drafts and confirmations"), VIEW),
            ("strategy:procedure", _("Review procedure of the report"), VIEW),
            ("strategy:unit", _("Training unit"), VIEW),
            ("strategy:method_rules", _("Advice on methods"), VIEW),
            ("strategy:verbs", _("Verbs of objectives"), VIEW),
            ("strategy:criteria", _("Criteria of design options"), VIEW),
            ("strategy:narratives", _("Texts of the development report"), CHANGE),
        ),
        start=1,
    ):
        register_place(Place(GROUP, url, title, permission, 10 * order))
