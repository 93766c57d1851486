"""One session: its facts and people, moving it with marks, pins, forbidden days, cancelling."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.plan.permissions import CHANGE, SEE_PEOPLE, VIEW
from espalier.cycle.plan.permitted import may
from espalier.cycle.plan.timetable import (
    boards,
    drawing,
    forms,
    lists,
    pages,
    queries,
    rules,
    services,
    wording,
)
from espalier.cycle.plan.timetable.boards import Laid
from espalier.cycle.plan.timetable.naming import names_of, title_of
from espalier.cycle.plan.timetable.types import Colour, Mark, SessionState
from espalier.cycle.policy.history import history_of
from espalier.engines.planner.timetable.faults import BadTimetable
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer, sent

TEMPLATES = "plan/timetable"
LABELS = {
    "meetings": gettext_lazy("Meetings"),
    "instructor": gettext_lazy("Instructor"),
    "room": gettext_lazy("Room"),
    "reason": gettext_lazy("Reason"),
    "state": gettext_lazy("State of the session"),
}


@reads(VIEW)
def session(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Facts, people, pins, forbidden days, history."""
    found: Any = queries.session_or_404(session_id)
    scope = scope_of(request.user, SEE_PEOPLE)
    people = list(queries.people_of(session_id, scope)) if scope else []
    movable = SessionState(found.state) in rules.MOVABLE
    context = {
        "session": found,
        "scenario": found.line.scenario,
        "code": queries.code_of(found),
        "title": title_of(found),
        "state_label": wording.STATES[found.state],
        "badge": wording.BADGES[found.state],
        "facts": pages.session_facts(found),
        "people": people,
        "n_hidden": found.n_people - len(people),
        "sees_people": bool(scope),
        "forbidden": queries.forbidden_of(session_id),
        "history": history_of(found, LABELS),
        "may_change": may(request, CHANGE) and movable,
        "is_self_paced": queries.kind_of(found) == "online",
    }
    return render(request, f"{TEMPLATES}/session.html", context)


@writes(CHANGE, form=True)
def session_move(request: SignedInRequest, session_id: int) -> HttpResponse:
    """The open times of a week with their marks; choosing one moves the session."""
    found = queries.session_or_404(session_id)
    problems: list[Problem] = []
    form = forms.MoveForm(sent(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            services.move_session(
                session_id=session_id, by=request.actor, at=timezone.now(), **told
            )
        except Refused as refusal:
            problems = list(refusal.problems)
        else:
            messages.success(request, _("The session was moved."))
            return redirect("plan:session", session_id)
    return _move_page(request, found, problems)


def _move_page(request: SignedInRequest, found: Any, problems: list[Problem]) -> HttpResponse:
    try:
        board = boards.board_of(found.line.scenario_id, timezone.localdate())
        own = board.frame.problem.session_of.get(queries.code_of(found))
    except BadTimetable as bad:
        board, own = None, None
        names = names_of(found.line.scenario_id)
        problems = [*problems, *(wording.fault_problem(each, names) for each in bad.faults)]
    if board is None or own is None:
        message = _("This session cannot be placed by hand.")
        problems = problems or [Problem("not_movable", message, queries.code_of(found))]
        context: dict[str, object] = {"marks": [], "look_form": None}
    else:
        context = _marked(request, found, board)
    context |= {
        "session": found,
        "code": queries.code_of(found),
        "title": title_of(found),
        "when": lists.when(found),
        "found_problems": problems,
    }
    status = 422 if request.method == "POST" else 200
    template = "_slots.html" if request.htmx and not problems else "move.html"
    return render(request, f"{TEMPLATES}/{template}", context, status=status)


def _marked(request: SignedInRequest, found: Any, board: Laid) -> dict[str, object]:
    """The week asked for, every time in it marked."""
    year = found.line.scenario.plan.year
    told = request.GET if request.method == "GET" else request.POST
    names = names_of(found.line.scenario_id)
    own = board.frame.problem.session_of[queries.code_of(found)]
    form = forms.LookForm(
        told,
        instructors=[(code, names.resource(code)) for code in own.instructors],
        rooms=[
            (room.code, names.resource(room.code))
            for room in board.frame.problem.rooms
            if own.needs_room and board.frame.problem.suits(own, room)
        ],
    )
    form.is_valid()
    asked = form.cleaned_data.get("on") or _first_day(found, board)
    on = min(max(asked, date(year, 1, 1)), date(year, 12, 31))
    days = drawing.week_days(drawing.framing_week(on, year), year)
    now = _slot_now(found, board)
    marks = [
        boards.mark_of(slot, move, names, now)
        for slot, move in board.marks(
            queries.code_of(found),
            days,
            instructor=form.cleaned_data.get("instructor", ""),
            room=form.cleaned_data.get("room", ""),
        )
    ]
    return {
        "marks": [(mark, wording.COLOURS[mark.colour]) for mark in marks],
        "look_form": form,
        "on": on,
        "before": on - timedelta(7),
        "after": on + timedelta(7),
        "first_free": next((m.slot for m in marks if m.colour is not Colour.RED), ""),
        "instructor": form.cleaned_data.get("instructor", ""),
        "room": form.cleaned_data.get("room", ""),
        "seen": found.updated_at.isoformat(),
    }


def _first_day(found: Any, board: Laid) -> date:
    starts = [timezone.localtime(m.starts_at).date() for m in found.meetings.all()]
    own = board.frame.problem.session_of[queries.code_of(found)]
    return min(starts, default=own.earliest or timezone.localdate())


def _slot_now(found: Any, board: Laid) -> str:
    code = queries.code_of(found)
    return next((a.slots[0] for a in board.frame.plan if a.session == code), "")


@reads(VIEW)
def session_marks(request: SignedInRequest, session_id: int) -> HttpResponse:
    """For dragging: the best mark of every column of the calendar, with what stands against it.

    ``scale`` is week (columns are first days of weeks) or day.
    """
    found = queries.session_or_404(session_id)
    if not may(request, CHANGE):
        raise NotFound
    year, is_week = found.line.scenario.plan.year, request.GET.get("scale") != "day"
    try:
        board = boards.board_of(found.line.scenario_id, timezone.localdate())
    except BadTimetable as bad:
        raise NotFound from bad
    names = names_of(found.line.scenario_id)
    columns: dict[str, Mark] = {}
    for slot, move in board.marks(queries.code_of(found)):
        column = drawing.framing_week(slot.date, year) if is_week else slot.date
        mark = boards.mark_of(slot, move, names, "")
        held = columns.get(column.isoformat())
        if held is None or _order(mark) < _order(held):
            columns[column.isoformat()] = mark
    return JsonResponse(
        {
            "columns": {
                day: {
                    "colour": str(mark.colour),
                    "words": " ".join(mark.words) or str(wording.COLOURS[mark.colour]),
                }
                for day, mark in columns.items()
            },
            "none": _("No kind of slot it may use lies here."),
        }
    )


def _order(mark: Mark) -> tuple[int, int, int]:
    rank = {Colour.FREE: 0, Colour.AMBER: 1, Colour.RED: 2}[mark.colour]
    return (rank, mark.cost_change, len(mark.words))


@writes(CHANGE, form=True)
def session_pin(request: SignedInRequest, session_id: int) -> HttpResponse:
    """What the planner may not change about it."""
    found = queries.session_or_404(session_id)
    pinned = [
        part
        for part, is_pinned in (
            ("time", found.pins_time),
            ("instructor", found.pins_instructor),
            ("room", found.pins_room),
        )
        if is_pinned
    ]
    form = forms.PinForm(sent(request), initial={"parts": pinned, "reason": found.pin_reason})
    back = reverse("plan:session", args=[session_id])

    def act(told: dict[str, Any]) -> str:
        services.pin_session(
            session_id=session_id,
            parts=form.pinned(),
            reason=told["reason"],
            by=request.actor,
            at=timezone.now(),
        )
        return back

    return answer(request, FormPage(form, _("Pin the session"), act, back, _name(found)))


@writes(CHANGE, form=True)
def session_forbid(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Days it may not take."""
    found = queries.session_or_404(session_id)
    form = forms.ForbidForm(sent(request))
    back = reverse("plan:session", args=[session_id])

    def act(_told: dict[str, Any]) -> str:
        services.forbid_days(
            session_id=session_id, content=form.content(), by=request.actor, at=timezone.now()
        )
        return back

    return answer(request, FormPage(form, _("Forbid days"), act, back, _name(found)))


@writes(CHANGE)
def session_allow(request: SignedInRequest, forbidden_id: int) -> HttpResponse:
    found = services.allow_days(forbidden_id=forbidden_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The days are open again."))
    return redirect("plan:session", found.pk)


@writes(CHANGE, form=True)
def session_cancel(request: SignedInRequest, session_id: int) -> HttpResponse:
    """It is not held; the reason stays on record."""
    found = queries.session_or_404(session_id)
    form = forms.ReasonForm(sent(request))
    back = reverse("plan:session", args=[session_id])

    def act(told: dict[str, Any]) -> str:
        services.cancel_session(
            session_id=session_id, reason=told["reason"], by=request.actor, at=timezone.now()
        )
        return back

    page = FormPage(
        form,
        _("Cancel the session"),
        act,
        back,
        _name(found),
        button=_("Cancel the session"),
        done=_("The session was cancelled."),
        danger=True,
    )
    return answer(request, page)


@writes(CHANGE)
def session_announce(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Book what it needs and tell that it takes place."""
    services.announce_session(session_id=session_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The session is announced; instructor and room are booked."))
    return redirect("plan:session", session_id)


def _name(found: Any) -> str:
    return f"{queries.code_of(found)} {title_of(found)}"
