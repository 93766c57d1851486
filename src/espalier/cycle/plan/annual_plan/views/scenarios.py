"""Beginning a plan; scenarios made, copied, changed, compared, chosen; pins."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.people.employees.queries import employee_choices
from espalier.cycle.plan.annual_plan import forms, pages, queries, services
from espalier.cycle.plan.annual_plan.types import ScenarioContent
from espalier.cycle.plan.annual_plan.views.planner import TEMPLATES, refused
from espalier.cycle.plan.permissions import CHANGE, PUBLISH, SEE_PEOPLE, VIEW
from espalier.cycle.plan.permitted import may
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import NotFound, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer, sent


@writes(CHANGE, form=True)
def plan_new(request: SignedInRequest) -> HttpResponse:
    """Begin the plan of a year with its first scenario."""
    today = timezone.localdate()
    year = today.year + (today.month > 6)
    form = forms.PlanForm(sent(request), initial={"year": year, "title": _plan_title(year)})

    def act(told: dict[str, Any]) -> str:
        at = timezone.now()
        plan = services.create_plan(
            year=told["year"],
            title=told["title"],
            title_en=told["title_en"],
            by=request.actor,
            at=at,
        )
        content = ScenarioContent(
            name=_("First proposal"), budget=told["budget"], gaps_on=date(told["year"], 12, 31)
        )
        made = services.create_scenario(plan_id=plan.pk, content=content, by=request.actor, at=at)
        return reverse("plan:planner_of", args=[made.pk])

    back = reverse("plan:planner")
    page = FormPage(form, _("Begin the plan of a year"), act, back, _("Annual plan"))
    return answer(request, page)


def _plan_title(year: int) -> str:
    return _("Annual learning-strategy plan %(year)s") % {"year": year}


@writes(CHANGE, form=True)
def plan_text(request: SignedInRequest, plan_id: int) -> HttpResponse:
    """Title and risks."""
    plan = queries.plan_or_404(plan_id)
    names = ("title", "title_en", "summary", "summary_en", "risks", "risks_en")
    form = forms.PlanTextForm(sent(request), initial={n: getattr(plan, n) for n in names})
    back = reverse("plan:scenarios", args=[plan_id])

    def act(told: dict[str, Any]) -> str:
        services.describe_plan(plan_id=plan_id, values=told, by=request.actor, at=timezone.now())
        return back

    key = ("plan.text", str(plan_id))
    return answer(request, FormPage(form, plan.title, act, back, _("Scenarios"), draft=key))


@reads(VIEW)
def scenarios(request: SignedInRequest, plan_id: int) -> HttpResponse:
    """The scenarios of a year side by side."""
    plan = queries.plan_or_404(plan_id)
    context = {
        "plan": plan,
        "plans": queries.plans(),
        "scenarios": pages.scenario_rows(plan_id),
        "may_change": may(request, CHANGE),
        "may_publish": may(request, PUBLISH),
    }
    return render(request, f"{TEMPLATES}/scenarios.html", context)


@writes(CHANGE, form=True)
def scenario_new(request: SignedInRequest, plan_id: int) -> HttpResponse:
    """Another way the year could go."""
    plan = queries.plan_or_404(plan_id)
    start = ScenarioContent(name="", budget=1, gaps_on=date(plan.year, 12, 31))
    initial = {**forms.ScenarioForm.shown(start), "budget": None}
    form = forms.ScenarioForm(sent(request), initial=initial)
    back = reverse("plan:scenarios", args=[plan_id])

    def act(_told: dict[str, Any]) -> str:
        made = services.create_scenario(
            plan_id=plan_id, content=form.content(), by=request.actor, at=timezone.now()
        )
        return reverse("plan:planner_of", args=[made.pk])

    return answer(request, FormPage(form, _("New scenario"), act, back, plan.title))


@writes(CHANGE, form=True)
def scenario_edit(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Name and limits; two people who change them are told."""
    scenario = queries.scenario_or_404(scenario_id)
    shown = forms.ScenarioForm.shown(queries.scenario_content(scenario))
    form = forms.ScenarioForm(sent(request), initial=shown)
    back = reverse("plan:planner_of", args=[scenario_id])

    def act(told: dict[str, Any]) -> str:
        services.change_scenario(
            scenario_id=scenario_id,
            content=form.content(),
            seen=told["seen"],
            by=request.actor,
            at=timezone.now(),
        )
        return back

    return answer(request, FormPage(form, _("Limits of the scenario"), act, back, scenario.name))


@writes(CHANGE, form=True)
def scenario_copy(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    scenario = queries.scenario_or_404(scenario_id)
    name = _("%(name)s, copy") % {"name": scenario.name}
    form = forms.CopyForm(sent(request), initial={"name": name})
    back = reverse("plan:planner_of", args=[scenario_id])

    def act(told: dict[str, Any]) -> str:
        made = services.copy_scenario(
            scenario_id=scenario_id, name=told["name"], by=request.actor, at=timezone.now()
        )
        return reverse("plan:planner_of", args=[made.pk])

    return answer(request, FormPage(form, _("Copy the scenario"), act, back, scenario.name))


@writes(CHANGE)
def scenario_delete(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    plan_id = queries.scenario_or_404(scenario_id).plan_id
    try:
        services.delete_scenario(scenario_id=scenario_id, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return refused(request, scenario_id, refusal)
    messages.success(request, _("The scenario was deleted."))
    return redirect("plan:scenarios", plan_id)


@writes(PUBLISH)
def scenario_choose(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Make it the year's plan."""
    try:
        services.choose_scenario(scenario_id=scenario_id, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return refused(request, scenario_id, refusal)
    messages.success(request, _("This scenario is the plan of the year."))
    return redirect("plan:planner_of", scenario_id)


@writes(CHANGE)
def relax(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Mend a conflict with the one change its button names."""
    form = forms.RelaxForm(request.POST)
    if not form.is_valid():
        raise NotFound
    try:
        limit, value = form.change()
        services.relax_limit(
            scenario_id=scenario_id, limit=limit, value=value, by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        return refused(request, scenario_id, refusal)
    messages.success(request, _("The limit was changed. Let the planner work again."))
    return redirect("plan:planner_of", scenario_id)


@reads(VIEW)
def compare(request: SignedInRequest, scenario_id: int, other_id: int) -> HttpResponse:
    """Two scenarios of one year side by side."""
    left, right = queries.scenario_or_404(scenario_id), queries.scenario_or_404(other_id)
    if left.plan_id != right.plan_id:
        raise NotFound
    context = {
        "left": left,
        "right": right,
        "rows": pages.compared(left, right),
        "figures": pages.compared_figures(left, right),
    }
    return render(request, f"{TEMPLATES}/compare.html", context)


@writes(CHANGE, form=True)
def pin_new(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Settle something before the planner decides."""
    scenario = queries.scenario_or_404(scenario_id)
    modules = [(str(pk), f"{told[0]} {told[1]}") for pk, told in queries.module_titles().items()]
    people = employee_choices(scope_of(request.user, SEE_PEOPLE), timezone.localdate())
    start = {name: request.GET.get(name, "") for name in ("module", "what", "person")}
    form = forms.PinForm(sent(request), modules=modules, people=people, initial=start)
    back = reverse("plan:planner_of", args=[scenario_id])

    def act(_told: dict[str, Any]) -> str:
        services.add_pin(
            scenario_id=scenario_id,
            content=form.content(),
            on=timezone.localdate(),
            by=request.actor,
            at=timezone.now(),
        )
        return back

    return answer(request, FormPage(form, _("Pin or forbid"), act, back, scenario.name))


@writes(CHANGE)
def pin_remove(request: SignedInRequest, pin_id: int) -> HttpResponse:
    scenario = services.remove_pin(pin_id=pin_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The planner decides about it again."))
    return redirect("plan:planner_of", scenario.pk)
