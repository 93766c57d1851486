"""Reading to whom the handbook is given, and a signed sheet of paper."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.units import queries as units
from espalier.kit.ui.choices import offer
from espalier.kit.ui.days import day_field

_BETWEEN = re.compile(r"[、,，;；\s]+")


class DistributeForm(forms.Form):
    """Everybody, or some units; until when; with which words."""

    to_all = forms.BooleanField(label=_("Everybody in the organisation"), required=False)
    unit_ids = forms.TypedMultipleChoiceField(
        label=_("Units"),
        required=False,
        coerce=int,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=_("Only when not everybody: a unit stands for itself and all below it."),
    )
    due_on = day_field(_("Read by"))
    note = forms.CharField(label=_("A word to the readers"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_ids", units.unit_choices())

    def wanted(self) -> list[int] | None:
        """The chosen units; None for everybody."""
        return None if self.cleaned_data["to_all"] else self.cleaned_data["unit_ids"]


class PaperForm(forms.Form):
    """Who signed on the sheet."""

    numbers = forms.CharField(
        label=_("Employee numbers"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line; may be pasted from a spreadsheet."),
    )

    def listed(self) -> list[str]:
        return [number for number in _BETWEEN.split(self.cleaned_data["numbers"]) if number]
