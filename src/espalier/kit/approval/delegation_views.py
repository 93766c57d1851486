"""The page of one's own absences: who acts for me, for whom I act."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.approval import forms, queries, services
from espalier.kit.approval.permissions import DELEGATE
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, writes


@writes(DELEGATE, form=True)
def delegations(request: SignedInRequest) -> HttpResponse:
    """See one's delegations and make one."""
    sent = request.POST if request.method == "POST" else None
    form = forms.DelegationForm(sent)
    problems: Sequence[Problem] = ()
    if sent is not None and form.is_valid():
        told = form.cleaned_data
        try:
            made = services.delegate(
                person_id=request.user.pk,
                delegate_id=queries.person_named(told["person"]).pk,
                starts_on=told["starts_on"],
                ends_on=told["ends_on"],
                reason=told["reason"],
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            told_name = {"name": made.delegate.display_name or made.delegate.username}
            messages.success(request, _("%(name)s acts for you on these days.") % told_name)
            return redirect("approval:delegations")
    context = {
        "form": form,
        "found_problems": problems,
        "rows": queries.delegations_of(request.user.pk),
        "today": timezone.localdate(),
    }
    return render(request, "approval/delegations.html", context, status=422 if sent else 200)


@writes(DELEGATE)
def end(request: SignedInRequest, delegation_id: int) -> HttpResponse:
    """Take a delegation back."""
    services.end_delegation(delegation_id=delegation_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The delegation has ended."))
    return redirect("approval:delegations")
