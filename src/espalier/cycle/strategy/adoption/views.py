"""Pages of decisions: the list, and one decision with its fit table."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.strategy.adoption import lists, queries, services
from espalier.cycle.strategy.adoption.queries.wording import FITS, reason_words
from espalier.cycle.strategy.adoption.types import Fit
from espalier.cycle.strategy.permissions import ADOPT, CHANGE, VIEW
from espalier.cycle.strategy.permitted import may
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.registers.forms import ReasonForm
from espalier.kit.ui.listing import list_response

TEMPLATES = "strategy/adoption"


@reads(VIEW)
def decision_list(request: SignedInRequest) -> HttpResponse:
    """All decisions, with notices of newer versions above."""
    titles = {row.pk: row for row in queries.decisions()}
    notices = [(titles[pk], newer) for pk, newer in queries.newer_versions().items()]
    context: dict[str, object] = {"may_change": may(request, CHANGE), "notices": notices}
    return list_response(
        request,
        lists.DECISIONS,
        queries.decisions(),
        template=f"{TEMPLATES}/list.html",
        context=context,
    )


@reads(VIEW)
def decision(request: SignedInRequest, decision_id: int) -> HttpResponse:
    return _page(request, decision_id, [])


def _page(request: SignedInRequest, decision_id: int, problems: list[Problem]) -> HttpResponse:
    found = queries.decision_or_404(decision_id)
    rows = queries.candidates_of(found, timezone.localdate())
    shown = [
        (
            each,
            [
                (each.fit["parts"][fit.value], reason_words(each.fit["parts"][fit.value]))
                for fit in Fit
            ],
        )
        for each in rows
    ]
    context = {
        "decision": found,
        "rows": shown,
        "fits": [(FITS[fit], queries.weights_of(found)[fit]) for fit in Fit],
        "newer": queries.newer_versions().get(found.pk),
        "may_change": may(request, CHANGE),
        "may_adopt": may(request, ADOPT),
        "form": ReasonForm(request.POST if problems else None, initial=_initial(found)),
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, f"{TEMPLATES}/decision.html", context, status=status)


def _initial(found: object) -> dict[str, str]:
    return {name: getattr(found, name) for name in ("reason", "reason_en")}


@writes(ADOPT)
def decide(request: SignedInRequest, decision_id: int) -> HttpResponse:
    """Adopt a candidate with a reason."""
    chosen = request.POST.get("standard", "")
    try:
        services.decide(
            decision_id=decision_id,
            standard_id=int(chosen) if chosen.isdigit() else 0,
            reason=request.POST.get("reason", ""),
            reason_en=request.POST.get("reason_en", ""),
            on=timezone.localdate(),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _page(request, decision_id, refusal.problems)
    messages.success(request, _("The decision was recorded."))
    return redirect("strategy:decision", decision_id)
