"""The forms about one person: hire, change, move, leave, licence, end."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.employees import queries, services
from espalier.cycle.people.employees.forms import (
    EndForm,
    HireForm,
    LeaveForm,
    LicenceForm,
    MoveForm,
    PersonForm,
)
from espalier.cycle.people.employees.permissions import CHANGE
from espalier.kit.errors import Text
from espalier.kit.http import SignedInRequest, writes
from espalier.kit.ui.concurrency import concurrent_edit_check
from espalier.kit.ui.form_pages import FormPage, answer

Service = Callable[..., object]


@writes(CHANGE, form=True)
def hire(request: SignedInRequest) -> HttpResponse:
    form = HireForm(request.POST or None, initial={"hired_on": timezone.localdate()})

    def act(_values: dict[str, Any]) -> str:
        values = form.changes()
        named = ("number", "name", "sex", "category", "hired_on", "unit_id", "position_id")
        arguments = {name: values.pop(name) for name in (*named, "manager_id")}
        made = services.hire(**arguments, details=values, by=request.actor, at=timezone.now())
        return _url(made.pk)

    page = FormPage(form, _("New employee"), act, reverse("people:employees"), _("Employees"))
    return answer(request, page)


@writes(CHANGE, form=True)
def change(request: SignedInRequest, employee_id: int) -> HttpResponse:
    """Facts without history. Two people who change them at once are told, and nothing is lost."""
    person = queries.employee_or_404(employee_id, request.scope)
    initial = {
        name: getattr(person, name) for name in PersonForm.base_fields if hasattr(person, name)
    }
    initial["manager_number"] = person.manager.number if person.manager else ""
    form = PersonForm(request.POST or None, initial=initial)

    def act(values: dict[str, Any]) -> str:
        labels = {name: str(field.label) for name, field in form.fields.items()}
        typed = {**values, "manager_number": form.data.get("manager_number", "").strip()}
        concurrent_edit_check(
            sent=request.POST.get("version", ""),
            current=person.updated_at,
            theirs={labels[name]: _written(initial[name]) for name in labels},
            yours={labels[name]: _written(typed[name]) for name in labels},
        )
        new = form.changes()
        changes = {name: value for name, value in new.items() if value != getattr(person, name)}
        if changes:
            services.change_employee(
                employee_id=employee_id, changes=changes, by=request.actor, at=timezone.now()
            )
        return _url(employee_id)

    page = FormPage(
        form,
        _("Change the data of a person"),
        act,
        _url(employee_id),
        f"{person.number} {person.name}",
        changed_at=person.updated_at,
    )
    return answer(request, page)


def _written(value: object) -> str:
    return "" if value is None else str(value)


@writes(CHANGE, form=True)
def move(request: SignedInRequest, employee_id: int) -> HttpResponse:
    person = queries.employee_or_404(employee_id, request.scope)
    initial = {
        "position_id": person.position_id,
        "unit_id": person.unit_id,
        "starts_on": timezone.localdate(),
    }
    form = MoveForm(request.POST or None, initial=initial)
    lead = _("The present position ends the day before; both stay in the history.")
    return _about(
        request, person, form, _("Move to another position"), services.move_position, lead
    )


@writes(CHANGE, form=True)
def leave(request: SignedInRequest, employee_id: int) -> HttpResponse:
    person = queries.employee_or_404(employee_id, request.scope)
    form = LeaveForm(request.POST or None)
    lead = _("The same leave with an end day ends it.")
    return _about(request, person, form, _("Record a leave"), services.record_leave, lead)


@writes(CHANGE, form=True)
def licence(request: SignedInRequest, employee_id: int) -> HttpResponse:
    person = queries.employee_or_404(employee_id, request.scope)
    form = LicenceForm(request.POST or None)
    lead = _("The same name and number again renews the licence.")
    return _about(request, person, form, _("Record a licence"), services.record_licence, lead)


@writes(CHANGE, form=True)
def end(request: SignedInRequest, employee_id: int) -> HttpResponse:
    person = queries.employee_or_404(employee_id, request.scope)
    form = EndForm(request.POST or None, initial={"left_on": timezone.localdate()})
    lead = _("All that is recorded about the person stays.")
    return _about(
        request, person, form, _("End the employment"), services.end_employment, lead, danger=True
    )


def _about(
    request: SignedInRequest,
    person: Any,
    form: forms.Form,
    title: Text,
    service: Service,
    lead: Text,
    *,
    danger: bool = False,
) -> HttpResponse:
    """A form whose values are the arguments of one service about one person."""

    def act(values: dict[str, Any]) -> str:
        service(employee_id=person.pk, **values, by=request.actor, at=timezone.now())
        return _url(person.pk)

    back = f"{person.number} {person.name}"
    page = FormPage(form, title, act, _url(person.pk), back, lead=lead, danger=danger)
    return answer(request, page)


def _url(employee_id: int) -> str:
    return reverse("people:employee", args=[employee_id])
