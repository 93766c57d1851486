"""Pages of positions: the grid of functions × grades, one position, the forms that change them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.employees.queries import holders_of
from espalier.cycle.people.positions import queries, services
from espalier.cycle.people.positions.forms import FunctionForm, GradeForm, PositionForm
from espalier.cycle.people.positions.permissions import CHANGE, VIEW
from espalier.kit.accounts.scope import scope_of
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer

VIEW_EMPLOYEE = "people.view_employee"
SHOWN_HOLDERS = 50


@reads(VIEW)
def position_grid(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "grid": queries.position_grid(on=today),
        "today": today,
        "may_change": bool(scope_of(request.user, CHANGE)),
    }
    return render(request, "people/positions/grid.html", context)


@reads(VIEW)
def position(request: SignedInRequest, position_id: int) -> HttpResponse:
    """One position: what it asks, and those of its holders whom the reader may see."""
    today = timezone.localdate()
    found = queries.position_or_404(position_id)
    scope = scope_of(request.user, VIEW_EMPLOYEE)
    holders = holders_of(position_id=position_id, on=today, scope=scope)
    context = {
        "position": found,
        "needs": queries.needs_of(found),
        "degree": queries.degree_words().get(found.min_degree, ""),
        "today": today,
        "n_holders": queries.holders_on(today).get(position_id, 0),
        "holders": holders[:SHOWN_HOLDERS] if scope.paths else [],
        "people_url": f"{reverse('people:employees')}?position={position_id}"
        if scope.paths
        else "",
        "may_change": bool(scope_of(request.user, CHANGE)),
    }
    return render(request, "people/positions/position.html", context)


@writes(CHANGE, form=True)
def new_position(request: SignedInRequest) -> HttpResponse:
    form = PositionForm(request.POST or None)

    def act(values: dict[str, Any]) -> str:
        made = services.create_position(**values, by=request.actor, at=timezone.now())
        return reverse("people:position", args=[made.pk])

    return answer(request, FormPage(form, _("New position"), act, _grid_url(), _("Positions")))


@writes(CHANGE, form=True)
def edit_position(request: SignedInRequest, position_id: int) -> HttpResponse:
    found = queries.position_or_404(position_id)
    initial = {name: getattr(found, name) for name in services.CHANGEABLE}
    form = PositionForm(request.POST or None, initial=initial, existing=True)
    url = reverse("people:position", args=[position_id])

    def act(values: dict[str, Any]) -> str:
        changes = {name: value for name, value in values.items() if value != initial[name]}
        if changes:
            services.change_position(
                position_id=position_id, changes=changes, by=request.actor, at=timezone.now()
            )
        return url

    title = f"{found.code} {found.name}"
    return answer(request, FormPage(form, title, act, url, title))


@writes(CHANGE, form=True)
def new_function(request: SignedInRequest) -> HttpResponse:
    form = FunctionForm(request.POST or None)

    def act(values: dict[str, Any]) -> str:
        services.create_function(**values, by=request.actor, at=timezone.now())
        return _grid_url()

    return answer(request, FormPage(form, _("New function"), act, _grid_url(), _("Positions")))


@writes(CHANGE, form=True)
def new_grade(request: SignedInRequest) -> HttpResponse:
    form = GradeForm(request.POST or None)

    def act(values: dict[str, Any]) -> str:
        services.create_grade(**values, by=request.actor, at=timezone.now())
        return _grid_url()

    return answer(request, FormPage(form, _("New grade"), act, _grid_url(), _("Positions")))


def _grid_url() -> str:
    return reverse("people:positions")
