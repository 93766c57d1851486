"""Words for the values this stage stores and shows, in the person's language."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.errors import Text

MODES: dict[str, Text] = {
    "classroom": _("Classroom"),
    "online": _("Online"),
    "blended": _("Blended"),
    "workplace": _("Workplace training"),
    "mentoring": _("Mentoring"),
    "external": _("External training"),
}
MIXES: dict[str, Text] = {
    "experience": _("70 experience"),
    "social": _("20 social"),
    "formal": _("10 formal"),
}
TIERS: dict[str, Text] = {
    "top": _("Top level"),
    "middle": _("Middle level"),
    "base": _("Base level"),
}
KINDS: dict[str, Text] = {"K": _("Knowledge"), "S": _("Skill"), "A": _("Attitude")}
ORIGINS: dict[str, Text] = {
    "proposed": _("Proposed from the standard"),
    "edited": _("Set by hand"),
    "imported": _("Imported"),
}
COMPLETION_ORIGINS: dict[str, Text] = {
    "import": _("Imported"),
    "class": _("Class"),
    "external": _("External"),
}
WHYS: dict[str, Text] = {
    "required": _("raises a required competency"),
    "prerequisite": _("asked for by a later module"),
    "pinned": _("set by hand"),
}
ROUTE_STATES: dict[str, Text] = {
    "done": _("Done"),
    "expiring": _("Expires soon"),
    "expired": _("Expired"),
    "next": _("Next to take"),
    "blocked": _("Waits for a prerequisite"),
}
STATES: dict[str, Text] = {
    "draft": _("Draft"),
    "published": _("Published"),
    "superseded": _("Superseded"),
    "archived": _("Archived"),
}
DEGREES: dict[str, Text] = {
    "junior_high": _("Junior high school"),
    "senior_high": _("Senior high school"),
    "associate": _("Associate degree"),
    "bachelor": _("Bachelor"),
    "master": _("Master"),
    "doctor": _("Doctor"),
}


def label(words: dict[str, Text], value: str) -> str:
    """The word for a value; a value without a word is shown as it is."""
    return str(words.get(value, value))


def hours_text(minutes: int) -> str:
    """Hours with at most two decimals and no idle zeros: 1.5, 2, 0.33."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def level_text(level: float | None) -> str:
    """A level without idle zeros; a dash where there is none."""
    return "–" if level is None else f"{level:g}"
