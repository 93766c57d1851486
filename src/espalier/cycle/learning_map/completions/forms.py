"""Reading completions typed for several people at once."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.completions.types import NewCompletion
from espalier.cycle.learning_map.labels import COMPLETION_ORIGINS

_BETWEEN = re.compile(r"[、,，;；\s]+")


class RecordForm(forms.Form):
    """One module, one day, many people."""

    module_code = forms.CharField(label=_("Module code"), max_length=40)
    completed_on = forms.DateField(
        label=_("Completed on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    numbers = forms.CharField(
        label=_("Employee numbers"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One per line, or with commas between; may be pasted from a spreadsheet."),
    )
    hours = forms.DecimalField(
        label=_("Hours"),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        help_text=_("Leave it empty to take the hours of the module."),
    )
    origin = forms.ChoiceField(label=_("Origin"), choices=list(COMPLETION_ORIGINS.items()))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def rows(self) -> list[NewCompletion]:
        told = self.cleaned_data
        hours = told["hours"]
        return [
            NewCompletion(
                employee_number=number,
                module_code=told["module_code"].strip(),
                completed_on=told["completed_on"],
                minutes=None if hours is None else round(hours * 60),
                origin=told["origin"],
                note=told["note"],
            )
            for number in dict.fromkeys(n for n in _BETWEEN.split(told["numbers"]) if n)
        ]
