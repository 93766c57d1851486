"""The organisation's own settings: one row."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """One row with pk 1; its absence means that nobody has set anything yet."""

    class DateForm(models.TextChoices):
        WESTERN = "western", _("2027/03/01")
        ROC = "roc", _("民國 116 年 3 月 1 日")

    name = models.CharField(_("Name of the organisation"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    logo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True)
    reference_docx = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    suppression_minimum = models.PositiveSmallIntegerField(
        _("Smallest group whose figures are shown"),
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(50)],
    )
    date_form = models.CharField(
        _("Dates in documents"), max_length=8, choices=DateForm, default=DateForm.WESTERN
    )
    fiscal_year_starts = models.PositiveSmallIntegerField(
        _("First month of the training year"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    working_days = models.CharField(_("Working days"), max_length=7, default="12345")
    updated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_one_row",
                condition=models.Q(pk=1),
                violation_error_message=_("There is only one organisation."),
            )
        ]


class Holiday(models.Model):
    """A day off, or a working day that replaces one (補行上班)."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)
    is_working = models.BooleanField(default=False)
