"""What training is done with: people, places, things, money, partners; when it is there; who took it when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.cycle.policy.resources.types import CostBasis, Kind


class Resource(models.Model):
    """One resource. ``ended_on`` is its last day; it is never deleted once something refers to it.

    ``pieces``: how many alike there are (three lathes); ``seats``: how many people fit, None where nobody
    counted. ``unit_cost`` is whole NT$ a ``cost_basis``; None means unknown, 0 free of charge.
    """

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind])
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=200, blank=True)
    is_internal = models.BooleanField(default=True)
    unit = models.ForeignKey(
        "people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # who keeps it
    place = models.CharField(max_length=160, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    pieces = models.PositiveSmallIntegerField(default=1)
    unit_cost = models.PositiveIntegerField(null=True, blank=True)
    cost_basis = models.CharField(
        max_length=8, choices=[(b.value, b.value) for b in CostBasis], blank=True
    )
    valid_from = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    selection_note = models.TextField(blank=True)  # by which criteria it was chosen, and when
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="policy_resource_pieces",
                condition=models.Q(pieces__gte=1),
                violation_error_message=_("There is at least one piece of a resource."),
            ),
            models.CheckConstraint(
                name="policy_resource_cost_basis",
                condition=models.Q(unit_cost=None) | ~models.Q(cost_basis=""),
                violation_error_message=_(
                    "A cost needs to say what it is for: hour, day, session…"
                ),
            ),
        ]


class Instructor(models.Model):
    """What only an instructor has. ``employee`` is set for internal ones; subjects and languages one a line."""

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="instructor")
    employee = models.ForeignKey(
        "people.Employee", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    subjects = models.TextField(blank=True)
    languages = models.CharField(max_length=160, blank=True)
    qualifications = models.TextField(blank=True)


class MoneyLine(models.Model):
    """What a budget line or a grant is worth in one year, in whole NT$, and by which rule."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="money")
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    spent = models.BigIntegerField(default=0)
    rule = models.TextField(blank=True)  # share of payroll, cap per course, what has to be shown
    rule_en = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "year"],
                name="policy_money_once_a_year",
                violation_error_message=_("This line already has an amount for the year."),
            )
        ]


class OpenTime(models.Model):
    """When a resource can be had: weekdays and minutes a day, from a day on. No row: never."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="open_times")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    weekdays = models.CharField(max_length=7, default="12345")
    minutes_a_day = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "starts_on", "weekdays"],
                name="policy_open_time_once",
                violation_error_message=_("There are already hours from this day on."),
            ),
            models.CheckConstraint(
                name="policy_open_time_order",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The last day cannot lie before the first."),
            ),
        ]


class Absence(models.Model):
    """A resource is away: leave of an instructor, repair of a machine."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="policy_absence_order",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("An absence ends after it starts."),
            )
        ]


class Booking(models.Model):
    """Somebody has a resource for a time, whoever asked: the one place where capacity is counted.

    ``subject_kind`` and ``subject_id`` name what it is for, as the thread does; cancelled ones keep their row
    and lose their slots.
    """

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    quantity = models.PositiveSmallIntegerField(default=1)
    headcount = models.PositiveIntegerField(default=0)
    purpose = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    booked_by = models.CharField(max_length=120)
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["resource", "starts_at"], name="policy_booking_when"),
            models.Index(fields=["subject_kind", "subject_id"], name="policy_booking_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="policy_booking_order",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("A booking ends after it starts."),
            )
        ]


class BookedSlot(models.Model):
    """One piece of a resource in one quarter hour. The database itself refuses it twice."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="slots")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    piece = models.PositiveSmallIntegerField()
    slot = models.PositiveIntegerField()  # quarter hours since 1970, UTC

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "piece", "slot"],
                name="policy_slot_taken_once",
                violation_error_message=_("It is already booked at this time."),
            )
        ]


class Demand(models.Model):
    """What policy or plan will need of a resource in a month, before anything is booked.

    The later plan states its demand here, too; ``source_kind`` and ``source_id`` name what asks for it.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="demands")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField(default=0)
    amount = models.BigIntegerField(default=0)  # whole NT$, of money lines
    source_kind = models.CharField(max_length=60, blank=True)
    source_id = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "year", "month", "source_kind", "source_id", "reason"],
                name="policy_demand_once",
                violation_error_message=_("This demand is already stated."),
            ),
            models.CheckConstraint(
                name="policy_demand_month",
                condition=models.Q(month__range=(1, 12)),
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
        ]


class Contract(models.Model):
    """A contract with a vendor, partner or external instructor. ``amount`` is whole NT$."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="contracts")
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(default=0)
    amount = models.BigIntegerField(null=True, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "number"],
                name="policy_contract_once",
                violation_error_message=_("This contract is already on record."),
            )
        ]


class SelectionCriterion(models.Model):
    """By what resources of a kind are chosen and judged (TTQS 10); weights are compared with each other."""

    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind])
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    weight = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="policy_criterion_once",
                violation_error_message=_("This kind of resource already has the criterion."),
            ),
            models.CheckConstraint(
                name="policy_criterion_weight",
                condition=models.Q(weight__gt=0),
                violation_error_message=_("A criterion without weight decides nothing."),
            ),
        ]


class Evaluation(models.Model):
    """One judgement of a resource: ``scores`` 1–5 by the name of the criterion. Rows are only added."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="evaluations")
    evaluated_on = models.DateField()
    scores = models.JSONField()
    n_respondents = models.PositiveIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "evaluated_on", "by"],
                name="policy_evaluation_once",
                violation_error_message=_("This person already judged it on that day."),
            )
        ]
