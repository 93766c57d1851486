"""Words for the values the report shows, in the language of the document."""

from django.utils.translation import gettext as _


def yes_no(value: bool | None) -> str:
    """Yes, no, or not checked."""
    if value is None:
        return _("not checked")
    return _("Yes") if value else _("No")
