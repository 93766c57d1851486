"""Where this stage stands in the menu."""

from espalier.kit.ui.navigation import Place, register_place

GROUP = "T2.3"
PLACES: tuple[Place, ...] = ()


def register_places() -> None:
    for place in PLACES:
        register_place(place)
