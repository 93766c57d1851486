"""Keeping views and drafts. Everybody signed in may keep their own, so no permission is asked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from espalier.kit.accounts.types import Actor
from espalier.kit.http import SignedInRequest
from espalier.kit.ui import services

MAX_KEY = 80
MAX_SUBJECT = 120


@require_POST
@login_required
def save_view(request: SignedInRequest) -> HttpResponse:
    """Keep the list's state under the typed name, then show the list in that state."""
    query = request.POST.get("query", "")
    services.save_view(
        list_key=_key(request.POST.get("list_key", ""), MAX_KEY),
        name=request.POST.get("name", ""),
        query=query,
        by=Actor.of_user(request.user),
        at=timezone.now(),
    )
    messages.success(request, _("The view is saved."))
    return HttpResponseRedirect(f"{_page_of(request)}?{query}")


@require_POST
@login_required
def delete_view(request: SignedInRequest, view_id: int) -> HttpResponse:
    """Forget one of the person's own views."""
    services.delete_view(view_id=view_id, by=Actor.of_user(request.user), at=timezone.now())
    messages.success(request, _("The view is deleted."))
    return HttpResponseRedirect(_page_of(request))


@require_POST
@login_required
def save_draft(request: SignedInRequest) -> HttpResponse:
    """Keep what is typed so far; the address says of which form, the body is the form itself."""
    draft = services.save_draft(
        form_key=_key(request.GET.get("form", ""), MAX_KEY),
        subject=request.GET.get("subject", "")[:MAX_SUBJECT],
        payload=dict(request.POST.lists()),
        by=Actor.of_user(request.user),
        at=timezone.now(),
    )
    return render(request, "ui/_draft_saved.html", {"draft": draft})


@require_POST
@login_required
def discard_draft(request: SignedInRequest) -> HttpResponse:
    """Drop the draft and show the form as it is on record."""
    services.discard_draft(
        form_key=_key(request.GET.get("form", ""), MAX_KEY),
        subject=request.GET.get("subject", "")[:MAX_SUBJECT],
        by=Actor.of_user(request.user),
        at=timezone.now(),
    )
    messages.success(request, _("The draft is discarded."))
    return HttpResponseRedirect(_page_of(request))


def _key(text: str, limit: int) -> str:
    if not text or len(text) > limit or not text.isprintable():
        raise Http404
    return text


def _page_of(request: SignedInRequest) -> str:
    """The page to go back to, if it is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return "/"
