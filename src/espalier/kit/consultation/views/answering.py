"""The answer page: by link without an account, or signed in; made for a phone."""

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from espalier.kit.accounts.types import Actor, ActorKind
from espalier.kit.consultation import queries, services, sheets
from espalier.kit.consultation.models import Invitation
from espalier.kit.consultation.permissions import ANSWER
from espalier.kit.consultation.types import Channel, LinkFate
from espalier.kit.consultation.wording import FATES
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, writes


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer by the link of an invitation; looking does not use it up, sending does."""
    invitation = queries.invitation_by_token(token)
    with translation.override(_language(request, invitation)):
        if invitation is None or _fate(invitation) is not LinkFate.OPEN:
            return _ended(request, invitation)
        by = Actor(ActorKind.INVITATION, str(invitation.pk), invitation.party_label)
        if request.method == "POST":
            return _send(request, invitation, Channel.LINK, by)
        return _page(request, invitation)


@writes(ANSWER, form=True)
@never_cache
def answer(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Answer signed in; nobody but who was invited finds the page."""
    invitation = queries.invitation_of_user(round_id, request.user.pk)
    if _fate(invitation) is not LinkFate.OPEN:
        return _ended(request, invitation)
    if request.method == "POST":
        return _send(request, invitation, Channel.SIGNED_IN, request.actor)
    return _page(request, invitation)


@require_safe
def thanks(request: HttpRequest, language: str) -> HttpResponse:
    """After answering, in the language of the answer page."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        return render(request, "consultation/thanks.html")


def _fate(invitation: Invitation) -> LinkFate:
    return queries.fate_of(invitation, timezone.now())


def _language(request: HttpRequest, invitation: Invitation | None) -> str:
    """What the person chose; before that, the language of their invitation."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or request.user.is_authenticated
    if invitation is None or chosen:
        return translation.get_language() or settings.LANGUAGE_CODE
    return invitation.language


def _send(
    request: HttpRequest, invitation: Invitation, channel: Channel, by: Actor
) -> HttpResponse:
    """Keep the sheet and thank, or give it back with everything that is wrong."""
    answers, comments = sheets.answers_in(invitation.round, request.POST)
    try:
        with transaction.atomic():
            services.answer(
                invitation_id=invitation.pk,
                answers=answers,
                comments=comments,
                channel=channel,
                by=by,
                at=timezone.now(),
            )
    except Refused as refusal:
        if refusal.problems[0].code in set(LinkFate):
            # Somebody was quicker, on another device or with a second click.
            return _ended(request, queries.invitation_or_404(invitation.pk))
        return _page(request, invitation, refusal.problems)
    return redirect("consultation:thanks", translation.get_language() or settings.LANGUAGE_CODE)


def _page(
    request: HttpRequest, invitation: Invitation, problems: list[Problem] | None = None
) -> HttpResponse:
    found = invitation.round
    by_question = {int(str(p.params["question"])): str(p) for p in problems or [] if p.params}
    sent = request.POST if request.method == "POST" else None
    context = {
        "round": found,
        "invitation": invitation,
        "sheet": sheets.sheet_of(found, sent, by_question),
        "problems": problems or [],
    }
    status = 422 if problems else 200
    return render(request, "consultation/answer.html", context, status=status)


def _ended(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    """A page that says why there is nothing to answer and what to do: 404 unknown, 410 over."""
    fate = queries.fate_of(invitation, timezone.now())
    heading, remedy = FATES[fate]
    asked_by = invitation.round.opened_by_label if invitation else ""
    context = {"heading": heading, "remedy": remedy, "asked_by": asked_by, "fate": fate}
    status = 404 if fate is LinkFate.UNKNOWN else 410
    return render(request, "consultation/ended.html", context, status=status)
