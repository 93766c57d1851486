"""The rule of a norm as questions in plain language."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.labels import MODES, TIERS, hours_text, label
from espalier.cycle.learning_map.mode_words import MODES as SHEET_MODES
from espalier.cycle.learning_map.norm_words import (
    AGAIN_ON_CHANGE,
    CATEGORIES,
    FIRST_PERIODS,
    ON_LEAVE,
    WINDOWS,
)
from espalier.cycle.learning_map.norms.forms import DayField
from espalier.cycle.learning_map.norms.types import Rule, Target

_BETWEEN = re.compile(r"[、,，;；\n]+")
_CHOSEN = forms.CheckboxSelectMultiple
PLAIN = ("window", "months", "again_on_change", "first_period", "covers_incumbents",
         "is_shareable", "is_working_time", "on_leave", "evidence")  # fmt: skip
OF_TARGET = ("everyone", "categories", "tiers", "min_headcount", "max_headcount", "hired_from")


def _whole(label: Any, help_text: Any = "", most: int = 1_000_000) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=most, help_text=help_text
    )


class RuleForm(forms.Form):
    """Who, what, by when, what counts. Positions are linked on a page of their own."""

    everyone = forms.BooleanField(label=gettext_lazy("Everybody"), required=False)
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("People of these categories"),
        choices=list(CATEGORIES.items()),
        required=False,
        widget=_CHOSEN,
    )
    tiers = forms.MultipleChoiceField(
        label=gettext_lazy("People in positions of these levels"),
        choices=list(TIERS.items()),
        required=False,
        widget=_CHOSEN,
    )
    duties = forms.CharField(
        label=gettext_lazy("Holders of these duties"),
        required=False,
        help_text=gettext_lazy("Names with commas between, as they stand in the records."),
    )
    licences = forms.CharField(
        label=gettext_lazy("Holders of these licences"),
        required=False,
        help_text=gettext_lazy("Names with commas between, as they stand in the records."),
    )
    min_headcount = _whole(gettext_lazy("Headcount of at least"))
    max_headcount = _whole(gettext_lazy("Headcount of at most"))
    hired_from = DayField(label=gettext_lazy("Only people hired from"), required=False)
    window = forms.ChoiceField(label=gettext_lazy("Kind of term"), choices=list(WINDOWS.items()))
    months = _whole(
        gettext_lazy("Length of the term in months"),
        gettext_lazy("12 is a year, 6 half a year; empty where it is due once."),
        240,
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"),
        required=False,
        min_value=0,
        max_value=2000,
        max_digits=7,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25"}),
        help_text=gettext_lazy("Leave it empty where the norm fixes no hours."),
    )
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("Modes that count"),
        choices=list(MODES.items()),
        required=False,
        widget=_CHOSEN,
        help_text=gettext_lazy("None ticked: all of them."),
    )
    mode_caps = forms.CharField(
        label=gettext_lazy("Limits of modes"),
        required=False,
        help_text=gettext_lazy("Such as: online=2, when at most two hours online count."),
    )
    contents = forms.CharField(
        label=gettext_lazy("Hours of contents"),
        required=False,
        help_text=gettext_lazy(
            "Such as: fire=1, ethics=2. The links to modules name the same contents."
        ),
    )
    is_shareable = forms.BooleanField(
        label=gettext_lazy("The hours may serve other norms as well"), required=False, initial=True
    )
    is_working_time = forms.BooleanField(
        label=gettext_lazy("The employer demands it, so it is working time"),
        required=False,
        initial=True,
    )
    on_leave = forms.ChoiceField(
        label=gettext_lazy("During long leave"), choices=list(ON_LEAVE.items())
    )
    again_on_change = forms.ChoiceField(
        label=gettext_lazy("When the work changes"), choices=list(AGAIN_ON_CHANGE.items())
    )
    first_period = forms.ChoiceField(
        label=gettext_lazy("In the first period"), choices=list(FIRST_PERIODS.items())
    )
    covers_incumbents = forms.BooleanField(
        label=gettext_lazy("It also binds those who began before"), required=False, initial=True
    )
    grace_days = _whole(gettext_lazy("Days of grace after the work begins"), "", 3650)
    first_due_months = _whole(gettext_lazy("Months until it is due for the first time"), "", 240)
    lookback_months = _whole(gettext_lazy("Months for which earlier hours count"), "", 240)
    notice_days = _whole(gettext_lazy("Remind so many days before"), "", 730)
    evidence = forms.CharField(label=gettext_lazy("Proof to keep"), max_length=200, required=False)

    def clean_contents(self) -> tuple[tuple[str, int], ...]:
        """Every part that is not a word and hours is named."""
        return _hours_by_word(self.cleaned_data["contents"])

    def clean_mode_caps(self) -> tuple[tuple[str, int], ...]:
        """Modes may be named as the page or as sheets name them; an unknown one is left to the rules."""
        words = {str(text): mode for mode, text in MODES.items()} | SHEET_MODES
        told = _hours_by_word(self.cleaned_data["mode_caps"])
        return tuple((words.get(word, word), minutes) for word, minutes in told)

    def rule(self) -> Rule:
        told = self.cleaned_data
        hours = told["hours"]
        target = Target(
            duties=_parts(told["duties"]),
            licences=_parts(told["licences"]),
            **{name: _tuple(told[name]) for name in OF_TARGET},
        )
        return Rule(
            **{name: told[name] for name in PLAIN},
            minutes=None if hours is None else round(hours * 60),
            modes=tuple(told["modes"]),
            mode_caps=told["mode_caps"],
            content_minutes=told["contents"],
            grace_days=told["grace_days"] or 0,
            first_due_months=told["first_due_months"],
            lookback_months=told["lookback_months"],
            notice_days=60 if told["notice_days"] is None else told["notice_days"],
            target=target,
        )


class VersionForm(RuleForm):
    """A rule with the day from which it holds, and why it is written."""

    effective_from = DayField(label=gettext_lazy("In force from"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("What changed, or what was wrong."),
    )


class FirstVersionForm(RuleForm):
    """The first rule of a norm with the day from which it holds."""

    effective_from = DayField(label=gettext_lazy("In force from"))


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))


def _hours_by_word(text: str) -> tuple[tuple[str, int], ...]:
    """Raises: ValidationError naming every part that is not a word, an equals sign and hours."""
    pairs, bad = [], []
    for part in _parts(text):
        word, _mark, hours = part.replace("＝", "=").partition("=")
        try:
            minutes = round(Decimal(hours.strip()) * 60)
        except (InvalidOperation, ValueError, OverflowError):
            minutes = 0
        if word.strip() and minutes > 0:
            pairs.append((word.strip(), minutes))
        else:
            bad.append(_("This is not a word and its hours: %(part)s") % {"part": part})
    if bad:
        raise forms.ValidationError(bad)
    return tuple(pairs)


def initial_of_rule(rule: Rule, effective_from: date | None = None) -> dict[str, Any]:
    """The fields of the form for a rule."""
    target = rule.target
    return {
        **{name: getattr(rule, name) for name in PLAIN},
        **{name: getattr(target, name) for name in OF_TARGET},
        "duties": "、".join(target.duties),
        "licences": "、".join(target.licences),
        "hours": "" if rule.minutes is None else hours_text(rule.minutes),
        "modes": list(rule.modes),
        "mode_caps": "、".join(f"{label(MODES, m)}={hours_text(n)}" for m, n in rule.mode_caps),
        "contents": "、".join(f"{tag}={hours_text(n)}" for tag, n in rule.content_minutes),
        "grace_days": rule.grace_days,
        "first_due_months": rule.first_due_months,
        "lookback_months": rule.lookback_months,
        "notice_days": rule.notice_days,
        "effective_from": effective_from,
    }
