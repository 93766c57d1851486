"""How to teach and how to assess: criteria, decisions with their options, and the assessment of each module."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LARGEST_SCORE = 5


class MethodCriterion(models.Model):
    """A criterion by which ways of teaching, or of assessing, are weighed; weights are used by their shares."""

    class Side(models.TextChoices):
        DELIVERY = "delivery", _("Delivery")
        ASSESSMENT = "assessment", _("Assessment")

    code = models.CharField(max_length=40, unique=True)
    side = models.CharField(max_length=10, choices=Side)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    weight = models.FloatField(default=1)
    meaning = models.TextField(blank=True)
    meaning_en = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_criterion_weight_positive",
                condition=models.Q(weight__gt=0),
                violation_error_message=_("A weight is greater than zero."),
            )
        ]


class MethodDecision(models.Model):
    """One question of how to teach, or to assess, in a programme, and what was decided.

    ``frozen`` holds weights, scores, totals and flips as they were when it was decided; the option that was
    chosen need not be the one with the highest total, but the reason is then the more needed.
    """

    programme = models.ForeignKey(
        "strategy.Programme", on_delete=models.PROTECT, related_name="method_decisions"
    )
    code = models.CharField(max_length=40, unique=True)
    side = models.CharField(max_length=10, choices=MethodCriterion.Side)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    considerations = models.TextField(blank=True)
    considerations_en = models.TextField(blank=True)
    context = models.TextField(blank=True)
    context_en = models.TextField(blank=True)
    chosen = models.ForeignKey(
        "plan.MethodOption", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    frozen = models.JSONField(default=dict, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    updated_at = models.DateTimeField()


class MethodOption(models.Model):
    """One way to do it, scored by the criteria of its side."""

    decision = models.ForeignKey(MethodDecision, on_delete=models.CASCADE, related_name="options")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    updated_at = models.DateTimeField()


class MethodScore(models.Model):
    """How well an option does on a criterion, 1 (poorly) to 5 (very well)."""

    option = models.ForeignKey(MethodOption, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(MethodCriterion, on_delete=models.PROTECT, related_name="scores")
    score = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["option", "criterion"],
                name="plan_method_score_once",
                violation_error_message=_("This criterion is already scored."),
            ),
            models.CheckConstraint(
                name="plan_method_score_1_to_5",
                condition=models.Q(score__gte=1, score__lte=LARGEST_SCORE),
                violation_error_message=_("A score lies between 1 and 5."),
            ),
        ]


class AssessmentStrategy(models.Model):
    """What of a module is assessed, with which kind of instrument, when, and what counts as passed.

    It serves a decision about assessment. The instrument itself is made, or chosen, later; until one cites
    the row, the line of the plan is listed as being without an instrument.
    """

    class Instrument(models.TextChoices):
        TEST = "test", _("Knowledge test")
        PRACTICAL = "practical", _("Practical task with rubric")
        CHECKLIST = "checklist", _("Observation checklist")
        BARS = "bars", _("Behaviourally anchored scale")
        PORTFOLIO = "portfolio", _("Portfolio")
        INTERVIEW = "interview", _("Structured interview")
        ROUND = "round", _("360 degree rating")
        SURVEY = "survey", _("Survey")
        SIMULATION = "simulation", _("Simulation")
        WORK_SAMPLE = "work_sample", _("Work sample")
        FOLLOW_UP = "follow_up", _("Follow-up at work")
        EXTERNAL = "external", _("External examination")

    class Timing(models.TextChoices):
        BEFORE_AFTER = "before_after", _("Before and after")
        DURING = "during", _("During the course")
        END = "end", _("At the end")
        DAYS_30 = "days_30", _("30 days after")
        DAYS_60 = "days_60", _("60 days after")
        DAYS_90 = "days_90", _("90 days after")

    class Level(models.IntegerChoices):
        REACTION = 1, _("L1 reaction")
        LEARNING = 2, _("L2 learning")
        BEHAVIOUR = 3, _("L3 behaviour")
        RESULTS = 4, _("L4 results")

    module = models.ForeignKey(
        "learning_map.Module", on_delete=models.CASCADE, related_name="assessment_strategies"
    )
    decision = models.ForeignKey(
        MethodDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    code = models.CharField(max_length=40, unique=True)
    focus = models.CharField(max_length=500)
    focus_en = models.CharField(max_length=500, blank=True)
    instrument = models.CharField(max_length=12, choices=Instrument)
    timing = models.CharField(max_length=12, choices=Timing)
    pass_rule = models.CharField(max_length=500)
    pass_rule_en = models.CharField(max_length=500, blank=True)
    evaluation_level = models.PositiveSmallIntegerField(choices=Level)
    owner = models.CharField(max_length=120, blank=True)
    updated_at = models.DateTimeField()
