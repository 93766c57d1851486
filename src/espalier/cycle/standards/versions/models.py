"""What changed from one version of a standard to the next, and what a person made of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionComparison(models.Model):
    """One comparison of two versions, frozen as computed."""

    old = models.ForeignKey("standards.Standard", on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey("standards.Standard", on_delete=models.PROTECT, related_name="+")
    difference = models.JSONField()
    computed_at = models.DateTimeField()
    migrated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"],
                name="standards_comparison_once",
                violation_error_message=_("These two versions are already compared."),
            )
        ]


class ItemMatch(models.Model):
    """A person's word that an old item lives on as a new one (or not at all), with the reason."""

    comparison = models.ForeignKey(
        VersionComparison, on_delete=models.CASCADE, related_name="matches"
    )
    old_item = models.ForeignKey("standards.Item", on_delete=models.PROTECT, related_name="+")
    new_item = models.ForeignKey(
        "standards.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    similarity = models.FloatField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
