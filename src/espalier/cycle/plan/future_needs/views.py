"""Pages of staff changes, and of what they will ask of whom."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.future_needs import lists, outlook, pages, queries, rules, services
from espalier.cycle.plan.future_needs.forms import OutlookForm
from espalier.cycle.plan.future_needs.types import ChangeState
from espalier.cycle.plan.future_needs.wording import STATES
from espalier.cycle.plan.permissions import CHANGE, VIEW_STAFF
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import NotFound, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.listing import list_response

TEMPLATES = "plan/future_needs"


@reads(VIEW_STAFF)
def staff_changes(request: SignedInRequest) -> HttpResponse:
    """The register of changes within the person's own units."""
    scope, today = scope_of(request.user, VIEW_STAFF), timezone.localdate()
    context: dict[str, object] = {
        "may_change": bool(scope_of(request.user, CHANGE)),
        "overdue": queries.overdue(today, scope),
    }
    return list_response(
        request,
        lists.CHANGES,
        queries.changes(scope),
        template=f"{TEMPLATES}/list.html",
        context=context,
    )


@reads(VIEW_STAFF)
def staff_change(request: SignedInRequest, change_id: int) -> HttpResponse:
    """One change, and what may be said of it."""
    found = queries.change_or_404(change_id, scope_of(request.user, VIEW_STAFF))
    state = ChangeState(found.state)
    context = {
        "change": found,
        "facts": pages.facts_of(found),
        "state": STATES[state],
        "moves": [
            (each, pages.MOVES[each]) for each in ChangeState if rules.may_become(state, each)
        ],
        "may_change": bool(scope_of(request.user, CHANGE)),
    }
    return render(request, f"{TEMPLATES}/change.html", context)


@writes(CHANGE)
def move(request: SignedInRequest, change_id: int) -> HttpResponse:
    """Settle, drop or take up a change."""
    asked = request.POST.get("then", "")
    if asked not in set(ChangeState):
        raise NotFound
    try:
        services.move_change(
            change_id=change_id,
            then=ChangeState(asked),
            scope=scope_of(request.user, CHANGE),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, str(problem))
    else:
        messages.success(request, _("It was saved."))
    return redirect("plan:staff_change", change_id)


@reads(VIEW_STAFF)
def future_needs(request: SignedInRequest) -> HttpResponse:
    """Headcount and required competencies by a day, against today; every number opens its rows."""
    scope, today = scope_of(request.user, VIEW_STAFF), timezone.localdate()
    form = OutlookForm(request.GET, units=queries.unit_choices(scope), today=today)
    units = queries.units_below(form.unit_id, scope)
    found = outlook.outlook(form.day, today=today, scope=scope, unit_ids=units)
    context: dict[str, Any] = pages.outlook_context(found, form, today=today)
    context["may_change"] = bool(scope_of(request.user, CHANGE))
    return render(request, f"{TEMPLATES}/outlook.html", context)
