"""The formal documents of the cycle: drafted from records, reviewed, approved, published, re-exported."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditionFace(models.Model):
    """What an edition shows beyond its frozen content; without a row nothing was asked or signed yet.

    ``reasons``: [[key, what was asked, reason given, by, day]]; ``signatures``: the completed steps of
    the review as they were at its end.
    """

    edition = models.OneToOneField("versions.Edition", on_delete=models.CASCADE)
    reasons = models.JSONField(default=list)
    signatures = models.JSONField(default=list)


class Snapshot(models.Model):
    """A draft as it was shown to others: put to consultation, or handed to reviewers. Rows are only added."""

    class Purpose(models.TextChoices):
        CONSULTATION = "consultation", _("Put to consultation")
        REVIEW = "review", _("Submitted for review")

    edition = models.ForeignKey(
        "versions.Edition", on_delete=models.CASCADE, related_name="snapshots"
    )
    purpose = models.CharField(max_length=12, choices=Purpose)
    content = models.JSONField()
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=120)
