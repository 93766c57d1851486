"""Pages of reviews: what waits for me, one review with its decisions, the history."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from espalier.kit.accounts.scope import scope_of
from espalier.kit.approval import documents, forms, lists, queries, services
from espalier.kit.approval.permissions import HISTORY, REASSIGN, VIEW
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.files.queries import file_bytes
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.listing import list_response

N_RECENT = 20


@reads(VIEW)
def waiting(request: SignedInRequest) -> HttpResponse:
    """What a person can decide now, what they took part in, and for the manager what nobody can take."""
    today = timezone.localdate()
    context = {
        "waiting": queries.waiting_for(request.user, on=today),
        "recent": queries.runs_of_person(request.user.pk)[:N_RECENT],
        "stuck": queries.stuck_steps(on=today) if scope_of(request.user, REASSIGN) else [],
        "sees_history": bool(scope_of(request.user, HISTORY)),
        "today": today,
    }
    return render(request, "approval/waiting.html", context)


@reads(HISTORY)
def history(request: SignedInRequest) -> HttpResponse:
    return list_response(request, lists.RUNS, queries.all_runs())


@reads(VIEW)
def run(request: SignedInRequest, run_id: int) -> HttpResponse:
    return _run_page(request, run_id)


@reads(VIEW)
def sheet(request: SignedInRequest, run_id: int) -> HttpResponse:
    """The approval sheet to print, stamp and scan."""
    page = queries.run_page(run_id, request.user)
    body = documents.sheet_pdf(page, on=timezone.localdate())
    name = _("Approval sheet") + f" {page.run.title} {page.run.round}.pdf"
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return answer


@reads(VIEW)
def scan(request: SignedInRequest, signature_id: int) -> HttpResponse:
    """The scan of a signature given on paper; always as a download."""
    signed = queries.signature_or_404(signature_id)
    queries.run_page(signed.step.run_id, request.user)
    if signed.scan is None:
        raise NotFound
    answer = HttpResponse(file_bytes(signed.scan), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, signed.scan.name) or ""
    return answer


@writes(VIEW)
def decide(request: SignedInRequest, step_id: int) -> HttpResponse:
    """Agree or send back; after a refusal everything typed is still there."""

    def act() -> str:
        services.decide(
            step_id=step_id,
            decision=request.POST.get("decision", ""),
            comment=request.POST.get("comment", ""),
            part_comments=forms.part_comments(request.POST),
            by=request.actor,
            at=timezone.now(),
        )
        sent_back = request.POST.get("decision") == "send_back"
        return _("It was sent back.") if sent_back else _("Your agreement was recorded.")

    return _after(request, step_id, act, typed=request.POST)


@writes(VIEW)
def record_on_paper(request: SignedInRequest, step_id: int) -> HttpResponse:
    """Bring in a signature given on paper, with its scan."""
    page = queries.run_page(queries.run_of_step(step_id), request.user)
    takers = next(each.takers for each in page.steps if each.step.pk == step_id)
    prefix = f"paper-{step_id}"
    form = forms.PaperForm(request.POST, request.FILES, prefix=prefix, takers=takers)

    def act() -> str:
        told = form.cleaned_data
        services.record_on_paper(
            step_id=step_id,
            scan=told["scan"].read(),
            filename=told["scan"].name,
            signed_by=int(told["signed_by"]),
            signed_on=told["signed_on"],
            decision=told["decision"],
            comment=told["comment"],
            by=request.actor,
            at=timezone.now(),
        )
        return _("The signature on paper was recorded.")

    return _after(request, step_id, act, form=form, name="paper")


@writes(VIEW)
def add_cosigner(request: SignedInRequest, step_id: int) -> HttpResponse:
    form = forms.CosignerForm(request.POST, prefix=f"cosigner-{step_id}")

    def act() -> str:
        asked = queries.person_named(form.cleaned_data["person"])
        services.add_cosigner(
            step_id=step_id,
            user_id=asked.pk,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=timezone.now(),
        )
        return _("%(name)s was asked to sign as well.") % {"name": asked.display_name}

    return _after(request, step_id, act, form=form, name="cosigner")


@writes(REASSIGN)
def reassign(request: SignedInRequest, step_id: int) -> HttpResponse:
    form = forms.ReassignForm(request.POST, prefix=f"reassign-{step_id}")

    def act() -> str:
        taker = queries.person_named(form.cleaned_data["person"])
        services.reassign(
            step_id=step_id,
            user_id=taker.pk,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=timezone.now(),
        )
        return _("The step now waits for %(name)s.") % {"name": taker.display_name}

    return _after(request, step_id, act, form=form, name="reassign")


@writes(VIEW)
def withdraw(request: SignedInRequest, run_id: int) -> HttpResponse:
    queries.run_page(run_id, request.user)
    services.withdraw(
        run_id=run_id,
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("The review was withdrawn."))
    return redirect("approval:run", run_id)


def _after(
    request: SignedInRequest,
    step_id: int,
    act: Callable[[], str],
    *,
    form: django_forms.Form | None = None,
    name: str = "",
    typed: Any = None,
) -> HttpResponse:
    """Do it and go on, or show the review again with what was typed and everything that is wrong."""
    run_id = queries.run_of_step(step_id)
    queries.run_page(run_id, request.user)
    problems: Sequence[Problem] = ()
    if form is None or form.is_valid():
        try:
            message = act()
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, message)
            return redirect("approval:run", run_id)
    sent = {"step": step_id, "name": name, "form": form, "typed": typed}
    return _run_page(request, run_id, problems=problems, sent=sent, status=422)


def _run_page(
    request: SignedInRequest,
    run_id: int,
    *,
    problems: Sequence[Problem] = (),
    sent: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = queries.run_page(run_id, request.user)
    told = sent or {}
    held = {(told.get("step"), told.get("name")): told.get("form")}
    context = {
        "page": page,
        "run": page.run,
        "rows": [{"row": each, **_forms_of(each, held)} for each in page.steps],
        "found_problems": problems,
        "typed": told.get("typed") or {},
        "typed_parts": _typed_parts(told.get("typed")),
    }
    return render(request, "approval/run.html", context, status=status)


def _forms_of(row: queries.StepOnPage, held: Mapping[Any, Any]) -> dict[str, Any]:
    """The three small forms of a step; the one that was sent comes back as it was typed."""
    pk = row.step.pk
    fresh = {
        "paper": forms.PaperForm(prefix=f"paper-{pk}", takers=row.takers),
        "cosigner": forms.CosignerForm(prefix=f"cosigner-{pk}"),
        "reassign": forms.ReassignForm(prefix=f"reassign-{pk}"),
    }
    return {name: held.get((pk, name)) or form for name, form in fresh.items()}


def _typed_parts(typed: Any) -> dict[str, str]:
    """Remarks on parts that were typed before a refusal, by anchor."""
    return forms.part_comments(typed) if typed else {}
