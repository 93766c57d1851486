"""One way to answer a form: all problems at once, what was typed stays, two editors are told, drafts are kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.kit.errors import Problem, Refused, Text
from espalier.kit.http import SignedInRequest
from espalier.kit.ui import queries, services
from espalier.kit.ui.concurrency import concurrent_edit_check, version_token
from espalier.kit.ui.drafts import draft_initial
from espalier.kit.ui.models import FormDraft

TEMPLATE = "ui/form_page.html"
SAVE, SAVED = _("Save"), _("Saved.")


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form with its words. ``act`` gets the cleaned values, calls services and returns where to go on.

    ``changed_at`` and ``held`` (form values by field) are those of the record as it is now: who saves over a newer
    text is told. ``draft`` is (form key, subject): what is typed is kept until it is sent. ``parts`` holds what else
    a ``template`` of the page's own draws.
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
    draft: tuple[str, str] | None = None
    danger: bool = False
    delete_url: str = ""
    template: str = TEMPLATE
    parts: Mapping[str, object] | None = None


def sent(request: SignedInRequest) -> QueryDict | None:
    """What was sent; None while the form is only shown. A form without fields sends nothing, too."""
    return request.POST if request.method == "POST" else None


def answer(request: SignedInRequest, page: FormPage) -> HttpResponse:
    """The form's page; after success the next page, after a refusal the form again with status 422.

    Raises: Conflict when somebody else saved the record meanwhile.
    """
    found: Sequence[Problem] = ()
    if request.method == "POST" and page.form.is_valid():
        _refuse_overwriting(request, page)
        try:
            # One form may call several services: a refusal of the last takes all of them back.
            with transaction.atomic():
                url = page.act(page.form.cleaned_data)
        except Refused as refusal:
            found = refusal.problems
        else:
            _forget_draft(request, page)
            messages.success(request, str(page.done))
            return redirect(url)
    context = {
        "page": page,
        "form": page.form,
        "version": _version(request, page),
        "found_problems": found,
        "draft": _restored_draft(request, page),
        "next_url": request.get_full_path(),
        **(page.parts or {}),
    }
    wrong = bool(found) or bool(page.form.errors)
    return render(request, page.template, context, status=422 if wrong else 200)


def _version(request: SignedInRequest, page: FormPage) -> str:
    """The version the form was opened with: a refused form shown again must still tell of newer texts."""
    return request.POST.get("version", "") or version_token(page.changed_at)


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


def _restored_draft(request: SignedInRequest, page: FormPage) -> FormDraft | None:
    """The draft whose text the form now shows; none while an answer to what was sent is shown."""
    if page.draft is None or request.method == "POST":
        return None
    draft = queries.draft_for(request.user, *page.draft)
    page.form.initial.update(draft_initial(draft, page.form))
    return draft


def _forget_draft(request: SignedInRequest, page: FormPage) -> None:
    if page.draft is not None:
        key, subject = page.draft
        services.discard_draft(form_key=key, subject=subject, by=request.actor, at=timezone.now())
