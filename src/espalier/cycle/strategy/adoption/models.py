"""Decisions which standards and models the strategy rests on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AdoptionDecision(models.Model):
    """A question such as *which standard for inspectors*, its candidates, and what was chosen and why.

    ``weights`` maps a criterion of the fit table to its weight. A decision without ``chosen`` is open.
    """

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    positions = models.ManyToManyField("people.Position", related_name="+", blank=True)
    needs = models.ManyToManyField("needs.Need", related_name="adoption_decisions", blank=True)
    sector = models.CharField(
        max_length=120, blank=True
    )  # sought in what a standard says of itself
    weights = models.JSONField(default=dict, blank=True)
    chosen = models.ForeignKey(
        "standards.Standard", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="strategy_decision_whole",
                condition=models.Q(chosen=None, decided_on=None)
                | (models.Q(chosen__isnull=False, decided_on__isnull=False) & ~models.Q(reason="")),
                violation_error_message=_("A choice needs a day and a reason."),
            )
        ]


class AdoptionCandidate(models.Model):
    """A standard or own model that was compared; ``fit`` is frozen when the decision is made."""

    decision = models.ForeignKey(
        AdoptionDecision, on_delete=models.CASCADE, related_name="candidates"
    )
    standard = models.ForeignKey("standards.Standard", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    fit = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "standard"],
                name="strategy_candidate_once",
                violation_error_message=_("This standard is already compared."),
            )
        ]
