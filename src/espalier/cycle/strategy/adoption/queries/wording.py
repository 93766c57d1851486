"""The fit table in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.strategy.adoption.types import Fit
from espalier.kit.errors import Text

FITS: dict[Fit, Text] = {
    Fit.COVERAGE: gettext_lazy("Coverage of needs"),
    Fit.LEVEL: gettext_lazy("Level fit"),
    Fit.SECTOR: gettext_lazy("Sector fit"),
    Fit.AGE: gettext_lazy("Age"),
}
_REASONS: dict[str, Text] = {
    "no_need": gettext_lazy("The needs name no competency."),
    "missing": gettext_lazy("Not in it: %(about)s"),
    "all_covered": gettext_lazy("Every needed competency stands in it."),
    "no_level": gettext_lazy("No level is stated that could be compared."),
    "short": gettext_lazy("Below what is required: %(about)s"),
    "all_reached": gettext_lazy("Every level reaches what is required."),
    "own": gettext_lazy("Written for this organisation."),
    "no_sector": gettext_lazy("It names no sector, or none is sought."),
    "same_sector": gettext_lazy("Same sector: %(about)s"),
    "other_sector": gettext_lazy("Made for: %(about)s"),
    "superseded": gettext_lazy("A newer version is here: %(about)s"),
    "no_date": gettext_lazy("No date is known."),
}
SHOWN = 6  # names in one sentence


def reason_words(part: Mapping[str, object]) -> str:
    """The sentence that explains one cell, from its plain form."""
    about = [str(each) for each in part["about"]]  # type: ignore[attr-defined]  # a list, by fit_content
    if part["reason"] == "aged":
        told = {"day": about[0].replace("-", "/"), "years": about[1]}
        return _("Of %(day)s, %(years)s years old.") % told
    named = "、".join(about[:SHOWN])
    if len(about) > SHOWN:
        named += _(" and %(n)s more") % {"n": len(about) - SHOWN}
    return str(_REASONS[str(part["reason"])]) % {"about": named}
