"""The editor of a procedure: its own fields, and one small form a step."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.accounts import queries as accounts
from espalier.kit.accounts.types import ROLE_WORDS
from espalier.kit.approval import registry
from espalier.kit.approval.types import ProcedureContent, StepContent, StepKind
from espalier.kit.approval.words import KINDS
from espalier.kit.ui.choices import offer

N_EMPTY_ROWS = 2


class ProcedureForm(forms.Form):
    """Everything about a procedure but its steps."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    title_en = forms.CharField(label=gettext_lazy("English name"), max_length=120, required=False)
    applies_to = forms.MultipleChoiceField(
        label=gettext_lazy("Applies to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing ticked: everything."),
    )
    allows_same_person = forms.BooleanField(
        label=gettext_lazy("One person may decide several steps"),
        required=False,
        help_text=gettext_lazy("Even then nobody approves what they prepared."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(self, *args: Any, held: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(registry.applicable())
        choices = [(code, registry.applicable_words(code, label)) for code, label in known.items()]
        # A code that came by import, of something not registered here, is kept and can be unticked.
        choices += [(code, code) for code in held if code not in known]
        offer(self, "applies_to", choices)


class StepForm(forms.Form):
    """One step. A row without a name and without anybody is an empty row."""

    order = forms.IntegerField(label=gettext_lazy("Order of the step"), min_value=1, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is signed"), choices=[("", "–"), *KINDS.items()], required=False
    )
    title = forms.CharField(label=gettext_lazy("Name of the step"), max_length=120, required=False)
    title_en = forms.CharField(label=gettext_lazy("English name"), max_length=120, required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[("", "–"), *((role.value, words) for role, words in ROLE_WORDS.items())],
        required=False,
    )
    scope_key = forms.ChoiceField(label=gettext_lazy("of the unit"), required=False)
    person = forms.CharField(
        label=gettext_lazy("or a named person"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Employee number"),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Limit in working days"), min_value=1, required=False
    )
    min_amount = forms.IntegerField(label=gettext_lazy("From NT$"), min_value=0, required=False)
    max_amount = forms.IntegerField(label=gettext_lazy("Up to NT$"), min_value=0, required=False)
    quorum = forms.IntegerField(
        label=gettext_lazy("How many must agree"), min_value=1, required=False
    )
    is_vote = forms.BooleanField(label=gettext_lazy("By vote"), required=False)
    on_paper = forms.BooleanField(
        label=gettext_lazy("May be signed on paper"), required=False, initial=True
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scope_key", [("", _("The whole organisation")), *places])

    @property
    def is_blank(self) -> bool:
        told = self.cleaned_data
        return not any(told.get(name) for name in ("title", "role", "person", "kind"))

    def content(self) -> StepContent:
        """What was typed; what is missing is told by the service, together with everything else."""
        told = self.cleaned_data
        return StepContent(
            order=told["order"] or 0,
            kind=StepKind(told["kind"] or StepKind.REVIEWED),
            title=told["title"] or _default_title(told),
            title_en=told["title_en"],
            role=told["role"],
            scope_key=told["scope_key"],
            person=told["person"].strip(),
            min_amount=told["min_amount"],
            max_amount=told["max_amount"],
            days=told["days"],
            quorum=told["quorum"],
            is_vote=told["is_vote"],
            on_paper=told["on_paper"],
        )


def _default_title(told: dict[str, Any]) -> str:
    """A step without a name of its own is called by its role and kind."""
    role = ROLE_WORDS.get(told["role"], "")
    return f"{role}{KINDS[told['kind']]}" if told["role"] and told["kind"] else ""


def step_forms(data: Any = None, *, steps: Sequence[StepContent] = ()) -> BaseFormSet[StepForm]:
    """The steps as rows with some empty ones below; ``data`` is what was sent."""
    places = [(node.key, node.label) for node in accounts.scope_tree()]
    factory = formset_factory(StepForm, extra=N_EMPTY_ROWS, can_delete=True, max_num=40)
    initial = [{name: getattr(step, name) for name in StepForm.base_fields} for step in steps]
    return factory(data, initial=initial, prefix="steps", form_kwargs={"places": places})


def content_of_forms(form: ProcedureForm, rows: BaseFormSet[StepForm]) -> ProcedureContent:
    """The whole procedure as typed, in the order of its steps; both were found valid."""
    told = form.cleaned_data
    kept = [
        row.content()
        for row in rows
        if row.cleaned_data and not row.is_blank and not row.cleaned_data.get("DELETE")
    ]
    return ProcedureContent(
        code=told["code"],
        title=told["title"],
        title_en=told["title_en"],
        applies_to=tuple(told["applies_to"]),
        is_active=told["is_active"],
        allows_same_person=told["allows_same_person"],
        steps=tuple(sorted(kept, key=lambda step: step.order)),
    )
