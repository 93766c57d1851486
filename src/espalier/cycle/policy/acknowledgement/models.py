"""To whom an edition of the handbook was given, and who has said that they read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Distribution(models.Model):
    """One act of giving a published edition to people. ``to_all`` means the whole organisation of that day."""

    edition = models.ForeignKey("versions.Edition", on_delete=models.PROTECT, related_name="+")
    to_all = models.BooleanField(default=False)
    units = models.ManyToManyField("people.Unit", related_name="+", blank=True)
    note = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)


class Receipt(models.Model):
    """An employee was asked to read an edition. No ``read_at`` means not yet.

    ``unit`` is where the person stood when asked, so that rates of earlier editions do not move.
    """

    distribution = models.ForeignKey(
        Distribution, on_delete=models.PROTECT, related_name="receipts"
    )
    edition = models.ForeignKey("versions.Edition", on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey("people.Employee", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "employee"],
                name="policy_receipt_once",
                violation_error_message=_("This person was already asked to read this edition."),
            )
        ]
        indexes = [models.Index(fields=["edition", "unit"], name="policy_receipt_unit")]
