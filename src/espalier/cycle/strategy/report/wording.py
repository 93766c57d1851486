"""The narrative sections in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.errors import Text

# Per section: its title, and what it should say.
TEXTS: dict[str, tuple[Text, Text]] = {
    "purpose": (
        _("Purpose and summary"),
        _(
            "What this strategy is to achieve, for whom, by when, and the main choices in five lines."
        ),
    ),
    "theory": (
        _("How learning principles are used here"),
        _("Which principles of learning guide the programmes, and where each can be seen."),
    ),
    "buying": (
        _("Own work and bought services"),
        _(
            "What is built, bought or blended, and by which rule instructors and vendors are chosen."
        ),
    ),
    "resources": (
        _("Resources and conditions"),
        _(
            "Instructors, rooms, equipment, time and systems the strategy needs, and who provides them."
        ),
    ),
    "conclusion": (
        _("Conclusions and next steps"),
        _("What follows for the annual plan, what stays open, and who decides it by when."),
    ),
}
