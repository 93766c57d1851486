"""Reading what was typed about goals and directions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.positions import queries as positions
from espalier.cycle.policy.goals import queries
from espalier.cycle.policy.goals.types import GoalValues, Level
from espalier.cycle.policy.goals.wording import FIELDS
from espalier.kit.ui.choices import offer
from espalier.kit.ui.days import day_field

UPPER = {Level.DEVELOPMENT: Level.BUSINESS, Level.DIRECTION: Level.DEVELOPMENT}
_KEY_LABEL = {Level.DIRECTION: _("Direction number")}
_SERVES_LABEL = {
    Level.DEVELOPMENT: _("Business goals it serves"),
    Level.DIRECTION: _("People-development goals it pursues"),
}


class GoalForm(forms.Form):
    """Everything a goal or direction says, with what it serves."""

    key = forms.CharField(label=FIELDS["key"], max_length=20)
    text = forms.CharField(
        label=FIELDS["text"], max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    text_en = forms.CharField(
        label=FIELDS["text_en"],
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    perspective = forms.ChoiceField(label=FIELDS["perspective"])
    measure = forms.CharField(label=FIELDS["measure"], max_length=160, required=False)
    measure_en = forms.CharField(label=FIELDS["measure_en"], max_length=200, required=False)
    baseline = forms.DecimalField(
        label=FIELDS["baseline"], max_digits=14, decimal_places=2, required=False
    )
    baseline_period = forms.CharField(
        label=FIELDS["baseline_period"], max_length=60, required=False
    )
    baseline_n = forms.IntegerField(
        label=FIELDS["baseline_n"],
        min_value=1,
        max_value=2_000_000_000,
        required=False,
        help_text=_("How many records, people or machines the baseline was read from."),
    )
    source = forms.CharField(label=FIELDS["source"], max_length=160, required=False)
    source_en = forms.CharField(label=FIELDS["source_en"], max_length=200, required=False)
    target = forms.DecimalField(
        label=FIELDS["target"], max_digits=14, decimal_places=2, required=False
    )
    unit = forms.CharField(label=FIELDS["unit"], max_length=40, required=False)
    unit_en = forms.CharField(label=FIELDS["unit_en"], max_length=60, required=False)
    owner_id = forms.TypedChoiceField(
        label=FIELDS["owner_id"], required=False, coerce=int, empty_value=None
    )
    starts_on = day_field(FIELDS["starts_on"], required=False)
    ends_on = day_field(FIELDS["ends_on"], required=False)
    serves = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, level: Level, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level = level
        fields = self.fields
        offer(self, "owner_id", [("", "–"), *positions.position_choices()])
        if level in _KEY_LABEL:
            fields["key"].label = _KEY_LABEL[level]
        if level is Level.BUSINESS:
            offer(self, "perspective", queries.perspectives())
            del fields["serves"]
        else:
            del fields["perspective"]
            fields["serves"].label = _SERVES_LABEL[level]
            offer(self, "serves", queries.choices(UPPER[level]))

    def values(self) -> GoalValues:
        told = dict(self.cleaned_data)
        told["serves"] = frozenset(told.get("serves", ()))
        return GoalValues(**told)


class EndForm(forms.Form):
    """From when on, and why."""

    on = day_field(_("Ended on"))
    reason = forms.CharField(label=_("Reason"), max_length=300)


def initial_of(level: Level, record: Any) -> dict[str, Any]:
    """The fields of the form for what a record says."""
    held = {
        name: getattr(record, name)
        for name in GoalForm.base_fields
        if name not in {"key", "perspective", "serves"}
    }
    held["key"] = queries.key_of(level, record)
    if level is Level.BUSINESS:
        held["perspective"] = record.perspective
    else:
        held["serves"] = sorted(queries.serves_of(level, record.pk))
    return {name: "" if value is None else value for name, value in held.items()}
