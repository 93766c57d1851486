"""The planner's page: figures, frontier, problems, the plan table; runs and their progress."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from espalier.cycle.plan.annual_plan import (
    checking,
    explaining,
    forms,
    lists,
    pages,
    queries,
    services,
    wording,
)
from espalier.cycle.plan.permissions import CHANGE, PUBLISH, SEE_PEOPLE, VIEW
from espalier.cycle.plan.permitted import may
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.jobs.services import cancel_job
from espalier.kit.ui.listing import list_response

TEMPLATES = "plan/annual_plan"


@reads(VIEW)
def planner(request: SignedInRequest) -> HttpResponse:
    """The newest plan on its chosen scenario, else its newest; or how to begin."""
    plan = queries.plans().first()
    if plan is None:
        context = {"may_change": may(request, CHANGE)}
        return render(request, f"{TEMPLATES}/begin.html", context)
    scenario_id = queries.scenario_to_open(plan)
    if scenario_id is None:
        return redirect("plan:scenarios", plan.pk)
    return redirect("plan:planner_of", scenario_id)


@reads(VIEW)
def planner_of(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """One scenario: what it reaches, what stands in its way, its lines."""
    scenario = queries.scenario_or_404(scenario_id)
    rows = queries.lines(scenario_id)
    only_rows = bool(request.htmx) or "export" in request.GET
    context = {} if only_rows else planner_context(request, scenario_id)
    context["scenario"] = scenario
    return list_response(
        request, lists.LINES, rows, template=f"{TEMPLATES}/planner.html", context=context
    )


def planner_context(
    request: SignedInRequest, scenario_id: int, problems: list[Problem] | None = None
) -> dict[str, object]:
    """Everything above the table."""
    scenario = queries.scenario_or_404(scenario_id)
    run = queries.last_run(scenario_id, "select")
    applied = queries.applied_run(scenario_id)
    frontier = queries.last_run(scenario_id, "frontier")
    standing = None
    if not pages.is_current(applied, scenario) and scenario.lines.exists():
        standing = checking.standing(scenario, timezone.localdate())
    return {
        "scenarios": queries.scenarios(scenario.plan_id),
        "headline": pages.headline(scenario, applied, standing),
        "run": run,
        "run_is_applied": run is not None and run.is_applied,
        "waits_for_word": pages.waits_for_word(run),
        "working": queries.working_run(scenario_id, "select"),
        "working_frontier": queries.working_run(scenario_id, "frontier"),
        "cards": explaining.conflict_cards(run, scenario),
        "standing": standing,
        "chart": pages.frontier_chart(frontier, scenario),
        "at_budget": pages.at_budget(frontier, scenario.budget),
        "budget_range": pages.budget_range(frontier),
        "next_step": pages.next_step(frontier, applied),
        "pins": pages.pin_rows(scenario_id),
        "hours": wording.hours(scenario.minutes_per_person),
        "solve_form": forms.SolveForm(),
        "is_locked": queries.is_locked(scenario),
        "may_change": may(request, CHANGE) and not queries.is_locked(scenario),
        "may_solve": may(request, CHANGE),
        "may_publish": may(request, PUBLISH),
        "sees_people": may(request, SEE_PEOPLE),
        "found_problems": problems or [],
    }


@reads(VIEW)
def slider(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """What another budget closes, read off the curve."""
    scenario = queries.scenario_or_404(scenario_id)
    form = forms.BudgetForm(request.GET)
    budget = form.cleaned_data["budget"] if form.is_valid() else scenario.budget
    frontier = queries.last_run(scenario_id, "frontier")
    context = {
        "scenario": scenario,
        "asked": budget,
        "at_budget": pages.at_budget(frontier, budget),
        "may_change": may(request, CHANGE) and not queries.is_locked(scenario),
    }
    template = "_at_budget.html" if request.htmx else "at_budget.html"
    return render(request, f"{TEMPLATES}/{template}", context)


@reads(VIEW)
def checks(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Everything wrong with the lines as they stand; no solver."""
    scenario = queries.scenario_or_404(scenario_id)
    context = {
        "scenario": scenario,
        "standing": checking.standing(scenario, timezone.localdate()),
        "may_change": may(request, CHANGE),
    }
    template = "_checks.html" if request.htmx else "checks.html"
    return render(request, f"{TEMPLATES}/{template}", context)


@writes(CHANGE)
def solve(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Put the planner to work."""
    form = forms.SolveForm(request.POST)
    seconds = form.cleaned_data["seconds"] if form.is_valid() else 60
    return _started(request, scenario_id, "select", seconds)


@writes(CHANGE)
def draw_frontier(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Solve a dozen budgets."""
    return _started(request, scenario_id, "frontier", None)


def _started(
    request: SignedInRequest, scenario_id: int, kind: str, seconds: int | None
) -> HttpResponse:
    try:
        services.start_run(
            scenario_id=scenario_id,
            kind=kind,
            seconds=seconds,
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        return refused(request, scenario_id, refusal)
    return redirect("plan:planner_of", scenario_id)


def refused(request: SignedInRequest, scenario_id: int, refusal: Refused) -> HttpResponse:
    """The scenario's page with what stood in the way."""
    context = planner_context(request, scenario_id, list(refusal.problems))
    listing = lists.page_of(request, scenario_id)
    context |= {"scenario": queries.scenario_or_404(scenario_id), "list": listing}
    return render(request, f"{TEMPLATES}/planner.html", context, status=422)


@reads(VIEW)
def run_progress(request: SignedInRequest, run_id: int) -> HttpResponse:
    """How far a run is; once it has ended the page that shows it is read again."""
    run = queries.run_or_404(run_id)
    if run.finished_at is not None or run.job is None or run.job.finished_at is not None:
        if request.htmx:
            return HttpResponseClientRefresh()
        return redirect("plan:planner_of", run.scenario_id)
    context = {"run": run, "may_solve": may(request, CHANGE)}
    return render(request, f"{TEMPLATES}/_progress.html", context)


@writes(CHANGE)
def run_cancel(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Ask a run to stop; the best plan so far is kept."""
    run = queries.run_or_404(run_id)
    if run.job is not None:
        cancel_job(job=run.job, by=request.actor, at=timezone.now())
    messages.success(request, _("The planner was asked to stop; the best plan so far is kept."))
    return redirect("plan:planner_of", run.scenario_id)


@writes(CHANGE)
def run_apply(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Take an answer over although the scenario changed since it was asked for."""
    scenario_id = queries.run_or_404(run_id).scenario_id
    try:
        services.apply_run(run_id=run_id, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return refused(request, scenario_id, refusal)
    messages.success(request, _("The planner's answer was taken over."))
    return redirect("plan:planner_of", scenario_id)


@reads(VIEW)
def run(request: SignedInRequest, run_id: int) -> HttpResponse:
    """One run: its certificate, enough to compute its answer again."""
    found = queries.run_or_404(run_id)
    context = {
        "run": found,
        "scenario": found.scenario,
        "facts": pages.run_facts(found),
        "cards": explaining.conflict_cards(found, found.scenario),
        "others": pages.run_rows(found.scenario_id),
        "may_change": may(request, CHANGE) and not queries.is_locked(found.scenario),
        "back_url": reverse("plan:planner_of", args=[found.scenario_id]),
    }
    return render(request, f"{TEMPLATES}/run.html", context)


@reads(VIEW)
def why(request: SignedInRequest, scenario_id: int, module_id: int) -> HttpResponse:
    """Why a module is in the plan, or why not: what it would close, what it costs, what would bring it in."""
    scenario = queries.scenario_or_404(scenario_id)
    context = {
        "scenario": scenario,
        "why": explaining.why(scenario, module_id),
        "may_change": may(request, CHANGE) and not queries.is_locked(scenario),
    }
    template = "_why.html" if request.htmx else "why.html"
    return render(request, f"{TEMPLATES}/{template}", context)


@reads(VIEW)
def left_out(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Every module that is not in the plan, with what keeps it out."""
    scenario = queries.scenario_or_404(scenario_id)
    context = {"scenario": scenario, "rows": explaining.left_out(scenario)}
    return render(request, f"{TEMPLATES}/left_out.html", context)
