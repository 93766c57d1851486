"""Forms of the framework."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.framework import queries
from espalier.kit.ui.choices import offer


def _area(label: Any, *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=2000, widget=area, required=required)


class DraftForm(forms.Form):
    """Why a draft is taken now."""

    note = _area(_("What this draft is about"))
    note_en = _area(_("The same in English"), required=False)


class ConfirmationForm(forms.Form):
    """A group's word on a draft."""

    group = forms.ChoiceField(label=_("Stakeholder group"))
    spokesperson = forms.CharField(label=_("Confirmed by"), max_length=120)
    confirmed_on = forms.DateField(
        label=_("Confirmed on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    n_heard = forms.IntegerField(
        label=_("People heard"), min_value=1, max_value=32_000, required=False
    )
    remarks = _area(_("Remarks"), required=False)
    remarks_en = _area(_("The same in English"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group", queries.group_words().items())


class ProcedureForm(forms.Form):
    """Which procedure reviews the report, and by which criteria."""

    procedure = forms.ChoiceField(label=_("Review procedure"))
    criteria = _area(_("Review criteria"))
    criteria_en = _area(_("The same in English"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(each.pk), f"{each.code} {each.title}") for each in queries.procedures()]
        offer(self, "procedure", offered)
