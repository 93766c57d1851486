"""What each position needs, from when to when, and where that came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Adoption(models.Model):
    """A position rests on a standard from a date, for a reason; an end date keeps the history."""

    position = models.ForeignKey(
        "people.Position", on_delete=models.PROTECT, related_name="adoptions"
    )
    standard = models.ForeignKey(
        "standards.Standard", on_delete=models.PROTECT, related_name="adoptions"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["position", "standard"],
                condition=models.Q(ends_on=None),
                name="learning_map_adoption_once",
                violation_error_message=_("This position already rests on this standard."),
            )
        ]


class LevelMap(models.Model):
    """What level of a standard's block proposes which level on our own scale. A missing level stays blank."""

    standard_level = models.PositiveSmallIntegerField(unique=True)
    required_level = models.FloatField()


class Requirement(models.Model):
    """A position requires a level in a competency, from a date on; no end means until further notice.

    A changed level ends the old row and adds a new one, so that any past date can be asked.
    """

    class Origin(models.TextChoices):
        PROPOSED = "proposed", _("Proposed from the standard")
        EDITED = "edited", _("Set by hand")
        IMPORTED = "imported", _("Imported")

    position = models.ForeignKey(
        "people.Position", on_delete=models.PROTECT, related_name="requirements"
    )
    competency = models.ForeignKey(
        "standards.Competency", on_delete=models.PROTECT, related_name="requirements"
    )
    level = models.FloatField()
    weight = models.FloatField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=10, choices=Origin)
    source_block = models.ForeignKey(
        "standards.Block", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        indexes = [
            models.Index(fields=["position", "competency", "starts_on"], name="learning_map_req")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["position", "competency"],
                condition=models.Q(ends_on=None),
                name="learning_map_open_requirement_once",
                violation_error_message=_("This requirement is already open."),
            ),
            models.CheckConstraint(
                name="learning_map_requirement_order",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("A requirement cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="learning_map_weight_positive",
                condition=models.Q(weight__gt=0),
                violation_error_message=_("A weight is greater than zero."),
            ),
        ]


class Migration(models.Model):
    """What a person confirmed when positions moved from one version of a standard to the next."""

    comparison = models.ForeignKey(
        "standards.VersionComparison", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    decisions = models.JSONField()  # per difference: what was done, and why
    counts = models.JSONField()
