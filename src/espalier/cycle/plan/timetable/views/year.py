"""The timetable of a scenario: its sessions as list, calendar, absences and months; runs; the file for calendars."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from espalier.cycle.plan.annual_plan import queries as plans
from espalier.cycle.plan.annual_plan.services import relax_limit
from espalier.cycle.plan.annual_plan.types import Limit
from espalier.cycle.plan.permissions import CHANGE, SEE_PEOPLE, VIEW
from espalier.cycle.plan.permitted import may
from espalier.cycle.plan.timetable import (
    conflicts,
    drawing,
    forms,
    ical,
    lists,
    pages,
    queries,
    reading,
    rules,
    services,
)
from espalier.cycle.plan.timetable.naming import names_of
from espalier.cycle.plan.timetable.types import Part
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.exports.http import file_response
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.jobs.services import cancel_job
from espalier.kit.ui.listing import ListPage, list_response

TEMPLATES = "plan/timetable"


@reads(VIEW)
def timetable(request: SignedInRequest) -> HttpResponse:
    """The newest plan on its chosen scenario, else its newest; without one, the planner's page says how to begin."""
    plan = plans.plans().first()
    if plan is None:
        context = {"may_change": may(request, CHANGE)}
        return render(request, "plan/annual_plan/begin.html", context)
    scenario_id = plans.scenario_to_open(plan)
    if scenario_id is None:
        return redirect("plan:scenarios", plan.pk)
    return redirect("plan:timetable_of", scenario_id)


@reads(VIEW)
def timetable_of(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Every session of a scenario, with what stands in the way of dates."""
    plans.scenario_or_404(scenario_id)
    rows = queries.sessions(scenario_id)
    only_rows = bool(request.htmx) or "export" in request.GET
    context = {} if only_rows else year_context(request, scenario_id)
    return list_response(
        request, lists.SESSIONS, rows, template=f"{TEMPLATES}/timetable.html", context=context
    )


def year_context(
    request: SignedInRequest, scenario_id: int, problems: list[Problem] | None = None
) -> dict[str, object]:
    """Everything above the table of sessions."""
    scenario = plans.scenario_or_404(scenario_id)
    run = pages.newest_run(scenario_id)
    names = names_of(scenario_id)
    rows = list(queries.sessions(scenario_id))
    calendar = queries.year_calendar(scenario.plan.year)
    return {
        "scenario": scenario,
        "figures": pages.figures(scenario, rows, run),
        "run": run,
        "working": pages.working(scenario_id),
        "cards": conflicts.cards(run, names),
        "exceptions": pages.exceptions(run, names),
        "waits": run is not None and run.is_verified and not run.is_applied,
        "n_unchecked": calendar.n_unchecked,
        "has_slots": bool(queries.active_kinds()),
        "solve_form": forms.SolveForm(),
        "may_change": may(request, CHANGE),
        "sees_people": may(request, SEE_PEOPLE),
        "found_problems": problems or [],
        "view": "list",
    }


@reads(VIEW)
def year_calendar(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """The calendar by instructor, room or department: the year in weeks, or one month in days."""
    scenario = plans.scenario_or_404(scenario_id)
    by = request.GET.get("by", "instructor")
    by = by if by in drawing.BY else "instructor"
    told = request.GET.get("month", "")
    month = int(told) if told.isdecimal() and 1 <= int(told) <= 12 else 0
    rows = list(queries.sessions(scenario_id).prefetch_related("places__employee"))
    context = {
        "scenario": scenario,
        "by": by,
        "month": month,
        "months": range(1, 13),
        "grid": drawing.grid(
            rows,
            queries.year_calendar(scenario.plan.year),
            by=by,
            month=month,
            may_move=may(request, CHANGE),
        ),
        "may_change": may(request, CHANGE),
        "sees_people": may(request, SEE_PEOPLE),
        "view": "calendar",
    }
    return render(request, f"{TEMPLATES}/calendar.html", context)


@reads(VIEW)
def absence(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Who is away when: department by week against the share that may be away."""
    scenario = plans.scenario_or_404(scenario_id)
    rows = list(queries.sessions(scenario_id).prefetch_related("places__employee"))
    calendar = queries.year_calendar(scenario.plan.year)
    context = {
        "scenario": scenario,
        "table": drawing.absence(rows, reading.tree(), calendar, scenario.away_percent),
        "sees_people": may(request, SEE_PEOPLE),
        "view": "absence",
    }
    return render(request, f"{TEMPLATES}/absence.html", context)


@reads(VIEW)
def months(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Month by month: sessions, people and hours against an even load."""
    scenario = plans.scenario_or_404(scenario_id)
    rows = list(queries.sessions(scenario_id))
    context = {
        "scenario": scenario,
        "rows": drawing.months(rows, rules.month_target(len(rows), 12)),
        "sees_people": may(request, SEE_PEOPLE),
        "view": "months",
    }
    return render(request, f"{TEMPLATES}/months.html", context)


@writes(CHANGE)
def solve(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Let the planner date the sessions."""
    form = forms.SolveForm(request.POST)
    seconds = form.cleaned_data["seconds"] if form.is_valid() else 30
    return _started(request, scenario_id, seconds, [])


def _started(
    request: SignedInRequest, scenario_id: int, seconds: int, without: list[str]
) -> HttpResponse:
    try:
        services.start_timetable(
            scenario_id=scenario_id,
            seconds=seconds,
            without=without,
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        return refused(request, scenario_id, refusal)
    return redirect("plan:timetable_of", scenario_id)


def refused(request: SignedInRequest, scenario_id: int, refusal: Refused) -> HttpResponse:
    """The page of the timetable with what stood in the way."""
    context = year_context(request, scenario_id, list(refusal.problems))
    listing = ListPage.from_request(lists.SESSIONS, queries.sessions(scenario_id), request)
    context |= {"list": listing}
    return render(request, f"{TEMPLATES}/timetable.html", context, status=422)


@writes(CHANGE)
def relax(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Mend a conflict with the one change its button names, and let the planner work again."""
    form = forms.RelaxForm(request.POST)
    if not form.is_valid():
        raise NotFound
    told, run = form.cleaned_data, pages.newest_run(scenario_id)
    without = list(run.answer.get("without", ())) if run else []
    try:
        if told["act"] == "unpin":
            _unpin(request, scenario_id, told["subject"], told["value"])
        elif told["act"] == "away":
            relax_limit(
                scenario_id=scenario_id,
                limit=Limit.AWAY,
                value=int(told["value"]) if told["value"].isdecimal() else 0,
                by=request.actor,
                at=timezone.now(),
            )
        else:
            without.append(told["subject"])
    except Refused as refusal:
        return refused(request, scenario_id, refusal)
    messages.success(request, _("It was changed, and the planner is at work again."))
    seconds = (run.time_limit_seconds if run else None) or 30
    return _started(request, scenario_id, seconds, without)


def _unpin(request: SignedInRequest, scenario_id: int, code: str, part: str) -> None:
    session = queries.session_coded(scenario_id, code)
    pinned = {
        Part.TIME: session.pins_time,
        Part.INSTRUCTOR: session.pins_instructor,
        Part.ROOM: session.pins_room,
    }
    kept = {each for each, is_pinned in pinned.items() if is_pinned and each != part}
    services.pin_session(
        session_id=session.pk,
        parts=kept,
        reason=session.pin_reason,
        by=request.actor,
        at=timezone.now(),
    )


@reads(VIEW)
def run(request: SignedInRequest, run_id: int) -> HttpResponse:
    """One run: what it would change, its certificate."""
    found = _run_or_404(run_id)
    names = names_of(found.scenario_id)
    context = {
        "run": found,
        "scenario": found.scenario,
        "facts": pages.run_facts(found),
        "cards": conflicts.cards(found, names),
        "exceptions": pages.exceptions(found, names),
        "changes": pages.change_rows(found, names),
        "n_told": pages.n_told(found),
        "may_apply": may(request, CHANGE) and found.is_verified and not found.is_applied,
        "may_change": may(request, CHANGE),
    }
    return render(request, f"{TEMPLATES}/run.html", context)


def _run_or_404(run_id: int) -> Any:
    found = plans.run_or_404(run_id)
    if found.kind not in pages.KINDS:
        raise NotFound
    return found


@reads(VIEW)
def run_progress(request: SignedInRequest, run_id: int) -> HttpResponse:
    """How far a run is; once it has ended the page that shows it is read again."""
    found = _run_or_404(run_id)
    if found.finished_at is not None or found.job is None or found.job.finished_at is not None:
        if request.htmx:
            return HttpResponseClientRefresh()
        return redirect("plan:timetable_run", run_id)
    context = {"run": found, "may_change": may(request, CHANGE)}
    return render(request, f"{TEMPLATES}/_progress.html", context)


@writes(CHANGE)
def run_cancel(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Ask a run to stop; the best dates so far are kept."""
    found = _run_or_404(run_id)
    if found.job is not None:
        cancel_job(job=found.job, by=request.actor, at=timezone.now())
    messages.success(request, _("The planner was asked to stop; the best dates so far are kept."))
    return redirect("plan:timetable_of", found.scenario_id)


@writes(CHANGE)
def run_apply(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Take the dates of a run over."""
    scenario_id = _run_or_404(run_id).scenario_id
    try:
        services.apply_timetable(run_id=run_id, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return refused(request, scenario_id, refusal)
    messages.success(request, _("The dates were taken over."))
    return redirect("plan:timetable_of", scenario_id)


@reads(VIEW)
def calendar_file(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """The sessions of a scenario, of an instructor or of a person, as an iCalendar file."""
    scenario = plans.scenario_or_404(scenario_id)
    rows = queries.sessions(scenario_id)
    name = scenario.plan.title
    if instructor := request.GET.get("instructor", ""):
        rows = rows.filter(instructor__code=instructor)
        name = f"{name} {instructor}"
    if person := request.GET.get("person", ""):
        rows = rows.filter(
            pk__in=queries.sessions_of_person(
                scenario_id, person, scope_of(request.user, SEE_PEOPLE)
            )
        )
        name = f"{name} {person}"
    data = ical.calendar_of(rows, name=name, host=request.get_host(), at=timezone.now())
    return file_response(data, media_type="text/calendar; charset=utf-8", filename=f"{name}.ics")
