"""The filters above the heat map."""

from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.gaps.types import GapChoice, Measure, Order, View
from espalier.kit.ui.choices import offer

VIEWS = [(View.UNIT, _("Unit")), (View.POSITION, _("Position")), (View.PERSON, _("Person"))]
MEASURES = [
    (Measure.ATTAINMENT, _("Attainment")),
    (Measure.GAP_INDEX, _("Gap index")),
    (Measure.PROFICIENT, _("Share proficient")),
    (Measure.SIGNED_GAP, _("Mean signed gap (levels)")),
    (Measure.MISSING, _("Missing share")),
    (Measure.N, _("Ratings used (n)")),
]
ORDERS = [(Order.WORST, _("Largest gap first")), (Order.CODE, _("By code"))]
KINDS = [("", _("All")), ("K", _("Knowledge")), ("S", _("Skill")), ("A", _("Attitude"))]


class PlainSelect(forms.Select):
    """A list of choices without groups, written at once: a company has hundreds of units."""

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, Any] | None = None,
        renderer: object = None,
    ) -> SafeString:
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, mark_safe(" selected") if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", attributes, options)


class GapForm(forms.Form):
    """Everything that can be asked; what is left out or wrong falls back, so that a link always answers."""

    on = forms.DateField(label=_("Day"), required=False)
    view = forms.ChoiceField(label=_("Rows by"), choices=VIEWS, required=False)
    measure = forms.ChoiceField(label=_("Figure"), choices=MEASURES, required=False)
    order = forms.ChoiceField(label=_("Order of the columns"), choices=ORDERS, required=False)
    unit = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, empty_value=None, required=False, widget=PlainSelect
    )
    position = forms.TypedChoiceField(
        label=_("Position"), coerce=int, empty_value=None, required=False, widget=PlainSelect
    )
    kind = forms.ChoiceField(label=_("Kind of competency"), choices=KINDS, required=False)
    competency = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict,
        *,
        units: list[tuple[str, str]],
        positions: list[tuple[str, str]],
        today: date,
    ) -> None:
        asked = data.copy()
        asked.setdefault("on", today.isoformat())
        super().__init__(asked, label_suffix="")
        self.today = today
        everything = ("", _("All"))
        for name, choices in (("unit", units), ("position", positions)):
            offer(self, name, [everything, *choices])
        self.fields["on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        for field in self.fields.values():
            css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs |= {"class": css, "data-submit-on-change": ""}

    def choice(self) -> GapChoice:
        """What was asked, with today and the first of each choice where nothing was."""
        self.full_clean()
        values = self.cleaned_data
        return GapChoice(
            on=values.get("on") or self.today,
            view=View(values.get("view") or View.UNIT),
            measure=Measure(values.get("measure") or Measure.ATTAINMENT),
            order=Order(values.get("order") or Order.WORST),
            unit_id=values.get("unit"),
            position_id=values.get("position"),
            competency_id=values.get("competency"),
            kind=values.get("kind") or "",
        )
