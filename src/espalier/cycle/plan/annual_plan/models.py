"""The annual plan: its scenarios, what the planner answered, its lines and places, pins and changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espalier.cycle.plan.annual_plan.types import ChangeKind, ChangeState


class AnnualPlan(models.Model):
    """The plan of one year. ``chosen`` is the scenario that is (to be) approved; the rest stay for comparison.

    ``approved_at`` None: not approved yet. From then on its lines change by approved changes alone.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    chosen = models.ForeignKey(
        "plan.Scenario", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    summary = models.TextField(blank=True)  # what the year is to reach, and the main choices
    summary_en = models.TextField(blank=True)
    risks = models.TextField(blank=True)  # risk and contingency, in words
    risks_en = models.TextField(blank=True)
    created_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)


class Scenario(models.Model):
    """One way the year could go: its limits, and the plan found or made for them.

    ``budget`` is whole NT$; ``minutes_per_person`` the time besides legal duties; ``gaps_on`` the day whose
    required levels and headcount count. ``revision`` rises with every change, so that two people who edit are
    told. ``legal_only_from`` None: legal duties due in the whole year.
    """

    plan = models.ForeignKey(AnnualPlan, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    budget = models.PositiveBigIntegerField()
    minutes_per_person = models.PositiveIntegerField(default=24 * 60)
    fair_permille = models.PositiveSmallIntegerField(default=600)
    gaps_on = models.DateField()
    uses_money_lines = models.BooleanField(default=False)
    away_percent = models.PositiveSmallIntegerField(
        default=15
    )  # of a unit at once, in the timetable
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    revision = models.PositiveIntegerField(default=1)
    created_by = models.CharField(max_length=120)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="plan_scenario_name_once",
                violation_error_message=_("This year already has a scenario of this name."),
            ),
            models.CheckConstraint(
                name="plan_scenario_shares",
                condition=models.Q(fair_permille__lte=1000, away_percent__range=(1, 100)),
                violation_error_message=_("A share lies between nothing and the whole."),
            ),
        ]


class Run(models.Model):
    """One run of the planner on a frozen problem: enough to compute its answer again.

    ``problem_file`` None: the worker has not read the records yet. ``answer`` is the engine's result as data
    without the people (they are in ``plan_file``, which also holds the best plan so far while it runs); ``bound``
    is the proven most that any plan could close. ``is_applied``: the scenario's lines are this answer.
    """

    class Kind(models.TextChoices):
        SELECT = "select", _("Plan")
        FRONTIER = "frontier", _("Frontier of budgets")
        TIMETABLE = "timetable", _("Timetable")
        REPLAN = "replan", _("Re-plan")

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=10, choices=Kind)
    job = models.ForeignKey(
        "jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    scenario_revision = models.PositiveIntegerField()
    problem_file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plan_file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    problem_sha256 = models.CharField(max_length=64, blank=True)
    seed = models.PositiveIntegerField(default=0)
    time_limit_seconds = models.PositiveIntegerField(null=True, blank=True)
    status = models.CharField(max_length=12, blank=True)
    objective = models.BigIntegerField(null=True, blank=True)
    bound = models.BigIntegerField(null=True, blank=True)
    gap_share = models.FloatField(null=True, blank=True)
    is_verified = models.BooleanField(default=False)  # check passed on plan and certificate
    is_applied = models.BooleanField(default=False)
    answer = models.JSONField(default=dict)
    versions = models.JSONField(default=dict)
    problem_text = models.TextField(blank=True)  # what went wrong, in words
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    started_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["scenario", "kind", "started_at"], name="plan_run_of")]


class Line(models.Model):
    """One line of the annual plan: a module with its sessions and costs. Money is whole NT$.

    ``reasons`` is what the planner says (legal duties, gaps closed, requests), as data that pages put into
    words; ``reason`` is what a person wrote. ``is_by_hand``: the planner keeps the line as it is.
    """

    class Category(models.TextChoices):
        LEVEL = "level", _("By level")
        COMPETENCY = "competency", _("Competency")
        LEGAL = "legal", _("Required by law")
        STRATEGY = "strategy", _("Strategy")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("line of the plan", "Planned")
        RUNNING = "running", pgettext_lazy("line of the plan", "Running")
        DONE = "done", pgettext_lazy("line of the plan", "Carried out")
        CANCELLED = "cancelled", pgettext_lazy("line of the plan", "Cancelled")

    class Origin(models.TextChoices):
        PLANNER = "planner", _("Planner")
        HAND = "hand", _("By hand")
        IMPORT = "import", _("Imported")
        CARRIED = "carried", _("Carried over")
        CHANGE = "change", _("Change during the year")

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="lines")
    module = models.ForeignKey(
        "learning_map.Module", on_delete=models.PROTECT, related_name="plan_lines"
    )
    number = models.CharField(max_length=20)  # 編號, such as 2027-012
    category = models.CharField(max_length=12, choices=Category)
    sessions = models.PositiveSmallIntegerField()
    headcount = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()  # of one session
    session_cost = models.PositiveIntegerField(default=0)
    head_cost = models.PositiveIntegerField(default=0)
    cost = models.PositiveBigIntegerField()
    grant_amount = models.PositiveBigIntegerField(default=0)
    months = models.CharField(max_length=40, blank=True)  # "3,9", wished or dated
    evaluation_level = models.PositiveSmallIntegerField(null=True, blank=True)  # L1–L4
    owner = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    reasons = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    is_by_hand = models.BooleanField(default=False)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.HAND)
    is_addition = models.BooleanField(default=False)  # 計畫外: came during the year
    requests = models.ManyToManyField("needs.UnitRequest", related_name="plan_lines", blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "module"],
                name="plan_line_module_once",
                violation_error_message=_("This module already has a line in the scenario."),
            ),
            models.UniqueConstraint(
                fields=["scenario", "number"],
                name="plan_line_number_once",
                violation_error_message=_("This number is already given."),
            ),
            models.CheckConstraint(
                name="plan_line_evaluation_level",
                condition=models.Q(evaluation_level=None)
                | models.Q(evaluation_level__range=(1, 4)),
                violation_error_message=_("The level of evaluation is 1 to 4."),
            ),
        ]


class Place(models.Model):
    """A person is to attend the module of a line. ``closed`` is the weight of the gap it closes."""

    class Why(models.TextChoices):
        LEGAL = "legal", _("Required by law")
        GAP = "gap", _("Competency gap")
        REQUEST = "request", _("Asked for by the unit")
        HELPER = "helper", _("Needed for another module")
        HAND = "hand", _("Put in by hand")

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="places")
    employee = models.ForeignKey(
        "people.Employee", on_delete=models.PROTECT, related_name="plan_places"
    )
    why = models.CharField(max_length=8, choices=Why)
    closed = models.PositiveBigIntegerField(default=0)
    session = models.ForeignKey(
        "plan.Session", on_delete=models.SET_NULL, null=True, blank=True, related_name="places"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "employee"],
                name="plan_place_once",
                violation_error_message=_("This person already has a place in the line."),
            )
        ]


class Pin(models.Model):
    """What the planner may not change in a scenario: a wish (must) or a ban, with its reason.

    With an employee it is about that person and the module; without, about the sessions of the module:
    at least ``sessions_min``, at most ``sessions_max`` (0: the module is out).
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="pins")
    module = models.ForeignKey("learning_map.Module", on_delete=models.CASCADE, related_name="+")
    employee = models.ForeignKey(
        "people.Employee", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    is_ban = models.BooleanField(default=False)
    sessions_min = models.PositiveSmallIntegerField(null=True, blank=True)
    sessions_max = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "module", "employee"],
                name="plan_person_pin_once",
                violation_error_message=_("This is already pinned; take the pin out first."),
            ),
            models.UniqueConstraint(
                fields=["scenario", "module"],
                condition=models.Q(employee=None),
                name="plan_module_pin_once",
                violation_error_message=_("This is already pinned; take the pin out first."),
            ),
        ]


class PlanChange(models.Model):
    """A change of the approved plan during the year (計畫外、異動、取消); it counts once approved."""

    plan = models.ForeignKey(AnnualPlan, on_delete=models.CASCADE, related_name="changes")
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in ChangeKind])
    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    module = models.ForeignKey("learning_map.Module", on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField()
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in ChangeState],
        default=ChangeState.DRAFT,
    )
    effective_on = models.DateField()
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)
