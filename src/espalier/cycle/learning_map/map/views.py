"""Pages of the learning map."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.map import (
    forms,
    lists,
    pages,
    queries,
    services,
)
from espalier.cycle.learning_map.map.permissions import PREPARE, VIEW, VIEW_ROUTE
from espalier.cycle.learning_map.map.types import RouteState
from espalier.cycle.learning_map.permitted import may
from espalier.cycle.learning_map.requirements import queries as requirements
from espalier.cycle.people.evidence import queries as evidence
from espalier.cycle.people.positions import queries as positions
from espalier.kit.accounts.scope import scope_of
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.listing import list_response

TEMPLATES = "learning_map/map"
CHANGE_REQUIREMENT = "learning_map.change_requirement"
CHANGE_COMPLETION = "learning_map.change_completion"


@reads(VIEW)
def grid(request: SignedInRequest) -> HttpResponse:
    """The map: positions by function and grade, coverage in figures, the document."""
    data = queries.map_data(timezone.localdate())
    context = {
        "data": data,
        "grid": pages.grid_of(data),
        "coverage": data.coverage,
        "edition": pages.published_edition(),
        "may_prepare": may(request, PREPARE),
        "may_change": may(request, CHANGE_REQUIREMENT),
    }
    return render(request, f"{TEMPLATES}/grid.html", context)


@reads(VIEW)
def position(request: SignedInRequest, position_id: int) -> HttpResponse:
    """One position: what it rests on, what it requires, and its path."""
    today = timezone.localdate()
    found = positions.position_or_404(position_id)
    data = queries.map_data(today)
    path = queries.position_path(position_id, today)
    context = {
        "position": found,
        "on": today,
        "path": path,
        "rows": pages.path_rows(path, data.competencies),
        "unreached": [(data.competencies[u.competency_id], u) for u in path.unreached],
        "requirements": requirements.requirements_of(position_id, today),
        "adoptions": requirements.adoptions_of(position_id),
        "pins": _pin_text(position_id, data),
        "moves": [m for m in queries.adjacent_moves(data) if m.start.pk == position_id],
        "may_change": may(request, CHANGE_REQUIREMENT),
    }
    return render(request, f"{TEMPLATES}/position.html", context)


def _pin_text(position_id: int, data: queries.MapData) -> str:
    pins = data.pins.get(position_id, {})
    return "\n".join(
        data.modules[pk].code + ("" if pin.is_mandatory else "*")
        for pk, pin in pins.items()
        if pk in data.modules
    )


@writes(CHANGE_REQUIREMENT)
def pin(request: SignedInRequest, position_id: int) -> HttpResponse:
    """Set modules on a path by hand."""
    form = forms.PinForm(request.POST)
    if form.is_valid():
        services.pin_modules(
            position_id=position_id, pins=form.pins(), by=request.actor, at=timezone.now()
        )
        messages.success(request, _("The path was saved."))
    return redirect("learning_map:position", position_id)


@reads(VIEW)
def coverage(request: SignedInRequest) -> HttpResponse:
    """Competencies without module, modules without competency, redundancy, hours per role."""
    data = queries.map_data(timezone.localdate())
    return render(request, f"{TEMPLATES}/coverage.html", {"data": data, "found": data.coverage})


@reads(VIEW)
def moves(request: SignedInRequest) -> HttpResponse:
    """What a move from one position to another asks, of everybody or of one person."""
    data = queries.map_data(timezone.localdate())
    start, target = request.GET.get("from", ""), request.GET.get("to", "")
    person = _person(request)
    move = None
    if target.isdecimal() and person is not None:
        known = evidence.levels_of_person(employee_id=person.pk, on=data.on)
        levels = {level.competency_id: level.level for level, _competency in known}
        move = queries.move_of_person(data, person, levels, int(target))
    elif target.isdecimal() and start.isdecimal():
        move = queries.move_between(data, int(start), int(target))
    context = {
        "data": data,
        "move": move,
        "person": person,
        "start": start,
        "target": target,
        "competencies": data.competencies,
    }
    return render(request, f"{TEMPLATES}/moves.html", context)


def _person(request: SignedInRequest) -> Any | None:
    """The person whose move is asked about; 404 for somebody whose evidence one may not see."""
    asked = request.GET.get("employee", "")
    if not asked.isdecimal():
        return None
    queries.employee_for_route(int(asked), scope_of(request.user, VIEW_ROUTE))
    return queries.employee_for_route(int(asked), scope_of(request.user, "people.view_rating"))


@reads(VIEW_ROUTE)
def route(request: SignedInRequest, employee_id: int) -> HttpResponse:
    """A person's route: done, next, lapsed, waiting."""
    employee = queries.employee_for_route(employee_id, request.scope)
    return _route_page(request, employee)


@reads(VIEW_ROUTE)
def my_route(request: SignedInRequest) -> HttpResponse:
    """One's own route."""
    employee = queries.employee_of(request.user.pk)
    if employee is None:
        return render(request, f"{TEMPLATES}/no_route.html")
    return _route_page(request, employee)


def _route_page(request: SignedInRequest, employee: Any) -> HttpResponse:
    found = queries.route_of(employee, timezone.localdate())
    context = {
        "route": found,
        "rows": pages.route_rows(found),
        "mine": employee.user_id == request.user.pk,
        "done": found.count(RouteState.DONE, RouteState.EXPIRING),
        "expired": found.count(RouteState.EXPIRED),
        "may_withdraw": may(request, CHANGE_COMPLETION),
    }
    return render(request, f"{TEMPLATES}/route.html", context)


@reads(VIEW_ROUTE)
def routes(request: SignedInRequest) -> HttpResponse:
    """The people whose routes one may see."""
    return list_response(request, lists.ROUTES, queries.people_with_routes(request.scope))
