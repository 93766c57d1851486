"""When learning takes place: kinds of slots, days that are closed, planned sessions and their meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SlotKind(models.Model):
    """A time of day at which a meeting may take place: morning, evening, Saturday, shift handover."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    weekdays = models.CharField(max_length=7, default="12345")  # 1 is Monday
    starts_minute = models.PositiveSmallIntegerField()  # after midnight, Taiwan time
    minutes = models.PositiveSmallIntegerField()
    is_working_time = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_slot_in_day",
                condition=models.Q(starts_minute__lt=1440, minutes__gte=30),
                violation_error_message=_("A slot begins within the day and lasts half an hour."),
            )
        ]


class CalendarDay(models.Model):
    """A day, or a stretch of days up to ``until``, that differs from its weekday.

    Closed, worked after all, or peak season. Without a unit it is about everybody; with one, about all units below
    it, too. ``source`` says where the date is from.
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Public holiday")
        MAKEUP = "makeup", _("Working day instead")
        CLOSED = "closed", _("Closed by the organisation")
        PEAK = "peak", _("Peak season")

    code = models.CharField(max_length=40, unique=True)
    on = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day; None: one day
    kind = models.CharField(max_length=8, choices=Kind)
    unit = models.ForeignKey(
        "people.Unit", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_checked = models.BooleanField(default=False)  # against the official notice

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "unit", "kind"],
                name="plan_unit_day_once",
                violation_error_message=_("This day is already in the calendar."),
            ),
            models.UniqueConstraint(
                fields=["on", "kind"],
                condition=models.Q(unit=None),
                name="plan_common_day_once",
                violation_error_message=_("This day is already in the calendar."),
            ),
            models.CheckConstraint(
                name="plan_calendar_day_order",
                condition=models.Q(until=None) | models.Q(until__gte=models.F("on")),
                violation_error_message=_("This day lies before the first one."),
            ),
        ]


class Session(models.Model):
    """One planned run of a module (梯次). Its meetings say when; no meeting means not dated yet.

    ``delivery`` refers to it and tells back through services what became of it (``announced_at``,
    ``attended``, ``actual_cost``).
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("state of a session", "Planned")
        ANNOUNCED = "announced", _("Announced")
        RUNNING = "running", _("Running")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    line = models.ForeignKey("plan.Line", on_delete=models.CASCADE, related_name="dated")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    instructor = models.ForeignKey(
        "policy.Resource", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    room = models.ForeignKey(
        "policy.Resource", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pins_time = models.BooleanField(default=False)
    pins_instructor = models.BooleanField(default=False)
    pins_room = models.BooleanField(default=False)
    pin_reason = models.CharField(max_length=200, blank=True)
    deadline_on = models.DateField(null=True, blank=True)  # by which a legal duty falls due
    announced_at = models.DateTimeField(null=True, blank=True)
    attended = models.PositiveIntegerField(null=True, blank=True)
    actual_cost = models.PositiveBigIntegerField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # of its iCalendar entry
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "number"],
                name="plan_session_number_once",
                violation_error_message=_("This line already has a session of this number."),
            )
        ]


class Meeting(models.Model):
    """One meeting (場次) of a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="meetings")
    order = models.PositiveSmallIntegerField()
    slot_kind = models.ForeignKey(
        SlotKind, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["starts_at"], name="plan_meeting_when")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "order"],
                name="plan_meeting_order_once",
                violation_error_message=_("This meeting already has a time."),
            ),
            models.CheckConstraint(
                name="plan_meeting_ends_later",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("A meeting ends after it starts."),
            ),
        ]


class Forbidden(models.Model):
    """A time that a session may not take, said by a person, with the reason."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="forbidden")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
