"""Clauses of the handbook, who does what in training, and the parts of the training system."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espalier.cycle.people.positions.queries import tier_choices


class Clause(models.Model):
    """One clause of one of the sixteen chapters, numbered within it.

    ``template`` names the text it was begun with; until ``is_adapted`` somebody still has to read it and make
    it the organisation's own. ``owner`` is the post answerable for it; for the message, who signs it.
    """

    class Kind(models.TextChoices):
        CLAUSE = "clause", _("Clause")
        MESSAGE = "message", _("Message of the top manager")
        VISION = "vision", _("Vision")
        MISSION = "mission", _("Mission")
        STRATEGY = "strategy", _("Strategy")

    chapter = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CLAUSE)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    template = models.CharField(max_length=60, blank=True)
    is_adapted = models.BooleanField(default=True)
    owner = models.ForeignKey(
        "people.Position", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "number"],
                name="policy_clause_once",
                violation_error_message=_("This number is already used in the chapter."),
            ),
            models.CheckConstraint(
                name="policy_clause_chapter",
                condition=models.Q(chapter__gte=1, chapter__lte=16),
                violation_error_message=_("The handbook has chapters 1 to 16."),
            ),
        ]


class RaciRole(models.Model):
    """One column of the RACI table."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)


class RaciActivity(models.Model):
    """One line of the RACI table; ``task`` is the task of the cycle it belongs to, if any."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)


class RaciCell(models.Model):
    """What a role does in an activity: letters out of R, A, C, I. No row means that it has no part in it."""

    activity = models.ForeignKey(RaciActivity, on_delete=models.CASCADE, related_name="cells")
    role = models.ForeignKey(RaciRole, on_delete=models.CASCADE, related_name="cells")
    letters = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "role"],
                name="policy_raci_once",
                violation_error_message=_("This role already has its part in the activity."),
            )
        ]


class TrainingCategory(models.Model):
    """One part of the training system, drawn in the house: across a tier, along a function, or under all."""

    class Kind(models.TextChoices):
        ORIENTATION = "orientation", _("New employees")
        LEVEL = "level", _("By level")
        FUNCTION = "function", pgettext_lazy("training category", "By function")
        PROJECT = "project", _("Strategic and project")
        LEGAL = "legal", _("Required by law")
        SELF = "self", _("Self-development")

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    tier = models.CharField(max_length=8, choices=tier_choices(), blank=True)
    function = models.ForeignKey(
        "people.JobFunction", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.CharField(max_length=400, blank=True)
    text_en = models.CharField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField()
