"""Where this stage stands in the menu."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.ui.navigation import Place, register_place

GROUP = "T2.1"


def register_places() -> None:
    for place in (
        Place(GROUP, "needs:gaps", _("Competency gaps"), "needs.view_gap", 10),
        Place(
            GROUP,
            "needs:request_rounds",
            _("Survey of training requests"),
            "needs.view_unit_request",
            12,
        ),
        Place(GROUP, "needs:stakeholders", _("Stakeholders"), "needs.view_stakeholder", 15),
        Place(GROUP, "needs:considerations", _("Considerations"), "needs.view_stakeholder", 20),
        Place(
            GROUP,
            "needs:climate",
            _("Culture and transfer climate"),
            "needs.view_stakeholder",
            25,
        ),
        Place(GROUP, "needs:documents", _("Documents of the desk"), "needs.view_document", 30),
        Place(GROUP, "needs:needs", _("Needs"), "needs.view_need", 50),
        Place(GROUP, "needs:criteria", _("Criteria and weights"), "needs.view_need", 60),
        Place(GROUP, "needs:analysis", _("Analysis of the needs"), "needs.view_need", 70),
        Place(GROUP, "needs:goals", _("Strategy goals"), "needs.view_need", 80),
        Place(GROUP, "needs:report", _("What the analysis report says"), "needs.view_need", 90),
    ):
        register_place(place)
