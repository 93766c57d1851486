"""Pages of strategy goals: the list, one goal with its SMART check, writing, confirming, ending."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.needs.permitted import may
from espalier.cycle.needs.strategy_goals import forms, lists, queries, rules, services
from espalier.cycle.needs.strategy_goals.permissions import CHANGE, CONFIRM, VIEW
from espalier.cycle.needs.strategy_goals.types import GoalState
from espalier.cycle.needs.strategy_goals.wording import PARTS, STATES, in_words
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.thread.registry import node_kinds
from espalier.kit.ui.form_pages import FormPage, answer
from espalier.kit.ui.listing import list_response

TEMPLATES = "needs/strategy_goals"


@reads(VIEW)
def goal_list(request: SignedInRequest) -> HttpResponse:
    loose = queries.without_link()
    context: dict[str, object] = {"may_change": may(request, CHANGE), "loose": loose}
    template = f"{TEMPLATES}/list.html"
    return list_response(
        request, lists.GOALS, queries.goals_for_list(), template=template, context=context
    )


@reads(VIEW)
def goal(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """One goal: its five parts, its measure, what it serves, and what it still lacks."""
    found = queries.goal_or_404(goal_id)
    state = GoalState(found.state)
    problems = queries.problems_of(found, on=timezone.localdate())
    context = {
        "goal": found,
        "state": STATES[state],
        "parts": [(label, getattr(found, name)) for name, label in PARTS.items()],
        "missing": in_words(problems) if state is GoalState.DRAFT else [],
        "directions": _described("policy.Direction", [d.pk for d in found.directions.all()]),
        "needs": list(found.needs.all()),
        "acts": rules.open_acts(state),
        "may_change": may(request, CHANGE),
        "may_confirm": may(request, CONFIRM),
        "baseline": lists.number_text(found.baseline),
        "target": lists.number_text(found.target),
    }
    return render(request, f"{TEMPLATES}/goal.html", context)


def _described(kind: str, ids: list[int]) -> list[tuple[str, str]]:
    node = node_kinds().get(kind)
    if node is None or not ids:
        return []
    return [(label, url) for _id, label, url in node.describe([str(pk) for pk in ids])]


@writes(CHANGE, form=True)
def new(request: SignedInRequest) -> HttpResponse:
    """Write a goal; a need may be named in the address."""
    wanted = request.GET.get("need", "")
    initial = {"needs": [wanted]} if wanted.isdecimal() else {}
    return answer(request, _page(request, forms.GoalForm(request.POST or None, initial=initial)))


@writes(CHANGE, form=True)
def edit(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """Change a goal; a confirmed goal becomes a draft again, which the page says."""
    held = queries.goal_or_404(goal_id)
    now: dict[str, Any] = {name: getattr(held, name) for name in services.PLAIN}
    now["owner"] = str(now.pop("owner_id") or "")
    now["directions"] = [str(each.pk) for each in held.directions.all()]
    now["needs"] = [str(each.pk) for each in held.needs.all()]
    form = forms.GoalForm(request.POST or None, initial=now)
    return answer(request, _page(request, form, held, now))


def _page(
    request: SignedInRequest, form: forms.GoalForm, held: Any = None, now: Any = None
) -> FormPage:
    def act(_told: dict[str, Any]) -> str:
        saved = services.save_goal(
            goal_id=held.pk if held else None,
            content=form.content(),
            direction_ids=form.ids("directions"),
            need_ids=form.ids("needs"),
            by=request.actor,
            at=timezone.now(),
        )
        return reverse("needs:goal", args=[saved.pk])

    confirmed = held is not None and held.state == GoalState.CONFIRMED
    lead = _("This goal is confirmed; once changed it has to be confirmed anew.")
    return FormPage(
        form=form,
        title=held.code if held else _("Write a goal"),
        act=act,
        back_url=reverse("needs:goal", args=[held.pk]) if held else reverse("needs:goals"),
        back=held.code if held else _("Strategy goals"),
        lead=lead if confirmed else "",
        changed_at=held.updated_at if held else None,
        held=now,
    )


@writes(CONFIRM)
def confirm(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """Confirm a goal that lacks nothing."""
    services.confirm_goal(
        goal_id=goal_id, on=timezone.localdate(), by=request.actor, at=timezone.now()
    )
    messages.success(request, _("The goal is confirmed."))
    return redirect("needs:goal", goal_id)


@writes(CHANGE)
def reopen(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """Make a goal a draft again."""
    services.reopen_goal(goal_id=goal_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The goal is a draft again."))
    return redirect("needs:goal", goal_id)


@writes(CHANGE)
def end(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """Stop pursuing a goal, with the reason."""
    services.end_goal(
        goal_id=goal_id,
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("The goal is ended."))
    return redirect("needs:goal", goal_id)
