"""Pages of the framework: architecture and alignment, drafts and confirmations, procedure, training unit."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.strategy.framework import forms, queries, services
from espalier.cycle.strategy.framework.queries import wording
from espalier.cycle.strategy.permissions import ADOPT, CHANGE, CONFIRM, VIEW
from espalier.cycle.strategy.permitted import may
from espalier.cycle.strategy.programmes import queries as programmes
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes

TEMPLATES = "strategy/framework"


@reads(VIEW)
def framework(request: SignedInRequest) -> HttpResponse:
    """Programme → module → lesson → activity → assessment, and the alignment matrix with its holes."""
    on = timezone.localdate()
    found = queries.aligned(programmes.designs(on))
    context = {
        "aligned": found,
        "holes": [(each, row) for each in found for row in each.alignment.holes],
        "n_objectives": sum(len(each.alignment.rows) for each in found),
        "on": on,
        "may_change": may(request, CHANGE),
    }
    return render(request, f"{TEMPLATES}/framework.html", context)


@reads(VIEW)
def confirmations(request: SignedInRequest) -> HttpResponse:
    return _confirmations(request, None, None, [])


def _confirmations(
    request: SignedInRequest,
    draft_form: forms.DraftForm | None,
    form: forms.ConfirmationForm | None,
    problems: list[Problem],
) -> HttpResponse:
    on = timezone.localdate()
    drafts = list(queries.drafts().prefetch_related("confirmations"))
    lines = queries.current_lines(on)
    latest = drafts[0] if drafts else None
    context = {
        "drafts": [(draft, queries.changes_between(drafts, draft)) for draft in drafts],
        "latest": latest,
        "states": queries.group_states(latest, lines),
        "has_changed": latest is None or queries.differs(latest, lines),
        "draft_form": draft_form or forms.DraftForm(),
        "form": form or forms.ConfirmationForm(initial={"confirmed_on": on}),
        "ledger": queries.ledger(drafts),
        "problems": problems,
        "may_change": may(request, CHANGE),
        "may_confirm": may(request, CONFIRM),
    }
    was_sent = draft_form is not None or form is not None
    status = 422 if was_sent else 200
    return render(request, f"{TEMPLATES}/confirmations.html", context, status=status)


@writes(CHANGE)
def take_draft(request: SignedInRequest) -> HttpResponse:
    """Freeze the framework as the next draft."""
    form = forms.DraftForm(request.POST)
    if not form.is_valid():
        return _confirmations(request, form, None, [])
    try:
        draft = services.take_draft(
            **form.cleaned_data, on=timezone.localdate(), by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        return _confirmations(request, form, None, refusal.problems)
    messages.success(request, _("Draft %(n)s was taken.") % {"n": draft.number})
    return redirect("strategy:confirmations")


@writes(CONFIRM)
def confirm(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Record a group's confirmation of a draft."""
    form = forms.ConfirmationForm(request.POST)
    if not form.is_valid():
        return _confirmations(request, None, form, [])
    try:
        services.confirm(
            draft_id=draft_id, **form.cleaned_data, by=request.actor, at=timezone.localtime()
        )
    except Refused as refusal:
        return _confirmations(request, None, form, refusal.problems)
    messages.success(request, _("The confirmation was recorded."))
    return redirect("strategy:confirmations")


@writes(ADOPT, form=True)
def confirm_procedure(request: SignedInRequest) -> HttpResponse:
    """Confirm which procedure reviews the report."""
    sent = request.POST if request.method == "POST" else None
    form = forms.ProcedureForm(sent)
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            services.confirm_procedure(
                procedure_id=int(told.pop("procedure")),
                **told,
                on=timezone.localdate(),
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The review procedure was confirmed."))
            return redirect("strategy:procedure")
    context = {"form": form, "problems": problems}
    status = 200 if sent is None else 422
    return render(request, f"{TEMPLATES}/procedure_form.html", context, status=status)


@reads(VIEW)
def procedure(request: SignedInRequest) -> HttpResponse:
    """The confirmed review procedure with its steps as they stood."""
    found = queries.procedure_confirmation()
    steps = [wording.step_words(step) for step in found.steps] if found else []
    context = {"found": found, "steps": steps, "may_adopt": may(request, ADOPT)}
    return render(request, f"{TEMPLATES}/procedure.html", context)


@reads(VIEW)
def unit(request: SignedInRequest) -> HttpResponse:
    """The training unit as a family of positions (TTQS 6)."""
    on = timezone.localdate()
    context = {
        "unit": queries.training_unit(on),
        "on": on,
        "may_change": may(request, CHANGE),
        "sees_gaps": may(request, "needs.view_gap"),
    }
    return render(request, f"{TEMPLATES}/unit.html", context)
