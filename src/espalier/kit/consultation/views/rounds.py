"""Pages of rounds: list, new, one round with its progress and answers, inviting, links."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.accounts import queries as accounts
from espalier.kit.accounts.scope import scope_of
from espalier.kit.consultation import forms, links, pages, queries, registry, services
from espalier.kit.consultation.permissions import MANAGE, VIEW
from espalier.kit.consultation.question_sets import SETS
from espalier.kit.consultation.rules import ASKING
from espalier.kit.consultation.types import Party, QuestionDraft, RoundKind
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.listing import list_response

MORE_ROWS = 3
INVITED_PER_PAGE = 25


@reads(VIEW)
def round_list(request: SignedInRequest) -> HttpResponse:
    """All rounds."""
    context: dict[str, object] = {"may_manage": bool(scope_of(request.user, MANAGE))}
    return list_response(
        request, pages.ROUNDS, queries.rounds(), template="consultation/list.html", context=context
    )


@writes(MANAGE, form=True)
def new(request: SignedInRequest) -> HttpResponse:
    """Open a round; "more rows" gives the form back with further questions."""
    if request.method != "POST":
        drafts = list(SETS[code].questions) if (code := request.GET.get("set", "")) in SETS else []
        form = forms.RoundForm(initial={"subject": request.GET.get("subject", "")})
        return _new_page(request, form, _rows(drafts), [])
    form, rows = forms.RoundForm(request.POST), forms.QuestionRows(request.POST, prefix="q")
    if "more" in request.POST:
        held = [forms.row_of(d) for d in _drafts_as_typed(rows)]
        kept = forms.RoundForm(initial=request.POST.dict())
        return _new_page(request, kept, forms.QuestionRows(initial=held + _empty(), prefix="q"), [])
    problems: list[Problem] = []
    if form.is_valid() and rows.is_valid():
        try:
            opened = services.open_round(
                **form.values(),
                questions=forms.drafts_in(rows),
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The round is open. Invite those who are to be heard."))
            return redirect("consultation:round", opened.pk)
    return _new_page(request, form, rows, problems, status=422)


def _new_page(
    request: SignedInRequest, form: Any, rows: Any, problems: list[Problem], status: int = 200
) -> HttpResponse:
    context = {"form": form, "rows": rows, "problems": problems, "sets": SETS.values()}
    return render(request, "consultation/new.html", context, status=status)


def _rows(drafts: list[QuestionDraft]) -> Any:
    return forms.QuestionRows(
        initial=[forms.row_of(draft) for draft in drafts] + _empty(), prefix="q"
    )


def _empty() -> list[dict[str, Any]]:
    return [{"kind": "scale", "steps": 5, "is_required": True}] * MORE_ROWS


def _drafts_as_typed(rows: Any) -> list[QuestionDraft]:
    return forms.drafts_in([row for row in rows if row.is_valid()])


@reads(VIEW)
def consultation_round(request: SignedInRequest, round_id: int) -> HttpResponse:
    """One round: who was asked and heard, what was said, what was asked to be changed."""
    found = queries.round_or_404(round_id)
    summary = queries.answers_summary(round_id)
    groups = queries.summaries_by_group(round_id) if not summary.why_hidden else {}
    meeting = queries.meeting_of(round_id)
    context = {
        "round": found,
        "subject_url": _subject_url(found.subject_kind, found.subject_id),
        "is_asking": found.kind in ASKING,
        "invitations": Paginator(queries.invitations(round_id), INVITED_PER_PAGE).get_page(
            request.GET.get("invited")
        ),
        "summary": summary,
        "groups": groups,
        "group_rows": pages.medians_by_group(summary, groups),
        "chart": pages.scale_chart(summary),
        "comments": queries.comments_of(round_id),
        "interviews": queries.interviews_of(round_id),
        "meeting": meeting,
        "requests": queries.requests_of(round_id),
        "may_manage": bool(scope_of(request.user, MANAGE)),
        "is_delphi": found.kind == RoundKind.DELPHI,
        "next_round": queries.rounds().filter(follows=found).first(),
    }
    return render(request, "consultation/round.html", context)


def _subject_url(kind: str, id: str) -> str:
    known = registry.subjects().get(kind)
    for _id, _label, url in known.describe([id]) if known else ():
        return url
    return ""


@writes(MANAGE)
def close(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Take no more answers."""
    services.close_round(round_id=round_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The round is closed."))
    return redirect("consultation:round", round_id)


@writes(MANAGE)
def remind(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Remind everybody who has not answered."""
    n = services.remind(round_id=round_id, by=request.actor, at=timezone.now())
    messages.success(request, _("%(n)d were reminded.") % {"n": n})
    return redirect("consultation:round", round_id)


@writes(MANAGE, form=True)
def next_round(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Ask the same people again, with what the group said."""
    found = queries.round_or_404(round_id)
    form = forms.NextRoundForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        opened = services.open_next_round(
            round_id=round_id,
            closes_on=form.cleaned_data["closes_on"],
            by=request.actor,
            at=timezone.now(),
        )
        return redirect("consultation:round", opened.pk)
    context = {"round": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "consultation/next.html", context, status=status)


@writes(MANAGE, form=True)
def invite(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Invite from the registers, or by typing."""
    found = queries.round_or_404(round_id)
    offered = _offered()
    sent = request.POST if request.method == "POST" else None
    form = forms.InviteForm(sent, offered=offered)
    problems: list[Problem] = []
    if form.is_bound and form.is_valid():
        try:
            made = services.invite(
                round_id=round_id,
                parties=[_with_account(party) for party in form.parties()],
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("%(n)d were invited.") % {"n": len(made)})
            return redirect("consultation:round", round_id)
    context = {"round": found, "form": form, "problems": problems}
    status = 422 if form.is_bound else 200
    return render(request, "consultation/invite.html", context, status=status)


def _offered() -> dict[str, Party]:
    return {
        f"{party.kind}|{party.id}": party
        for source in registry.sources()
        for party in source.parties()
    }


def _with_account(party: Party) -> Party:
    """Who is typed with the mail of an account answers signed in."""
    if party.kind != forms.PERSON or not party.email:
        return party
    user = accounts.user_by_login(party.email)
    if user is None or not user.is_active:
        return party
    return Party(
        party.kind, party.id, party.label, party.email, user.pk, party.group, user.language
    )


@reads(MANAGE)
def link_sheet(request: SignedInRequest, round_id: int) -> HttpResponse:
    """All links of a round with their codes, to print, cut and hand out."""
    found = queries.round_or_404(round_id)
    cards = [
        {"invitation": each, "url": (url := links.url_of(each)), "qr": links.qr_svg(url)}
        for each in queries.invitations_of(round_id)
        if each.token_digest and not each.is_used and not each.is_withdrawn
    ]
    answer = render(request, "consultation/links.html", {"round": found, "cards": cards})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@writes(MANAGE)
def renew(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    """Give a new link."""
    round_id = queries.invitation_or_404(invitation_id).round_id
    services.renew_link(invitation_id=invitation_id, by=request.actor, at=timezone.now())
    messages.success(request, _("There is a new link; the earlier one leads nowhere now."))
    return redirect("consultation:links", round_id)


@writes(MANAGE)
def withdraw(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    round_id = queries.invitation_or_404(invitation_id).round_id
    services.withdraw_invitation(invitation_id=invitation_id, by=request.actor, at=timezone.now())
    return redirect("consultation:round", round_id)
