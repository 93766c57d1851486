"""Survey rounds, the units they ask, and the requests that came."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.unit_requests.types import (
    Mode,
    Outcome,
    Priority,
    ReasonKind,
    RequestState,
    RoundState,
)


class SurveyRound(models.Model):
    """One survey of what the units ask for in a year. Units write from ``opens_on`` to ``deadline``, both included.

    ``opened_at`` None: a round from a file, which no unit was told about by this program.
    """

    code = models.CharField(max_length=40, unique=True)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    opens_on = models.DateField()
    deadline = models.DateField()
    instructions = models.TextField(blank=True)
    instructions_en = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in RoundState], default=RoundState.PLANNED
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="needs_survey_round_days",
                condition=models.Q(deadline__gte=models.F("opens_on")),
                violation_error_message=_("A round does not end before it begins."),
            )
        ]


class AskedUnit(models.Model):
    """A unit that a round asks. ``no_requests_at`` set: it said that it asks for nothing, ``note`` says why.

    ``told_at`` None: nobody was told, because the unit has nobody with an account or an address.
    """

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="asked")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    n_reminders = models.PositiveSmallIntegerField(default=0)
    no_requests_at = models.DateTimeField(null=True, blank=True)
    no_requests_by = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit"],
                name="needs_asked_unit_once",
                violation_error_message=_("This unit is already asked in the round."),
            )
        ]


class RequestGroup(models.Model):
    """Requests of one round that are one thing, under one title. Every source stays a row of its own."""

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="groups")
    title = models.CharField(max_length=200)
    created_at = models.DateTimeField()


class UnitRequest(models.Model):
    """What one unit asks for in a round: a module of the catalogue, or a topic in its own words.

    ``module`` may be set later by whoever plans; ``topic`` stays as it was written. ``headcount`` None: as many as
    are named in ``employees``. ``months`` are 1–12. Units: ``budget_minor`` whole NT$; None: nobody said.
    ``outcome`` empty: the annual plan has not yet said what became of it.
    """

    round = models.ForeignKey(SurveyRound, on_delete=models.PROTECT, related_name="requests")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    module = models.ForeignKey(
        "learning_map.Module", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    topic = models.CharField(max_length=200, blank=True)
    reason_kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in ReasonKind])
    reason = models.TextField(blank=True)
    business_goal = models.ForeignKey(
        "policy.BusinessGoal", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    need = models.ForeignKey(
        "needs.Need", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    mode = models.CharField(
        max_length=10, choices=[(m.value, m.value) for m in Mode], default=Mode.OPEN
    )
    employees = models.ManyToManyField("people.Employee", blank=True, related_name="+")
    headcount = models.PositiveIntegerField(null=True, blank=True)
    months = models.JSONField(default=list)
    budget_minor = models.BigIntegerField(null=True, blank=True)
    priority = models.CharField(
        max_length=8, choices=[(p.value, p.value) for p in Priority], default=Priority.MEDIUM
    )
    remarks = models.TextField(blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in RequestState],
        default=RequestState.DRAFT,
    )
    group = models.ForeignKey(
        RequestGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="requests"
    )
    # Who handed it in, and is told what becomes of it; None: an answer in a file.
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    # The reason of the last decision, or the question when it was asked back.
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(
        max_length=12, blank=True, choices=[(o.value, o.value) for o in Outcome]
    )
    outcome_reason = models.TextField(blank=True)
    plan_line_ref = models.CharField(max_length=80, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.CharField(max_length=120, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "code"],
                name="needs_unit_request_code_once",
                violation_error_message=_("This number already names a request of the round."),
            ),
            models.CheckConstraint(
                name="needs_unit_request_says_what",
                condition=models.Q(state__in=[RequestState.DRAFT, RequestState.WITHDRAWN])
                | models.Q(module__isnull=False)
                | ~models.Q(topic=""),
                violation_error_message=_("A request handed in names a module or a topic."),
            ),
            models.CheckConstraint(
                name="needs_unit_request_amounts",
                condition=(models.Q(headcount=None) | models.Q(headcount__gte=1))
                & (models.Q(budget_minor=None) | models.Q(budget_minor__gte=0)),
                violation_error_message=_("A headcount is 1 or more, an amount 0 or more."),
            ),
        ]
        indexes = [models.Index(fields=["round", "unit"], name="needs_unit_request_of_unit")]
