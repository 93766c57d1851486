"""Reading what was typed about clauses, the RACI table and the training system."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.positions import queries as positions
from espalier.cycle.policy.goals import queries as goals
from espalier.cycle.policy.goals.types import Level
from espalier.cycle.policy.handbook import queries
from espalier.cycle.policy.handbook.chapters import chapter_choices
from espalier.cycle.policy.handbook.types import ClauseValues, RaciTable
from espalier.cycle.policy.handbook.wording import FIELDS
from espalier.kit.ui.choices import offer
from espalier.kit.ui.days import day_field


class ClauseForm(forms.Form):
    """One clause with the directions it carries out."""

    chapter = forms.TypedChoiceField(label=FIELDS["chapter"], coerce=int)
    number = forms.IntegerField(label=FIELDS["number"], min_value=1, max_value=999)
    kind = forms.ChoiceField(label=FIELDS["kind"])
    title = forms.CharField(label=FIELDS["title"], max_length=120)
    text = forms.CharField(
        label=FIELDS["text"],
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "One paragraph a line. A line that begins with - is a point of a list; one that begins with 1. is numbered."
        ),
    )
    title_en = forms.CharField(label=FIELDS["title_en"], max_length=160, required=False)
    text_en = forms.CharField(
        label=FIELDS["text_en"],
        max_length=30_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Without it the English document shows the Chinese text."),
    )
    owner_id = forms.TypedChoiceField(
        label=FIELDS["owner_id"], required=False, coerce=int, empty_value=None
    )
    direction_ids = forms.TypedMultipleChoiceField(
        label=_("Policy directions it carries out"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    read_as_is = forms.BooleanField(
        label=_("I have read this template; it fits us as it stands"), required=False
    )

    def __init__(self, *args: Any, asks_to_read: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "chapter", chapter_choices())
        offer(self, "kind", queries.clause_kinds())
        offer(self, "owner_id", [("", "–"), *positions.position_choices()])
        offer(self, "direction_ids", goals.choices(Level.DIRECTION))
        if not asks_to_read:
            del self.fields["read_as_is"]

    def values(self) -> ClauseValues:
        told = dict(self.cleaned_data)
        told["direction_ids"] = frozenset(told["direction_ids"])
        return ClauseValues(**told)


def initial_of_clause(clause: Any, direction_ids: list[int]) -> dict[str, Any]:
    """The fields of the form for what a clause says."""
    names = ("chapter", "number", "kind", "title", "text", "title_en", "text_en", "owner_id")
    held = {name: getattr(clause, name) for name in names}
    held["direction_ids"] = sorted(direction_ids)
    return {name: "" if value is None else value for name, value in held.items()}


LETTER_CHOICES = [
    ("", "–"),
    ("R", _("R – does the work")),
    ("A", _("A – accountable")),
    ("RA", _("R and A")),
    ("C", _("C – is asked")),
    ("I", _("I – is told")),
]


class ActivityForm(forms.Form):
    """One line of the RACI table: a choice for every role."""

    code = forms.CharField(label=_("Code"), max_length=20)
    name = forms.CharField(label=_("Activity"), max_length=160)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)

    def __init__(self, table: RaciTable, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role_ids = [role.id for role in table.roles]
        for role in table.roles:
            self.fields[f"role_{role.id}"] = forms.ChoiceField(
                label=role.name, choices=LETTER_CHOICES, required=False
            )

    def letters(self) -> dict[int, str]:
        return {role: self.cleaned_data[f"role_{role}"] for role in self.role_ids}


class CategoryForm(forms.Form):
    """One part of the training system."""

    code = forms.CharField(label=_("Code"), max_length=20)
    name = forms.CharField(label=_("Designation"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind of training"))
    tier = forms.ChoiceField(label=_("Level"), required=False)
    function_id = forms.TypedChoiceField(
        label=_("Function"), required=False, coerce=int, empty_value=None
    )
    text = forms.CharField(label=_("Content"), max_length=400, required=False)
    text_en = forms.CharField(label=_("Content in English"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        functions = ((str(f.pk), f"{f.code} {f.name}") for f in positions.functions())
        offer(self, "kind", queries.category_kinds())
        offer(self, "tier", [("", "–"), *positions.tier_choices()])
        offer(self, "function_id", [("", "–"), *functions])


def initial_of_category(category: Any) -> dict[str, Any]:
    return {
        name: "" if (value := getattr(category, name)) is None else value
        for name in CategoryForm.base_fields
    }


class EndForm(forms.Form):
    """From when on, and why."""

    on = day_field(_("Ended on"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
