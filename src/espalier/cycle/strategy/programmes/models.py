"""Programmes and everything that is designed in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Programme(models.Model):
    """A programme (學習方案): what serves which strategy goals and needs, through which modules."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    purpose = models.TextField(blank=True)
    purpose_en = models.TextField(blank=True)
    goals = models.ManyToManyField("needs.StrategyGoal", related_name="programmes", blank=True)
    needs = models.ManyToManyField("needs.Need", related_name="programmes", blank=True)
    owner = models.CharField(max_length=120, blank=True)
    updated_at = models.DateTimeField()


class ProgrammeModule(models.Model):
    """A learning module in its place in a programme, with the reason for that place."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="modules")
    module = models.ForeignKey(
        "learning_map.Module", on_delete=models.PROTECT, related_name="programmes"
    )
    order = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "module"],
                name="strategy_programme_module_once",
                violation_error_message=_("This module is already part of the programme."),
            )
        ]


class Lesson(models.Model):
    """A unit of teaching (課程單元) within a module of a programme."""

    part = models.ForeignKey(ProgrammeModule, on_delete=models.CASCADE, related_name="lessons")
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveIntegerField()
    order = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)


class TargetGroup(models.Model):
    """People with the same needs under the same constraints; the headcount is counted from their posts."""

    class Shift(models.TextChoices):
        DAY = "day", _("Day work")
        TWO = "two_shift", _("Two shifts")
        THREE = "three_shift", _("Three shifts")
        FLEXIBLE = "flexible", _("Flexible hours")

    class Experience(models.TextChoices):
        NOVICE = "novice", _("Little prior learning")
        MIXED = "mixed", _("Mixed prior learning")
        EXPERT = "expert", _("Much prior learning")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="groups")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    needs = models.ManyToManyField("needs.Need", related_name="target_groups", blank=True)
    positions = models.ManyToManyField("people.Position", related_name="target_groups", blank=True)
    shift = models.CharField(max_length=12, choices=Shift, default=Shift.DAY)
    experience = models.CharField(max_length=8, choices=Experience, default=Experience.MIXED)
    has_hazard = models.BooleanField(default=False)  # danger, or errors that cost dearly
    place = models.CharField(max_length=200, blank=True)  # several are divided by 、
    place_en = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=120, blank=True)
    language_en = models.CharField(max_length=120, blank=True)
    prior_learning = models.TextField(blank=True)
    prior_learning_en = models.TextField(blank=True)
    access_needs = models.TextField(blank=True)
    access_needs_en = models.TextField(blank=True)
    updated_at = models.DateTimeField()


class OptionCriterion(models.Model):
    """A criterion by which design options are compared; weights are made to sum to one when used."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    weight = models.FloatField(default=1)
    meaning = models.TextField(blank=True)
    meaning_en = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="strategy_criterion_weight_positive",
                condition=models.Q(weight__gt=0),
                violation_error_message=_("A weight is greater than zero."),
            )
        ]


class DesignOption(models.Model):
    """One way to design a programme; of at least two, one is chosen with a reason.

    ``minutes`` is the learning time of one learner.
    """

    class Source(models.TextChoices):
        BUILD = "build", _("Build ourselves")
        BUY = "buy", _("Buy")
        BLEND = "blend", _("Build and buy")

    class Delivery(models.TextChoices):
        CLASSROOM = "classroom", _("Classroom")
        ONLINE = "online", _("Online")
        BLENDED = "blended", _("Blended")
        WORKPLACE = "workplace", _("Workplace training")
        COACHING = "coaching", _("Coaching")
        MENTORING = "mentoring", _("Mentoring")
        COMMUNITY = "community", _("Learning community")
        EXTERNAL = "external", _("External training")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="options")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=8, choices=Source)
    delivery = models.CharField(max_length=12, choices=Delivery)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    constraints = models.TextField(blank=True)
    constraints_en = models.TextField(blank=True)
    minutes = models.PositiveIntegerField(default=0)
    groups = models.ManyToManyField(TargetGroup, related_name="options", blank=True)
    needs = models.ManyToManyField("needs.Need", related_name="design_options", blank=True)
    positions = models.ManyToManyField("people.Position", related_name="design_options", blank=True)
    risks = models.TextField(blank=True)
    risks_en = models.TextField(blank=True)
    is_chosen = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    chosen_by = models.CharField(max_length=120, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(is_chosen=True),
                name="strategy_one_chosen_option",
                violation_error_message=_("Only one option of a programme is chosen."),
            )
        ]


class OptionScore(models.Model):
    """How well an option does on a criterion, 1 (poorly) to 5 (very well)."""

    option = models.ForeignKey(DesignOption, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(OptionCriterion, on_delete=models.PROTECT, related_name="scores")
    score = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["option", "criterion"],
                name="strategy_score_once",
                violation_error_message=_("This criterion is already scored."),
            ),
            models.CheckConstraint(
                name="strategy_score_1_to_5",
                condition=models.Q(score__gte=1, score__lte=5),
                violation_error_message=_("A score lies between 1 and 5."),
            ),
        ]


class CostLine(models.Model):
    """One line of an option's estimate: quantity × ``unit_amount`` in whole NT$."""

    option = models.ForeignKey(DesignOption, on_delete=models.CASCADE, related_name="costs")
    label = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    quantity = models.DecimalField(max_digits=10, decimal_places=2)
    unit_amount = models.PositiveIntegerField()
    order = models.PositiveSmallIntegerField()


class Objective(models.Model):
    """An instructional objective in ABCD form with its cognitive level and kind of knowledge."""

    class Level(models.TextChoices):
        REMEMBER = "remember", _("Remember")
        UNDERSTAND = "understand", _("Understand")
        APPLY = "apply", pgettext_lazy("cognitive level", "Apply")
        ANALYSE = "analyse", _("Analyse")
        EVALUATE = "evaluate", _("Evaluate")
        CREATE = "create", _("Create")

    class Knowledge(models.TextChoices):
        FACTUAL = "factual", _("Factual")
        CONCEPTUAL = "conceptual", _("Conceptual")
        PROCEDURAL = "procedural", _("Procedural")
        METACOGNITIVE = "metacognitive", _("Metacognitive")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="objectives")
    part = models.ForeignKey(
        ProgrammeModule,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="objectives",
    )
    code = models.CharField(max_length=40, unique=True)
    audience = models.CharField(max_length=300)
    audience_en = models.CharField(max_length=300, blank=True)
    behaviour = models.CharField(max_length=500)
    behaviour_en = models.CharField(max_length=500, blank=True)
    condition = models.CharField(max_length=500, blank=True)
    condition_en = models.CharField(max_length=500, blank=True)
    degree = models.CharField(max_length=500, blank=True)
    degree_en = models.CharField(max_length=500, blank=True)
    level = models.CharField(max_length=12, choices=Level)
    knowledge = models.CharField(max_length=14, choices=Knowledge)
    competencies = models.ManyToManyField(
        "standards.Competency", related_name="objectives", blank=True
    )
    items = models.ManyToManyField("standards.Item", related_name="objectives", blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField()


class Activity(models.Model):
    """What learners do for the objectives it names, with which method and for how long."""

    class Mix(models.TextChoices):
        EXPERIENCE = "experience", _("70 experience")
        SOCIAL = "social", _("20 social")
        FORMAL = "formal", _("10 formal")

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="activities")
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    method = models.CharField(max_length=120)
    method_en = models.CharField(max_length=120, blank=True)
    minutes = models.PositiveIntegerField()
    mix = models.CharField(max_length=12, choices=Mix)
    objectives = models.ManyToManyField(Objective, related_name="activities", blank=True)
    order = models.PositiveSmallIntegerField(default=0)


class Assessment(models.Model):
    """How it is found out whether the objectives it names were reached, and what it looks at."""

    class Kind(models.TextChoices):
        FORMATIVE = "formative", _("Formative assessment")
        SUMMATIVE = "summative", _("Summative assessment")
        WORKPLACE = "workplace", _("Assessment at the workplace")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="assessments")
    lesson = models.ForeignKey(
        Lesson, on_delete=models.SET_NULL, null=True, blank=True, related_name="assessments"
    )
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    focus = models.CharField(max_length=500, blank=True)
    focus_en = models.CharField(max_length=500, blank=True)
    objectives = models.ManyToManyField(Objective, related_name="assessments", blank=True)
    order = models.PositiveSmallIntegerField(default=0)


class TransferStep(models.Model):
    """What one of the three does before, during or after, so that learning is used at work."""

    class When(models.TextChoices):
        BEFORE = "before", _("Before training")
        DURING = "during", _("During training")
        AFTER = "after", _("After training")

    class Who(models.TextChoices):
        MANAGER = "manager", _("Line manager")
        LEARNER = "learner", _("Learner")
        INSTRUCTOR = "instructor", _("Instructor")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="transfer")
    when = models.CharField(max_length=8, choices=When)
    who = models.CharField(max_length=12, choices=Who)
    action = models.TextField()
    action_en = models.TextField(blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    evidence_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "when", "who"],
                name="strategy_transfer_once",
                violation_error_message=_("This cell of the transfer design is already filled."),
            )
        ]


class ProgrammeRisk(models.Model):
    """What may go wrong, how likely (1–5), how badly (1–5), and what is done about it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="risk_rows")
    code = models.CharField(max_length=40, unique=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    response = models.TextField(blank=True)
    response_en = models.TextField(blank=True)
    owner = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="strategy_risk_1_to_5",
                condition=models.Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1)
                & models.Q(impact__lte=5),
                violation_error_message=_("Likelihood and impact lie between 1 and 5."),
            )
        ]


class MethodRule(models.Model):
    """Advice which method suits a level or a constraint, with its reason and where it comes from.

    Empty ``level`` or ``constraint`` means that the rule holds for all of them.
    """

    class Constraint(models.TextChoices):
        SHIFT = "shift", _("Shift work")
        REMOTE = "remote", _("Several places")
        LARGE = "large", _("Large group")
        SMALL = "small", _("Small group")
        NOVICE = "novice", _("Little prior learning")
        EXPERT = "expert", _("Much prior learning")
        LANGUAGE = "language", _("Another first language")
        ACCESS = "access", _("Access needs")
        HAZARD = "hazard", _("Danger or costly errors")

    code = models.CharField(max_length=40, unique=True)
    level = models.CharField(max_length=12, choices=Objective.Level, blank=True)
    constraint = models.CharField(max_length=12, choices=Constraint, blank=True)
    method = models.CharField(max_length=200)
    method_en = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    reason_en = models.TextField(blank=True)
    principle = models.CharField(max_length=120)
    principle_en = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=0)


class BloomVerb(models.Model):
    """A verb that shows a cognitive level; one verb may stand for more than one level."""

    class Language(models.TextChoices):
        ZH = "zh", _("Chinese")
        EN = "en", _("English")

    language = models.CharField(max_length=2, choices=Language)
    verb = models.CharField(max_length=60)
    level = models.CharField(max_length=12, choices=Objective.Level)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language", "verb", "level"],
                name="strategy_verb_once",
                violation_error_message=_("This verb already stands for this level."),
            )
        ]
