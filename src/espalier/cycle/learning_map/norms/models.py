"""Norms, their versions, what they are linked to, and who is exempt."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Norm(models.Model):
    """One norm (規範) the organisation keeps in view. What it asks for stands in its versions.

    ``is_applied`` False: it is known, but the organisation found that it does not bind it (yet).
    """

    class Kind(models.TextChoices):
        LEGAL = "legal", _("Legal")
        ORGANISATIONAL = "organisational", _("Organisational")
        CUSTOMER = "customer", _("Customer or scheme demand")
        ETHICAL = "ethical", _("Ethical")

    class Status(models.TextChoices):
        VERIFIED = "verified", _("Seen in the official source")
        SECONDARY = "secondary", _("Seen in a secondary source")
        KNOWN = "known", _("Known, not looked up yet")
        DOUBTFUL = "doubtful", _("Doubtful")

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    topic = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    source_dated = models.DateField(null=True, blank=True)  # the version of the source's text
    status = models.CharField(max_length=12, choices=Status)
    checked_on = models.DateField(null=True, blank=True)  # none means never looked up by us
    review_on = models.DateField(null=True, blank=True)  # look it up again by this day
    is_applied = models.BooleanField(default=True)
    updated_at = models.DateTimeField()


class NormVersion(models.Model):
    """What a norm asks for from a day on. A changed rule is a new version; the old one ends the day before.

    ``window`` "none" is a principle without hours. ``minutes`` None: hours are not fixed by the norm.
    """

    class Window(models.TextChoices):
        NONE = "none", _("No fixed term")
        ONCE = "once", _("Once, before the work begins")
        ROLLING = "rolling", _("Again within a number of months")
        CALENDAR = "calendar", _("In every calendar period")
        LICENCE = "licence", _("In every cycle of the licence")

    class OnLeave(models.TextChoices):
        RUNS = "runs", _("The term runs on during leave")
        PAUSES = "pauses", _("The term stands still during leave")

    class AgainOnChange(models.TextChoices):
        NONE = "none", _("A change of work changes nothing")
        FUNCTION = "function", _("Again when the job family changes")
        POSITION = "position", _("Again when the position changes")

    class FirstPeriod(models.TextChoices):
        FULL = "full", _("The first period asks for all hours")
        PRORATED = "prorated", _("The first period asks for its share of the hours")
        NEXT = "next", _("The duty begins with the next full period")

    norm = models.ForeignKey(Norm, on_delete=models.CASCADE, related_name="versions")
    version_no = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)  # the last day; none means until further
    window = models.CharField(max_length=12, choices=Window, default=Window.NONE)
    months = models.PositiveSmallIntegerField(null=True, blank=True)  # length of the window
    # Of these, each window uses its own: see engines.obligations.types.Norm.
    grace_days = models.PositiveSmallIntegerField(default=0)
    first_due_months = models.PositiveSmallIntegerField(null=True, blank=True)
    lookback_months = models.PositiveSmallIntegerField(null=True, blank=True)
    again_on_change = models.CharField(
        max_length=8, choices=AgainOnChange, default=AgainOnChange.NONE
    )
    first_period = models.CharField(max_length=8, choices=FirstPeriod, default=FirstPeriod.FULL)
    covers_incumbents = models.BooleanField(default=True)
    notice_days = models.PositiveSmallIntegerField(default=60)  # due soon this long before the day
    minutes = models.PositiveIntegerField(null=True, blank=True)
    modes = models.JSONField(default=list, blank=True)  # allowed modes; empty: all
    mode_caps = models.JSONField(default=dict, blank=True)  # mode -> most minutes that count
    content_minutes = models.JSONField(default=dict, blank=True)  # content tag -> least minutes
    target = models.JSONField(default=dict, blank=True)  # see norms.types.Target
    is_shareable = models.BooleanField(default=True)
    is_working_time = models.BooleanField(default=True)
    on_leave = models.CharField(max_length=8, choices=OnLeave, default=OnLeave.RUNS)
    evidence = models.CharField(max_length=200, blank=True)
    change_note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["norm", "version_no"],
                name="learning_map_norm_version_once",
                violation_error_message=_("This version of the norm already exists."),
            ),
            models.UniqueConstraint(
                fields=["norm", "effective_from"],
                name="learning_map_norm_version_from_once",
                violation_error_message=_("A version of the norm already begins on this day."),
            ),
            models.UniqueConstraint(
                fields=["norm"],
                condition=models.Q(effective_to=None),
                name="learning_map_norm_one_open_version",
                violation_error_message=_("Only one version of a norm has no end."),
            ),
            models.CheckConstraint(
                name="learning_map_norm_version_order",
                condition=models.Q(effective_to=None)
                | models.Q(effective_to__gte=models.F("effective_from")),
                violation_error_message=_("A version cannot end before it begins."),
            ),
        ]


class NormModule(models.Model):
    """The hours of a module (all versions) serve a norm; no ``credit_minutes`` means all of them."""

    norm = models.ForeignKey(Norm, on_delete=models.CASCADE, related_name="module_links")
    module = models.ForeignKey(
        "learning_map.Module", on_delete=models.PROTECT, related_name="norm_links"
    )
    credit_minutes = models.PositiveIntegerField(null=True, blank=True)
    content_tag = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["norm", "module"],
                name="learning_map_norm_module_once",
                violation_error_message=_("This module already serves the norm."),
            )
        ]


class NormPosition(models.Model):
    """A norm binds everybody who holds a position."""

    norm = models.ForeignKey(Norm, on_delete=models.CASCADE, related_name="position_links")
    position = models.ForeignKey(
        "people.Position", on_delete=models.PROTECT, related_name="norm_links"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["norm", "position"],
                name="learning_map_norm_position_once",
                violation_error_message=_("This position is already bound by the norm."),
            )
        ]


class NormClause(models.Model):
    """A clause of the training policy carries the norm into the organisation's own rules."""

    norm = models.ForeignKey(Norm, on_delete=models.CASCADE, related_name="clause_links")
    clause = models.ForeignKey("policy.Clause", on_delete=models.PROTECT, related_name="norm_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["norm", "clause"],
                name="learning_map_norm_clause_once",
                violation_error_message=_("This clause already carries the norm."),
            )
        ]


class NormNote(models.Model):
    """Something said about a norm: an interpretation, or that it was looked up again. Rows are only added."""

    class Kind(models.TextChoices):
        INTERPRETATION = "interpretation", _("Interpretation")
        CHECKED = "checked", _("Looked up again")

    norm = models.ForeignKey(Norm, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.INTERPRETATION)
    text = models.TextField(blank=True)
    said_by = models.CharField(max_length=120)  # whose interpretation it is, inside or outside
    said_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)


class NormMaterial(models.Model):
    """Learning information attached to a norm: a stored file or an address."""

    norm = models.ForeignKey(Norm, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="learning_map_norm_material_one",
                condition=models.Q(file=None, url__gt="") | models.Q(file__isnull=False, url=""),
                violation_error_message=_("Give either a file or an address."),
            )
        ]


class NormExemption(models.Model):
    """A person need not fulfil a norm for a time, with the reason and who allowed it; no end means for good.

    An exemption is ended, never deleted.
    """

    norm = models.ForeignKey(Norm, on_delete=models.CASCADE, related_name="exemptions")
    employee = models.ForeignKey(
        "people.Employee", on_delete=models.PROTECT, related_name="norm_exemptions"
    )
    reason = models.CharField(max_length=300)
    starts_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["norm", "employee", "starts_on"],
                name="learning_map_norm_exemption_once",
                violation_error_message=_("This exemption is already recorded."),
            ),
            models.CheckConstraint(
                name="learning_map_norm_exemption_order",
                condition=models.Q(until=None) | models.Q(until__gte=models.F("starts_on")),
                violation_error_message=_("An exemption cannot end before it starts."),
            ),
        ]
