"""Reading what was typed for the report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.desk_research import queries as desk
from espalier.cycle.needs.report import queries
from espalier.cycle.needs.report.types import SWOT, FindingContent
from espalier.cycle.needs.report.words import FINDINGS
from espalier.cycle.needs.stakeholders import queries as stakeholders


def _area(label: Any, rows: int, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class NarrativeForm(forms.Form):
    """One hand-written part; a line is a paragraph."""

    text = _area(_("Text"), 10)
    text_en = _area(_("Text in English"), 10)


class FindingForm(forms.Form):
    """One finding and what says so."""

    code = forms.CharField(label=_("Code"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(FINDINGS.items()))
    text = _area(_("Finding"), 3, required=True)
    text_en = _area(_("Finding in English"), 3)
    response = _area(_("Response"), 2)
    response_en = _area(_("Response in English"), 2)
    source = forms.CharField(label=_("Other source"), max_length=300, required=False)
    source_en = forms.CharField(label=_("Other source in English"), max_length=300, required=False)

    def __init__(self, *args: Any, analysis_id: int | None, **options: Any) -> None:
        super().__init__(*args, **options)
        nothing = ("", "–")
        passages = [(str(e.id), f"{e.code} {e.text[:50]}") for e in desk.extracts()]
        said = [(str(c.id), f"{c.code} {c.text[:50]}") for c in stakeholders.considerations()]
        held = [
            (str(f.pk), f"{f.code} {f.text[:50]}")
            for f in queries.findings(analysis_id)
            if f.kind in SWOT
        ]
        self.fields["extract"] = forms.ChoiceField(
            label=_("Passage"), required=False, choices=[nothing, *passages]
        )
        self.fields["consideration"] = forms.ChoiceField(
            label=_("Consideration"), required=False, choices=[nothing, *said]
        )
        self.fields["rests_on"] = forms.MultipleChoiceField(
            label=_("Rests on"),
            required=False,
            choices=held,
            widget=forms.SelectMultiple(attrs={"size": 6}),
            help_text=_("For options of TOWS: the findings of SWOT it combines."),
        )

    def content(self) -> FindingContent:
        told = self.cleaned_data
        plain = (
            "code",
            "kind",
            "text",
            "text_en",
            "response",
            "response_en",
            "source",
            "source_en",
        )
        return FindingContent(
            **{name: told[name] for name in plain},
            extract_id=int(told["extract"]) if told["extract"] else None,
            consideration_id=int(told["consideration"]) if told["consideration"] else None,
            rests_on=tuple(int(pk) for pk in told["rests_on"]),
        )
