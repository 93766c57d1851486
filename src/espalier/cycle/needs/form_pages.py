"""One way to answer a form of these rooms: all problems at once, what was typed stays, two editors are told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from espalier.kit.errors import Problem, Refused, Text
from espalier.kit.http import SignedInRequest
from espalier.kit.ui.concurrency import concurrent_edit_check, version_token

TEMPLATE = "needs/form.html"
SAVE, SAVED = _("Save"), _("Saved.")


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form with its words. ``act`` gets the cleaned values, calls a service and returns where to go on.

    ``changed_at`` and ``held`` (form values by field) are those of the record as it is now: who saves over a newer
    text is told. ``parts`` holds what else the template draws.
    """

    form: forms.Form
    title: Text
    act: Callable[[dict[str, Any]], str]
    back_url: str
    back: Text
    lead: Text = ""
    button: Text = SAVE
    done: Text = SAVED
    changed_at: datetime | None = None
    held: Mapping[str, object] | None = None
    template: str = TEMPLATE
    parts: Mapping[str, object] | None = None

    @property
    def version(self) -> str:
        return version_token(self.changed_at)


def answer(request: SignedInRequest, page: FormPage) -> HttpResponse:
    """The form's page; after success the next page, after a refusal the form again with status 422.

    Raises: Conflict when somebody else saved the record meanwhile.
    """
    found: Sequence[Problem] = ()
    if request.method == "POST" and page.form.is_valid():
        _refuse_overwriting(request, page)
        try:
            with transaction.atomic():
                url = page.act(page.form.cleaned_data)
        except Refused as refusal:
            found = refusal.problems
        else:
            messages.success(request, str(page.done))
            return redirect(url)
    context = {"page": page, "form": page.form, "found_problems": found, **(page.parts or {})}
    wrong = bool(found) or bool(page.form.errors)
    return render(request, page.template, context, status=422 if wrong else 200)


def _refuse_overwriting(request: SignedInRequest, page: FormPage) -> None:
    if page.changed_at is None or page.held is None:
        return
    fields, told = page.form.fields, page.form.cleaned_data
    concurrent_edit_check(
        sent=request.POST.get("version", ""),
        current=page.changed_at,
        theirs={str(fields[name].label): _shown(value) for name, value in page.held.items()},
        yours={str(fields[name].label): _shown(told.get(name)) for name in page.held},
    )


def _shown(value: object) -> object:
    """Blanks alike, and several choices as one text, so that equal answers compare equal."""
    if isinstance(value, list | tuple):
        return "、".join(sorted(str(each) for each in value))
    return "" if value is None else value
