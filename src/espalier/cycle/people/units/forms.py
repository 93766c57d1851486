"""Forms of units."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people.employees.queries import employee_id_of
from espalier.cycle.people.units import queries
from espalier.kit.ui.choices import offer
from espalier.kit.ui.days import day_field


class UnitForm(forms.Form):
    """A unit's code, names, place and manager. The code of a unit that exists is not changed."""

    code = forms.CharField(label=gettext_lazy("Unit code"), max_length=40)
    name = forms.CharField(label=gettext_lazy("Unit name"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=160, required=False)
    parent_id = forms.ChoiceField(label=gettext_lazy("Lies below"), required=False)
    manager_number = forms.CharField(
        label=gettext_lazy("Manager's employee number"), max_length=40, required=False
    )

    def __init__(self, *args: Any, existing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        top = ("", _("— top of the organisation —"))
        offer(self, "parent_id", [top, *queries.unit_choices()])
        if existing:
            del self.fields["code"]

    def clean_parent_id(self) -> int | None:
        return int(self.cleaned_data["parent_id"]) if self.cleaned_data["parent_id"] else None

    def clean_manager_number(self) -> int | None:
        """The id of the person with this number."""
        number = self.cleaned_data["manager_number"]
        found = employee_id_of(number) if number else None
        if number and found is None:
            raise forms.ValidationError(_("There is no employee with this number."))
        return found


class EndUnitForm(forms.Form):
    """The last day of a unit."""

    on = day_field(gettext_lazy("Last day"))
