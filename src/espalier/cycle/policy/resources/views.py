"""Pages of resources: the register, one resource, capacity against demand, bookings."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.policy.history import history_of
from espalier.cycle.policy.resources import forms, lists, pages, queries, services
from espalier.cycle.policy.resources.permissions import BOOK, CHANGE, VIEW
from espalier.cycle.policy.resources.wording import HISTORY_LABELS
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import NotFound, Text
from espalier.kit.exports.http import file_response
from espalier.kit.files.queries import file_bytes
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer
from espalier.kit.ui.listing import list_response

TEMPLATES = "policy/resources"


@reads(VIEW)
def resources(request: SignedInRequest) -> HttpResponse:
    """The register."""
    context: dict[str, object] = {"may_change": bool(scope_of(request.user, CHANGE))}
    return list_response(
        request,
        lists.RESOURCES,
        queries.resources(),
        template=f"{TEMPLATES}/list.html",
        context=context,
    )


@reads(VIEW)
def bookings(request: SignedInRequest) -> HttpResponse:
    """Every booking, whoever made it."""
    return list_response(request, lists.BOOKINGS, queries.bookings())


@reads(VIEW)
def resource(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """One resource: facts, hours, contracts, judgements, money, bookings to come."""
    found, today = queries.resource_page(resource_id), timezone.localdate()
    context = {
        "resource": found,
        "facts": pages.facts_of(found),
        "open_times": pages.open_times_of(found),
        "contracts": pages.contracts_of(found, today),
        "evaluations": pages.evaluations_of(found),
        "rating": queries.ratings([found.pk]).get(found.pk),
        "bookings": queries.bookings(since=today).filter(resource=found, cancelled_at=None)[:50],
        "is_bookable": pages.is_bookable(found),
        "history": history_of(found, HISTORY_LABELS),
        "may_change": bool(scope_of(request.user, CHANGE)),
        "may_book": bool(scope_of(request.user, BOOK)),
    }
    return render(request, f"{TEMPLATES}/resource.html", context)


@reads(VIEW)
def capacity(request: SignedInRequest) -> HttpResponse:
    """Capacity against what is booked and demanded, month by month; money against what is asked."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2200 else None
    year = year or timezone.localdate().year
    loads = queries.capacity_and_demand(year)
    context = {
        "year": year,
        "years": (year - 1, year + 1),
        "months": range(1, 13),
        "rows": pages.load_rows(loads),
        "overloads": [
            (each, month, pages.hours(month.short_minutes))
            for each, month in pages.overloads(loads)
        ],
        "money": queries.money_and_demand(year),
        "contracts": queries.contracts_ending(timezone.localdate()),
    }
    return render(request, f"{TEMPLATES}/capacity.html", context)


@reads(VIEW)
def contract_file(request: SignedInRequest, resource_id: int, contract_id: int) -> HttpResponse:
    """The signed contract, always as a download."""
    found = queries.resource_page(resource_id)
    for each in found.contracts.all():
        if each.pk == contract_id and each.file is not None:
            data = file_bytes(each.file)
            return file_response(data, media_type=each.file.media_type, filename=each.file.name)
    raise NotFound


@writes(CHANGE, form=True)
def new(request: SignedInRequest) -> HttpResponse:
    """Write a resource."""
    form = forms.ResourceForm(request.POST or None)

    def act(_values: dict[str, Any]) -> str:
        made = services.save_resource(values=form.values(), by=request.actor, at=timezone.now())
        return reverse("policy:resource", args=[made.pk])

    page = FormPage(
        form,
        _("New resource"),
        act,
        reverse("policy:resources"),
        _("Resources"),
        draft=("policy.resource", ""),
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def edit(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """Change a resource; two people at one record are told."""
    found = queries.resource_or_404(resource_id)
    held = _held(found)
    form = forms.ResourceForm(request.POST or None, initial=dict(held))
    back = reverse("policy:resource", args=[resource_id])

    def act(_values: dict[str, Any]) -> str:
        services.save_resource(
            resource_id=resource_id, values=form.values(), by=request.actor, at=timezone.now()
        )
        return back

    page = FormPage(
        form,
        f"{found.code} {found.name}",
        act,
        back,
        found.name,
        changed_at=found.updated_at,
        held={name: held[name] for name in ("name", "place", "note", "selection_note")},
        draft=("policy.resource", str(resource_id)),
    )
    return answer(request, page)


def _held(found: Any) -> dict[str, Any]:
    """The record in the shape of its form."""
    held = {
        name: getattr(found, name)
        for name in forms.ResourceForm.base_fields
        if hasattr(found, name)
    }
    if instructor := getattr(found, "instructor", None):
        names = ("subjects", "languages", "qualifications")
        held |= {name: getattr(instructor, name) for name in names}
        held["employee_number"] = instructor.employee.number if instructor.employee else ""
    return held


def _sub_form(
    request: SignedInRequest,
    resource_id: int,
    form: Form,
    title: Text,
    act: Callable[[Any], object],
    *,
    danger: bool = False,
) -> HttpResponse:
    """A form about one resource; ``act`` gets the resource and calls a service."""
    found = queries.resource_or_404(resource_id)
    back = reverse("policy:resource", args=[resource_id])

    def done(_values: dict[str, Any]) -> str:
        act(found)
        return back

    lead = f"{found.code} {found.name}"
    return answer(request, FormPage(form, title, done, back, found.name, lead=lead, danger=danger))


@writes(CHANGE, form=True)
def hours(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """Say from when on a resource can be had; earlier lines that begin on the same day are replaced."""
    form = forms.HoursForm(request.POST or None)

    def act(found: Any) -> None:
        services.add_open_time(
            resource_id=found.pk, hours=form.hours(), by=request.actor, at=timezone.now()
        )

    return _sub_form(request, resource_id, form, _("Hours"), act)


@writes(CHANGE, form=True)
def absence(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """Say that a resource is away."""
    form = forms.AbsenceForm(request.POST or None)

    def act(found: Any) -> None:
        services.add_absence(
            resource_id=found.pk,
            span=form.span(),
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=timezone.now(),
        )

    return _sub_form(request, resource_id, form, _("Away"), act)


@writes(CHANGE, form=True)
def contract(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """Write a contract; the same number again changes it."""
    form = forms.ContractForm(request.POST or None, request.FILES or None)

    def act(found: Any) -> None:
        sent = form.cleaned_data["file"]
        services.save_contract(
            resource_id=found.pk,
            values=form.cleaned_data,
            file=(sent.name, sent.read()) if sent else None,
            by=request.actor,
            at=timezone.now(),
        )

    return _sub_form(request, resource_id, form, _("Contract"), act)


@writes(CHANGE, form=True)
def money(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """Write what a budget line or grant is worth in a year."""
    form = forms.MoneyForm(request.POST or None, initial={"year": timezone.localdate().year + 1})

    def act(found: Any) -> None:
        services.save_money_line(
            resource_id=found.pk, values=form.cleaned_data, by=request.actor, at=timezone.now()
        )

    return _sub_form(request, resource_id, form, _("Amount of a year"), act)


@writes(CHANGE, form=True)
def evaluate(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """Judge a resource by the criteria of its kind."""
    kind = queries.resource_or_404(resource_id).kind
    today = {"on": timezone.localdate()}
    form = forms.EvaluationForm(request.POST or None, kind=kind, initial=today)

    def act(found: Any) -> None:
        told = form.cleaned_data
        services.evaluate(
            resource_id=found.pk,
            on=told["on"],
            scores=form.scores(),
            comment=told["comment"],
            n_respondents=told["n_respondents"],
            by=request.actor,
            at=timezone.now(),
        )

    return _sub_form(request, resource_id, form, _("Judge it"), act)


@writes(CHANGE, form=True)
def end(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """The resource is no longer there after a day."""
    form = forms.EndForm(request.POST or None, initial={"on": timezone.localdate()})

    def act(found: Any) -> None:
        told = form.cleaned_data
        services.end_resource(
            resource_id=found.pk,
            on=told["on"],
            reason=told["reason"],
            by=request.actor,
            at=timezone.now(),
        )

    return _sub_form(request, resource_id, form, _("End it"), act, danger=True)


@writes(BOOK, form=True)
def book(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """Book a resource; everything in the way is named."""
    form = forms.BookingForm(request.POST or None)

    def act(found: Any) -> None:
        told = form.cleaned_data
        services.book(
            resource_id=found.pk,
            span=form.span(),
            purpose=told["purpose"],
            quantity=told["quantity"],
            headcount=told["headcount"],
            by=request.actor,
            at=timezone.now(),
        )

    return _sub_form(request, resource_id, form, _("Book it"), act)


@writes(BOOK, form=True)
def give_back(request: SignedInRequest, resource_id: int, booking_id: int) -> HttpResponse:
    """Give a booked time back."""
    form = forms.ReasonForm(request.POST or None)
    if not queries.bookings().filter(pk=booking_id, resource_id=resource_id).exists():
        raise NotFound

    def act(_found: Any) -> None:
        services.cancel_booking(
            booking_id=booking_id,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=timezone.now(),
        )

    return _sub_form(request, resource_id, form, _("Give the time back"), act, danger=True)
