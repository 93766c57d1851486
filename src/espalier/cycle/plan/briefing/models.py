"""Presentations of the plan, their files, and what came of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.briefing.types import DecisionState, PresentationState


class Presentation(models.Model):
    """One presentation of a year's plan to an audience.

    ``edition`` is the published plan its slides were made from; without one they were made from the records of a
    day, kept in ``content``. ``content_sha256`` tells whether the plan says something else since; it is empty until
    slides were made.
    """

    class State(models.TextChoices):
        PLANNED = PresentationState.PLANNED, _("being prepared")
        HELD = PresentationState.HELD, _("held")
        CANCELLED = PresentationState.CANCELLED, _("called off")

    plan = models.ForeignKey(
        "plan.AnnualPlan", on_delete=models.PROTECT, related_name="presentations"
    )
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    held_on = models.DateField()
    audience = models.CharField(max_length=200)
    audience_en = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=120, blank=True)
    presenters = models.CharField(max_length=200)
    asks = models.TextField(blank=True)
    asks_en = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    edition = models.ForeignKey(
        "versions.Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.JSONField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    built_at = models.DateTimeField(null=True, blank=True)
    built_by = models.CharField(max_length=120, blank=True)
    updated_at = models.DateTimeField()


class PresentationFile(models.Model):
    """A file of a presentation as it was shown: slides (PPTX) or the same to read (HTML), one a language."""

    presentation = models.ForeignKey(Presentation, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=4)
    language = models.CharField(max_length=10)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["presentation", "format", "language"],
                name="plan_presentation_file_once",
                violation_error_message=_("This file is already there."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.format.upper()} {self.language}"


class Question(models.Model):
    """What somebody asked at a presentation; without an answer somebody owes one by a day."""

    presentation = models.ForeignKey(
        Presentation, on_delete=models.PROTECT, related_name="questions"
    )
    number = models.PositiveSmallIntegerField()
    asked_by = models.CharField(max_length=120)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answer_en = models.TextField(blank=True)
    owner = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["presentation", "number"],
                name="plan_question_once",
                violation_error_message=_("This number is already taken."),
            )
        ]


class Decision(models.Model):
    """What was decided at a presentation: who does it by when, and what it changed once it is done."""

    class State(models.TextChoices):
        OPEN = DecisionState.OPEN, _("to be carried out")
        DONE = DecisionState.DONE, _("carried out")
        DROPPED = DecisionState.DROPPED, _("dropped")

    presentation = models.ForeignKey(
        Presentation, on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_en = models.TextField(blank=True)
    owner = models.CharField(max_length=120)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    outcome = models.TextField(blank=True)
    outcome_en = models.TextField(blank=True)
    change = models.ForeignKey(
        "plan.PlanChange", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["presentation", "number"],
                name="plan_briefing_decision_once",
                violation_error_message=_("This number is already taken."),
            ),
            models.CheckConstraint(
                name="plan_briefing_decision_told",
                condition=models.Q(state="open") | ~models.Q(outcome=""),
                violation_error_message=_("Say what came of it before it is closed."),
            ),
        ]
