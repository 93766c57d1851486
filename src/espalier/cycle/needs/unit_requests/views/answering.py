"""Pages on which a unit answers: what it asks for, writing, handing in, its form in Excel."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.needs.permitted import may
from espalier.cycle.needs.unit_requests import (
    forms,
    lists,
    pages,
    queries,
    services,
    sheets,
    telling,
)
from espalier.cycle.needs.unit_requests.permissions import ANSWER, CONDUCT, DECIDE, VIEW
from espalier.cycle.needs.unit_requests.types import Act, RequestState
from espalier.kit.errors import NotFound
from espalier.kit.exports.http import MEDIA_TYPES, file_response
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer
from espalier.kit.ui.listing import list_response

TEMPLATES = "needs/unit_requests"


@reads(VIEW)
def unit(request: SignedInRequest, round_id: int, unit_id: int) -> HttpResponse:
    """What one unit asks for in a round."""
    asked = queries.asked_or_404(round_id, unit_id, request.scope)
    conducts = may(request, CONDUCT)
    context = pages.unit_page(asked, may_answer=may(request, ANSWER), as_conductor=conducts)
    return render(request, f"{TEMPLATES}/unit.html", context)


@reads(VIEW)
def unit_form(request: SignedInRequest, round_id: int, unit_id: int) -> HttpResponse:
    """The form of one unit as a workbook to be filled."""
    asked = queries.asked_or_404(round_id, unit_id, request.scope)
    data = sheets.form_of_unit(asked, on=timezone.localdate())
    told = {"year": asked.round.year, "unit": asked.unit.name}
    name = _("Survey of training requests %(year)s %(unit)s") % told
    return file_response(data, media_type=MEDIA_TYPES["xlsx"], filename=f"{name}.xlsx")


@reads(VIEW)
def request_list(request: SignedInRequest) -> HttpResponse:
    """The requests of all units the reader may see, of all years."""
    may_conduct = may(request, CONDUCT)
    spec = lists.REQUESTS if may(request, DECIDE) else lists.REQUESTS_TO_READ
    context: dict[str, object] = {"may_conduct": may_conduct}
    rows = queries.requests_for_list(request.scope)
    template = f"{TEMPLATES}/list.html"
    return list_response(request, spec, rows, template=template, context=context)


@reads(VIEW)
def unit_request(request: SignedInRequest, request_id: int) -> HttpResponse:
    """One request: what was asked, what was decided, what became of it."""
    row = queries.request_or_404(request_id, request.scope)
    conducts = may(request, CONDUCT)
    context = pages.request_page(
        row, request.user, may_answer=may(request, ANSWER), as_conductor=conducts
    )
    context |= {"may_decide": may(request, DECIDE), "may_conduct": conducts}
    return render(request, f"{TEMPLATES}/request.html", context)


@writes(ANSWER, form=True)
def request_new(request: SignedInRequest, round_id: int, unit_id: int) -> HttpResponse:
    """Write a request of a unit."""
    asked = queries.asked_or_404(round_id, unit_id, request.scope)
    people = queries.people_of_unit(unit_id, timezone.localdate())
    form = forms.RequestForm(request.POST or None, people=people)
    return answer(request, _page(request, form, asked))


@writes(ANSWER, form=True)
def request_edit(request: SignedInRequest, request_id: int) -> HttpResponse:
    """Change a draft, or what was asked back."""
    held = queries.request_or_404(request_id, request.scope)
    asked = queries.asked_or_404(held.round_id, held.unit_id, request.scope)
    content = queries.content_of(held)
    now: dict[str, Any] = {
        name: getattr(content, name)
        for name in ("topic", "reason_kind", "reason", "headcount", "mode", "budget_minor",
                     "priority", "remarks")
    }  # fmt: skip
    now |= {
        "module": str(content.module_id or ""),
        "business_goal": str(content.business_goal_id or ""),
        "need": str(content.need_id or ""),
        "employees": [str(pk) for pk in content.employee_ids],
        "months": list(content.months),
    }
    people = queries.people_of_unit(held.unit_id, timezone.localdate())
    form = forms.RequestForm(request.POST or None, people=people, initial=now)
    return answer(request, _page(request, form, asked, held, now))


def _page(
    request: SignedInRequest, form: forms.RequestForm, asked: Any, held: Any = None, now: Any = None
) -> FormPage:
    def act(told: dict[str, Any]) -> str:
        services.save_request(
            round_id=asked.round_id,
            unit_id=asked.unit_id,
            request_id=held.pk if held else None,
            content=form.content(),
            sends=told["sends"],
            as_conductor=may(request, CONDUCT),
            by=request.actor,
            at=timezone.now(),
        )
        return unit_url(asked)

    returned = held is not None and held.state == RequestState.RETURNED
    asked_back = _("Asked back: %(question)s") % {"question": held.decision} if returned else ""
    return FormPage(
        form=form,
        title=f"{held.code} {telling.subject_of(held)}" if held else _("Write a training request"),
        act=act,
        back_url=unit_url(asked),
        back=f"{asked.unit.code} {asked.unit.name}",
        lead=asked_back or f"{asked.unit.name}　{telling.title_of(asked.round)}",
        changed_at=held.updated_at if held else None,
        held=now,
        draft=("needs.unit_request", f"{asked.pk}-{held.pk if held else 'new'}"),
    )


def unit_url(asked: Any) -> str:
    return reverse("needs:request_unit", args=[asked.round_id, asked.unit_id])


@writes(ANSWER)
def request_act(request: SignedInRequest, request_id: int) -> HttpResponse:
    """Hand in, withdraw, or take up again."""
    row = queries.request_or_404(request_id, request.scope)
    wanted = request.POST.get("act", "")
    if wanted not in set(Act):
        raise NotFound
    act = Act(wanted)
    services.change_request(
        request_id=row.pk,
        act=act,
        as_conductor=may(request, CONDUCT),
        by=request.actor,
        at=timezone.now(),
    )
    told = {
        Act.SEND: _("The request is handed in."),
        Act.WITHDRAW: _("The request is withdrawn."),
        Act.TAKE_UP: _("The request is a draft again."),
    }
    messages.success(request, told[act])
    return redirect("needs:unit_request", row.pk)


@writes(ANSWER)
def send_all(request: SignedInRequest, round_id: int, unit_id: int) -> HttpResponse:
    """Hand in every draft of a unit."""
    asked = queries.asked_or_404(round_id, unit_id, request.scope)
    n = services.send_all(
        round_id=round_id,
        unit_id=unit_id,
        as_conductor=may(request, CONDUCT),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("%(n)s requests are handed in.") % {"n": n})
    return redirect(unit_url(asked))


@writes(ANSWER, form=True)
def nothing(request: SignedInRequest, round_id: int, unit_id: int) -> HttpResponse:
    """Say that a unit asks for nothing this time."""
    asked = queries.asked_or_404(round_id, unit_id, request.scope)
    form = forms.NothingForm(request.POST or None)

    def act(told: dict[str, Any]) -> str:
        _say(request, asked, asks_nothing=True, note=told["note"])
        return unit_url(asked)

    page = FormPage(
        form=form,
        title=_("This unit asks for nothing"),
        act=act,
        back_url=unit_url(asked),
        back=f"{asked.unit.code} {asked.unit.name}",
        lead=telling.title_of(asked.round),
        button=_("Say that it asks for nothing"),
        done=_("It is noted that the unit asks for nothing."),
    )
    return answer(request, page)


@writes(ANSWER)
def think_again(request: SignedInRequest, round_id: int, unit_id: int) -> HttpResponse:
    """Take back that a unit asks for nothing."""
    asked = queries.asked_or_404(round_id, unit_id, request.scope)
    _say(request, asked, asks_nothing=False)
    messages.success(request, _("The unit can ask for something again."))
    return redirect(unit_url(asked))


def _say(request: SignedInRequest, asked: Any, *, asks_nothing: bool, note: str = "") -> None:
    services.say_nothing(
        round_id=asked.round_id,
        unit_id=asked.unit_id,
        asks_nothing=asks_nothing,
        note=note,
        as_conductor=may(request, CONDUCT),
        by=request.actor,
        at=timezone.now(),
    )
