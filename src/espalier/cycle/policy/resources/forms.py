"""Reading what was typed about resources and bookings."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.units.queries import units_by_code
from espalier.cycle.policy.resources import queries
from espalier.cycle.policy.resources.types import Kind, OpenHours, Span
from espalier.cycle.policy.resources.wording import BASES, KINDS
from espalier.kit.ui.choices import offer
from espalier.kit.ui.days import day_field

MONEY_MAX = 900_000_000_000
WEEKDAYS = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}))


class ResourceForm(forms.Form):
    """The facts of a resource; the last four fields are those of an instructor."""

    code = forms.CharField(label=_("Code"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    name = forms.CharField(label=_("Resource name"), max_length=160)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    is_internal = forms.BooleanField(label=_("Internal"), required=False, initial=True)
    unit_id = forms.TypedChoiceField(
        label=_("Kept by"), required=False, coerce=int, empty_value=None
    )
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    seats = forms.IntegerField(label=_("Seats"), min_value=0, max_value=100_000, required=False)
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=999, initial=1)
    unit_cost = forms.IntegerField(
        label=_("Cost (NT$)"), min_value=0, max_value=2_000_000_000, required=False
    )
    cost_basis = forms.ChoiceField(
        label=_("The cost is for"), choices=[("", "–"), *BASES.items()], required=False
    )
    valid_from = day_field(_("From"), required=False)
    selection_note = forms.CharField(
        label=_("Why it was chosen"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    employee_number = forms.CharField(
        label=_("Employee number of the instructor"), max_length=40, required=False
    )
    subjects = forms.CharField(
        label=_("Subjects taught"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    languages = forms.CharField(label=_("Languages"), max_length=160, required=False)
    qualifications = forms.CharField(
        label=_("Qualifications"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = sorted(units_by_code().items())
        choices = ((str(u.pk), f"{code} {u.name}") for code, u in units)
        offer(self, "unit_id", [("", "–"), *choices])

    def clean_employee_number(self) -> int | None:
        """The id of the employee; a number nobody has is said so."""
        number = self.cleaned_data["employee_number"].strip()
        if not number:
            return None
        found = employees.ids_by_number().get(number)
        if found is None:
            raise ValidationError(_("There is no employee with this number."))
        return found

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        told = dict(self.cleaned_data)
        told["employee_id"] = told.pop("employee_number")
        return told


class HoursForm(forms.Form):
    """From a day on: weekdays, and hours a day."""

    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"), required=False)
    weekdays = forms.MultipleChoiceField(
        label=_("Weekdays"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    hours_a_day = forms.DecimalField(
        label=_("Hours a day"), min_value=0, max_value=24, decimal_places=2, max_digits=4
    )

    def hours(self) -> OpenHours:
        told = self.cleaned_data
        days = "".join(sorted(told["weekdays"]))
        return OpenHours(told["starts_on"], told["ends_on"], days, int(told["hours_a_day"] * 60))


class SpanForm(forms.Form):
    """A day with two times on the clock of the organisation."""

    day = day_field(_("Day"))
    begins = _clock(_("Begins"))
    ends = _clock(_("Ends"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        begins, ends = told.get("begins"), told.get("ends")
        if isinstance(begins, time) and isinstance(ends, time) and ends <= begins:
            self.add_error("ends", _("The end lies after the beginning."))
        return told

    def span(self) -> Span:
        told = self.cleaned_data
        return Span(
            timezone.make_aware(datetime.combine(told["day"], told["begins"])),
            timezone.make_aware(datetime.combine(told["day"], told["ends"])),
        )


class BookingForm(SpanForm):
    """What is booked when, and for what."""

    purpose = forms.CharField(label=_("Booked for"), max_length=200)
    headcount = forms.IntegerField(
        label=_("Number of people"), min_value=0, max_value=100_000, initial=0
    )
    quantity = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=999, initial=1)


class AbsenceForm(SpanForm):
    """When a resource is away, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class EndForm(forms.Form):
    """The last day of a resource."""

    on = day_field(_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReasonForm(forms.Form):
    """Why something is given back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class ContractForm(forms.Form):
    """A contract, with its signed file where there is one."""

    number = forms.CharField(label=_("Contract number"), max_length=60)
    title = forms.CharField(label=_("Contract"), max_length=200)
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"), required=False)
    notice_days = forms.IntegerField(
        label=_("Notice (days)"), min_value=0, max_value=3650, initial=0
    )
    amount = forms.IntegerField(
        label=_("Amount (NT$)"), min_value=0, max_value=MONEY_MAX, required=False
    )
    file = forms.FileField(label=_("Signed contract"), required=False)


class MoneyForm(forms.Form):
    """What a budget line or grant is worth in a year."""

    year = forms.IntegerField(label=_("Budget year"), min_value=2000, max_value=2200)
    amount = forms.IntegerField(label=_("Amount (NT$)"), min_value=0, max_value=MONEY_MAX)
    spent = forms.IntegerField(label=_("Spent (NT$)"), min_value=0, max_value=MONEY_MAX, initial=0)
    rule = forms.CharField(
        label=_("Rule of use"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    checked_on = day_field(_("Looked up on"), required=False)


class EvaluationForm(forms.Form):
    """One judgement by the criteria of the kind, each 1–5."""

    on = day_field(_("Judged on"))
    n_respondents = forms.IntegerField(
        label=_("Respondents"), min_value=1, max_value=100_000, required=False
    )
    comment = forms.CharField(
        label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, kind: Kind | str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = queries.criteria(kind)
        for each in self.criteria:
            self.fields[f"score_{each.pk}"] = forms.DecimalField(
                label=f"{each.name}（1–5）",
                min_value=1,
                max_value=5,
                decimal_places=1,
                max_digits=2,
                required=False,
            )

    def scores(self) -> dict[str, float]:
        """Scores that were given, by the name of the criterion."""
        told = {each.name: self.cleaned_data.get(f"score_{each.pk}") for each in self.criteria}
        return {name: float(score) for name, score in told.items() if score is not None}
