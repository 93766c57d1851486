"""Long work that can be watched, cancelled and come back to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of long work. ``kind`` names the registered function, ``arguments`` is all it gets."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    step = models.CharField(max_length=200, blank=True)
    done_share = models.FloatField(default=0)
    cancel_asked = models.BooleanField(default=False)
    result = models.JSONField(null=True)
    problem = models.TextField(blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True)
    actor = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="jobs_share_0_to_1",
                condition=models.Q(done_share__gte=0, done_share__lte=1),
                violation_error_message=_("Progress lies between 0 and 1."),
            )
        ]
