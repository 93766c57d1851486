"""Forms of the catalogue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.kit.ui.choices import offer


class CompetencyForm(forms.Form):
    """The organisation's own words about a competency."""

    name = forms.CharField(label=_("Title"), max_length=300)
    name_en = forms.CharField(label=_("English name"), max_length=300, required=False)
    definition = forms.CharField(
        label=_("Definition"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        help_text=_("What is no longer used keeps its history and is no longer offered."),
    )

    def seen(self) -> dict[str, object]:
        """What the form showed when it was opened, sent along to notice concurrent edits."""
        texts = ("name", "name_en", "definition")
        return {
            name: self.data[f"seen_{name}"].replace("\r\n", "\n")
            for name in texts
            if f"seen_{name}" in self.data
        }


class OwnModelForm(forms.Form):
    """The beginning of an own model."""

    base = forms.CharField(
        label=_("Code"),
        max_length=50,
        help_text=_(
            "Your own code without a version, such as ORG-001; official codes are refused."
        ),
    )
    title = forms.CharField(label=_("Name of the model"), max_length=200)
    from_id = forms.TypedChoiceField(
        label=_("Begin as a copy of"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Every copied item remembers the standard it came from."),
    )

    def __init__(self, *args: object, sources: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as given
        offer(self, "from_id", [("", _("Nothing: an empty model")), *sources])
