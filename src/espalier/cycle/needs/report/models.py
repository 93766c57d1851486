"""What of O2.1.1 is written by hand: narrative parts, and the findings of SWOT and TOWS."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.report.types import FindingKind, Part


class Narrative(models.Model):
    """One hand-written part of an analysis. No row: nobody has written it, and the report says so."""

    analysis = models.ForeignKey(
        "needs.Analysis", on_delete=models.CASCADE, related_name="narratives"
    )
    part = models.CharField(max_length=20, choices=[(p.value, p.value) for p in Part])
    text = models.TextField()
    text_en = models.TextField(blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "part"],
                name="needs_narrative_once",
                violation_error_message=_("This part is already written."),
            )
        ]


class Finding(models.Model):
    """One finding of an analysis and the record that says so.

    A TOWS option rests on the strengths, weaknesses, opportunities and threats it combines. ``response`` is what
    is done about an assumption, risk or constraint.
    """

    analysis = models.ForeignKey("needs.Analysis", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in FindingKind])
    text = models.TextField()
    text_en = models.TextField(blank=True)
    response = models.TextField(blank=True)
    response_en = models.TextField(blank=True)
    extract = models.ForeignKey(
        "needs.Extract", on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    consideration = models.ForeignKey(
        "needs.Consideration",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
    )
    source = models.CharField(max_length=300, blank=True)
    source_en = models.CharField(max_length=300, blank=True)
    rests_on = models.ManyToManyField("self", blank=True, symmetrical=False, related_name="used_by")
    updated_at = models.DateTimeField()
