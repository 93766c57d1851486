"""One line of the plan, its people, editing by hand; who attends what."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.people.employees.queries import employee_or_404
from espalier.cycle.plan.annual_plan import explaining, forms, lists, queries, services
from espalier.cycle.plan.annual_plan.views.planner import TEMPLATES
from espalier.cycle.plan.annual_plan.wording import LINE_LABELS
from espalier.cycle.plan.permissions import CHANGE, SEE_PEOPLE, VIEW, VIEW_REQUESTS
from espalier.cycle.plan.permitted import may
from espalier.cycle.policy.history import history_of
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer, sent
from espalier.kit.ui.listing import list_response, selected_keys


@reads(VIEW)
def line(request: SignedInRequest, line_id: int) -> HttpResponse:
    """Facts, reasons, people, sessions, history."""
    return _line_page(request, line_id, forms.PeopleForm(), [])


def _line_page(
    request: SignedInRequest, line_id: int, form: forms.PeopleForm, problems: list[Problem]
) -> HttpResponse:
    found = queries.line_or_404(line_id)
    scope = scope_of(request.user, SEE_PEOPLE)
    may_change = may(request, CHANGE) and not queries.is_locked(found.scenario)
    context = {
        "line": found,
        "scenario": found.scenario,
        "title": lists.title_of(found),
        "facts": explaining.line_facts(found),
        "reasons": explaining.reasons_of(found),
        "requests": explaining.requests_of(found, scope_of(request.user, VIEW_REQUESTS)),
        "places": queries.places(line_id, scope) if scope else [],
        "sees_people": bool(scope),
        "n_hidden": found.headcount - queries.places(line_id, scope).count() if scope else 0,
        "changes": queries.changes_of_line(line_id),
        "history": history_of(found, LINE_LABELS),
        "form": form,
        "found_problems": problems,
        "may_change": may_change,
    }
    return render(request, f"{TEMPLATES}/line.html", context, status=422 if problems else 200)


@writes(CHANGE, form=True)
def line_edit(request: SignedInRequest, line_id: int) -> HttpResponse:
    """What a person writes about a line."""
    found = queries.line_or_404(line_id)
    form = forms.LineForm(sent(request), initial=_shown(found))
    back = reverse("plan:line", args=[line_id])

    def act(told: dict[str, Any]) -> str:
        services.change_line(
            line_id=line_id,
            content=form.content(),
            seen=told["seen"],
            by=request.actor,
            at=timezone.now(),
        )
        return back

    title = f"{found.number} {lists.title_of(found)}"
    return answer(request, FormPage(form, title, act, back, found.number))


def _shown(found: Any) -> dict[str, object]:
    content = queries.line_content(found)
    told = {name: getattr(content, name) for name in content.__dataclass_fields__}
    return {**told, "seen": found.updated_at.isoformat()}


@writes(CHANGE, form=True)
def line_new(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Put a module into the plan by hand."""
    scenario = queries.scenario_or_404(scenario_id)
    chosen = request.GET.get("module", "")
    form = forms.NewLineForm(
        sent(request), modules=queries.addable_modules(scenario_id), initial=_offered(chosen)
    )
    back = reverse("plan:planner_of", args=[scenario_id])

    def act(told: dict[str, Any]) -> str:
        made = services.add_line(
            scenario_id=scenario_id,
            module_id=int(told["module"]),
            content=form.content(),
            by=request.actor,
            at=timezone.now(),
        )
        return reverse("plan:line", args=[made.pk])

    return answer(request, FormPage(form, _("Add a line"), act, back, scenario.name))


def _offered(module: str) -> dict[str, object]:
    """What the offer of the module says, to begin with."""
    if not module.isdecimal():
        return {"sessions": 1, "session_cost": 0, "head_cost": 0, "grant_amount": 0}
    content = queries.line_of_offer(int(module))
    told = {name: getattr(content, name) for name in content.__dataclass_fields__}
    return {**told, "module": module}


@writes(CHANGE)
def line_give_back(request: SignedInRequest, line_id: int) -> HttpResponse:
    services.give_back(line_id=line_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The planner decides about this line again."))
    return redirect("plan:line", line_id)


@writes(CHANGE)
def line_remove(request: SignedInRequest, line_id: int) -> HttpResponse:
    try:
        scenario = services.remove_line(line_id=line_id, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _line_page(request, line_id, forms.PeopleForm(), list(refusal.problems))
    messages.success(request, _("The line was taken out."))
    return redirect("plan:planner_of", scenario.pk)


@writes(CHANGE)
def people_add(request: SignedInRequest, line_id: int) -> HttpResponse:
    form = forms.PeopleForm(request.POST)
    if not form.is_valid():
        problem = Problem("nobody", _("Nobody is named."), "", _("Type employee numbers."))
        return _line_page(request, line_id, form, [problem])
    try:
        n = services.add_people(
            line_id=line_id,
            numbers=form.numbers_told(),
            scope=scope_of(request.user, SEE_PEOPLE),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _line_page(request, line_id, form, list(refusal.problems))
    messages.success(request, _("%(n)s people were added.") % {"n": n})
    return redirect("plan:line", line_id)


@writes(CHANGE)
def people_remove(request: SignedInRequest, line_id: int) -> HttpResponse:
    n = services.remove_people(
        line_id=line_id,
        place_ids=selected_keys(request),
        scope=scope_of(request.user, SEE_PEOPLE),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("%(n)s people were taken out.") % {"n": n})
    return redirect("plan:line", line_id)


@reads(SEE_PEOPLE)
def people(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Who attends what, within what the reader may see."""
    scenario = queries.scenario_or_404(scenario_id)
    spec = lists.people_list(scenario_id, explaining.closed_by_person(scenario))
    return list_response(
        request,
        spec,
        queries.attending(scenario_id, request.scope),
        template=f"{TEMPLATES}/people.html",
        context={"scenario": scenario},
    )


@reads(SEE_PEOPLE)
def person(request: SignedInRequest, scenario_id: int, employee_id: int) -> HttpResponse:
    """What one person attends, and what remains open with the reason."""
    scenario = queries.scenario_or_404(scenario_id)
    context = {
        "scenario": scenario,
        "employee": employee_or_404(employee_id, request.scope),
        "places": queries.places_of_person(scenario_id, employee_id),
        "open": explaining.open_needs(scenario, employee_id),
    }
    return render(request, f"{TEMPLATES}/person.html", context)
