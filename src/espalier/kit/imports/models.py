"""Imports: what was uploaded, how its columns were read, what was planned and what was applied."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One uploaded file on its way in. The plan is kept, so that what was applied can be read later."""

    class State(models.TextChoices):
        MAPPING = "mapping", _("Columns to be confirmed")
        PLANNED = "planned", _("Planned")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")
        DISCARDED = "discarded", _("Discarded")

    kind = models.CharField(max_length=60, db_index=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.MAPPING)
    mapping = models.JSONField(default=dict)
    plan = models.JSONField(null=True)
    counts = models.JSONField(default=dict)
    undo = models.JSONField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True)
    applied_at = models.DateTimeField(null=True)


class RememberedMapping(models.Model):
    """How a header row was mapped last time, by the fingerprint of that header."""

    kind = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "fingerprint"],
                name="imports_mapping_once",
                violation_error_message=_("This header row already has a mapping."),
            )
        ]
