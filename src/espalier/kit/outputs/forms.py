"""What is asked before a document goes to its readers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.kit.outputs.types import Hurdle
from espalier.kit.ui.choices import offer


class SubmitForm(forms.Form):
    """Change note, procedure, amount, and a reason for each hurdle that a reason can lift."""

    change_note = forms.CharField(
        label=_("Change note"),
        help_text=_("One sentence for the change log: what is new in this edition."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    procedure = forms.ChoiceField(label=_("Review procedure"), choices=[])
    amount = forms.IntegerField(
        label=_("Amount decided about (NT$)"),
        help_text=_("Decides who approves where the procedure goes by amount."),
        required=False,
        min_value=0,
    )

    def __init__(
        self,
        *args: Any,
        procedures: list[tuple[str, str]],
        hurdles: list[Hurdle],
        by_amount: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "procedure", procedures)
        if len(procedures) == 1:
            self.fields["procedure"].initial = procedures[0][0]
        if not by_amount:
            del self.fields["amount"]
        for each in hurdles:
            if each.reason_allowed:
                self.fields[f"reason_{each.key}"] = forms.CharField(
                    label=each.problem.message,
                    help_text=_("Record why the document may be reviewed all the same."),
                    max_length=600,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    def reasons(self) -> dict[str, str]:
        """Reasons by the key of their hurdle."""
        prefix = "reason_"
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }


class ConsultForm(forms.Form):
    """The change note of a draft that is put to consultation."""

    change_note = forms.CharField(
        label=_("Change note"),
        help_text=_("One sentence for those who are asked: what the draft is about."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
