"""Employees and the dated facts about them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espalier.cycle.people.positions.queries import degree_choices


class Employee(models.Model):
    """One person who works or worked here. Leavers get ``left_on``, their last day; they are never deleted."""

    class Sex(models.TextChoices):
        FEMALE = "F", _("Female")
        MALE = "M", _("Male")
        OTHER = "X", _("Other or not stated")

    class Category(models.TextChoices):
        EXECUTIVE = "executive", pgettext_lazy("employee category", "Executive")
        MANAGER = "manager", pgettext_lazy("employee category", "Manager")
        PROFESSIONAL = "professional", pgettext_lazy("employee category", "Professional")
        ADMINISTRATIVE = "administrative", pgettext_lazy("employee category", "Administrative")
        OPERATIVE = "operative", pgettext_lazy("employee category", "Operative")

    number = models.CharField(_("Employee number"), max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    sex = models.CharField(max_length=1, choices=Sex)
    category = models.CharField(max_length=16, choices=Category)
    email = models.EmailField(blank=True)
    hired_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    unit = models.ForeignKey(
        "people.Unit", on_delete=models.PROTECT, related_name="employees"
    )  # where the primary holding of today stands, kept equal to it by the services
    position = models.ForeignKey(
        "people.Position", on_delete=models.PROTECT, related_name="employees", null=True, blank=True
    )  # the primary holding of today; none means no position
    manager = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    degree = models.CharField(max_length=12, choices=degree_choices(), blank=True)
    field_of_study = models.CharField(max_length=120, blank=True)
    experience_months = models.PositiveSmallIntegerField(null=True, blank=True)
    user = models.OneToOneField(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="employee"
    )
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "position"], name="people_unit_position")]
        constraints = [
            models.CheckConstraint(
                name="people_left_after_hired",
                condition=models.Q(left_on=None) | models.Q(left_on__gte=models.F("hired_on")),
                violation_error_message=_("A person cannot leave before being hired."),
            )
        ]


class PositionHolding(models.Model):
    """A person held a position in a unit from a date; no end means still. One primary holding at a time."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="holdings")
    position = models.ForeignKey(
        "people.Position", on_delete=models.PROTECT, related_name="holdings"
    )
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    is_primary = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["employee", "starts_on"], name="people_holding_person"),
            models.Index(fields=["unit", "starts_on"], name="people_holding_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="people_holding_order",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("A position cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["employee", "position", "starts_on"],
                name="people_holding_once",
                violation_error_message=_("This person already holds this position from that day."),
            ),
        ]


class Leave(models.Model):
    """An absence longer than a day or two, such as parental leave; no end means open."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="leaves")
    kind = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "kind", "starts_on"],
                name="people_leave_once",
                violation_error_message=_("This leave is already recorded."),
            )
        ]


class Licence(models.Model):
    """A licence or certificate a person holds; no expiry means that it does not expire."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="licences")
    name = models.CharField(max_length=160)
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=160, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "name", "number"],
                name="people_licence_once",
                violation_error_message=_("This licence is already recorded."),
            )
        ]


class Wage(models.Model):
    """A person's monthly wage from a date, in whole minor units. Read only with ``people.view_wage``."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="wages")
    starts_on = models.DateField()
    monthly_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3, default="TWD")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "starts_on"],
                name="people_wage_once",
                violation_error_message=_("This person already has a wage from that day."),
            )
        ]
