"""Reading what was typed about surveys and requests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espalier.cycle.needs.needs_list import queries as needs
from espalier.cycle.needs.unit_requests import queries, rules
from espalier.cycle.needs.unit_requests.types import (
    Act,
    Mode,
    Priority,
    ReasonKind,
    RequestContent,
    RoundContent,
)
from espalier.cycle.needs.unit_requests.wording import ACTS, MODES, PRIORITIES, REASONS
from espalier.cycle.people.units import queries as units
from espalier.cycle.policy.goals import queries as policy
from espalier.kit.ui.choices import offer
from espalier.kit.ui.days import day_field

NONE = [("", "–")]


def _area(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=4000, widget=widget, **options)


class RoundForm(forms.Form):
    """A survey round: its days, whom it asks, and what they are told."""

    code = forms.CharField(label=_("Code"), max_length=40)
    year = forms.IntegerField(
        label=_("Year asked about"),
        min_value=2000,
        max_value=2200,
        help_text=_("The year of the annual plan the requests are for."),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)
    opens_on = day_field(_("First day"))
    deadline = day_field(_("Deadline"), help_text=_("The last day on which units can hand in."))
    units = forms.MultipleChoiceField(
        label=_("Units asked"),
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("A unit also names people of the units below it. Hold Ctrl to choose several."),
    )
    instructions = _area(_("Instructions"), required=False)
    instructions_en = _area(_("Instructions in English"), required=False)
    contact = forms.CharField(
        label=_("Contact"),
        max_length=200,
        required=False,
        help_text=_("Who answers questions: name, extension, e-mail."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "units", units.unit_choices())

    def content(self) -> RoundContent:
        names = set(RoundContent.__dataclass_fields__)
        return RoundContent(**{name: self.cleaned_data[name] for name in names})

    def unit_ids(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["units"]]


class RequestForm(forms.Form):
    """What a unit asks for."""

    module = forms.ChoiceField(
        label=_("Module of the catalogue"),
        required=False,
        help_text=_("Choose one where there is one; else write the topic below."),
    )
    topic = forms.CharField(
        label=_("Or a topic in your own words"),
        max_length=200,
        required=False,
    )
    reason_kind = forms.ChoiceField(label=_("Kind of reason"), choices=list(REASONS.items()))
    business_goal = forms.ChoiceField(label=_("Business goal"), required=False)
    need = forms.ChoiceField(
        label=_("Need of the list it meets"), required=False, help_text=_("Only if there is one.")
    )
    reason = _area(
        pgettext_lazy("unit request", "Reason"),
        required=False,
        help_text=_("What should be better at work afterwards."),
    )
    employees = forms.MultipleChoiceField(
        label=_("People named"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl to choose several; on a phone just tap them."),
    )
    headcount = forms.IntegerField(
        label=_("Number of people"),
        required=False,
        min_value=1,
        max_value=rules.MOST_PEOPLE,
        help_text=_("Those named count too. Leave it empty when all are named."),
    )
    months = forms.TypedMultipleChoiceField(
        label=_("Months wished"),
        required=False,
        coerce=int,
        choices=[(n, n) for n in range(1, 13)],
        widget=forms.CheckboxSelectMultiple,
    )
    mode = forms.ChoiceField(label=_("Form wished"), choices=list(MODES.items()))
    budget_minor = forms.IntegerField(
        label=_("Budget expected (NT$)"),
        required=False,
        min_value=0,
        max_value=rules.MOST_BUDGET,
        help_text=_("Fees and travel for everybody together. Leave it empty when nobody knows."),
    )
    priority = forms.ChoiceField(
        label=pgettext_lazy("unit request", "Priority"), choices=list(PRIORITIES.items())
    )
    remarks = _area(pgettext_lazy("unit request", "Remarks"), 2, required=False)
    sends = forms.BooleanField(
        label=_("Hand it in now"),
        required=False,
        help_text=_("Without the tick it is kept as a draft, which you hand in later."),
    )

    def __init__(self, *args: Any, people: list[tuple[int, str, str]], **options: Any) -> None:
        initial = {"reason_kind": ReasonKind.GAP, "mode": Mode.OPEN, "priority": Priority.MEDIUM}
        options["initial"] = initial | (options.get("initial") or {})
        super().__init__(*args, **options)
        offer(self, "module", [*NONE, *queries.module_choices()])
        goals = [(str(goal.id), f"{goal.key} {goal.text}") for goal in policy.goals()]
        offer(self, "business_goal", [*NONE, *goals])
        offer(self, "need", [*NONE, *needs.need_choices()])
        offer(self, "employees", [(str(pk), f"{number} {name}") for pk, number, name in people])

    def content(self) -> RequestContent:
        told = self.cleaned_data
        plain = {
            name: told[name]
            for name in ("topic", "reason_kind", "reason", "headcount", "mode", "budget_minor",
                         "priority", "remarks")
        }  # fmt: skip
        return RequestContent(
            **plain,
            module_id=_id(told["module"]),
            business_goal_id=_id(told["business_goal"]),
            need_id=_id(told["need"]),
            employee_ids=tuple(int(pk) for pk in told["employees"]),
            months=tuple(told["months"]),
        )


class NothingForm(forms.Form):
    """That a unit asks for nothing, and why."""

    note = forms.CharField(label=_("Why the unit asks for nothing"), max_length=500, required=False)


class DecisionForm(forms.Form):
    """Accept, refuse or ask back, with the reason the unit is told."""

    act = forms.ChoiceField(
        label=pgettext_lazy("unit request", "Decision"),
        choices=[(act.value, ACTS[act]) for act in rules.DECISIONS],
        widget=forms.RadioSelect,
    )
    reason = _area(
        _("Reason, or what is asked back"), help_text=_("It is sent to the unit as you write it.")
    )

    def decided(self) -> Act:
        return Act(self.cleaned_data["act"])


class MergeForm(forms.Form):
    """What several requests together are called."""

    title = forms.CharField(
        label=_("What they are together"),
        max_length=200,
        help_text=_("Every request stays as its unit wrote it, with its people and its decision."),
    )


class ModuleForm(forms.Form):
    """Which module of the catalogue meets what was wished."""

    module = forms.ChoiceField(label=_("Module of the catalogue"))

    def __init__(self, *args: Any, near: list[tuple[int, str, float]], **options: Any) -> None:
        super().__init__(*args, **options)
        likely = [(str(pk), f"{label}（{score:.0%}）") for pk, label, score in near]
        first = {pk for pk, _label in likely}
        rest = [pair for pair in queries.module_choices() if pair[0] not in first]
        grouped: list[Any] = [(_("Modules with a name like the topic"), likely)] if likely else []
        self.fields["module"] = forms.ChoiceField(
            label=_("Module of the catalogue"),
            choices=[*NONE, *grouped, (_("All other modules"), rest)],
        )

    def module_id(self) -> int:
        return int(self.cleaned_data["module"])


def _id(text: str) -> int | None:
    return int(text) if text else None
