"""Pages: what I was told, how I want to be told, the way out of a mail, the outbox."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from espalier.kit.accounts.types import Actor, ActorKind
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.notify import pages, queries, registry, services
from espalier.kit.notify.links import read_unsubscribe
from espalier.kit.notify.permissions import OUTBOX, VIEW
from espalier.kit.notify.types import Way
from espalier.kit.ui.listing import list_response


@reads(VIEW)
def notification_list(request: SignedInRequest) -> HttpResponse:
    """Everything I was told, newest first."""
    found = queries.notifications_of(request.user.pk)
    return list_response(request, pages.NOTIFICATIONS, found, template="notify/list.html")


@reads(VIEW)
@never_cache
def bell(request: SignedInRequest) -> HttpResponse:
    """The number of unread ones, fetched by the shell after the page; one query beside the session's."""
    return render(request, "notify/_bell_count.html", {"n": queries.n_unread(request.user.pk)})


@writes(VIEW, form=True)
def open_notification(request: SignedInRequest, notification_id: int) -> HttpResponse:
    """Show one; a POST notes it as read and leads to what it is about."""
    if request.method == "POST":
        found = services.mark_read(
            notification_id=notification_id, by=request.actor, at=timezone.now()
        )
        return redirect(found.url or "notify:list")
    found = queries.notification_of(notification_id, request.user.pk)
    return render(request, "notify/notification.html", {"note": found})


@writes(VIEW)
def read_all(request: SignedInRequest) -> HttpResponse:
    services.mark_all_read(by=request.actor, at=timezone.now())
    return redirect("notify:list")


class WaysForm(forms.Form):
    """One choice for each optional topic."""

    def __init__(self, *args: Any, choices: list[queries.TopicChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in choices:
            if each.topic.is_optional:
                self.fields[each.topic.code] = forms.ChoiceField(
                    label=each.topic.label,
                    choices=[(way.value, word) for way, word in pages.WAYS.items()],
                    initial=each.way,
                )

    def ways(self) -> dict[str, Way]:
        return {code: Way(value) for code, value in self.cleaned_data.items()}


@writes(VIEW, form=True)
def preferences(request: SignedInRequest) -> HttpResponse:
    """How mail about each topic reaches me."""
    choices = queries.choices_of(request.user.pk)
    form = WaysForm(request.POST if request.method == "POST" else None, choices=choices)
    if form.is_bound and form.is_valid():
        services.choose_ways(
            user_id=request.user.pk, ways=form.ways(), by=request.actor, at=timezone.now()
        )
        return redirect("notify:preferences")
    always = [each.topic for each in choices if not each.topic.is_optional]
    status = 422 if form.is_bound else 200
    context = {"form": form, "always": always}
    return render(request, "notify/preferences.html", context, status=status)


@csrf_exempt  # Mail programs post here by themselves (RFC 8058); the signed link is the permission.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End an optional kind of mail, signed in or not. Looking at the page changes nothing."""
    who = read_unsubscribe(token)
    is_done = request.method == "POST"
    if is_done:
        key = str(who.user_id) if who.user_id is not None else "mail"
        kind = ActorKind.USER if who.user_id is not None else ActorKind.INVITATION
        by = Actor(kind, key, _("by the link of a mail"))
        services.unsubscribe(token=token, by=by, at=timezone.now())
    context = {"topic": registry.topic(who.topic), "is_done": is_done}
    return render(request, "notify/unsubscribe.html", context)


@reads(OUTBOX)
def outbox(request: SignedInRequest) -> HttpResponse:
    """Every mail with its fate, for who looks after the installation."""
    counts = [(pages.STATES[state], n) for state, n in queries.outbox_counts().items()]
    context: dict[str, object] = {"counts": counts}
    return list_response(
        request, pages.OUTBOX_LIST, queries.outbox(), template="notify/outbox.html", context=context
    )


@writes(OUTBOX)
def retry(request: SignedInRequest, mail_id: int) -> HttpResponse:
    """Put a stopped mail back into the queue."""
    services.retry_mail(mail_id=mail_id, by=request.actor, at=timezone.now())
    return redirect("notify:outbox")
