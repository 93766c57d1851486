"""What a person keeps for themselves: views of lists, and forms not sent yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """One person's named state of a list: ``query`` is its address after the question mark."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=80)
    name = models.CharField(_("Name of the view"), max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "list_key", "name"],
                name="ui_saved_view_name_once",
                violation_error_message=_("You already have a view of this name."),
            )
        ]


class FormDraft(models.Model):
    """What a person typed into a form about a subject and has not sent; no row: no draft."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form_key = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)
    payload = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "form_key", "subject"],
                name="ui_form_draft_once",
                violation_error_message=_("There is already a draft of this form."),
            )
        ]
