"""The form of a narrative section."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NarrativeForm(forms.Form):
    """One section in both languages."""

    text = forms.CharField(
        label=_("Text"), max_length=8000, widget=forms.Textarea(attrs={"rows": 12})
    )
    text_en = forms.CharField(
        label=_("The same in English"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
