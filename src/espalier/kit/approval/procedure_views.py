"""Pages of review procedures: the list, the editor."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.approval import lists, queries, services
from espalier.kit.approval.contents import content_of
from espalier.kit.approval.permissions import CHANGE
from espalier.kit.approval.procedure_forms import ProcedureForm, content_of_forms, step_forms
from espalier.kit.approval.types import ProcedureContent
from espalier.kit.approval.words import KINDS
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.concurrency import concurrent_edit_check, version_token
from espalier.kit.ui.listing import list_response


@reads(CHANGE)
def procedures(request: SignedInRequest) -> HttpResponse:
    """All procedures; without any, the offer of the usual one."""
    found = queries.procedures()
    context: dict[str, object] = {"has_any": found.exists()}
    template = "approval/procedures.html"
    return list_response(request, lists.PROCEDURES, found, template=template, context=context)


@writes(CHANGE)
def make_usual(request: SignedInRequest) -> HttpResponse:
    made = services.make_usual_procedure(by=request.actor, at=timezone.now())
    messages.success(request, _("The usual procedure was made. Check who takes each step."))
    return redirect("approval:procedure", made.pk)


@writes(CHANGE, form=True)
def new(request: SignedInRequest) -> HttpResponse:
    """Write a new procedure."""
    return _editor(request, None, ProcedureContent("", ""))


@writes(CHANGE, form=True)
def edit(request: SignedInRequest, procedure_id: int) -> HttpResponse:
    """Change a procedure; reviews under way keep the steps they began with."""
    found = queries.procedure_or_404(procedure_id)
    return _editor(request, procedure_id, content_of(found), changed_at=found.updated_at)


@writes(CHANGE)
def set_active(request: SignedInRequest, procedure_id: int) -> HttpResponse:
    wanted = request.POST.get("active") == "yes"
    services.set_active(
        procedure_id=procedure_id, is_active=wanted, by=request.actor, at=timezone.now()
    )
    told = _("The procedure is in use again.") if wanted else _("The procedure is out of use.")
    messages.success(request, told)
    return redirect("approval:procedures")


def _editor(
    request: SignedInRequest,
    procedure_id: int | None,
    held: ProcedureContent,
    changed_at: datetime | None = None,
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = ProcedureForm(sent, initial=asdict(held), held=held.applies_to)
    rows = step_forms(sent, steps=held.steps)
    problems: Sequence[Problem] = ()
    if sent is not None and form.is_valid() and rows.is_valid():
        typed = content_of_forms(form, rows)
        _refuse_overwriting(request, changed_at, held, typed)
        try:
            saved = services.save_procedure(
                content=typed,
                procedure_id=procedure_id,
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The procedure was saved."))
            return redirect("approval:procedure", saved.pk)
    context = {
        "form": form,
        "rows": rows,
        "found_problems": problems,
        "held": held,
        "procedure_id": procedure_id,
        "token": version_token(changed_at),
        "takers": queries.takers_today(procedure_id, on=timezone.localdate()),
    }
    return render(request, "approval/procedure.html", context, status=422 if sent else 200)


def _refuse_overwriting(
    request: SignedInRequest,
    changed_at: datetime | None,
    held: ProcedureContent,
    typed: ProcedureContent,
) -> None:
    """Two people at one procedure: the second is shown both. Raises: Conflict."""
    concurrent_edit_check(
        sent=request.POST.get("version", ""),
        current=changed_at,
        theirs=_in_words(held),
        yours=_in_words(typed),
    )


def _in_words(content: ProcedureContent) -> dict[str, object]:
    steps = [
        f"{s.order} {KINDS[s.kind]} {s.title} {s.role}{s.person} {s.scope_key}"
        f" {s.min_amount or ''}–{s.max_amount or ''}"
        for s in content.steps
    ]
    return {_("Title"): content.title, _("Steps"): "\n".join(steps)}
