"""Strategy goals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.strategy_goals.types import GoalState


class StrategyGoal(models.Model):
    """One goal of the learning strategy, in the five parts of SMART, with what it rests on.

    ``baseline`` is the value of ``baseline_period`` read from ``source`` over ``baseline_n`` things or people;
    ``target`` is in the same ``unit`` and due on ``due_on``. What is empty nobody said yet, and keeps the goal
    from being confirmed. ``owner`` is a post and not a person, so that it outlasts whoever holds it.
    """

    code = models.CharField(max_length=40, unique=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    specific = models.TextField(blank=True)
    specific_en = models.TextField(blank=True)
    measurable = models.TextField(blank=True)
    measurable_en = models.TextField(blank=True)
    achievable = models.TextField(blank=True)
    achievable_en = models.TextField(blank=True)
    relevant = models.TextField(blank=True)
    relevant_en = models.TextField(blank=True)
    timely = models.TextField(blank=True)
    timely_en = models.TextField(blank=True)
    measure = models.CharField(max_length=160, blank=True)
    measure_en = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    unit_en = models.CharField(max_length=60, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_period = models.CharField(max_length=60, blank=True)
    baseline_n = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=160, blank=True)
    source_en = models.CharField(max_length=200, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        "people.Position", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    directions = models.ManyToManyField(
        "policy.Direction", blank=True, related_name="strategy_goals"
    )
    needs = models.ManyToManyField("needs.Need", blank=True, related_name="strategy_goals")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in GoalState], default=GoalState.DRAFT
    )
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    end_reason = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="needs_goal_confirmed_is_measured",
                condition=~models.Q(state=GoalState.CONFIRMED)
                | (models.Q(target__isnull=False, due_on__isnull=False) & ~models.Q(measure="")),
                violation_error_message=_("A confirmed goal has a measure, a target and a date."),
            )
        ]
