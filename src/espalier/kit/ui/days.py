"""A day as a form asks for it."""

from datetime import date

from django import forms

from espalier.kit.errors import Text

FORMATS = ["%Y-%m-%d", "%Y/%m/%d"]


class DayInput(forms.DateInput):
    """The browser's own date field; it sends and takes ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(
    label: Text, *, required: bool = True, initial: date | None = None, help_text: Text = ""
) -> forms.DateField:
    """A date as the browser's date field sends it, or as somebody types it who has none."""
    return forms.DateField(
        label=label,
        required=required,
        initial=initial,
        help_text=help_text,
        widget=DayInput(),
        input_formats=FORMATS,
    )
