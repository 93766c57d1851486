"""Pages of units: the tree, and the forms that change it."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.units import queries, services
from espalier.cycle.people.units.forms import EndUnitForm, UnitForm
from espalier.cycle.people.units.permissions import CHANGE, VIEW
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import NotFound
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer


@reads(VIEW)
def unit_tree(request: SignedInRequest) -> HttpResponse:
    """The tree with its headcounts."""
    # Whoever only has an account and no role sees nothing of the organisation.
    if not request.scope.paths:
        raise NotFound
    today = timezone.localdate()
    nodes = queries.unit_tree(on=today, scope=request.scope)
    context = {
        "nodes": nodes,
        "today": today,
        "n_people": sum(node.n_people for node in nodes),
        "may_change": bool(scope_of(request.user, CHANGE)),
        "may_see_people": bool(scope_of(request.user, "people.view_employee").paths),
    }
    return render(request, "people/units/tree.html", context)


@writes(CHANGE, form=True)
def new_unit(request: SignedInRequest) -> HttpResponse:
    form = UnitForm(request.POST or None, initial={"parent_id": request.GET.get("parent", "")})

    def act(values: dict[str, Any]) -> str:
        values["manager_id"] = values.pop("manager_number")
        services.create_unit(**values, by=request.actor, at=timezone.now())
        return _tree_url()

    return answer(request, FormPage(form, _("New unit"), act, _tree_url(), _("Units")))


@writes(CHANGE, form=True)
def edit_unit(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Name, place and manager in one form; only what differs is changed, each with its own audit entry."""
    unit = queries.unit_or_404(unit_id, request.scope)
    initial = {
        "name": unit.name,
        "name_en": unit.name_en,
        "parent_id": str(unit.parent_id or ""),
        "manager_number": unit.manager.number if unit.manager else "",
    }
    form = UnitForm(request.POST or None, initial=initial, existing=True)

    def act(values: dict[str, Any]) -> str:
        how: Any = {"unit_id": unit_id, "by": request.actor, "at": timezone.now()}
        if (values["name"], values["name_en"]) != (unit.name, unit.name_en):
            services.rename_unit(name=values["name"], name_en=values["name_en"], **how)
        if values["parent_id"] != unit.parent_id:
            services.move_unit(parent_id=values["parent_id"], **how)
        if values["manager_number"] != unit.manager_id:
            services.set_unit_manager(employee_id=values["manager_number"], **how)
        return _tree_url()

    title = f"{unit.code} {unit.name}"
    return answer(request, FormPage(form, title, act, _tree_url(), _("Units")))


@writes(CHANGE, form=True)
def end_unit(request: SignedInRequest, unit_id: int) -> HttpResponse:
    unit = queries.unit_or_404(unit_id, request.scope)
    form = EndUnitForm(request.POST or None, initial={"on": timezone.localdate()})

    def act(values: dict[str, date]) -> str:
        services.end_unit(unit_id=unit_id, on=values["on"], by=request.actor, at=timezone.now())
        return _tree_url()

    page = FormPage(
        form,
        f"{unit.code} {unit.name}",
        act,
        _tree_url(),
        _("Units"),
        lead=_("An ended unit stays in the records; nobody may still work in it."),
        button=_("End this unit"),
        danger=True,
    )
    return answer(request, page)


def _tree_url() -> str:
    return reverse("people:units")
