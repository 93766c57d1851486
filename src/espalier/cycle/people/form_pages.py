"""One way to answer a form of this stage: show it, keep what was typed, list all problems, go on after success."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from espalier.kit.errors import Problem, Refused, Text
from espalier.kit.http import SignedInRequest

TEMPLATE = "people/form.html"
SAVE, SAVED = _("Save"), _("Saved.")


class DayInput(forms.DateInput):
    """The browser's own date field; it sends and takes ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(
    label: Text, *, required: bool = True, initial: date | None = None
) -> forms.DateField:
    """A date as the browser's date field sends it."""
    return forms.DateField(
        label=label,
        required=required,
        initial=initial,
        widget=DayInput(),
        input_formats=["%Y-%m-%d", "%Y/%m/%d"],
    )


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form with its words. ``act`` gets the cleaned values, calls one service and returns where to go on."""

    form: forms.Form
    title: Text
    act: Callable[[dict[str, Any]], str]
    back_url: str
    back: Text
    lead: Text = ""
    button: Text = SAVE
    done: Text = SAVED
    version: str = ""
    danger: bool = False


def answer(request: SignedInRequest, page: FormPage) -> HttpResponse:
    """The form's page; after success the next page, after a refusal the form again with status 422."""
    found: Sequence[Problem] = ()
    if request.method == "POST" and page.form.is_valid():
        try:
            # One form may call several services: a refusal of the last takes all of them back.
            with transaction.atomic():
                url = page.act(page.form.cleaned_data)
        except Refused as refusal:
            found = refusal.problems
        else:
            messages.success(request, str(page.done))
            return redirect(url)
    wrong = bool(found) or bool(page.form.errors)
    context = {"page": page, "found_problems": found}
    return render(request, TEMPLATE, context, status=422 if wrong else 200)
