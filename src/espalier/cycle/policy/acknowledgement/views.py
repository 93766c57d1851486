"""Pages of receipts: read and confirm, rates by unit, giving out, reminding, the signed sheet."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.policy.acknowledgement import forms, lists, pages, queries, services
from espalier.cycle.policy.acknowledgement.permissions import ACKNOWLEDGE, DISTRIBUTE, VIEW
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import NotFound
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer, sent
from espalier.kit.ui.listing import list_response
from espalier.kit.versions import queries as versions

TEMPLATES = "policy/acknowledgement"
UNITS_PER_PAGE = 25
READING_DAYS = 14  # what the form proposes


@reads(ACKNOWLEDGE)
def read(request: SignedInRequest, edition_id: int) -> HttpResponse:
    """The document with the button below it; only for who was asked."""
    receipt = queries.receipt_of(request.user.pk, edition_id)
    if receipt is None:
        raise NotFound
    edition = versions.edition(edition_id)
    context = {
        "receipt": receipt,
        "edition": edition,
        "in_force": edition.state == "published",
        "html": pages.document_html(edition),
    }
    return render(request, f"{TEMPLATES}/read.html", context)


@writes(ACKNOWLEDGE)
def confirm(request: SignedInRequest, edition_id: int) -> HttpResponse:
    """I have read it."""
    services.acknowledge(edition_id=edition_id, by=request.actor, at=timezone.now())
    messages.success(request, _("Thank you. It is recorded that you have read the handbook."))
    return redirect("policy:read", edition_id)


def _edition(request: SignedInRequest) -> Any:
    """The edition asked for among those given out, else the one in force; None for neither."""
    asked = request.GET.get("edition", "")
    if asked.isdecimal() and len(asked) < 10:
        return next((e for e in queries.given_editions() if e.pk == int(asked)), None)
    return queries.edition_in_force()


@reads(VIEW)
def rates(request: SignedInRequest) -> HttpResponse:
    """How many confirmed, by unit."""
    edition = _edition(request)
    today = timezone.localdate()
    page = pages.rates_page(edition, on=today, scope=request.scope) if edition else None
    lines = page.lines if page else ()
    context = {
        "page": page,
        "kept": f"edition={edition.pk}&" if edition and "edition" in request.GET else "",
        "lines": Paginator(lines, UNITS_PER_PAGE).get_page(request.GET.get("units")),
        "today": today,
        "may_distribute": bool(scope_of(request.user, DISTRIBUTE)),
    }
    return render(request, f"{TEMPLATES}/rates.html", context)


@reads(VIEW)
def people(request: SignedInRequest, edition_id: int) -> HttpResponse:
    """Who was asked, and when each confirmed."""
    found = queries.receipts(edition_id, request.scope)
    template = f"{TEMPLATES}/people.html"
    return list_response(request, lists.PEOPLE, found, template=template, context={})


@writes(DISTRIBUTE, form=True)
def distribute(request: SignedInRequest) -> HttpResponse:
    """Give the edition in force to units or everybody."""
    edition = queries.edition_in_force()
    if edition is None:
        raise NotFound
    today = timezone.localdate()
    initial = {"to_all": True, "due_on": today + timedelta(days=READING_DAYS)}
    form = forms.DistributeForm(sent(request), initial=initial)

    def act(values: dict[str, Any]) -> str:
        services.distribute(
            edition_id=edition.pk,
            unit_ids=form.wanted(),
            due_on=values["due_on"],
            note=values["note"],
            on=today,
            by=request.actor,
            at=timezone.now(),
        )
        return reverse("policy:rates")

    page = FormPage(
        form,
        _("Give out edition %(n)s") % {"n": edition.edition},
        act,
        reverse("policy:rates"),
        _("Read confirmations"),
        lead=_("Everybody it is given to is asked to read it and to confirm."),
        button=_("Give out and ask"),
        done=_("It was given out."),
    )
    return answer(request, page)


@writes(DISTRIBUTE)
def remind(request: SignedInRequest) -> HttpResponse:
    """Remind everybody who did not confirm yet."""
    edition = queries.edition_in_force()
    if edition is None:
        raise NotFound
    n = services.remind(
        edition_id=edition.pk, on=timezone.localdate(), by=request.actor, at=timezone.now()
    )
    messages.success(request, _("%(n)s people were reminded.") % {"n": n})
    return redirect("policy:rates")


@writes(DISTRIBUTE, form=True)
def on_paper(request: SignedInRequest) -> HttpResponse:
    """Record confirmations from a signed sheet, for people without an account."""
    edition = queries.edition_in_force()
    if edition is None:
        raise NotFound
    form = forms.PaperForm(sent(request))

    def act(_values: dict[str, Any]) -> str:
        services.acknowledge_on_paper(
            edition_id=edition.pk, numbers=form.listed(), by=request.actor, at=timezone.now()
        )
        return reverse("policy:rates")

    page = FormPage(
        form,
        _("Confirmations on paper"),
        act,
        reverse("policy:rates"),
        _("Read confirmations"),
        lead=_("For people who signed a sheet instead of confirming in the system."),
        button=_("Record them"),
    )
    return answer(request, page)
