"""What is asked about plans, scenarios, lines, pins and changes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.annual_plan import rules
from espalier.cycle.plan.annual_plan.models import Line
from espalier.cycle.plan.annual_plan.types import (
    ChangeContent,
    ChangeKind,
    Limit,
    LineContent,
    PinContent,
    ScenarioContent,
)
from espalier.cycle.plan.annual_plan.wording import (
    CHANGE_KINDS,
    EVALUATION,
    LINE_LABELS,
    SCENARIO_LABELS,
)
from espalier.kit.ui.choices import offer
from espalier.kit.ui.days import day_field

Choice = tuple[str, str]


def _area(label: Any, *, required: bool = False, hint: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class SeenForm(forms.Form):
    """Carries along which version of the record the person had before their eyes."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput())


class PlanForm(forms.Form):
    """The plan of a year with its first scenario."""

    year = forms.IntegerField(label=_("Year of the plan"), min_value=2000, max_value=2200)
    title = forms.CharField(label=_("Title of the plan"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    budget = forms.IntegerField(label=_("Budget (NT$)"), min_value=1)


class PlanTextForm(forms.Form):
    """What the plan says of itself besides its lines."""

    title = forms.CharField(label=_("Title of the plan"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    summary = _area(_("Summary of the plan"), rows=6)
    summary_en = _area(_("Summary in English"), rows=6)
    risks = _area(_("Risks and contingency"), rows=6)
    risks_en = _area(_("Risks and contingency in English"), rows=6)


class ScenarioForm(SeenForm):
    """The limits of a scenario; hours instead of minutes and per cent instead of thousandths, as people say them."""

    name = forms.CharField(label=SCENARIO_LABELS["name"], max_length=120)
    budget = forms.IntegerField(label=SCENARIO_LABELS["budget"], min_value=1)
    hours = forms.FloatField(
        label=_("Hours per person and year"),
        min_value=0,
        max_value=2000,
        help_text=_("Besides what the law requires, which is always planned first."),
    )
    fair_percent = forms.IntegerField(
        label=_("Fairness between departments (%)"),
        min_value=0,
        max_value=100,
        help_text=_(
            "Each department closes at least this share of the company's rate. 0: no rule."
        ),
    )
    away_percent = forms.IntegerField(
        label=SCENARIO_LABELS["away_percent"],
        min_value=1,
        max_value=100,
        help_text=_("Of a department's people, in the timetable."),
    )
    gaps_on = day_field(SCENARIO_LABELS["gaps_on"])
    uses_money_lines = forms.BooleanField(
        label=SCENARIO_LABELS["uses_money_lines"],
        required=False,
        help_text=_("Modules that name a budget line are paid from that line alone."),
    )
    note = _area(SCENARIO_LABELS["note"])

    def content(self) -> ScenarioContent:
        told = self.cleaned_data
        return ScenarioContent(
            name=told["name"],
            budget=told["budget"],
            gaps_on=told["gaps_on"],
            note=told["note"],
            minutes_per_person=round(told["hours"] * 60),
            fair_permille=told["fair_percent"] * 10,
            uses_money_lines=told["uses_money_lines"],
            away_percent=told["away_percent"],
        )

    @staticmethod
    def shown(content: ScenarioContent) -> dict[str, object]:
        """The limits in the shape of the form."""
        return {
            "seen": str(rules.limits_token(content)),
            "name": content.name,
            "budget": content.budget,
            "hours": content.minutes_per_person / 60,
            "fair_percent": content.fair_permille // 10,
            "away_percent": content.away_percent,
            "gaps_on": content.gaps_on,
            "uses_money_lines": content.uses_money_lines,
            "note": content.note,
        }


class CopyForm(forms.Form):
    name = forms.CharField(label=SCENARIO_LABELS["name"], max_length=120)


class SolveForm(forms.Form):
    """How long the planner may work."""

    seconds = forms.IntegerField(
        label=_("Work for at most (seconds)"), min_value=5, max_value=3600, initial=60
    )


class BudgetForm(forms.Form):
    budget = forms.IntegerField(min_value=1, max_value=10**12)


class RelaxForm(forms.Form):
    """What a button of a conflict sends."""

    limit = forms.ChoiceField(choices=[(each.value, each.value) for each in Limit])
    value = forms.IntegerField(min_value=0)

    def change(self) -> tuple[Limit, int]:
        return Limit(self.cleaned_data["limit"]), self.cleaned_data["value"]


class LineForm(SeenForm):
    """A line as a person writes it."""

    category = forms.ChoiceField(label=LINE_LABELS["category"], choices=Line.Category.choices)
    sessions = forms.IntegerField(label=LINE_LABELS["sessions"], min_value=1)
    minutes = forms.IntegerField(label=LINE_LABELS["minutes"], min_value=1)
    session_cost = forms.IntegerField(label=LINE_LABELS["session_cost"], min_value=0)
    head_cost = forms.IntegerField(label=LINE_LABELS["head_cost"], min_value=0)
    grant_amount = forms.IntegerField(label=LINE_LABELS["grant_amount"], min_value=0, initial=0)
    months = forms.TypedMultipleChoiceField(
        label=LINE_LABELS["months"],
        required=False,
        coerce=int,
        choices=[(n, str(n)) for n in range(1, 13)],
        widget=forms.CheckboxSelectMultiple(),
    )
    evaluation_level = forms.TypedChoiceField(
        label=LINE_LABELS["evaluation_level"],
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "—"), *EVALUATION.items()],
    )
    owner = forms.CharField(label=LINE_LABELS["owner"], max_length=120, required=False)
    reason = _area(
        LINE_LABELS["reason"],
        required=True,
        hint=_("What a person adds to the reasons of the planner."),
    )

    def content(self) -> LineContent:
        told = {name: self.cleaned_data[name] for name in LineContent.__dataclass_fields__}
        return LineContent(**{**told, "months": tuple(told["months"])})


class NewLineForm(LineForm):
    module = forms.ChoiceField(label=_("Module"), choices=[])
    field_order = ("module",)

    def __init__(self, *args: Any, modules: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "module", [("", "—"), *modules])


class PeopleForm(forms.Form):
    numbers = forms.CharField(
        label=_("Employee numbers"),
        help_text=_("Several numbers are separated by spaces, commas or lines."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def numbers_told(self) -> list[str]:
        text = self.cleaned_data["numbers"]
        return [part for part in text.replace(",", " ").replace("、", " ").split() if part]


class PinForm(forms.Form):
    """What the planner may not change."""

    MUST, OUT, SESSIONS = "must", "out", "sessions"
    module = forms.ChoiceField(label=_("Module"), choices=[])
    what = forms.ChoiceField(
        label=_("What is settled"),
        choices=[
            ("must", _("It must be in (for everybody it helps, or the person named)")),
            ("out", _("It stays out (for everybody, or the person named)")),
            ("sessions", _("Its number of sessions")),
        ],
        widget=forms.RadioSelect(),
    )
    person = forms.ChoiceField(label=_("Only this person"), choices=[], required=False)
    sessions_min = forms.IntegerField(label=_("Sessions at least"), min_value=0, required=False)
    sessions_max = forms.IntegerField(label=_("Sessions at most"), min_value=0, required=False)
    reason = forms.CharField(label=_("Reason of the pin"), max_length=200)

    def __init__(
        self, *args: Any, modules: list[Choice], people: list[Choice], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "module", [("", "—"), *modules])
        offer(self, "person", [("", "—"), *people])

    def content(self) -> PinContent:
        """In without a person: at least one session; out: none."""
        told = self.cleaned_data
        person = int(told["person"]) if told["person"] else None
        low, high = told["sessions_min"], told["sessions_max"]
        if told["what"] == self.MUST and person is None:
            low, high = low or 1, high
        elif told["what"] != self.SESSIONS:
            low = high = None
        return PinContent(
            module_id=int(told["module"]),
            employee_id=None if told["what"] == self.SESSIONS else person,
            is_ban=told["what"] == self.OUT,
            sessions_min=low,
            sessions_max=high,
            reason=told["reason"],
        )


class ChangeForm(forms.Form):
    """A change of the approved plan: what, from when, why; left empty stays as it is."""

    kind = forms.ChoiceField(
        label=_("Kind of change"), choices=list(CHANGE_KINDS.items()), widget=forms.RadioSelect()
    )
    module = forms.ChoiceField(label=_("Module"), choices=[])
    effective_on = day_field(_("Counts from"))
    reason = _area(_("Reason of the change"), required=True)
    sessions = forms.IntegerField(label=LINE_LABELS["sessions"], min_value=1, required=False)
    headcount = forms.IntegerField(label=_("People"), min_value=0, required=False)
    minutes = forms.IntegerField(label=LINE_LABELS["minutes"], min_value=1, required=False)
    session_cost = forms.IntegerField(
        label=LINE_LABELS["session_cost"], min_value=0, required=False
    )
    head_cost = forms.IntegerField(label=LINE_LABELS["head_cost"], min_value=0, required=False)
    months = forms.TypedMultipleChoiceField(
        label=LINE_LABELS["months"],
        required=False,
        coerce=int,
        choices=[(n, str(n)) for n in range(1, 13)],
        widget=forms.CheckboxSelectMultiple(),
    )
    ASKED = ("sessions", "headcount", "minutes", "session_cost", "head_cost")

    def __init__(self, *args: Any, modules: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "module", [("", "—"), *modules])

    def content(self) -> ChangeContent:
        told = self.cleaned_data
        kind = ChangeKind(told["kind"])
        after = {name: told[name] for name in self.ASKED if told[name] is not None}
        if told["months"]:
            after["months"] = rules.kept_months(told["months"])
        return ChangeContent(
            kind=kind,
            module_id=int(told["module"]),
            effective_on=told["effective_on"],
            reason=told["reason"],
            after={} if kind is ChangeKind.CANCEL else after,
        )


class SendForm(forms.Form):
    procedure = forms.ChoiceField(label=_("Review procedure"), choices=[])

    def __init__(self, *args: Any, procedures: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "procedure", procedures)
