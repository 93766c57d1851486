"""Needs and what they rest on: links, ratings, the check of causes, criteria and measured gaps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.needs_list.types import RespondentKind, ScoreFrom, Verdict, View


class Need(models.Model):
    """One need of the organisation, a task or people, and the records it was found in.

    ``headcount`` None: nobody said yet how many people are concerned. ``source`` names what is not a record here
    (a request by word of mouth); a need with neither link nor source is a broken link.
    """

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    view = models.CharField(max_length=12, choices=[(v.value, v.value) for v in View])
    competencies = models.ManyToManyField("standards.Competency", blank=True, related_name="needs")
    directions = models.ManyToManyField("policy.Direction", blank=True, related_name="needs")
    business_goals = models.ManyToManyField("policy.BusinessGoal", blank=True, related_name="needs")
    extracts = models.ManyToManyField("needs.Extract", blank=True, related_name="needs")
    considerations = models.ManyToManyField("needs.Consideration", blank=True, related_name="needs")
    norms = models.ManyToManyField("learning_map.Norm", blank=True, related_name="needs")
    units = models.ManyToManyField("people.Unit", blank=True, related_name="needs")
    positions = models.ManyToManyField("people.Position", blank=True, related_name="needs")
    headcount = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    source_en = models.CharField(max_length=300, blank=True)
    # Computed from scores, weights and records whenever one of them changes; None: nothing to score it by.
    score = models.FloatField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    updated_at = models.DateTimeField()


class NeedRating(models.Model):
    """What one respondent says of one need: how important, and how far it is met today (1–5).

    ``respondent`` tells respondents of one kind apart and is no name; a missing answer is None, never 0.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="ratings")
    respondent_kind = models.CharField(
        max_length=12, choices=[(k.value, k.value) for k in RespondentKind]
    )
    respondent = models.CharField(max_length=40)
    importance = models.FloatField(null=True, blank=True)
    degree = models.FloatField(null=True, blank=True)
    rated_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need", "respondent_kind", "respondent"],
                name="needs_rating_once",
                violation_error_message=_("This respondent has already rated the need."),
            ),
            models.CheckConstraint(
                name="needs_rating_1_to_5",
                condition=(
                    models.Q(importance=None) | models.Q(importance__gte=1, importance__lte=5)
                )
                & (models.Q(degree=None) | models.Q(degree__gte=1, degree__lte=5)),
                violation_error_message=_("A rating lies between 1 and 5."),
            ),
        ]


class CauseCheck(models.Model):
    """The guided questions of one need and what followed from them. No row: nobody asked yet.

    ``verdict`` is what the rule made of the answers on the day; ``alternative`` is what is done where training is
    not the remedy, or beside it.
    """

    need = models.OneToOneField(Need, on_delete=models.CASCADE, related_name="cause_check")
    answers = models.JSONField(default=dict)  # question -> yes, no or unknown
    verdict = models.CharField(max_length=12, choices=[(v.value, v.value) for v in Verdict])
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    alternative = models.TextField(blank=True)
    alternative_en = models.TextField(blank=True)
    checked_on = models.DateField()
    checked_by = models.CharField(max_length=120)


class NeedCriterion(models.Model):
    """One criterion of the order of needs. ``score_from`` says whether people score it or records do."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    weight = models.FloatField()
    lower_is_better = models.BooleanField(default=False)
    score_from = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in ScoreFrom], default=ScoreFrom.PEOPLE
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="needs_criterion_weight_positive",
                condition=models.Q(weight__gte=0),
                violation_error_message=_("A weight is 0 or more."),
            )
        ]


class NeedScore(models.Model):
    """What people give a need on a criterion, 1–5, with the reason. No row: not scored."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(NeedCriterion, on_delete=models.CASCADE, related_name="scores")
    value = models.FloatField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need", "criterion"],
                name="needs_score_once",
                violation_error_message=_("This need already has a score on the criterion."),
            ),
            models.CheckConstraint(
                name="needs_score_1_to_5",
                condition=models.Q(value__gte=1, value__lte=5),
                violation_error_message=_("A score lies between 1 and 5."),
            ),
        ]


class NeedGap(models.Model):
    """The measured gap of the people a need concerns in one of its competencies, on one day.

    ``gap_index`` and ``attainment`` are None where nobody asked is rated or the group is too small to show.
    Measured anew it is replaced: the day stands beside every figure.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="gaps")
    competency = models.ForeignKey(
        "standards.Competency", on_delete=models.PROTECT, related_name="+"
    )
    measured_on = models.DateField()
    mean_required = models.FloatField(null=True)
    mean_current = models.FloatField(null=True)
    gap_index = models.FloatField(null=True)
    share_proficient = models.FloatField(null=True)
    n_people = models.PositiveIntegerField()  # asked to have the competency
    n_used = models.PositiveIntegerField()  # of them rated
    is_hidden = models.BooleanField(default=False)  # fewer people than the minimum

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need", "competency"],
                name="needs_gap_once",
                violation_error_message=_("This gap is already measured."),
            )
        ]
