"""Pages about survey rounds: the list, the board of units, planning, opening, closing, reminding."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.needs.permitted import may
from espalier.cycle.needs.unit_requests import forms, lists, pages, queries, services
from espalier.cycle.needs.unit_requests.permissions import ANSWER, CONDUCT, DECIDE, VIEW
from espalier.cycle.needs.unit_requests.types import RoundAct, RoundState
from espalier.kit.errors import NotFound
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer
from espalier.kit.ui.listing import list_response

TEMPLATES = "needs/unit_requests"


@reads(VIEW)
def round_list(request: SignedInRequest) -> HttpResponse:
    """Every survey that asks a unit the reader may see."""
    context: dict[str, object] = {
        "may_conduct": may(request, CONDUCT),
        "loose": queries.without_module() if may(request, DECIDE) else [],
    }
    template = f"{TEMPLATES}/rounds.html"
    return list_response(
        request, lists.ROUNDS, queries.rounds(request.scope), template=template, context=context
    )


@reads(VIEW)
def survey(request: SignedInRequest, round_id: int) -> HttpResponse:
    """One round: who has answered, who has not, and what there is to decide."""
    found = queries.round_or_404(round_id, request.scope)
    context = pages.round_page(found, request.scope) | {
        "may_conduct": may(request, CONDUCT),
        "may_answer": may(request, ANSWER),
        "may_decide": may(request, DECIDE),
    }
    return render(request, f"{TEMPLATES}/round.html", context)


@writes(CONDUCT, form=True)
def round_new(request: SignedInRequest) -> HttpResponse:
    """Plan a round; next year is asked about."""
    year = timezone.localdate().year + 1
    form = forms.RoundForm(request.POST or None, initial={"year": year, "code": str(year)})
    return answer(request, _page(request, form))


@writes(CONDUCT, form=True)
def round_edit(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Change a round, such as its deadline or the units it asks."""
    held = queries.round_or_404(round_id)
    now: dict[str, Any] = {name: getattr(held, name) for name in services.ROUND_FIELDS}
    now["units"] = [str(each.unit_id) for each in queries.asked_units(round_id)]
    form = forms.RoundForm(request.POST or None, initial=now)
    return answer(request, _page(request, form, held, now))


def _page(
    request: SignedInRequest, form: forms.RoundForm, held: Any = None, now: Any = None
) -> FormPage:
    def act(_told: dict[str, Any]) -> str:
        saved = services.save_round(
            round_id=held.pk if held else None,
            content=form.content(),
            unit_ids=form.unit_ids(),
            by=request.actor,
            at=timezone.now(),
        )
        return reverse("needs:request_round", args=[saved.pk])

    is_open = held is not None and held.state == RoundState.OPEN
    lead = _("The survey is open: units you add are told at once.")
    rounds = reverse("needs:request_rounds")
    return FormPage(
        form=form,
        title=held.title if held else _("Plan a survey"),
        act=act,
        back_url=reverse("needs:request_round", args=[held.pk]) if held else rounds,
        back=held.code if held else _("Surveys of training requests"),
        lead=lead if is_open else "",
        changed_at=held.updated_at if held else None,
        held=now,
        draft=None if held else ("needs.survey_round", "new"),
    )


@writes(CONDUCT)
def round_move(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Open a round, close it, or open it again."""
    wanted = request.POST.get("act", "")
    if wanted not in set(RoundAct):
        raise NotFound
    act = RoundAct(wanted)
    services.move_round(round_id=round_id, act=act, by=request.actor, at=timezone.now())
    told = {
        RoundAct.OPEN: _("The survey is open, and the units were told."),
        RoundAct.CLOSE: _("The survey is closed."),
        RoundAct.REOPEN: _("The survey is open again."),
    }
    messages.success(request, told[act])
    return redirect("needs:request_round", round_id)


@writes(CONDUCT)
def remind(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Remind the units that have not answered, now."""
    n = services.remind_now(round_id=round_id, by=request.actor, at=timezone.now())
    messages.success(request, _("%(n)s units were reminded.") % {"n": n})
    return redirect("needs:request_round", round_id)
