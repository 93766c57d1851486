"""The form that takes a standard in: a file or pasted text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ACCEPTED = ".pdf,.odt,.docx,.xlsx,.tsv,.txt,.json"


class IntakeForm(forms.Form):
    """One source: a file, or text pasted from a document."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # the engine says what is wrong with an empty file, and how to mend it
        help_text=_("PDF, ODT, DOCX, XLSX, TSV, plain text or our JSON; at most 50 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    text = forms.CharField(
        label=_("Pasted text"),
        required=False,
        help_text=_("Copy the tables of the document, columns separated by tabs."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    password = forms.CharField(
        label=_("Password of the file"),
        required=False,
        help_text=_("Only for a protected PDF; it is used once and not kept."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    source_uri = forms.CharField(
        label=_("Where it was fetched from"),
        required=False,
        max_length=400,
        help_text=_(
            "The address of the page or the name of the book, so that others find it again."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [name for name in ("file", "text") if cleaned.get(name)]
        if not given and "file" not in self.errors:
            self.add_error("file", _("Choose a file, or paste the text."))
        if len(given) == 2:
            self.add_error("text", _("Either a file or pasted text, not both."))
        return cleaned
