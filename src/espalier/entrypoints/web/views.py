"""The shell's own pages: the first page, one's account, the language, the logo."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from espalier.entrypoints.web import wheel
from espalier.kit.accounts import services as accounts
from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import roles_of, scope_of
from espalier.kit.accounts.types import Actor, Role
from espalier.kit.files.paths import path_of
from espalier.kit.http import SignedInRequest
from espalier.kit.organisation import queries as organisation
from espalier.kit.ui import navigation

SEES_THE_WHEEL = {Role.MANAGER, Role.AUDITOR, Role.EXECUTIVE, Role.ADMINISTRATOR, Role.COORDINATOR}


@require_safe
@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """The person's first page: what waits for them, and for those who run training the wheel."""
    user = request.user
    sees_wheel = bool(roles_of(user) & SEES_THE_WHEEL)
    context = {
        "cards": _cards_of(user),
        "wheel": wheel.wheel_of(user) if sees_wheel else (),
        "broken": wheel.broken_links_of(user) if sees_wheel else [],
        "has_role": bool(roles_of(user)),
    }
    return render(request, "wheel.html", context)


@require_safe
@login_required
def my_account(request: SignedInRequest) -> HttpResponse:
    """Who I am here, my roles, and the way to password and second step."""
    grants = request.user.grants.select_related("scope").order_by("role", "pk")
    return render(request, "shell/my_account.html", {"grants": grants})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language: for a person with their account, for a stranger in a cookie."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    answer = HttpResponseRedirect(_page_of(request))
    if isinstance(request.user, User):
        actor = Actor.of_user(request.user)
        accounts.set_language(user=request.user, language=language, by=actor, at=timezone.now())
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, httponly=True, samesite="Lax"
    )
    return answer


@require_safe
@cache_control(private=True, max_age=3600)
def logo(request: HttpRequest) -> FileResponse:
    """The organisation's logo; also strangers see it, on the sign-in page."""
    stored = organisation.current().logo
    if stored is None or not stored.media_type.startswith("image/"):
        raise Http404
    return FileResponse(path_of(stored.sha256).open("rb"), content_type=stored.media_type)


def _cards_of(user: User) -> list[tuple[str, dict[str, object]]]:
    """Templates with what they show, of the cards that are the person's and have something to say."""
    drawn = []
    for card in navigation.cards():
        if card.permission and not scope_of(user, card.permission):
            continue
        if (context := card.context(user)) is not None:
            drawn.append((card.template, context))
    return drawn


def _page_of(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return "/"
