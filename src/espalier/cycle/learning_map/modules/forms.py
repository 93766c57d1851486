"""Reading what was typed about modules."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.labels import MIXES, MODES, hours_text, level_text
from espalier.cycle.learning_map.modules.types import ModuleContent

_BETWEEN_CODES = re.compile(r"[、,，;；\s]+")
_PAIR = re.compile(r"^(?P<code>\S+)[\s,，:：]+(?P<level>[0-9.]+)$")


class ModuleForm(forms.Form):
    """Everything a version of a module says. Competencies are typed one per line: code, level."""

    code = forms.CharField(label=gettext_lazy("Module code"), max_length=40)
    name = forms.CharField(label=gettext_lazy("Module name"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=200, required=False)
    objectives = forms.CharField(
        label=gettext_lazy("Objectives"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What the learner will be able to do, one per line."),
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"),
        min_value=0,
        max_digits=7,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25"}),
    )
    mode = forms.ChoiceField(label=gettext_lazy("Mode"), choices=list(MODES.items()))
    mix = forms.ChoiceField(label=gettext_lazy("70-20-10"), choices=list(MIXES.items()))
    category = forms.CharField(label=gettext_lazy("Category"), max_length=60, required=False)
    prerequisites = forms.CharField(
        label=gettext_lazy("Prerequisite modules"),
        required=False,
        help_text=gettext_lazy(
            "Codes of modules that must be completed before, with commas between."
        ),
    )
    competencies = forms.CharField(
        label=gettext_lazy("Competencies"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One per line: the code, a space, the level reached. May be pasted from a spreadsheet."
        ),
    )
    assessment = forms.CharField(label=gettext_lazy("Assessment"), max_length=200, required=False)
    certificate = forms.CharField(label=gettext_lazy("Certificate"), max_length=200, required=False)
    validity_months = forms.IntegerField(
        label=gettext_lazy("Validity in months"),
        required=False,
        help_text=gettext_lazy("Leave it empty when it does not lapse."),
    )

    def clean_competencies(self) -> tuple[tuple[str, float], ...]:
        """Every line that cannot be read is named."""
        pairs, bad = [], []
        text = unicodedata.normalize("NFKC", self.cleaned_data["competencies"])
        for number, line in enumerate(text.splitlines(), start=1):
            found = _PAIR.match(line.strip())
            if found is not None and found["level"].count(".") <= 1 and found["level"] != ".":
                pairs.append((found["code"], float(found["level"])))
            elif line.strip():
                bad.append(
                    _("Line %(n)s is not a code and a level: %(line)s")
                    % {"n": number, "line": line.strip()[:60]}
                )
        if bad:
            raise forms.ValidationError(bad)
        return tuple(pairs)

    def content(self) -> ModuleContent:
        told = self.cleaned_data
        return ModuleContent(
            name=told["name"],
            name_en=told["name_en"],
            minutes=round(told["hours"] * 60),
            mode=told["mode"],
            mix=told["mix"],
            category=told["category"],
            assessment=told["assessment"],
            certificate=told["certificate"],
            validity_months=told["validity_months"],
            objectives=tuple(
                line.strip() for line in told["objectives"].splitlines() if line.strip()
            ),
            prerequisites=tuple(
                dict.fromkeys(c for c in _BETWEEN_CODES.split(told["prerequisites"]) if c)
            ),
            competencies=told["competencies"],
        )


def initial_of(code: str, content: ModuleContent) -> dict[str, Any]:
    """The fields of the form for what a version says."""
    return {
        "code": code,
        "name": content.name,
        "name_en": content.name_en,
        "objectives": "\n".join(content.objectives),
        "hours": hours_text(content.minutes),
        "mode": content.mode,
        "mix": content.mix,
        "category": content.category,
        "prerequisites": "、".join(content.prerequisites),
        "competencies": "\n".join(f"{c} {level_text(level)}" for c, level in content.competencies),
        "assessment": content.assessment,
        "certificate": content.certificate,
        "validity_months": content.validity_months,
    }
