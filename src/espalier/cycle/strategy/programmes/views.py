"""Pages of programmes: the list, one programme, choosing an option, and the tables behind the design."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espalier.cycle.strategy.permissions import CHANGE, VIEW
from espalier.cycle.strategy.permitted import may
from espalier.cycle.strategy.programmes import lists, queries, services
from espalier.cycle.strategy.programmes.queries import drawing
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.registers.forms import ReasonForm
from espalier.kit.ui.languages import name_in
from espalier.kit.ui.listing import list_response
from espalier.kit.ui.types import ListSpec

TEMPLATES = "strategy/programmes"


@reads(VIEW)
def programme_list(request: SignedInRequest) -> HttpResponse:
    return _listed(
        request, "programmes", lists.PROGRAMMES, queries.programmes_for_list(), has_starter=False
    )


@reads(VIEW)
def criteria(request: SignedInRequest) -> HttpResponse:
    return _listed(request, "option_criteria", lists.CRITERIA, queries.criteria_for_list())


@reads(VIEW)
def method_rules(request: SignedInRequest) -> HttpResponse:
    return _listed(request, "method_rules", lists.METHOD_RULES, queries.method_rules_for_list())


@reads(VIEW)
def verbs(request: SignedInRequest) -> HttpResponse:
    return _listed(request, "bloom_verbs", lists.VERBS, queries.verbs_for_list())


def _listed(
    request: SignedInRequest,
    kind: str,
    spec: ListSpec,
    rows: Any,
    *,
    has_starter: bool = True,
) -> HttpResponse:
    context: dict[str, object] = {
        "may_change": may(request, CHANGE),
        "kind": kind,
        "has_starter": has_starter,
    }
    if kind != "programmes" and not context["may_change"]:
        # These records have no page of their own but their form: only who may change them is led there.
        spec = replace(spec, row_url=None)
    return list_response(request, spec, rows, template=f"{TEMPLATES}/list.html", context=context)


@reads(VIEW)
def programme(request: SignedInRequest, programme_id: int) -> HttpResponse:
    return _page(request, programme_id, None, [])


def _page(
    request: SignedInRequest, programme_id: int, option_id: int | None, problems: list[Problem]
) -> HttpResponse:
    on = timezone.localdate()
    views = queries.designs(on, programme_id)
    if not views:
        raise NotFound
    view = views[0]
    told = queries.criteria()
    context = {
        "view": view,
        "on": on,
        "criteria": told,
        "scores": drawing.score_rows(view, told),
        "chart": drawing.score_chart(view, told) if view.options and told else None,
        "chart_head": [_("Design options"), *(name_in(each) for each in told)],
        "chart_rows": drawing.point_rows(view, told),
        "turns": drawing.turn_rows(view, told),
        "transfer": drawing.transfer_rows(view),
        "may_change": may(request, CHANGE),
        "form": ReasonForm(request.POST if problems else None),
        "problems": problems,
        "asked": option_id,
    }
    status = 422 if problems else 200
    return render(request, f"{TEMPLATES}/programme.html", context, status=status)


@writes(CHANGE)
def choose(request: SignedInRequest, option_id: int) -> HttpResponse:
    """Choose a design option with a reason."""
    option = queries.option_or_404(option_id)
    try:
        services.choose_option(
            option_id=option_id,
            reason=request.POST.get("reason", ""),
            reason_en=request.POST.get("reason_en", ""),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _page(request, option.programme_id, option_id, refusal.problems)
    messages.success(request, _("The choice was recorded."))
    return redirect("strategy:programme", option.programme_id)


STARTER_PAGES = {
    "option_criteria": "strategy:criteria",
    "method_rules": "strategy:method_rules",
    "bloom_verbs": "strategy:verbs",
}


@writes(CHANGE)
def take_starter(request: SignedInRequest, kind: str) -> HttpResponse:
    """Take over the rows of our starter table that are not here yet."""
    if kind not in STARTER_PAGES:
        raise NotFound
    n = services.take_starter(kind=kind, by=request.actor, at=timezone.now())
    told = ngettext("%(n)s row was taken over.", "%(n)s rows were taken over.", n) % {"n": n}
    messages.success(request, told)
    return redirect(STARTER_PAGES[kind])
