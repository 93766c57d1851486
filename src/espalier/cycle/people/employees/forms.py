"""Forms of employees."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people.employees import queries
from espalier.cycle.people.positions.queries import degree_choices, position_choices
from espalier.cycle.people.units.queries import unit_choices
from espalier.kit.ui.choices import offer
from espalier.kit.ui.days import day_field

ASK = ("", "—")


class PersonForm(forms.Form):
    """Facts about a person that have no history."""

    name = forms.CharField(label=gettext_lazy("Name of the person"), max_length=120)
    name_en = forms.CharField(
        label=gettext_lazy("English name of the person"), max_length=160, required=False
    )
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=queries.sex_choices)
    category = forms.ChoiceField(
        label=gettext_lazy("Employee category"), choices=queries.category_choices
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    hired_on = day_field(gettext_lazy("Hired on"))
    manager_number = forms.CharField(
        label=gettext_lazy("Manager's employee number"), max_length=40, required=False
    )
    degree = forms.ChoiceField(label=gettext_lazy("Degree"), choices=degree_choices, required=False)
    field_of_study = forms.CharField(
        label=gettext_lazy("Field of study"), max_length=120, required=False
    )
    experience_months = forms.IntegerField(
        label=gettext_lazy("Related experience in months"),
        min_value=0,
        max_value=840,
        required=False,
    )

    def clean_manager_number(self) -> int | None:
        """The id of the person with this number."""
        number = self.cleaned_data["manager_number"]
        found = queries.employee_id_of(number) if number else None
        if number and found is None:
            raise forms.ValidationError(_("There is no employee with this number."))
        return found

    def changes(self) -> dict[str, Any]:
        """The cleaned values under the names the services take."""
        values = dict(self.cleaned_data)
        values["manager_id"] = values.pop("manager_number")
        return values


class HireForm(PersonForm):
    """A new person with number, unit and, if any, position."""

    number = forms.CharField(label=gettext_lazy("Employee number"), max_length=40)
    unit_id = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)
    position_id = forms.TypedChoiceField(
        label=gettext_lazy("Position"), coerce=int, required=False, empty_value=None
    )
    field_order = ["number", "name", "name_en", "unit_id", "position_id", "hired_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", unit_choices())
        offer(self, "position_id", [ASK, *position_choices()])


class MoveForm(forms.Form):
    """Another position or unit from a day on."""

    position_id = forms.TypedChoiceField(label=gettext_lazy("Position"), coerce=int)
    unit_id = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)
    starts_on = day_field(gettext_lazy("First day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", unit_choices())
        offer(self, "position_id", position_choices())


class LeaveForm(forms.Form):
    kind = forms.CharField(label=gettext_lazy("Kind of leave"), max_length=60)
    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(gettext_lazy("Last day"), required=False)


class LicenceForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Licence"), max_length=160)
    number = forms.CharField(label=gettext_lazy("Licence number"), max_length=80, required=False)
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=160, required=False)
    issued_on = day_field(gettext_lazy("Issued on"), required=False)
    expires_on = day_field(gettext_lazy("Expires on"), required=False)


class EndForm(forms.Form):
    left_on = day_field(gettext_lazy("Last day of work"))
