"""Pages of change requests and of the ledger."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.accounts.scope import scope_of
from espalier.kit.consultation import forms, pages, queries, registry, services
from espalier.kit.consultation.ledger import effect_places
from espalier.kit.consultation.permissions import MANAGE, VIEW
from espalier.kit.consultation.types import Decision, LedgerLine, Party
from espalier.kit.consultation.wording import DECISIONS
from espalier.kit.errors import Problem, Refused
from espalier.kit.exports.http import table_response
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.concurrency import concurrent_edit_check, version_token
from espalier.kit.ui.listing import list_response

MOST_LINES = 500  # of the ledger on one page; the export has all


@reads(VIEW)
def request_list(request: SignedInRequest) -> HttpResponse:
    """All change requests."""
    return list_response(
        request, pages.REQUESTS, queries.requests(), template="consultation/requests.html"
    )


@reads(VIEW)
def change_request(request: SignedInRequest, request_id: str) -> HttpResponse:
    """One request: whose words, what was decided, what it changed."""
    found = queries.request_or_404(request_id)
    places = effect_places([(found.effect_kind, found.effect_id)] if found.effect_kind else [])
    label, url = places.get((found.effect_kind, found.effect_id), (found.effect_label, ""))
    context = {
        "request_": found,
        "effect": {"label": label, "url": url},
        "decision": DECISIONS.get(found.decision, ""),
        "may_manage": bool(scope_of(request.user, MANAGE)),
    }
    return render(request, "consultation/request.html", context)


@writes(MANAGE, form=True)
def new_request(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Write down what is to be changed; ``comment`` in the address starts from a comment."""
    found = queries.round_or_404(round_id)
    comment = queries.comment_or_404(pk) if (pk := request.GET.get("comment", "")) else None
    kind = registry.subjects().get(found.subject_kind)
    parts = [(a, str(t)) for a, t in kind.parts(found.subject_id)] if kind else []
    named = {} if found.is_anonymous else _parties(round_id)
    sent = request.POST if request.method == "POST" else None
    form = forms.RequestForm(
        sent,
        parts=parts,
        parties=[(key, party.label) for key, party in named.items()],
        initial={"part": comment.part, "words": comment.text} if comment else {},
    )
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        told = form.cleaned_data
        try:
            made = services.request_change(
                round_id=round_id,
                **{**told, "raised_by": named.get(told["raised_by"])},
                comment_id=str(comment.pk) if comment else None,
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            return redirect("consultation:request", made.pk)
    context = {"round": found, "form": form, "problems": problems, "comment": comment}
    status = 422 if sent is not None else 200
    return render(request, "consultation/new_request.html", context, status=status)


def _parties(round_id: int) -> dict[str, Party]:
    return {str(i.pk): queries.party_of(i) for i in queries.invitations_of(round_id)}


@writes(MANAGE, form=True)
def decide(request: SignedInRequest, request_id: str) -> HttpResponse:
    """Decide a request, always with a reason."""
    found = queries.request_or_404(request_id)
    sent = request.POST if request.method == "POST" else None
    held = forms.decision_held(found)
    form = forms.DecisionForm(sent, initial=held)
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        _refuse_overwriting(sent, found.decided_at, held)
        try:
            services.decide_change(
                request_id=request_id,
                decision=form.decision_made(),
                reason=form.cleaned_data["reason"],
                reason_en=form.cleaned_data["reason_en"],
                effect=form.effect(),
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The decision was recorded."))
            return redirect("consultation:request", request_id)
    context = {
        "request_": found,
        "form": form,
        "problems": problems,
        "token": version_token(found.decided_at),
    }
    status = 422 if sent is not None else 200
    return render(request, "consultation/decide.html", context, status=status)


def _refuse_overwriting(sent: Any, decided_at: datetime | None, held: dict[str, Any]) -> None:
    """Two people deciding one request: the second is shown the first decision."""

    def shown(decision: str, reason: str) -> dict[str, object]:
        return {_("Decision"): str(DECISIONS.get(decision, "")), _("Reason"): reason}

    concurrent_edit_check(
        sent=sent.get("version", ""),
        current=decided_at,
        theirs=shown(held["decision"], held["reason"]),
        yours=shown(sent.get("decision", ""), sent.get("reason", "")),
    )


@reads(VIEW)
def ledger(request: SignedInRequest) -> HttpResponse:
    """Every voice and what became of it, narrowed by subject, decision and words."""
    asked = {name: request.GET.get(name, "") for name in ("about", "id", "decision", "q")}
    lines = [each for each in queries.ledger(asked["about"], asked["id"]) if _fits(each, asked)]
    fmt = request.GET.get("export", "")
    if fmt in {"xlsx", "csv"}:
        head, rows = pages.ledger_table(lines)
        title = _("Ledger of consultations")
        return table_response(
            columns=head, rows=rows, fmt="xlsx" if fmt == "xlsx" else "csv", title=title
        )
    context: dict[str, Any] = {
        "lines": lines[:MOST_LINES],
        "n": len(lines),
        "most": MOST_LINES,
        "asked": asked,
        "kinds": registry.subjects().values(),
        "decisions": [("none", _("not decided yet")), *DECISIONS.items()],
        "export_query": request.GET.urlencode(),
        "url": reverse("consultation:ledger"),
    }
    return render(request, "consultation/ledger.html", context)


def _fits(line: LedgerLine, asked: dict[str, str]) -> bool:
    wanted, words = asked["decision"], asked["q"].casefold().split()
    if wanted == "none" and not (line.request_id and line.decision is None):
        return False
    if wanted in set(Decision) and line.decision != wanted:
        return False
    text = " ".join((line.round_title, line.who, line.words, line.request, line.reason)).casefold()
    return all(word in text for word in words)
