"""Evidence about people: every rating ever given, kept as given."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Scale(models.Model):
    """A proficiency scale. ``anchors`` says in words what each level means: [{"level", "zh", "en"}]."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    lowest = models.FloatField(default=0)
    highest = models.FloatField(default=5)
    anchors = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)


class SourceRule(models.Model):
    """How much one source counts and for how long: the stated rule of the current level, editable."""

    source = models.CharField(max_length=12, unique=True)
    weight = models.FloatField()
    valid_months = models.PositiveSmallIntegerField()


class Rating(models.Model):
    """One rating or result about one person in one competency. Never overwritten, never averaged in place."""

    class Source(models.TextChoices):
        SELF = "self", pgettext_lazy("source of a rating", "Self")
        SUPERVISOR = "supervisor", pgettext_lazy("source of a rating", "Supervisor")
        PEER = "peer", pgettext_lazy("source of a rating", "Peer")
        TEST = "test", pgettext_lazy("source of a rating", "Test")
        INSTRUCTOR = "instructor", pgettext_lazy("source of a rating", "Instructor")

    employee = models.ForeignKey(
        "people.Employee", on_delete=models.PROTECT, related_name="ratings"
    )
    competency = models.ForeignKey(
        "standards.Competency", on_delete=models.PROTECT, related_name="ratings"
    )
    source = models.CharField(max_length=12, choices=Source)
    level = models.FloatField()
    rated_on = models.DateField()
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT)
    rater = models.ForeignKey(
        "people.Employee", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=60, blank=True)  # import run, sitting …, "" by hand
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        indexes = [
            models.Index(
                fields=["employee", "competency", "rated_on"], name="people_rating_person"
            ),
            models.Index(fields=["competency", "rated_on"], name="people_rating_comp"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "competency", "source", "rated_on", "rater"],
                name="people_rating_once",
                violation_error_message=_("This rating is already recorded."),
            ),
            models.UniqueConstraint(
                fields=["employee", "competency", "source", "rated_on"],
                condition=models.Q(rater=None),
                name="people_rating_without_rater_once",
                violation_error_message=_("This rating is already recorded."),
            ),
        ]


class CurrentLevel(models.Model):
    """The level the stated rule gives on ``computed_on``; it holds until the day before ``holds_until``.

    A kept result that can be computed again from the ratings at any time. ``holds_until`` is the first day on which
    an input grows too old; none means never.
    """

    employee = models.ForeignKey("people.Employee", on_delete=models.CASCADE, related_name="levels")
    competency = models.ForeignKey(
        "standards.Competency", on_delete=models.CASCADE, related_name="levels"
    )
    level = models.FloatField()
    n_ratings = models.PositiveSmallIntegerField()
    disagrees = models.BooleanField(default=False)
    newest_on = models.DateField()
    computed_on = models.DateField()
    holds_until = models.DateField(null=True, blank=True)

    class Meta:
        # Every page of levels first asks for the latest refresh.
        indexes = [models.Index(fields=["computed_on"], name="people_level_computed")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "competency"],
                name="people_level_once",
                violation_error_message=_("This person already has a level in this competency."),
            )
        ]
