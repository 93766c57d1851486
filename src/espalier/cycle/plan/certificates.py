"""What a certificate says of the work behind it: how it was gone about, and by which programs."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from espalier.kit.errors import Text

METHODS: Mapping[str, Text] = {
    "milp": _("one mixed-integer model, solved whole"),
    "column generation": _("prices, column generation and large neighbourhoods"),
    "construct, improve, parts, whole": _("built, improved, solved in parts, solved whole"),
    "replan": _("fewest moves from the timetable before"),
    "none": _("no search was needed"),
    "refused": _("not started"),
}
PROGRAMS: Mapping[str, str] = {
    "highs": "HiGHS",
    "highspy": "HiGHS",
    "ortools": "OR-Tools",
    "numpy": "NumPy",
    "espalier": "Espalier",
}


def method_words(method: str) -> Text:
    """How a run went about it."""
    return METHODS.get(method, method)


def version_words(versions: Mapping[str, str]) -> str:
    """The programs of a certificate, each with its version."""
    return "、".join(f"{PROGRAMS.get(name, name)} {version}" for name, version in versions.items())
