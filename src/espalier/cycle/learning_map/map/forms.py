"""Reading what was typed about the map."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

_BETWEEN = re.compile(r"[、,，;；\s]+")


class PinForm(forms.Form):
    """Modules set on a path by hand; an asterisk marks an elective one."""

    modules = forms.CharField(
        label=_("Modules set by hand"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Module codes in the order wanted; put * after a code that is elective."),
    )

    def pins(self) -> list[tuple[str, bool]]:
        codes = [code for code in _BETWEEN.split(self.cleaned_data["modules"]) if code]
        return [(code.rstrip("*＊"), not code.endswith(("*", "＊"))) for code in codes]
