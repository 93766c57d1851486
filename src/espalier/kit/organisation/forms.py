"""Forms of the organisation's settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.kit.organisation.models import Holiday, Organisation

WEEKDAYS = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]
MAX_LOGO_BYTES = 1024 * 1024


class OrganisationForm(forms.ModelForm[Organisation]):
    """Name, logo, calendar, suppression minimum, date form, and the organisation's own Word template."""

    working_days = forms.MultipleChoiceField(
        label=_("Working days"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    logo_file = forms.FileField(
        label=_("Logo (PNG or JPEG, up to 1 MB)"),
        required=False,
        help_text=_("Stands on every page and on the cover of every document."),
    )
    reference_file = forms.FileField(
        label=_("Own Word template (DOCX)"),
        required=False,
        help_text=_("Its fonts and styles replace ours in Word documents."),
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "name_en",
            "date_form",
            "suppression_minimum",
            "fiscal_year_starts",
            "working_days",
        )
        help_texts = {
            "suppression_minimum": _("Figures of smaller groups are hidden, also by differencing.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["working_days"] = list(self.instance.working_days)

    def clean_working_days(self) -> str:
        return "".join(sorted(self.cleaned_data["working_days"]))

    def clean_logo_file(self) -> Any:
        upload = self.cleaned_data["logo_file"]
        if upload is None:
            return None
        head = upload.read(8)
        upload.seek(0)
        if not head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
            raise forms.ValidationError(_("This is neither a PNG nor a JPEG picture."))
        if upload.size > MAX_LOGO_BYTES:
            raise forms.ValidationError(_("The picture is larger than 1 MB; make it smaller."))
        return upload


class HolidayForm(forms.ModelForm[Holiday]):
    """A day off, or a working day instead of one."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))

    class Meta:
        model = Holiday
        fields = ("day", "name", "is_working")
        labels = {"name": _("Occasion"), "is_working": _("This is a working day instead")}
