"""Review procedures, their steps, the runs of them, what was decided, and who stands in for whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.kit.accounts.types import Role
from espalier.kit.approval.rules import RunState, StepState
from espalier.kit.approval.types import Decision, StepKind

KINDS = [(kind.value, kind.value) for kind in StepKind]
ROLES = [(role.value, role.value) for role in Role]


class Procedure(models.Model):
    """One way something is reviewed. ``version`` counts its changes; runs keep the steps they began with.

    ``applies_to`` holds codes of outputs or kinds of record; an empty list is everything.
    """

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    applies_to = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    allows_same_person = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField(default=1)
    updated_at = models.DateTimeField()


class StepRule(models.Model):
    """What a step asks, in a procedure and, copied, in a run. Amounts are whole NT$, inclusive.

    Either a role, at a place of the scope tree (none: the whole organisation), or one named person.
    """

    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=KINDS)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=ROLES, blank=True)
    scope = models.ForeignKey(
        "accounts.ScopeNode", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    min_amount = models.BigIntegerField(null=True, blank=True)
    max_amount = models.BigIntegerField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    is_vote = models.BooleanField(default=False)
    on_paper = models.BooleanField(default=True)

    class Meta:
        abstract = True


class Step(StepRule):
    """One step of a procedure; steps of the same order run side by side."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="steps")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="approval_step_role_or_person",
                condition=models.Q(role="", person__isnull=False)
                | (~models.Q(role="") & models.Q(person=None)),
                violation_error_message=_("A step names either a role or a person."),
            )
        ]


class Run(models.Model):
    """One review of one record, from being sent in to its end.

    ``summary`` is what changed, in the words of who sent it; ``round`` counts the reviews of the record.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="runs")
    procedure_version = models.PositiveSmallIntegerField()
    allows_same_person = models.BooleanField()
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    amount = models.BigIntegerField(null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=14, choices=[(s.value, s.value) for s in RunState], default=RunState.RUNNING
    )
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="approval_run_subject"),
            models.Index(fields=["state", "started_at"], name="approval_run_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=models.Q(state=RunState.RUNNING),
                name="approval_one_running",
                violation_error_message=_("This record is already in review."),
            ),
            models.CheckConstraint(
                name="approval_run_ended",
                condition=models.Q(state=RunState.RUNNING, ended_at=None)
                | (~models.Q(state=RunState.RUNNING) & models.Q(ended_at__isnull=False)),
                violation_error_message=_("A review that ended needs its time."),
            ),
        ]


class RunStep(StepRule):
    """A step of a run, as the procedure said when the run began. ``added_by`` is who asked for a co-signer."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in StepState], default=StepState.WAITING
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)  # why a co-signer was added, or the step given to another

    class Meta:
        indexes = [
            models.Index(fields=["run", "order"], name="approval_runstep_order"),
            models.Index(fields=["state", "due_on"], name="approval_runstep_due"),
        ]


class Signature(models.Model):
    """One decision of one person on one step; with a scan when it was given on paper.

    ``recorded_by`` differs from ``user`` when somebody recorded a signature given on paper.
    """

    step = models.ForeignKey(RunStep, on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    acted_for = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(max_length=10, choices=[(d.value, d.value) for d in Decision])
    comment = models.TextField(blank=True)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    dated = models.DateField()
    scan = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step", "user"],
                name="approval_signs_once",
                violation_error_message=_("This person already decided this step."),
            )
        ]


class PartComment(models.Model):
    """A remark on one part of what is reviewed; ``anchor`` is the part's, ``title`` its name then."""

    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="part_comments")
    anchor = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    text = models.TextField()


class Delegation(models.Model):
    """Somebody is away and another acts for them, both days included. Ended early: ``ends_on`` is moved."""

    person = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="approval_delegations"
    )
    delegate = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="approval_deputyships"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # taken back before its last day

    class Meta:
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="approval_delegation_days")]
        constraints = [
            models.CheckConstraint(
                name="approval_delegation_order",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The last day cannot lie before the first."),
            ),
            models.CheckConstraint(
                name="approval_delegation_to_another",
                condition=~models.Q(person=models.F("delegate")),
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        ]
