"""Pages of methods: decisions, one decision with its table, criteria, and the assessment of modules."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espalier.cycle.plan.methods import drawing, lists, queries, services
from espalier.cycle.plan.permissions import CHANGE, VIEW
from espalier.cycle.plan.permitted import may
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.registers.forms import ReasonForm
from espalier.kit.ui.languages import name_in
from espalier.kit.ui.listing import list_response
from espalier.kit.ui.types import ListSpec

TEMPLATES = "plan/methods"


@reads(VIEW)
def decisions(request: SignedInRequest) -> HttpResponse:
    return _listed(request, "method_decisions", lists.DECISIONS, queries.decisions_for_list())


@reads(VIEW)
def criteria(request: SignedInRequest) -> HttpResponse:
    return _listed(request, "method_criteria", lists.CRITERIA, queries.criteria_for_list())


@reads(VIEW)
def assessments(request: SignedInRequest) -> HttpResponse:
    """How modules are assessed, with those that do not fit what they teach above."""
    wrong = queries.assessments_to_mend()
    rows = queries.assessments_for_list()
    return _listed(request, "assessment_strategies", lists.ASSESSMENTS, rows, to_mend=wrong)


def _listed(
    request: SignedInRequest, kind: str, spec: ListSpec, rows: Any, **context: object
) -> HttpResponse:
    may_change = may(request, CHANGE)
    if kind != "method_decisions" and not may_change:
        # These records have no page but their form: only who may change them is led there.
        spec = replace(spec, row_url=None)
    told = {"may_change": may_change, "kind": kind, **context}
    return list_response(request, spec, rows, template=f"{TEMPLATES}/list.html", context=told)


@reads(VIEW)
def decision(request: SignedInRequest, decision_id: int) -> HttpResponse:
    return _page(request, decision_id, [])


def _page(request: SignedInRequest, decision_id: int, problems: list[Problem]) -> HttpResponse:
    found = queries.decision_or_404(decision_id)
    criteria = queries.criteria_of(found.side)
    known = queries.weighed_now(found, criteria)
    context = {
        "decision": found,
        "known": known,
        "table": drawing.table_rows(criteria, known),
        "turns": drawing.turn_rows(found, criteria, known),
        "chart": drawing.chart(found, criteria, known),
        "chart_head": [_("Option"), *(name_in(each) for each in criteria)],
        "chart_rows": drawing.chart_rows(found, known),
        "may_change": may(request, CHANGE),
        "form": ReasonForm(request.POST if problems else None, initial=_initial(found)),
        "problems": problems,
        "has_changed": drawing.has_changed(found, known),
    }
    status = 422 if problems else 200
    return render(request, f"{TEMPLATES}/decision.html", context, status=status)


def _initial(found: Any) -> dict[str, str]:
    return {name: getattr(found, name) for name in ("reason", "reason_en")}


@writes(CHANGE)
def decide(request: SignedInRequest, decision_id: int) -> HttpResponse:
    """Choose an option with a reason."""
    chosen = request.POST.get("option", "")
    try:
        services.decide(
            decision_id=decision_id,
            option_id=int(chosen) if chosen.isdecimal() else 0,
            reason=request.POST.get("reason", ""),
            reason_en=request.POST.get("reason_en", ""),
            on=timezone.localdate(),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _page(request, decision_id, refusal.problems)
    messages.success(request, _("The decision was recorded."))
    return redirect("plan:method_decision", decision_id)


@writes(CHANGE)
def take_starter(request: SignedInRequest) -> HttpResponse:
    """Take over the starter criteria that are not here yet."""
    n = services.take_starter_criteria(by=request.actor, at=timezone.now())
    told = ngettext("%(n)s row was taken over.", "%(n)s rows were taken over.", n) % {"n": n}
    messages.success(request, told)
    return redirect("plan:method_criteria")
