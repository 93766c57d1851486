"""Reading what was typed about stakeholders, considerations and surveys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.stakeholders import queries
from espalier.cycle.needs.stakeholders.types import (
    AnalysisContent,
    ConsiderationContent,
    StakeholderContent,
    VoiceContent,
)
from espalier.cycle.people.units import queries as units
from espalier.kit.ui.choices import offer

MARKS = [(n, str(n)) for n in range(1, 6)]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _text(label: Any, length: int = 2000, rows: int = 2) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, widget=_area(rows))


def _number(value: str) -> int | None:
    return int(value) if value else None


class StakeholderForm(forms.Form):
    """One row of the register."""

    code = forms.CharField(label=_("Stakeholder code"), max_length=40)
    name = forms.CharField(label=_("Stakeholder"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    group = forms.ChoiceField(label=_("Group"), choices=queries.group_choices)
    role = forms.CharField(label=_("Role"), max_length=120, required=False)
    role_en = forms.CharField(label=_("Role in English"), max_length=160, required=False)
    unit_code = forms.ChoiceField(
        label=_("Unit"), choices=lambda: [("", "–"), *unit_choices()], required=False
    )
    employee_number = forms.CharField(
        label=_("Employee number"),
        max_length=40,
        required=False,
        help_text=_("When it is one of our people; they then answer with their own account."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    power = forms.TypedChoiceField(
        label=_("Power"),
        choices=MARKS,
        coerce=int,
        initial=3,
        help_text=_("How much they can decide or stop: 1 nothing, 5 everything."),
    )
    interest = forms.TypedChoiceField(
        label=_("Interest"),
        choices=MARKS,
        coerce=int,
        initial=3,
        help_text=_("How much is at stake for them: 1 hardly anything, 5 very much."),
    )
    expectation = _text(_("Expectation"))
    expectation_en = _text(_("Expectation in English"))
    stance = forms.ChoiceField(label=_("Stance"), choices=queries.stance_choices)
    position = _text(_("What they hold"))
    position_en = _text(_("What they hold, in English"))

    def content(self) -> StakeholderContent:
        return StakeholderContent(**self.cleaned_data)


class AnalysisForm(forms.Form):
    """What the analysis asks."""

    year = forms.IntegerField(label=_("Plan year"))
    purpose = _text(_("Purpose of the analysis"), rows=3)
    purpose_en = _text(_("Purpose in English"))
    scope = _text(_("Scope"), rows=3)
    scope_en = _text(_("Scope in English"))
    question = _text(_("Question"), rows=3)
    question_en = _text(_("Question in English"))

    def content(self) -> AnalysisContent:
        return AnalysisContent(**self.cleaned_data)


class ConsiderationForm(forms.Form):
    """Something to weigh. Each stakeholder of the register is for, against, neutral or silent."""

    code = forms.CharField(label=_("Consideration code"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=queries.kind_choices)
    text = forms.CharField(label=_("What is to be weighed"), widget=_area(3), max_length=2000)
    text_en = _text(_("In English"))
    round = forms.TypedChoiceField(
        label=_("Round of consultation"), coerce=_number, empty_value=None, required=False
    )
    n_for = forms.IntegerField(label=_("How many in favour"), min_value=0, required=False)
    n_against = forms.IntegerField(label=_("How many against"), min_value=0, required=False)
    n_neutral = forms.IntegerField(label=_("How many undecided"), min_value=0, required=False)
    voices_for = forms.TypedMultipleChoiceField(
        label=_("Stakeholders in favour"), coerce=int, required=False
    )
    voices_against = forms.TypedMultipleChoiceField(
        label=_("Stakeholders against"), coerce=int, required=False
    )
    voices_neutral = forms.TypedMultipleChoiceField(
        label=_("Stakeholders who spoke to it otherwise"), coerce=int, required=False
    )
    basis = _text(_("What else it rests on"))
    basis_en = _text(_("What else it rests on, in English"))

    def __init__(self, *args: Any, analysis: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds = [(str(r.pk), r.title) for r in queries.rounds_of_analysis(analysis)]
        people = [
            (str(r.id), f"{r.code} {r.name}") for r in queries.stakeholders(analysis=analysis)
        ]
        offer(self, "round", [("", "–"), *rounds])
        for name in ("voices_for", "voices_against", "voices_neutral"):
            offer(self, name, people)

    def clean(self) -> dict[str, Any]:
        """Nobody stands on two sides."""
        told = super().clean() or {}
        sides = [told.get(f"voices_{side}") or [] for side in ("for", "against", "neutral")]
        named = [person for side in sides for person in side]
        if len(named) != len(set(named)):
            raise forms.ValidationError(_("A stakeholder is named on more than one side."))
        return told

    def content(self, held: ConsiderationContent | None = None) -> ConsiderationContent:
        """``held`` keeps the words of stakeholders who were named before."""
        told = self.cleaned_data
        words = {v.stakeholder_id: v.words for v in held.voices} if held else {}
        voices = tuple(
            VoiceContent(person, side, words.get(person, ""))
            for side in ("for", "against", "neutral")
            for person in told[f"voices_{side}"]
        )
        return ConsiderationContent(
            code=told["code"],
            kind=told["kind"],
            text=told["text"],
            text_en=told["text_en"],
            n_for=told["n_for"],
            n_against=told["n_against"],
            n_neutral=told["n_neutral"],
            round_id=told["round"],
            basis=told["basis"],
            basis_en=told["basis_en"],
            voices=voices,
        )


class ReasonForm(forms.Form):
    """Why a group or somebody is not heard."""

    reason = forms.CharField(label=_("Reason"), widget=_area(3), max_length=2000)
    reason_en = _text(_("Reason in English"))


class SurveyForm(forms.Form):
    """Whom the climate survey asks, and until when."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)
    closes_on = forms.DateField(
        label=_("Open until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%Y/%m/%d"],
    )
    units = forms.MultipleChoiceField(
        label=_("Units"),
        choices=lambda: unit_choices(),
        required=False,
        help_text=_(
            "Nothing chosen: the whole organisation. Units below a chosen one are not added."
        ),
    )
    every = forms.IntegerField(
        label=_("Ask every n-th person"),
        min_value=1,
        max_value=1000,
        initial=1,
        help_text=_("1 asks everybody; 4 asks every fourth in the order of employee numbers."),
    )


def unit_choices() -> list[tuple[str, str]]:
    """One query."""
    return [(code, f"{unit.name} {code}") for code, unit in units.units_by_code().items()]


def initial_stakeholder(content: StakeholderContent) -> dict[str, Any]:
    return {name: getattr(content, name) for name in StakeholderForm.base_fields}


def initial_analysis(content: AnalysisContent) -> dict[str, Any]:
    return {name: getattr(content, name) for name in AnalysisForm.base_fields}


def initial_consideration(content: ConsiderationContent) -> dict[str, Any]:
    sides: dict[str, list[str]] = {"for": [], "against": [], "neutral": []}
    for voice in content.voices:
        sides.get(voice.stance, sides["neutral"]).append(str(voice.stakeholder_id))
    plain = (
        "code",
        "kind",
        "text",
        "text_en",
        "n_for",
        "n_against",
        "n_neutral",
        "basis",
        "basis_en",
    )
    return {
        **{name: getattr(content, name) for name in plain},
        "round": "" if content.round_id is None else str(content.round_id),
        **{f"voices_{side}": people for side, people in sides.items()},
    }
