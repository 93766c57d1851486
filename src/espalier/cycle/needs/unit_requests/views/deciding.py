"""Pages on which requests are decided, made one thing with others, and given their module."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.needs.permitted import may
from espalier.cycle.needs.unit_requests import forms, lists, pages, queries, services, telling
from espalier.cycle.needs.unit_requests.permissions import CONDUCT, DECIDE, VIEW
from espalier.kit.errors import NotFound
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer

TEMPLATES = "needs/unit_requests"


@reads(CONDUCT)
def duplicates(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Requests that may be one thing, and those that were made one."""
    found = queries.round_or_404(round_id)
    suggested = [
        {
            "rows": [(row, telling.subject_of(row), lists.unit_name(row)) for row in rows],
            "shared": "、".join(each.shared),
            "score": f"{each.score:.0%}",
        }
        for each, rows in queries.merge_suggestions(round_id)
    ]
    context = {
        "round": found,
        "suggested": suggested,
        "groups": queries.groups(round_id),
    }
    return render(request, f"{TEMPLATES}/duplicates.html", context)


@reads(VIEW)
def group(request: SignedInRequest, group_id: int) -> HttpResponse:
    """One thing that several units ask for, with every source."""
    found = queries.group_or_404(group_id)
    rows = [row for row in queries.requests_of_group(group_id) if _is_seen(request, row)]
    if not rows:
        raise NotFound
    context = pages.group_page(found, rows) | {
        "may_conduct": may(request, CONDUCT),
        "may_decide": may(request, DECIDE),
    }
    return render(request, f"{TEMPLATES}/group.html", context)


def _is_seen(request: SignedInRequest, row: Any) -> bool:
    return request.scope.covers(row.unit.scope.path)


@writes(DECIDE)
def decide_many(request: SignedInRequest) -> HttpResponse:
    """From the list: go on to the page that decides the ticked requests."""
    return _go("needs:request_decide", request.POST.getlist("selected"))


@writes(CONDUCT)
def merge_many(request: SignedInRequest) -> HttpResponse:
    """From the list: go on to the page that makes the ticked requests one thing."""
    return _go("needs:request_merge_as", request.POST.getlist("selected"))


def _go(name: str, ids: Sequence[str]) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'ids': ','.join(ids)})}")


def _chosen(request: SignedInRequest) -> list[Any]:
    """The requests named in the address. Raises: NotFound when one is missing or not the reader's."""
    texts = ",".join(request.GET.getlist("ids")).split(",")
    ids = {int(text) for text in texts if text.isdecimal() and len(text) < 18}
    rows = list(queries.requests(request.scope).filter(pk__in=ids))
    if not rows or len(rows) != len(ids):
        raise NotFound
    return rows


def _back(rows: Sequence[Any]) -> dict[str, Any]:
    """Where one comes from and returns to: the request, or the list of its round."""
    if len(rows) == 1:
        url = reverse("needs:unit_request", args=[rows[0].pk])
        return {"back_url": url, "back": rows[0].code}
    url = f"{reverse('needs:unit_requests')}?round={rows[0].round_id}"
    return {"back_url": url, "back": _("Training requests of the units")}


def _named(rows: Sequence[Any]) -> dict[str, object]:
    """What stands above the form: every request it is about."""
    return {"rows": [(row, telling.subject_of(row), lists.unit_name(row)) for row in rows]}


@writes(DECIDE, form=True)
def decide(request: SignedInRequest) -> HttpResponse:
    """Accept, refuse or ask back one request or several at once."""
    rows = _chosen(request)
    form = forms.DecisionForm(request.POST or None)
    back = _back(rows)

    def act(told: dict[str, Any]) -> str:
        services.decide(
            request_ids=[row.pk for row in rows],
            act=form.decided(),
            reason=told["reason"],
            by=request.actor,
            at=timezone.now(),
        )
        return str(back["back_url"])

    page = FormPage(
        form=form,
        title=_("Decide training requests"),
        act=act,
        button=_("Decide and tell the units"),
        done=_("Decided; the units were told."),
        template=f"{TEMPLATES}/act.html",
        parts=_named(rows),
        **back,
    )
    return answer(request, page)


@writes(CONDUCT, form=True)
def merge(request: SignedInRequest) -> HttpResponse:
    """Make several requests one thing."""
    rows = _chosen(request)
    held = next((row.group.title for row in rows if row.group), "")
    form = forms.MergeForm(
        request.POST or None, initial={"title": held or telling.subject_of(rows[0])}
    )

    def act(told: dict[str, Any]) -> str:
        made = services.merge_requests(
            request_ids=[row.pk for row in rows],
            title=told["title"],
            by=request.actor,
            at=timezone.now(),
        )
        return reverse("needs:request_group", args=[made.pk])

    page = FormPage(
        form=form,
        title=_("Merge into one thing"),
        act=act,
        button=_("Merge"),
        done=_("Merged; every source is kept."),
        back_url=reverse("needs:request_duplicates", args=[rows[0].round_id]),
        back=_("Requests that may be one thing"),
        template=f"{TEMPLATES}/act.html",
        parts=_named(rows),
    )
    return answer(request, page)


@writes(CONDUCT)
def split(request: SignedInRequest, request_id: int) -> HttpResponse:
    """Take a request out of its group."""
    row = queries.request_or_404(request_id, request.scope)
    services.split_request(request_id=row.pk, by=request.actor, at=timezone.now())
    messages.success(request, _("The request stands alone again."))
    return redirect("needs:unit_request", row.pk)


@writes(DECIDE, form=True)
def module(request: SignedInRequest) -> HttpResponse:
    """Say which module of the catalogue meets what was wished."""
    rows = _chosen(request)
    near = queries.modules_like(rows[0]) if rows[0].topic else []
    initial = {"module": str(rows[0].module_id or "")}
    form = forms.ModuleForm(request.POST or None, near=near, initial=initial)
    back = _back(rows)

    def act(_told: dict[str, Any]) -> str:
        services.assign_module(
            request_ids=[row.pk for row in rows],
            module_id=form.module_id(),
            by=request.actor,
            at=timezone.now(),
        )
        return str(back["back_url"])

    page = FormPage(
        form=form,
        title=_("Give it a module"),
        act=act,
        lead=_("The unit's own words stay; the planner plans the module."),
        template=f"{TEMPLATES}/act.html",
        parts=_named(rows),
        **back,
    )
    return answer(request, page)


@writes(DECIDE)
def reconsider(request: SignedInRequest, request_id: int) -> HttpResponse:
    """Take a decision back."""
    row = queries.request_or_404(request_id, request.scope)
    services.reconsider(request_id=row.pk, by=request.actor, at=timezone.now())
    messages.success(request, _("The decision is taken back; decide anew."))
    return redirect("needs:unit_request", row.pk)
