"""Reading what was typed about decisions, signatures on paper and absences."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.kit.approval.words import DECISIONS

DAYS = ["%Y-%m-%d", "%Y/%m/%d"]
PERSON_HELP = _("Employee number, e-mail or full name.")


class DayInput(forms.DateInput):
    """The browser's own date field; it sends and takes ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def part_comments(sent: Mapping[str, str]) -> dict[str, str]:
    """Remarks on parts by anchor, the empty ones too: they are sent as ``part-<anchor>``."""
    prefix = "part-"
    return {k.removeprefix(prefix): v for k, v in sent.items() if k.startswith(prefix)}


class PaperForm(forms.Form):
    """A signature that was given on paper by one of those who could give it on screen."""

    signed_by = forms.ChoiceField(label=_("Who signed"))
    signed_on = forms.DateField(label=_("Day of signing"), widget=DayInput(), input_formats=DAYS)
    decision = forms.ChoiceField(label=_("What was decided"), choices=list(DECISIONS.items()))
    scan = forms.FileField(label=_("Scan of the signed sheet"), help_text=_("PDF, PNG or JPEG."))
    comment = forms.CharField(
        label=_("Words written beside it"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, takers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_by"] = forms.ChoiceField(
            label=self.fields["signed_by"].label, choices=[("", "–"), *takers]
        )


class CosignerForm(forms.Form):
    """Who else is to sign beside an open step."""

    person = forms.CharField(
        label=_("Who is to sign as well"), max_length=150, help_text=PERSON_HELP
    )
    reason = forms.CharField(label=_("What is asked of them"), required=False, max_length=500)


class ReassignForm(forms.Form):
    """Who takes over a step, and why."""

    person = forms.CharField(label=_("Who takes it over"), max_length=150, help_text=PERSON_HELP)
    reason = forms.CharField(label=_("Reason"), max_length=500)


class DelegationForm(forms.Form):
    """Who acts while one is away."""

    person = forms.CharField(label=_("Who acts for you"), max_length=150, help_text=PERSON_HELP)
    starts_on = forms.DateField(label=_("First day away"), widget=DayInput(), input_formats=DAYS)
    ends_on = forms.DateField(label=_("Last day away"), widget=DayInput(), input_formats=DAYS)
    reason = forms.CharField(label=_("Reason"), max_length=200)
