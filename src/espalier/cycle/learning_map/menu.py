"""Where this stage stands in the menu, and its card on a first page."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.ui.navigation import FollowUp, Place, register_follow_up, register_place

GROUP = "T1.2"


def register_places() -> None:
    for place in (
        Place(GROUP, "learning_map:map", _("Learning map"), "learning_map.view_map", 10),
        Place(
            GROUP,
            "learning_map:matrix",
            _("Required levels"),
            "learning_map.change_requirement",
            20,
        ),
        Place(GROUP, "learning_map:modules", _("Learning modules"), "learning_map.view_map", 30),
        Place(GROUP, "learning_map:completions", _("Completions"), "learning_map.view_route", 40),
        Place(GROUP, "learning_map:norms", _("Norms"), "learning_map.view_norm", 45),
        Place(GROUP, "learning_map:routes", _("Personal routes"), "learning_map.view_route", 50),
        Place(GROUP, "learning_map:my_route", _("My route"), "learning_map.view_route", 60),
    ):
        register_place(place)
    register_follow_up(
        FollowUp(
            "standards.VersionComparison",
            "learning_map:migration",
            _("Move positions to the new version"),
            "learning_map.change_requirement",
        )
    )
