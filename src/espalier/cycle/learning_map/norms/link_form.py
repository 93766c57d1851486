"""Reading what a norm is linked to."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.labels import hours_text

_BETWEEN = re.compile(r"[、,，;；\s]+")
_LINE = re.compile(r"[\s,，]+")


class LinkForm(forms.Form):
    """Modules one per line with hours and content, positions and clauses as codes."""

    modules = forms.CharField(
        label=gettext_lazy("Modules"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One per line: the code; if not all its hours count, a space and the hours; if it serves a "
            "content, a space and the content."
        ),
    )
    positions = forms.CharField(
        label=gettext_lazy("Positions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Codes of positions the norm binds, with commas between."),
    )
    clauses = forms.CharField(
        label=gettext_lazy("Clauses of the policy"),
        required=False,
        help_text=gettext_lazy(
            "Numbers of clauses that carry it, such as 7.2, with commas between."
        ),
    )

    def clean_modules(self) -> dict[str, tuple[int | None, str]]:
        """Every line that cannot be read is named."""
        found: dict[str, tuple[int | None, str]] = {}
        bad = []
        text = unicodedata.normalize("NFKC", self.cleaned_data["modules"])
        for number, line in enumerate(text.splitlines(), start=1):
            parts = [part for part in _LINE.split(line.strip()) if part]
            if not parts:
                continue
            minutes, rest = _hours_of(parts[1:])
            if len(rest) > 1 or (minutes is not None and minutes < 1) or parts[0] in found:
                told = {"n": number, "line": line.strip()[:60]}
                bad.append(_("Line %(n)s cannot be read: %(line)s") % told)
            else:
                found[parts[0]] = (minutes, rest[0] if rest else "")
        if bad:
            raise forms.ValidationError(bad)
        return found

    def codes(self, name: str) -> list[str]:
        return list(dict.fromkeys(c for c in _BETWEEN.split(self.cleaned_data[name]) if c))


def _hours_of(parts: list[str]) -> tuple[int | None, list[str]]:
    """The hours, if the first part is a number, and what follows."""
    try:
        return round(Decimal(parts[0]) * 60), parts[1:]
    except (IndexError, InvalidOperation, ValueError, OverflowError):
        return None, parts


def initial_of_links(links: dict[str, Any]) -> dict[str, str]:
    """The fields of the form for today's links, as ``queries.links_of`` gives them."""
    lines = []
    for code, (minutes, tag) in links["modules"].items():
        hours = "" if minutes is None else hours_text(minutes)
        lines.append(" ".join(part for part in (code, hours, tag) if part))
    return {
        "modules": "\n".join(lines),
        "positions": "、".join(links["positions"]),
        "clauses": "、".join(links["clauses"]),
    }
