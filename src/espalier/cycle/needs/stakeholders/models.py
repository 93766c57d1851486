"""Stakeholders, what was weighed with them, and who could not be heard."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LOWEST, HIGHEST = 1, 5  # of power and interest
_FROM_1_TO_5 = [MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]


class Analysis(models.Model):
    """The analysis of one plan year: what it asks, of whom, and what it is for.

    Consultations and considerations belong to it, so that being heard in an earlier year does not
    count as being heard now. The newest year is the one under way.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    purpose = models.TextField(blank=True)
    purpose_en = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    scope_en = models.TextField(blank=True)
    question = models.TextField(blank=True)
    question_en = models.TextField(blank=True)
    updated_at = models.DateTimeField()


class Stakeholder(models.Model):
    """A person or a group with something at stake in what is learned here.

    ``employee`` and ``user`` are set when the stakeholder is one of our people or has an account;
    a group such as all learners has neither.
    """

    class Group(models.TextChoices):
        LEARNER = "learner", _("Learners")
        INSTRUCTOR = "instructor", _("Instructors")
        SUPERVISOR = "supervisor", _("Supervisors")
        COORDINATOR = "coordinator", _("Training coordinators")
        EXECUTIVE = "executive", _("Executives")
        CUSTOMER = "customer", _("Customers")
        LABOUR = "labour", _("Labour representatives")
        VENDOR = "vendor", _("Vendors and suppliers")
        OTHER = "other", _("Others")

    class Stance(models.TextChoices):
        UNKNOWN = "unknown", _("Not known yet")
        FOR = "for", _("In favour")
        NEUTRAL = "neutral", _("Neutral")
        AGAINST = "against", _("Against")

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    group = models.CharField(max_length=12, choices=Group)
    role = models.CharField(max_length=120, blank=True)
    role_en = models.CharField(max_length=160, blank=True)
    unit = models.ForeignKey(
        "people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    power = models.PositiveSmallIntegerField(validators=_FROM_1_TO_5)
    interest = models.PositiveSmallIntegerField(validators=_FROM_1_TO_5)
    expectation = models.TextField(blank=True)
    expectation_en = models.TextField(blank=True)
    stance = models.CharField(max_length=8, choices=Stance, default=Stance.UNKNOWN)
    position = models.TextField(blank=True)  # what they hold, in their words
    position_en = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    employee = models.ForeignKey(
        "people.Employee", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="needs_stakeholder_on_grid",
                condition=models.Q(power__range=(1, 5), interest__range=(1, 5)),
                violation_error_message=_("Power and interest lie between 1 and 5."),
            )
        ]


class Consideration(models.Model):
    """Something the strategy must weigh, with how many were for it, against it or undecided.

    The numbers are of those who spoke to it; None means nobody counted. ``round`` is the
    consultation it came from, if any; ``basis`` says in words what else it rests on.
    """

    class Kind(models.TextChoices):
        CONSENSUS = "consensus", _("Consensus")
        DISAGREEMENT = "disagreement", _("Disagreement")
        CONSTRAINT = "constraint", _("Constraint")
        EXPECTATION = "expectation", _("Expectation")

    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="considerations")
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=14, choices=Kind)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    n_for = models.PositiveIntegerField(null=True, blank=True)
    n_against = models.PositiveIntegerField(null=True, blank=True)
    n_neutral = models.PositiveIntegerField(null=True, blank=True)
    round = models.ForeignKey(
        "consultation.Round", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    basis = models.TextField(blank=True)
    basis_en = models.TextField(blank=True)
    updated_at = models.DateTimeField()


class Voice(models.Model):
    """A stakeholder spoke to a consideration: how, and in which words."""

    consideration = models.ForeignKey(
        Consideration, on_delete=models.CASCADE, related_name="voices"
    )
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="voices")
    stance = models.CharField(
        max_length=8, choices=Stakeholder.Stance, default=Stakeholder.Stance.UNKNOWN
    )
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consideration", "stakeholder"],
                name="needs_voice_once",
                violation_error_message=_("This stakeholder is already named there."),
            )
        ]


class UnheardReason(models.Model):
    """Why a group or one stakeholder is not heard in an analysis; without it a review is refused.

    Either ``group`` or ``stakeholder`` is set, never both.
    """

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=12, choices=Stakeholder.Group, blank=True)
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    reason = models.TextField()
    reason_en = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="needs_unheard_group_or_person",
                condition=models.Q(group="", stakeholder__isnull=False)
                | (~models.Q(group="") & models.Q(stakeholder__isnull=True)),
                violation_error_message=_("Name either a group or one stakeholder."),
            ),
            models.UniqueConstraint(
                fields=["analysis", "group"],
                condition=models.Q(stakeholder=None),
                name="needs_unheard_group_once",
                violation_error_message=_("A reason is already recorded for this group."),
            ),
            models.UniqueConstraint(
                fields=["analysis", "stakeholder"],
                name="needs_unheard_stakeholder_once",
                violation_error_message=_("A reason is already recorded for this stakeholder."),
            ),
        ]


class ClimateSurvey(models.Model):
    """A consultation round that asks the questions about culture and transfer climate."""

    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="climate_surveys")
    round = models.OneToOneField(
        "consultation.Round", on_delete=models.PROTECT, related_name="climate_survey"
    )
    question_set = models.CharField(max_length=20)  # version of the question set that was asked
    opened_on = models.DateField()
