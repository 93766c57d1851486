"""Reading what was typed about strategy goals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.needs_list import queries as needs
from espalier.cycle.needs.strategy_goals.types import GoalContent
from espalier.cycle.needs.strategy_goals.wording import PARTS
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.policy.goals import queries as policy


def _area(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class GoalForm(forms.Form):
    """A strategy goal in the five parts of SMART, with its measure and what it serves."""

    code = forms.CharField(label=_("Code"), max_length=40)
    text = _area(_("Goal"), required=True)
    text_en = _area(_("Goal in English"))
    measure = forms.CharField(label=_("Measure"), max_length=160, required=False)
    measure_en = forms.CharField(label=_("Measure in English"), max_length=200, required=False)
    unit = forms.CharField(label=_("Unit of the measure"), max_length=40, required=False)
    unit_en = forms.CharField(label=_("That unit in English"), max_length=60, required=False)
    baseline = forms.DecimalField(
        label=_("Baseline"), max_digits=14, decimal_places=2, required=False
    )
    baseline_period = forms.CharField(
        label=_("Period of the baseline"), max_length=60, required=False
    )
    baseline_n = forms.IntegerField(
        label=_("n of the baseline"),
        min_value=0,
        required=False,
        help_text=_("How many people or things it was counted over."),
    )
    source = forms.CharField(label=_("Source"), max_length=160, required=False)
    source_en = forms.CharField(label=_("Source in English"), max_length=200, required=False)
    target = forms.DecimalField(label=_("Target"), max_digits=14, decimal_places=2, required=False)
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in PARTS.items():
            self.fields[name] = _area(label)
            self.fields[f"{name}_en"] = _area(_("The same in English"))
        self.fields["owner"] = forms.ChoiceField(
            label=_("Owner"),
            required=False,
            choices=[("", "–"), *positions.position_choices()],
            help_text=_("The post that answers for the goal."),
        )
        rows = [(str(d.id), f"{d.number}. {d.text}") for d in policy.directions()]
        self.fields["directions"] = _several(_("Policy directions"), rows)
        self.fields["needs"] = _several(_("Needs"), needs.need_choices())

    def content(self) -> GoalContent:
        told = self.cleaned_data
        names = set(GoalContent.__dataclass_fields__) - {"owner_id"}
        owner = told["owner"]
        return GoalContent(
            **{name: told[name] for name in names}, owner_id=int(owner) if owner else None
        )

    def ids(self, name: str) -> list[int]:
        return [int(pk) for pk in self.cleaned_data[name]]


def _several(label: Any, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=forms.SelectMultiple(attrs={"size": 6})
    )
