"""The organisation's settings page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.errors import Refused
from espalier.kit.http import SignedInRequest, writes
from espalier.kit.organisation import queries, services
from espalier.kit.organisation.forms import HolidayForm, OrganisationForm

PAGE = "organisation/settings.html"


@writes("kit.change_organisation", form=True)
def settings_page(request: SignedInRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, request.FILES or None, instance=queries.current())
    problems: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.change_settings(
                values=form.cleaned_data,
                logo=_upload(form.cleaned_data["logo_file"]),
                reference_docx=_upload(form.cleaned_data["reference_file"]),
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The settings were saved."))
            return redirect("organisation:settings")
    status = 422 if problems or form.errors else 200
    return render(
        request, PAGE, _context(form, HolidayForm(auto_id="holiday_%s"), problems), status=status
    )


@writes("kit.change_organisation")
def add_holiday(request: SignedInRequest) -> HttpResponse:
    form, problems = HolidayForm(request.POST, auto_id="holiday_%s"), []
    if form.is_valid():
        try:
            services.add_holiday(
                day=form.cleaned_data["day"],
                name=form.cleaned_data["name"],
                is_working=form.cleaned_data["is_working"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("organisation:settings")
        except Refused as refusal:
            problems = refusal.problems
    settings_form = OrganisationForm(instance=queries.current())
    return render(request, PAGE, _context(settings_form, form, problems), status=422)


@writes("kit.change_organisation")
def remove_holiday(request: SignedInRequest, holiday_id: int) -> HttpResponse:
    services.remove_holiday(holiday_id=holiday_id, by=request.actor, at=timezone.now())
    return redirect("organisation:settings")


def _context(
    form: OrganisationForm, holiday_form: HolidayForm, problems: list[Any]
) -> dict[str, object]:
    return {
        "form": form,
        "holiday_form": holiday_form,
        "holidays": queries.holidays(),
        "found_problems": problems,
    }


def _upload(upload: Any) -> tuple[str, bytes] | None:
    return (upload.name, upload.read()) if upload else None
