"""What can be asked of the page of future needs."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.future_needs.outlook import Show
from espalier.kit.ui.choices import offer
from espalier.kit.ui.days import day_field

GROUPS = [("unit_id", _("Unit")), ("position_id", _("Position"))]


class OutlookForm(forms.Form):
    """What is left out or wrong falls back, so that a link always answers."""

    on = day_field(_("By the day"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int, empty_value=None, required=False)
    by = forms.ChoiceField(label=_("Headcount by"), choices=GROUPS, required=False)
    competency = forms.IntegerField(required=False, widget=forms.HiddenInput)
    show = forms.ChoiceField(
        choices=[(each.value, each.value) for each in Show],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, data: QueryDict, *, units: list[tuple[str, str]], today: date) -> None:
        asked = data.copy()
        self.default = date(today.year + 1, 12, 31)
        asked.setdefault("on", self.default.isoformat())
        super().__init__(asked, label_suffix="")
        offer(self, "unit", [("", _("All")), *units])
        for name in ("unit", "by"):
            self.fields[name].widget.attrs |= {"class": "form-select", "data-submit-on-change": ""}
        self.fields["on"].widget.attrs |= {"class": "form-control", "data-submit-on-change": ""}
        self.full_clean()

    @property
    def day(self) -> date:
        return self.cleaned_data.get("on") or self.default

    @property
    def unit_id(self) -> int | None:
        return self.cleaned_data.get("unit")

    @property
    def grouping(self) -> str:
        return self.cleaned_data.get("by") or "unit_id"

    @property
    def opened(self) -> tuple[int, Show] | None:
        """The number whose rows are opened: its competency and what it counts."""
        competency, show = self.cleaned_data.get("competency"), self.cleaned_data.get("show")
        return (competency, Show(show)) if competency and show else None
