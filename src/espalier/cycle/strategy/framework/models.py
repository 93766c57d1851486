"""Drafts of the framework, who confirmed them, which procedure reviews it, who does what in the unit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FrameworkDraft(models.Model):
    """The framework as it stood when people were asked about it; never edited.

    ``lines`` is the framework as text, one line a statement; ``digest`` tells whether anything changed since.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    lines = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    taken_on = models.DateField()
    taken_by = models.CharField(max_length=120)
    taken_at = models.DateTimeField()


class Confirmation(models.Model):
    """A stakeholder group confirmed a draft of the framework on a day."""

    draft = models.ForeignKey(
        FrameworkDraft, on_delete=models.PROTECT, related_name="confirmations"
    )
    group = models.CharField(max_length=40)
    spokesperson = models.CharField(max_length=120)
    confirmed_on = models.DateField()
    n_heard = models.PositiveSmallIntegerField(null=True, blank=True)
    remarks = models.TextField(blank=True)
    remarks_en = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "group"],
                name="strategy_confirmation_once",
                violation_error_message=_("This group already confirmed this draft."),
            )
        ]


class ProcedureConfirmation(models.Model):
    """The review procedure of a document was confirmed; ``steps`` is how it stood on that day."""

    procedure = models.ForeignKey("approval.Procedure", on_delete=models.PROTECT, related_name="+")
    output = models.CharField(max_length=12)
    steps = models.JSONField(default=list)
    criteria = models.TextField(blank=True)
    criteria_en = models.TextField(blank=True)
    confirmed_on = models.DateField()
    confirmed_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()


class DivisionOfWork(models.Model):
    """Which position of the training unit answers for which part of the training work."""

    class Part(models.TextChoices):
        LEADS = "leads", _("Leads")
        SUPPORTS = "supports", _("Supports")
        DECIDES = "decides", _("Decides")

    position = models.ForeignKey("people.Position", on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=12, blank=True)
    work = models.CharField(max_length=300)
    work_en = models.CharField(max_length=300, blank=True)
    part = models.CharField(max_length=10, choices=Part)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["position", "work"],
                name="strategy_division_once",
                violation_error_message=_("This work is already given to this position."),
            )
        ]
