"""How modules can be run."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Offer(models.Model):
    """How one module can be run in a year. A module without a row cannot be planned.

    Money is whole NT$ and tax included: ``session_cost`` once a session (instructor, room, material),
    ``head_cost`` each participant. ``meetings`` × ``meeting_minutes`` is the time of one session.
    ``sessions_max`` is what can be run in a year; None means that only people and places limit it.
    """

    class Kind(models.TextChoices):
        CLASS = "class", _("Own class")
        JOB = "job", _("At the workplace")
        PUBLIC = "public", _("Seats in a public class")
        ONLINE = "online", _("E-learning")

    module = models.OneToOneField(
        "learning_map.Module", on_delete=models.CASCADE, related_name="offer"
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CLASS)
    seats_min = models.PositiveSmallIntegerField(default=1)
    seats_max = models.PositiveIntegerField(default=24)
    sessions_max = models.PositiveSmallIntegerField(null=True, blank=True)
    session_cost = models.PositiveIntegerField(default=0)
    head_cost = models.PositiveIntegerField(default=0)
    meetings = models.PositiveSmallIntegerField(default=1)
    meeting_minutes = models.PositiveSmallIntegerField(default=180)
    slot_kinds = models.ManyToManyField("plan.SlotKind", related_name="offers", blank=True)
    instructors = models.ManyToManyField("policy.Resource", related_name="+", blank=True)
    rooms = models.ManyToManyField(
        "policy.Resource", related_name="+", blank=True
    )  # none: every room that is big enough
    equipment = models.ManyToManyField("policy.Resource", related_name="+", blank=True)
    money_line = models.ForeignKey(
        "policy.Resource", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the budget line it is paid from; none: the plan's budget alone
    grant = models.ForeignKey(
        "policy.Resource", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    grant_per_session = models.PositiveIntegerField(default=0)
    preferred_months = models.CharField(max_length=40, blank=True)  # "3,4,9"; empty: any
    spacing_days = models.PositiveSmallIntegerField(default=5)  # working days after a prerequisite
    owner = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_offer_seats",
                condition=models.Q(seats_min__gte=1, seats_max__gte=models.F("seats_min")),
                violation_error_message=_("A class holds at least as many as it needs to run."),
            ),
            models.CheckConstraint(
                name="plan_offer_meetings",
                condition=models.Q(meetings__gte=1, meeting_minutes__gte=30),
                violation_error_message=_("A session meets at least once, for half an hour."),
            ),
        ]


class EntryLevel(models.Model):
    """What somebody must already reach for the module to help: without a row, no level is asked."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="entry_levels")
    competency = models.ForeignKey(
        "standards.Competency", on_delete=models.PROTECT, related_name="+"
    )
    level = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "competency"],
                name="plan_entry_level_once",
                violation_error_message=_("This competency already has an entry level."),
            )
        ]
