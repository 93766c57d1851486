"""Staff changes that are known or expected, from which the required levels of a date follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffChange(models.Model):
    """Who comes, goes or moves on a day. Rows are expectations: the roster is changed by `people` alone.

    ``on`` is the last day of who goes, the first day of all others. A hire names no employee but a headcount; a
    successor is prepared for a position still held by another.
    """

    class Kind(models.TextChoices):
        HIRE = "hire", _("New hire")
        LEAVE = "leave", _("Leaving")
        RETIRE = "retire", _("Retirement")
        MOVE = "move", _("Transfer")
        PROMOTE = "promote", _("Promotion")
        SUCCESSOR = "successor", _("Successor prepared")

    class State(models.TextChoices):
        EXPECTED = "expected", _("Expected")
        SETTLED = "settled", _("Settled")
        DROPPED = "dropped", _("Dropped")

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.EXPECTED)
    on = models.DateField()
    employee = models.ForeignKey(
        "people.Employee",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="staff_changes",
    )
    unit = models.ForeignKey(
        "people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.ForeignKey(
        "people.Position", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    headcount = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=200)  # manpower plan, retirement list, succession plan
    note = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_staff_change_headcount",
                condition=models.Q(headcount__gte=1),
                violation_error_message=_("A change concerns at least one person."),
            ),
            models.CheckConstraint(
                name="plan_staff_change_person",
                condition=models.Q(kind="hire", employee=None)
                | (~models.Q(kind="hire") & models.Q(employee__isnull=False, headcount=1)),
                violation_error_message=_(
                    "A new hire is a headcount; every other change names one person."
                ),
            ),
        ]
