"""Pages of employees: the roster, one person, one's own data."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from espalier.cycle.people.employees import queries
from espalier.cycle.people.employees.lists import ALL, LEFT, ROSTER
from espalier.cycle.people.employees.permissions import CHANGE, VIEW, VIEW_WAGE
from espalier.cycle.people.evidence.queries import levels_of_person
from espalier.cycle.people.positions.queries import degree_words, unmet_by
from espalier.cycle.people.positions.types import Prerequisite
from espalier.kit.accounts.scope import roles_of, scope_of
from espalier.kit.errors import NotFound
from espalier.kit.http import SignedInRequest, reads
from espalier.kit.ui.listing import list_response

PERSON = "people/employees/employee.html"


@reads(VIEW)
def roster(request: SignedInRequest) -> HttpResponse:
    """Everybody in the reader's part of the organisation; who left only when asked for."""
    if not request.scope.paths:
        raise NotFound
    people = queries.employees(request.scope)
    if request.GET.get("status") not in (LEFT, ALL):
        people = people.filter(queries.present_on(timezone.localdate()))
    context: dict[str, object] = {"may_change": bool(scope_of(request.user, CHANGE))}
    return list_response(
        request, ROSTER, people, template="people/employees/roster.html", context=context
    )


@reads(VIEW)
def employee(request: SignedInRequest, employee_id: int) -> HttpResponse:
    person = queries.employee_or_404(employee_id, request.scope)
    return render(request, PERSON, person_page(request, person, timezone.localdate()))


@reads(VIEW)
def me(request: SignedInRequest) -> HttpResponse:
    """One's own data; an account that is nobody's says whom to ask."""
    found = queries.employee_of_user(request.user.pk)
    if found is None:
        if not roles_of(request.user):
            raise NotFound
        return render(request, "people/employees/not_linked.html")
    person = queries.employee_or_404(found.pk, request.scope)
    context = person_page(request, person, timezone.localdate())
    return render(request, PERSON, {**context, "is_me": True})


def person_page(request: SignedInRequest, person: Any, today: date) -> dict[str, object]:
    """What the page of a person shows; the wage only where its own permission reaches."""
    path = person.unit.scope.path
    sees_wage = scope_of(request.user, VIEW_WAGE).covers(path)
    unmet = unmet_by(queries.facts_of(person), person.position) if person.position else []
    return {
        "person": person,
        "today": today,
        "degree": degree_words().get(person.degree, ""),
        "unmet": [(each, _asked(each)) for each in unmet],
        "holdings": queries.holdings_of(person.pk),
        "leaves": queries.leaves_of(person.pk),
        "licences": queries.licences_of(person.pk),
        "sees_wage": sees_wage,
        "wages": [(w.starts_on, w.monthly_minor // 100) for w in queries.wages_of(person.pk)]
        if sees_wage
        else [],
        "levels": levels_of_person(employee_id=person.pk, on=today),
        "may_change": scope_of(request.user, CHANGE).covers(path),
        "sees_people": bool(request.scope.paths),
    }


def _asked(unmet: Any) -> tuple[str, str]:
    """What is asked and what was found, in words: degrees have names, the rest stands for itself."""
    if unmet.prerequisite is Prerequisite.DEGREE:
        words = degree_words()
        return words.get(unmet.asked, ""), words.get(unmet.found, "")
    return unmet.asked, unmet.found
