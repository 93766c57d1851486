"""Duties people were given, which norms bind by name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DutyAssignment(models.Model):
    """A person was given a duty (such as first aider) by its name, as norms name it; no end means still."""

    employee = models.ForeignKey(
        "people.Employee", on_delete=models.PROTECT, related_name="duty_assignments"
    )
    duty = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["duty", "starts_on"], name="learning_map_duty_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "duty", "starts_on"],
                name="learning_map_duty_once",
                violation_error_message=_("This person already has this duty from that day."),
            ),
            models.CheckConstraint(
                name="learning_map_duty_order",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("A duty cannot end before it starts."),
            ),
        ]
