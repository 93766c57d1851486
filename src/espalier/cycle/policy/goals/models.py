"""Goals of the organisation, goals of people development, policy directions, and the links between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measured(models.Model):
    """How something is measured. No ``target`` means that nobody can tell whether it was reached.

    ``baseline`` is the value of ``baseline_period`` read from ``source`` over ``baseline_n`` things or people.
    ``owner`` is a post and not a person, so that it outlasts whoever holds it.
    """

    measure = models.CharField(max_length=160, blank=True)
    measure_en = models.CharField(max_length=200, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    unit_en = models.CharField(max_length=60, blank=True)
    baseline_period = models.CharField(max_length=60, blank=True)
    baseline_n = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=160, blank=True)
    source_en = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(
        "people.Position", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)  # the day the target is due
    ended_on = models.DateField(null=True, blank=True)  # no longer pursued since
    end_reason = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True


class BusinessGoal(Measured):
    """One goal of the business, in one of the four perspectives of the balanced scorecard."""

    class Perspective(models.TextChoices):
        FINANCIAL = "financial", _("Financial")
        CUSTOMER = "customer", _("Customer")
        PROCESS = "process", _("Internal process")
        LEARNING = "learning", _("Learning and growth")

    code = models.CharField(max_length=20, unique=True)
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=400, blank=True)
    perspective = models.CharField(max_length=12, choices=Perspective)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="policy_business_goal_period",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("A goal cannot be due before it begins."),
            )
        ]


class DevelopmentGoal(Measured):
    """What people must be able to do so that business goals are reached."""

    code = models.CharField(max_length=20, unique=True)
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="policy_development_goal_period",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("A goal cannot be due before it begins."),
            )
        ]


class Direction(Measured):
    """One numbered direction of the training policy."""

    number = models.PositiveSmallIntegerField(unique=True)
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="policy_direction_period",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("A direction cannot be due before it begins."),
            )
        ]


class GoalDevelopment(models.Model):
    """A people-development goal serves a business goal."""

    goal = models.ForeignKey(BusinessGoal, on_delete=models.PROTECT, related_name="developments")
    development = models.ForeignKey(DevelopmentGoal, on_delete=models.PROTECT, related_name="goals")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "development"],
                name="policy_goal_development_once",
                violation_error_message=_("These two are already linked."),
            )
        ]


class DevelopmentDirection(models.Model):
    """A policy direction pursues a people-development goal."""

    development = models.ForeignKey(
        DevelopmentGoal, on_delete=models.PROTECT, related_name="directions"
    )
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="developments")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["development", "direction"],
                name="policy_development_direction_once",
                violation_error_message=_("These two are already linked."),
            )
        ]


class DirectionClause(models.Model):
    """A clause of the handbook carries out a policy direction."""

    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="clauses")
    clause = models.ForeignKey("policy.Clause", on_delete=models.PROTECT, related_name="directions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "clause"],
                name="policy_direction_clause_once",
                violation_error_message=_("These two are already linked."),
            )
        ]
