"""Reading what was typed about needs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.need_words import ANSWERS, QUESTIONS, RESPONDENTS, VIEWS
from espalier.cycle.needs.needs_list import linking
from espalier.cycle.needs.needs_list.types import NeedContent, NeedLinks, Question


class NeedForm(forms.Form):
    """A need and what it rests on."""

    code = forms.CharField(label=_("Code"), max_length=40)
    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)
    view = forms.ChoiceField(label=_("Seen from"), choices=list(VIEWS.items()))
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    description_en = forms.CharField(
        label=_("English description"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    headcount = forms.IntegerField(
        label=_("People concerned"),
        min_value=0,
        required=False,
        help_text=_("Leave it empty while nobody knows."),
    )
    source = forms.CharField(
        label=_("Other source"),
        max_length=300,
        required=False,
        help_text=_("What no record here says: who asked for it, when and where."),
    )
    source_en = forms.CharField(label=_("Other source in English"), max_length=300, required=False)

    def __init__(self, *args: Any, held: NeedLinks | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        for link in linking.LINKS:
            now = getattr(held, link.name) if held else ()
            self.fields[link.name] = forms.MultipleChoiceField(
                label=link.label,
                required=False,
                choices=linking.choices(link, now),
                widget=forms.SelectMultiple(attrs={"size": 5}),
            )

    def content(self) -> NeedContent:
        told = self.cleaned_data
        return NeedContent(**{name: told[name] for name in NeedContent.__dataclass_fields__})

    def links(self) -> NeedLinks:
        chosen = {
            link.name: tuple(int(pk) for pk in self.cleaned_data[link.name])
            for link in linking.LINKS
        }
        return NeedLinks(**chosen)


class CauseForm(forms.Form):
    """The guided questions of one need, and what is done where training is not the remedy."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for question in Question:
            self.fields[question.value] = forms.ChoiceField(
                label=QUESTIONS[question],
                choices=list(ANSWERS.items()),
                widget=forms.RadioSelect,
                initial="unknown",
            )
        texts = {
            "reason": _("What the answers rest on"),
            "reason_en": _("The same in English"),
            "alternative": _("What is done instead, or beside it"),
            "alternative_en": _("That in English"),
        }
        for name, text in texts.items():
            area = forms.Textarea(attrs={"rows": 2})
            self.fields[name] = forms.CharField(label=text, required=False, widget=area)

    def answers(self) -> dict[str, str]:
        return {question.value: self.cleaned_data[question.value] for question in Question}


class ScoreForm(forms.Form):
    """Marks 1–5 of one need on the criteria that people score, with the reason of each."""

    def __init__(self, *args: Any, criteria: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self._ids = [pk for pk, _name in criteria]
        for pk, name in criteria:
            self.fields[f"mark_{pk}"] = _mark(name)
            self.fields[f"reason_{pk}"] = forms.CharField(
                label=_("Reason: %(criterion)s") % {"criterion": name},
                max_length=300,
                required=False,
            )

    def scores(self) -> dict[int, tuple[float | None, str]]:
        told = self.cleaned_data
        return {pk: (told[f"mark_{pk}"], told[f"reason_{pk}"]) for pk in self._ids}


class WeightForm(forms.Form):
    """One weight for each criterion."""

    def __init__(
        self, *args: Any, criteria: Iterable[tuple[int, str, float]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for pk, name, weight in criteria:
            self.fields[f"weight_{pk}"] = forms.FloatField(
                label=name, min_value=0, initial=weight, widget=_number("0.5")
            )

    def weights(self) -> dict[int, float]:
        return {int(name.removeprefix("weight_")): v for name, v in self.cleaned_data.items()}


class RatingForm(forms.Form):
    """What one respondent says of every need."""

    respondent_kind = forms.ChoiceField(label=_("Group"), choices=list(RESPONDENTS.items()))
    respondent = forms.CharField(
        label=_("Respondent"),
        max_length=40,
        help_text=_("A mark that tells this person from the others, such as S07; no name."),
    )
    rated_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, needs: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self._ids = [pk for pk, _label in needs]
        for pk, label in needs:
            self.fields[f"importance_{pk}"] = _mark(_("%(need)s: importance") % {"need": label})
            self.fields[f"degree_{pk}"] = _mark(_("%(need)s: degree met today") % {"need": label})

    def marks(self) -> Mapping[int, tuple[float | None, float | None]]:
        told = self.cleaned_data
        return {pk: (told[f"importance_{pk}"], told[f"degree_{pk}"]) for pk in self._ids}

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each need, side by side on the page."""
        return [(self[f"importance_{pk}"], self[f"degree_{pk}"]) for pk in self._ids]

    @property
    def heads(self) -> list[Any]:
        return [self["respondent_kind"], self["respondent"], self["rated_on"]]


def _mark(label: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label, min_value=1, max_value=5, required=False, widget=_number("0.5")
    )


def _number(step: str) -> forms.NumberInput:
    return forms.NumberInput(attrs={"step": step, "inputmode": "decimal"})
