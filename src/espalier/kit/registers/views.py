"""The pages every register has: write a record, change it, take it away."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, writes
from espalier.kit.registers import forms, hints, queries, services
from espalier.kit.registers.types import Register
from espalier.kit.ui.concurrency import concurrent_edit_check

TEMPLATE = "registers/form.html"


def urls_of(stage: str, permission: str) -> list[URLPattern]:
    """The addresses a stage gives its registers: ``record_new``, ``record`` and ``record_remove``."""

    @writes(permission, form=True)
    def new(request: SignedInRequest, kind: str) -> HttpResponse:
        """Write a record; ``?programme=PR1`` says to which other record it belongs."""
        register = queries.register_of(kind, stage=stage)
        fixed = _fixed(register, request.GET)
        return _edited(request, register, None, {}, fixed)

    @writes(permission, form=True)
    def edit(request: SignedInRequest, kind: str, record_id: int) -> HttpResponse:
        """Change a record; two people at one record are told."""
        register = queries.register_of(kind, stage=stage)
        held = queries.values_of(register, queries.record_or_404(register, record_id))
        return _edited(request, register, record_id, held, _fixed(register, held))

    @writes(permission)
    def remove(request: SignedInRequest, kind: str, record_id: int) -> HttpResponse:
        """Take a record away that nothing rests on."""
        return _removed(request, queries.register_of(kind, stage=stage), record_id)

    return [
        path("records/<slug:kind>/new/", new, name="record_new"),
        path("records/<slug:kind>/<int:record_id>/", edit, name="record"),
        path("records/<slug:kind>/<int:record_id>/remove/", remove, name="record_remove"),
    ]


def _removed(request: SignedInRequest, register: Register, record_id: int) -> HttpResponse:
    page = register.page(queries.record_or_404(register, record_id))
    services.remove_record(
        register=register, record_id=record_id, by=request.actor, at=timezone.now()
    )
    messages.success(request, _("It was removed."))
    return redirect(page)


def _fixed(register: Register, told: Mapping[str, object]) -> dict[str, str]:
    """What the record belongs to is not asked again where the page already says it."""
    owner = str(told.get(register.belongs_to) or "")
    return {register.belongs_to: owner} if owner else {}


def _edited(
    request: SignedInRequest,
    register: Register,
    record_id: int | None,
    held: Mapping[str, object],
    fixed: Mapping[str, str],
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = forms.form_of(register, sent, initial=held, fixed=fixed)
    token = forms.token_of(held)
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        values = forms.values_of(register, form, fixed)
        if record_id is not None:
            _refuse_overwriting(register, str(sent.get("version", "")), token, held, values)
        try:
            record = services.save_record(
                register=register,
                record_id=record_id,
                values=values,
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("It was saved."))
            return redirect(register.page(record))
    context = {
        "register": register,
        "form": form,
        "problems": problems,
        "record_id": record_id,
        "token": token,
        "hints": hints.of(register.kind, held),
        "fixed": fixed,
        "belongs_to": fixed.get(register.belongs_to, ""),
        "stage": queries.stage_of(register),
    }
    return render(request, TEMPLATE, context, status=200 if sent is None else 422)


def _refuse_overwriting(
    register: Register,
    sent: str,
    token: int,
    held: Mapping[str, object],
    values: Mapping[str, object],
) -> None:
    words = {column.key: column.heading for column in register.columns}
    concurrent_edit_check(
        sent=sent,
        current=token,
        theirs={words[name]: held.get(name) or "" for name in words},
        yours={words[name]: values.get(name) or "" for name in words},
    )
