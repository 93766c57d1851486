"""Reading the organisation's settings."""

from django.db.models import QuerySet

from espalier.kit.organisation.models import Holiday, Organisation


def current() -> Organisation:
    """The settings, or unsaved defaults on an empty installation."""
    found = Organisation.objects.select_related("logo", "reference_docx").filter(pk=1).first()
    return found or Organisation(pk=1, name="")


def holidays() -> QuerySet[Holiday]:
    return Holiday.objects.order_by("day")
