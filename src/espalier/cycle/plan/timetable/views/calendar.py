"""The calendar as data: kinds of slots, days that differ, and what can be taken over to begin with."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext

from espalier.cycle.plan.permissions import CHANGE, VIEW
from espalier.cycle.plan.permitted import may
from espalier.cycle.plan.timetable import lists, queries, services
from espalier.engines.planner.timetable.calendars import known_years
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.listing import list_response
from espalier.kit.ui.types import ListSpec

TEMPLATE = "plan/timetable/register.html"


@reads(VIEW)
def slot_kinds(request: SignedInRequest) -> HttpResponse:
    return _listed(request, "slot_kinds", lists.SLOTS, queries.slot_kinds())


@reads(VIEW)
def calendar_days(request: SignedInRequest) -> HttpResponse:
    """Days that differ from their weekday, with the years that can be taken over."""
    return _listed(
        request,
        "calendar_days",
        lists.DAYS,
        queries.calendar_days(),
        years=known_years(),
        n_unchecked=queries.n_unchecked_days(),
    )


def _listed(
    request: SignedInRequest, kind: str, spec: ListSpec, rows: Any, **context: object
) -> HttpResponse:
    may_change = may(request, CHANGE)
    if not may_change:
        # These records have no page but their form: only who may change them is led there.
        spec = replace(spec, row_url=None)
    told = {"may_change": may_change, "kind": kind, **context}
    return list_response(request, spec, rows, template=TEMPLATE, context=told)


@writes(CHANGE)
def take_slots(request: SignedInRequest) -> HttpResponse:
    """Take over the usual kinds of slots."""
    _told(request, services.take_starter_slots(by=request.actor, at=timezone.now()))
    return redirect("plan:slot_kinds")


@writes(CHANGE)
def take_year(request: SignedInRequest, year: int) -> HttpResponse:
    """Take over the public holidays of a year."""
    n = services.take_starter_calendar(year=year, by=request.actor, at=timezone.now())
    _told(request, n)
    return redirect("plan:calendar_days")


def _told(request: SignedInRequest, n: int) -> None:
    told = ngettext("%(n)s row was taken over.", "%(n)s rows were taken over.", n) % {"n": n}
    messages.success(request, told)
