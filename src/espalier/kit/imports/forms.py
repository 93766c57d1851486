"""The forms of an import: choosing a file or pasting rows, and saying where the table stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.kit.ui.choices import offer


class UploadForm(forms.Form):
    """One of the two is needed; a file wins when both are given."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # refused later, in the same words as everywhere
        help_text=_("XLSX, XLS or CSV, at most 25 MB. Title rows above the header do no harm."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.tsv,.txt"}),
    )
    pasted = forms.CharField(
        label=_("Or paste rows"),
        required=False,
        strip=False,
        help_text=_("Copy the rows in your spreadsheet, header included, and paste them here."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("file") and not str(data.get("pasted", "")).strip():
            raise forms.ValidationError(_("Choose a file or paste some rows."))
        return data


class TableForm(forms.Form):
    """Which sheet, and in which row the header stands."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    header_row = forms.IntegerField(label=_("Row of the header"), min_value=1)

    def __init__(self, *args: Any, sheets: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "sheet", [(name, name) for name in sheets])
