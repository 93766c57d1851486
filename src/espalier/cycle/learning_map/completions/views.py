"""Pages of completions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.completions import forms, lists, queries, services
from espalier.cycle.learning_map.completions.permissions import CHANGE
from espalier.cycle.learning_map.permitted import may
from espalier.kit.errors import Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.listing import list_response

TEMPLATES = "learning_map/completions"


@reads("learning_map.view_route")
def completion_list(request: SignedInRequest) -> HttpResponse:
    """Completions of the people whose routes this person may see; a learner sees their own."""
    context: dict[str, object] = {"may_change": may(request, CHANGE)}
    found = queries.completions(request.scope)
    template = f"{TEMPLATES}/list.html"
    return list_response(request, lists.COMPLETIONS, found, template=template, context=context)


@writes(CHANGE, form=True)
def record(request: SignedInRequest) -> HttpResponse:
    """Record who completed a module on a day."""
    sent = request.POST if request.method == "POST" else None
    form = forms.RecordForm(sent, initial={"completed_on": timezone.localdate()})
    problems = []
    if sent is not None and form.is_valid():
        try:
            n = services.record_completions(rows=form.rows(), by=request.actor, at=timezone.now())
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("%(n)s completions were recorded.") % {"n": n})
            return redirect("learning_map:completions")
    status = 422 if sent is not None else 200
    context = {"form": form, "problems": problems}
    return render(request, f"{TEMPLATES}/record.html", context, status=status)


@writes(CHANGE)
def withdraw(request: SignedInRequest, completion_id: int) -> HttpResponse:
    """Take back a completion recorded by mistake."""
    services.withdraw_completion(
        completion_id=completion_id,
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("The completion was taken back; the audit log keeps what it said."))
    return redirect("learning_map:completions")
