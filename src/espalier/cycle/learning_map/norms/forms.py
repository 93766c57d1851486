"""Reading what was typed about norms."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.norm_words import KINDS, STATUSES
from espalier.cycle.learning_map.norms.types import NormContent


class DayField(forms.DateField):
    """A day, chosen or typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class NormForm(forms.Form):
    """What is known about a norm and its source."""

    code = forms.CharField(label=_("Norm code"), max_length=40)
    kind = forms.ChoiceField(label=_("Nature"), choices=list(KINDS.items()))
    topic = forms.CharField(label=_("Topic"), max_length=60, required=False)
    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=300, required=False)
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In your own words: what it asks for and of whom."),
    )
    summary_en = forms.CharField(
        label=_("English summary"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("Act and article, standard and clause, contract, or work rule."),
    )
    source_url = forms.CharField(label=_("Address of the source"), max_length=500, required=False)
    source_dated = DayField(label=_("Version of the source"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=list(STATUSES.items()))
    checked_on = DayField(label=_("Looked up on"), required=False)
    review_on = DayField(label=_("Review by"), required=False)
    is_applied = forms.BooleanField(
        label=_("It applies to us"),
        required=False,
        initial=True,
        help_text=_("A norm that does not apply stays in the register and binds nobody."),
    )

    def content(self) -> NormContent:
        told = self.cleaned_data
        return NormContent(**{name: told[name] for name in NormContent.__dataclass_fields__})


def initial_of(code: str, content: NormContent) -> dict[str, Any]:
    """The fields of the form for what is known."""
    return {"code": code} | {
        name: getattr(content, name) for name in NormContent.__dataclass_fields__
    }


class NoteForm(forms.Form):
    """How somebody reads the norm."""

    text = forms.CharField(
        label=_("Interpretation"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    said_by = forms.CharField(
        label=_("Said by"),
        max_length=120,
        required=False,
        help_text=_("Person, office or letter."),
    )
    said_on = DayField(label=_("Said on"))


class CheckForm(forms.Form):
    """The source was looked up today."""

    status = forms.ChoiceField(label=_("Status"), choices=list(STATUSES.items()))
    review_on = DayField(label=_("Next review by"))
    finding = forms.CharField(
        label=_("What was found"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: text unchanged, or: hours rose, new version to be made."),
    )


class MaterialForm(forms.Form):
    """Learning information: an address or a file."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    url = forms.CharField(label=_("Address"), max_length=500, required=False)
    file = forms.FileField(label=_("File"), required=False)


class ExemptionForm(forms.Form):
    """A person need not fulfil the norm for a time."""

    employee_number = forms.CharField(label=_("Employee number"), max_length=40)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    starts_on = DayField(label=_("Exempt from"))
    until = DayField(label=_("Exempt until"), required=False)
    approved_by = forms.CharField(label=_("Allowed by"), max_length=120, required=False)


class EndForm(forms.Form):
    """From when on the norm binds no longer."""

    last_day = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


def year_after(day: date) -> date:
    """A year later, the last of February for a leap day."""
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year + 1, day=28)
    return day.replace(year=day.year + 1)
