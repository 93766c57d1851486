"""Forms of functions, grades and positions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.positions import queries
from espalier.kit.ui.choices import offer


class FunctionForm(forms.Form):
    code = forms.CharField(label=_("Function code"), max_length=40)
    name = forms.CharField(label=_("Function name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)


class GradeForm(forms.Form):
    code = forms.CharField(label=_("Grade code"), max_length=20)
    name = forms.CharField(label=_("Grade name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    rank = forms.IntegerField(
        label=_("Rank"),
        min_value=0,
        max_value=999,
        help_text=_("Grows with responsibility; no two grades have the same."),
    )
    tier = forms.ChoiceField(label=_("Tier"), choices=queries.tier_choices)


class PositionForm(forms.Form):
    """A position with its prerequisites. The code of a position that exists is not changed."""

    code = forms.CharField(label=_("Position code"), max_length=40)
    name = forms.CharField(label=_("Position name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    function_id = forms.TypedChoiceField(label=_("Function"), coerce=int)
    grade_id = forms.TypedChoiceField(label=_("Grade"), coerce=int)
    summary = forms.CharField(
        label=_("Summary of the work"), widget=forms.Textarea, max_length=4000, required=False
    )
    min_degree = forms.ChoiceField(
        label=_("Lowest degree"), choices=queries.degree_choices, required=False
    )
    fields_of_study = forms.CharField(
        label=_("Fields of study"),
        max_length=300,
        required=False,
        help_text=_("Several are separated by 、 and one of them is enough."),
    )
    min_experience_months = forms.IntegerField(
        label=_("Months of experience asked"), min_value=0, max_value=720, initial=0
    )

    def __init__(self, *args: Any, existing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("function_id", queries.functions()), ("grade_id", queries.grades())):
            offer(self, name, [(str(row.pk), f"{row.code} {row.name}") for row in rows])
        if existing:
            del self.fields["code"]
