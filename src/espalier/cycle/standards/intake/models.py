"""A file on its way to become a standard: what was read, what was understood, what a person corrected."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IntakeDraft(models.Model):
    """One uploaded standard before it is applied.

    ``understood`` never changes; what a person corrects lies beside it, field by field, so that every correction can
    be taken back. ``rows`` are the source lines, empty for a file that has none (our own JSON).
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be checked")
        APPLIED = "applied", _("Applied")
        DISCARDED = "discarded", _("Discarded")

    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT)
    source_uri = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    understood = models.JSONField()  # our own JSON of the standard as parsed
    corrections = models.JSONField(default=dict)  # path of the field -> what the person typed
    rows = models.JSONField(default=list)  # [{"page", "line", "cells"}]
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True)
    standard = models.ForeignKey(
        "standards.Standard", on_delete=models.PROTECT, null=True, blank=True
    )
